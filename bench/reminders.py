"""(g) Due reminders: how many two worker processes send in a second, and whether any goes out twice."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from bench.databases import KINDS, NAMES, Databases
from bench.part import Effort, Part, figure
from bench.rounds import deployed
from service.scheduler import remind_due
from workflows import dates, models, reminders
from workflows.clock import utcnow
from workflows.db import Base, make_sessions, table_of
from workflows.rules.calendar import add_working_days, end_of_day

WORKERS = 2
CHUNK = 5_000
HEAD = ("", "reminders", "told/s", "worker 1", "worker 2", "twice", "left")


def measure(databases: Databases, effort: Effort) -> Part:
    """Let two workers send as many due reminders on each database, each of a task of its own."""
    rows, figures = [], {}
    for kind in KINDS:
        count, url = effort.of(100_000, 2_000), databases.copy(kind)
        sessions = make_sessions(url)
        _fill(sessions, count)
        found = _drain(url) | _outcome(sessions)
        sessions.kw["bind"].dispose()
        figures[kind] = found
        parts = (str(told) for told in found["told_by_worker"])
        rows.append(
            (NAMES[kind], str(count), figure(found["per_second"]), *parts, str(found["twice"]), str(found["left"]))
        )
    notes = ["each tells one person: a notice of the bell and a letter, and plans the task's next moment"]
    return Part("reminders", "(g) Due reminders, two worker processes", HEAD, rows, figures, {}, notes)


def _fill(sessions: sessionmaker[Session], count: int) -> None:
    """Make so many open tasks whose first reminders are long due, all alike but for their dossiers."""
    rounds = deployed(sessions)
    dossier_id = rounds.open()
    with sessions.begin() as session:
        task = session.scalars(select(models.UserTask).where(models.UserTask.dossier_id == dossier_id)).one()
        calendar = reminders.calendar_of(session, task)
        today = dates.local_date(utcnow())
        task.clock_from, task.due_at = utcnow() - timedelta(days=60), end_of_day(add_working_days(calendar, today, 3))
        reminders.plan(session, task)
        session.flush()
        timer = session.scalars(select(models.DueTimer).where(models.DueTimer.task_id == task.id)).one()
        timer.due_at = reminders.moments_of(session, task)[0].at
        session.flush()
        dossier, instance = session.get_one(models.Dossier, dossier_id), task.instance
        for each in _chunks(count - 1):
            _copy(session, dossier, each, "id", reference=lambda n: f"NHAC-{n:07}")
            _copy(session, instance, each, "id", "dossier_id")
            _copy(session, task, each, "id", "instance_id", "dossier_id")
            _copy(session, timer, each, "id", "instance_id", "task_id")


def _chunks(count: int) -> Iterator[range]:
    for first in range(1, count + 1, CHUNK):
        yield range(first, min(first + CHUNK, count + 1))


def _copy(session: Session, row: Base, numbers: range, *keys: str, **made) -> None:
    """Insert a row again for each number, with these keys moved on by it and columns made from it."""
    table = table_of(type(row))
    values = {column.name: getattr(row, column.key) for column in table.columns}
    session.execute(
        insert(table),
        [
            values | {key: values[key] + number for key in keys} | {name: of(number) for name, of in made.items()}
            for number in numbers
        ],
    )


def _drain(url: str) -> dict:
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        done = list(pool.map(_work, [url] * WORKERS))
    told = [each for each, _, _ in done]
    seconds = max(ended for _, _, ended in done) - min(began for _, began, _ in done)
    return {"told_by_worker": told, "seconds": round(seconds, 2), "per_second": round(sum(told) / seconds, 1)}


def _work(url: str) -> tuple[int, float, float]:
    sessions = make_sessions(url)
    began = time.time()
    told = remind_due(sessions)
    ended = time.time()
    sessions.kw["bind"].dispose()
    return told, began, ended


def _outcome(sessions: sessionmaker[Session]) -> dict:
    """Return how many notices there are, how many of them tell somebody of a task again, and what is still due."""
    notice, timer = models.Notice, models.DueTimer
    with sessions() as session:
        told = session.scalar(select(func.count()).select_from(notice).where(notice.task_id.is_not(None))) or 0
        pairs = select(notice.task_id, notice.person_id).where(notice.task_id.is_not(None)).distinct().subquery()
        once = session.scalar(select(func.count()).select_from(pairs)) or 0
        due = select(func.count()).select_from(timer).where(timer.kind == "reminder", timer.due_at <= utcnow())
        left = session.scalar(due.where(timer.fired_at.is_(None), timer.cancelled_at.is_(None))) or 0
    return {"notices": told, "twice": told - once, "left": left}
