"""(b) The whole command against a floor: the same rows, written by plain SQL in one transaction.

Two equal databases go the same way. On one the product completes a step, and every row that it writes is noted; on
the other the noted statements are written at once over the bare driver. Both stay equal, so each step is compared
with exactly its own rows, right after it.
"""

import time
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session, sessionmaker

from bench.databases import KINDS, NAMES, Databases
from bench.part import Effort, Part, figure, summary
from service.server import spare_the_collector
from tests import product
from workflows.commands import rehearsing, tasks
from workflows.db import Base, make_sessions
from workflows.models import UserTask
from workflows.policy import Actor

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class _Step:
    """A step that somebody is about to do."""

    task_id: int
    element_id: str
    actor: Actor
    outcome: str | None
    answers: dict


class _Notes:
    """Statements as the driver gets them, while it listens."""

    def __init__(self, engine: Engine):
        self.statements: list[tuple[str, Any]] = []
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement: str, parameters: Any, *_rest) -> None:
        self.statements.append((statement, parameters))

    @property
    def writes(self) -> list[tuple[str, Any]]:
        """Those that change rows."""
        return [each for each in self.statements if each[0].lstrip().startswith(WRITES)]


def measure(databases: Databases, effort: Effort) -> Part:
    """Walk dossiers of a department's certificate on both databases; compare each completion with its floor."""
    rows, figures, over = [], {}, []
    for kind in KINDS:
        found = _walk(databases, kind, effort.of(6, 2))
        figures[kind] = found
        over.append(found["over_floor"])
        rows.append(
            (
                NAMES[kind],
                figure(found["command"]["p50_ms"]),
                figure(found["floor"]["p50_ms"]),
                figure(found["over_floor"]),
                str(found["statements_p50"]),
                str(found["writes_p50"]),
            )
        )
    head = ("", "command p50 ms", "floor p50 ms", "times", "statements", "of them writes")
    title = "(b) The whole command: permission, form check, engine, history, outbox, commit"
    return Part("command", title, head, rows, figures, {"command_over_floor": max(over)})


def _walk(databases: Databases, kind: str, dossiers: int) -> dict[str, Any]:
    url, twin = databases.copy(kind), databases.copy(kind)
    sessions = make_sessions(url)
    twins = make_sessions(twin)
    notes = _Notes(sessions.kw["bind"])
    took: dict[str, list[tuple[float, float]]] = {}
    statements, writes = [], []
    spare_the_collector()  # as the server does, for both sides
    for number in range(dossiers + 1):
        notes.statements.clear()
        reference = product.prepared(sessions, databases.folder)
        _replay(twins.kw["bind"], notes.writes)
        while step := _next(sessions, notes, reference):
            both = _complete(sessions, step), 1000 * _replay(twins.kw["bind"], notes.writes)
            if number:  # the first dossier warms caches of both sides
                took.setdefault(step.element_id, []).append(both)
                statements.append(len(notes.statements))
                writes.append(len(notes.writes))
    _demand_equal(sessions, twins)
    for each in (sessions, twins):
        each.kw["bind"].dispose()
    pairs = [pair for each in took.values() for pair in each]
    return {
        "command": summary([command for command, _ in pairs]),
        "floor": summary([floor for _, floor in pairs]),
        "over_floor": round(median(command for command, _ in pairs) / median(floor for _, floor in pairs), 2),
        "statements_p50": median(statements),
        "writes_p50": median(writes),
        "steps": {
            name: [round(median(side), 2) for side in zip(*each, strict=True)] for name, each in sorted(took.items())
        },
    }


def _next(sessions: sessionmaker[Session], notes: _Notes, reference: str) -> _Step | None:
    with sessions.begin() as session:
        waiting = rehearsing.waiting(session, reference)
        if waiting is None:
            return None
        actor, outcome, answers = rehearsing.work_on(session, waiting)
        step = _Step(waiting.id, waiting.element_id, actor, outcome, answers)
    notes.statements.clear()
    return step


def _complete(sessions: sessionmaker[Session], step: _Step) -> float:
    began = time.perf_counter()
    with sessions.begin() as session:
        tasks.complete(session, step.actor, step.task_id, step.outcome, step.answers)
    return (time.perf_counter() - began) * 1000


def _replay(engine: Engine, writes: list[tuple[str, Any]]) -> float:
    """Write the same rows in one transaction over a pooled connection of the driver. Return the seconds it took."""
    began = time.perf_counter()
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if engine.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        for statement, parameters in writes:
            # A list holds many rows of one statement; many rows in one VALUES come as one tuple.
            (cursor.executemany if isinstance(parameters, list) else cursor.execute)(statement, parameters)
        cursor.execute("COMMIT")
        cursor.close()
    finally:
        connection.close()
    return time.perf_counter() - began


def _demand_equal(sessions: sessionmaker[Session], twins: sessionmaker[Session]) -> None:
    """Raise RuntimeError where the floor has not written what the command wrote."""
    counted = []
    for each in (sessions, twins):
        with each() as session:
            tasks_there = Counter((task.element_id, task.version) for task in session.scalars(select(UserTask)))
            rows = {
                table.name: session.scalar(select(func.count()).select_from(table))
                for table in Base.metadata.sorted_tables
            }
            counted.append((tasks_there, rows))
    if counted[0] != counted[1]:
        raise RuntimeError("the two databases differ: the floor is not a floor")
