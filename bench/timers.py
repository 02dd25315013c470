"""(f) Due timers: how many a worker fires in a second, each in a transaction of its own."""

import time
from datetime import timedelta

from bench.databases import KINDS, NAMES, Databases
from bench.part import Effort, Part, figure
from bench.rounds import deployed
from service.scheduler import fire_due
from workflows.clock import running_ahead
from workflows.db import make_sessions

PAST_EVERY_LIMIT = timedelta(days=400)


def measure(databases: Databases, effort: Effort) -> Part:
    """Let one worker drain due timers on each database."""
    rows, figures = [], {}
    for kind in KINDS:
        count = effort.of(300, 20)
        sessions = make_sessions(databases.copy(kind))
        rounds = deployed(sessions)
        for _ in range(count):
            # The timer stands on the supplement, which is the second step.
            rounds.complete(*rounds.waiting(rounds.open()))
        with running_ahead(PAST_EVERY_LIMIT):
            began = time.perf_counter()
            fired = fire_due(sessions)
            seconds = time.perf_counter() - began
        sessions.kw["bind"].dispose()
        figures[kind] = {"fired": fired, "seconds": round(seconds, 3), "per_second": round(fired / seconds, 1)}
        rows.append((NAMES[kind], str(fired), figure(fired / seconds)))
    return Part("timers", "(f) Due timers, one worker", ("", "fired", "timers/s"), rows, figures)
