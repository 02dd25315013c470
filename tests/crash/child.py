"""A process that does one thing and dies at a chosen point of it, by the signal that no program can catch."""

import json
import os
import signal
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect
from werkzeug.serving import make_server

from service import create_app, mailer, scheduler, studio_jobs
from service.settings import Settings
from tests.conftest import StillClock
from tests.crash import scene
from workflows import clock
from workflows.db import make_sessions


@dataclass(frozen=True)
class Job:
    """What the process does ("complete", "fire", "remind", "deliver", "move", "serve"), where, and when: time stands."""

    kind: str
    settings: Settings
    place: scene.Place | None
    at: datetime
    trace: Path
    """Where the names of the points are written by a process that lives on."""


class Points:
    """Counts the points that a process comes to, and kills it at one of them (0: none)."""

    def __init__(self, kill_at: int):
        self.names: list[str] = []
        self.armed = False
        self._kill_at = kill_at

    def reach(self, name: str) -> None:
        """Come to a point."""
        if self.armed:
            self.names.append(name)
            if len(self.names) == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: type, method: str) -> None:
        """Make points before and after every call of a method."""
        original: Callable = getattr(owner, method)

        def call(*arguments, **options):
            self.reach(f"before {method}")
            result = original(*arguments, **options)
            self.reach(f"after {method}")
            return result

        setattr(owner, method, call)


def live(job: Job, kill_at: int) -> None:
    """Do the job, with a point before and after each statement, commit and word to the mail server."""
    clock.datetime = StillClock(job.at)  # type: ignore[misc]
    points = Points(kill_at)
    event.listen(Engine, "before_cursor_execute", lambda *given: points.reach(f"before {_verb(given[2])}"))
    event.listen(Engine, "after_cursor_execute", lambda *given: points.reach(f"after {_verb(given[2])}"))
    points.around(DefaultDialect, "do_commit")
    for method in ("connect", "mail", "rcpt", "putcmd", "send", "getreply", "quit"):
        points.around(smtplib.SMTP, method)
    DOING[job.kind](job, points)
    job.trace.write_text(json.dumps(points.names))


def _complete(job: Job, points: Points) -> None:
    sessions = make_sessions(job.settings.database_url)
    points.armed = True
    with sessions.begin() as session:
        scene.complete(session, job.place)


def _fire(job: Job, points: Points) -> None:
    sessions = make_sessions(job.settings.database_url)
    points.armed = True
    scheduler.fire_due(sessions)


def _remind(job: Job, points: Points) -> None:
    sessions = make_sessions(job.settings.database_url)
    points.armed = True
    scheduler.remind_due(sessions)


def _deliver(job: Job, points: Points) -> None:
    sessions = make_sessions(job.settings.database_url)
    points.armed = True
    mailer.deliver_due(sessions, job.settings)


def _move(job: Job, points: Points) -> None:
    sessions = make_sessions(job.settings.database_url)
    points.armed = True
    studio_jobs.move_instances(sessions)


def _serve(job: Job, points: Points) -> None:
    """Answer one request."""
    app = create_app(job.settings)
    server = make_server("127.0.0.1", job.settings.port, app)
    points.armed = True
    server.handle_request()
    server.server_close()


def _verb(statement: str) -> str:
    words = statement.split()
    return " ".join(words[:3] if words[0] in ("INSERT", "DELETE") else words[:2] if words[0] == "UPDATE" else words[:1])


DOING = {"complete": _complete, "fire": _fire, "remind": _remind, "deliver": _deliver, "move": _move, "serve": _serve}
