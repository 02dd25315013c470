"""How long finished work took: medians over many tasks or stays, counted by the database, stopped time taken out.

Elapsed time is in days of 24 hours. Working time is in whole working days, from the day on which the work came to the
day on which it was done, the first not counted. The time in which the clock of a task stood still by the rule of its
limit belongs to neither; where two stops overlap it is taken out once.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from workflows import dates, policy
from workflows.db import UtcDateTime
from workflows.models import ClockStop, DueRule, ProcessInstance, UserTask
from workflows.models.law import STOP_REASONS
from workflows.queries.worked_days import WorkedDays, local_day, median_of

SECONDS_OF_A_DAY = 86_400
Place = tuple[str, str]
"""(id of a process or sub-process, id of an element in it)."""
Where = Sequence[ColumnElement[bool]]
"""Conditions on UserTask and its ProcessInstance."""


@dataclass(frozen=True)
class Taken:
    """What was finished at one place. `days`, `working_days`: medians of what each took."""

    count: int
    instances: int
    days: float
    working_days: float


def of_steps(session: Session, where: Where) -> dict[Place, Taken]:
    """Return how long the finished tasks that fit took, by step."""
    done = _done(where)
    pieces = _pieces(session, done)
    stopped = (
        select(pieces.c.id, func.sum(_seconds(session, pieces.c.begun, pieces.c.ended)).label("seconds"))
        .group_by(pieces.c.id)
        .cte("stopped")
    )
    net = _seconds(session, done.c.created_at, done.c.completed_at) - func.coalesce(stopped.c.seconds, 0)
    rows = select(done.c.process_key, done.c.element_id, done.c.instance_id, net.label("net"))
    medians = _medians(session, rows.outerjoin(stopped, stopped.c.id == done.c.id))
    worked = _worked_of_steps(session, done, pieces)
    return {
        place: Taken(count, instances, seconds / SECONDS_OF_A_DAY, median_of(worked[place]) or 0.0)
        for place, (count, instances, seconds) in medians.items()
    }


@dataclass(frozen=True)
class Blocks:
    """Which calls and sub-processes each path of a task leads through, by the path as the table has it, outermost first."""

    of_path: Mapping[str, Sequence[Place]]

    @property
    def places(self) -> tuple[Place, ...]:
        """Each of them once; its number in this order stands for it in `stays`."""
        return tuple(dict.fromkeys(place for places in self.of_path.values() for place in places))

    def stays(self, where: Where, since: datetime, until: datetime) -> CTE:
        """Return the stays of instances in them that ended in a time: nothing is open there any more.

        A stay is from when the first task there came until the last one was done; what lies between belongs to it.
        """
        deepest = max(map(len, self.of_path.values()))
        return union_all(*(self._stays_at(depth, where, (since, until)) for depth in range(deepest))).cte("stays")

    def _stays_at(self, depth: int, where: Where, times: tuple[datetime, datetime]) -> Select:
        # Numbers by CASE: joined with a table of paths the same takes SQLite twenty times as long.
        numbers = {place: number for number, place in enumerate(self.places)}
        of_path = {path: numbers[places[depth]] for path, places in self.of_path.items() if len(places) > depth}
        block = case(of_path, value=path_text()).label("block")
        came, done = func.min(UserTask.created_at), func.max(UserTask.completed_at)
        finished = aliased(UserTask)
        recent = select(finished.instance_id).where(finished.completed_at >= times[0], finished.completed_at < times[1])
        return (
            select(block, UserTask.instance_id, came.label("came"), done.label("done"))
            .join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
            .where(*where, UserTask.cancelled_at.is_(None), path_text().in_(of_path))
            .where(UserTask.instance_id.in_(recent))
            .group_by(UserTask.instance_id, block)
            .having(func.sum(case((policy.is_open(), 1), else_=0)) == 0, done >= times[0], done < times[1])
        )


def of_stays(session: Session, blocks: Blocks, stays: CTE) -> dict[Place, Taken]:
    """Return how long stays took, by the call or sub-process in which they were."""
    seconds = _seconds(session, stays.c.came, stays.c.done)
    medians = _medians(session, select(stays.c.block, stays.c.instance_id, seconds.label("net")))
    days = local_day(session, stays.c.came).label("came"), local_day(session, stays.c.done).label("done")
    worked = _by_days(session, select(stays.c.block, *days))
    return {
        blocks.places[key[0]]: Taken(count, instances, seconds / SECONDS_OF_A_DAY, median_of(worked[key]) or 0.0)
        for key, (count, instances, seconds) in medians.items()
    }


def path_text() -> ColumnElement[str]:
    """Return the path of a task as one text, by which it can be grouped and compared."""
    return cast(UserTask.path, String)


def _done(where: Where) -> CTE:
    return (
        select(
            *(UserTask.id, UserTask.process_key, UserTask.element_id, UserTask.instance_id, UserTask.dossier_id),
            *(UserTask.due_rule_id, UserTask.created_at, UserTask.completed_at),
        )
        .join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
        .where(*where, UserTask.completed_at.is_not(None))
        .cte("done")
    )


def _pieces(session: Session, done: CTE) -> CTE:
    """Return for each task the times in which its clock stood, cut to its own time, none of them told twice."""
    begun = _later(session, ClockStop.started_at, done.c.created_at)
    ended = _earlier(session, func.coalesce(ClockStop.ended_at, done.c.completed_at), done.c.completed_at)
    stops = (
        select(done.c.id, begun.label("begun"), ended.label("ended"))
        .join(ClockStop, ClockStop.dossier_id == done.c.dossier_id)
        .where(
            ClockStop.started_at < done.c.completed_at,
            or_(ClockStop.ended_at.is_(None), ClockStop.ended_at > done.c.created_at),
            _concerned(session, done),
        )
        .cte("stops")
    )
    order = (stops.c.begun, stops.c.ended)
    before = func.max(stops.c.ended).over(partition_by=stops.c.id, order_by=order, rows=(None, -1))
    woven = select(stops.c.id, *order, before.label("before")).cte("woven")
    rest = _later(session, woven.c.begun, func.coalesce(woven.c.before, woven.c.begun))
    return (
        select(woven.c.id, rest.label("begun"), woven.c.ended)
        .where(or_(woven.c.before.is_(None), woven.c.ended > woven.c.before))
        .cte("pieces")
    )


def _concerned(session: Session, done: CTE) -> ColumnElement[bool]:
    """Condition: the rule by which the task was due lets this stop stand its clock still."""
    rules = session.execute(select(DueRule.id, DueRule.stopped_by)).all()
    of_reason = {reason: [rule for rule, reasons in rules if reason in reasons] for reason in STOP_REASONS}
    return or_(
        *(and_(ClockStop.reason == reason, done.c.due_rule_id.in_(ids)) for reason, ids in of_reason.items() if ids),
        literal(value=False),
    )


def _medians(session: Session, rows: Select) -> dict[tuple, tuple[int, int, float]]:
    """Return (how many, of how many instances, median of `net`) by key. One statement for both databases.

    `rows`: the columns of a key, then `instance_id` and `net`.
    """
    given = rows.subquery()
    key = list(given.c)[:-2]
    ranked = select(
        *given.c,
        func.row_number().over(partition_by=key, order_by=given.c.net).label("place"),
        func.count().over(partition_by=key).label("of"),
    ).subquery()
    # The middle one of an odd number, the middle two of an even one.
    in_the_middle = (2 * ranked.c.place).between(ranked.c.of, ranked.c.of + 2)
    keys = list(ranked.c)[: len(key)]
    query = select(
        *keys,
        func.count(),
        func.count(func.distinct(ranked.c.instance_id)),
        func.avg(case((in_the_middle, ranked.c.net))),
    ).group_by(*keys)
    return {tuple(row[:-3]): (row[-3], row[-2], float(row[-1])) for row in session.execute(query)}


def _worked_of_steps(session: Session, done: CTE, pieces: CTE) -> dict[tuple, Counter[int]]:
    days = local_day(session, done.c.created_at).label("came"), local_day(session, done.c.completed_at).label("done")
    steps = (done.c.process_key, done.c.element_id)
    found = _by_days(session, select(*steps, *days).where(done.c.id.not_in(select(pieces.c.id))))
    of_pieces = local_day(session, pieces.c.begun), local_day(session, pieces.c.ended)
    query = select(done.c.id, *steps, *days, *of_pieces).join(pieces, pieces.c.id == done.c.id)
    worked = WorkedDays(dates.calendar_of(session))
    left: dict[tuple[int, Place], int] = {}
    for task, process, element, came, finished, begun, ended in session.execute(query):
        key = task, (process, element)
        left[key] = left.get(key, worked.between(came, finished)) - worked.between(begun, ended)
    for (_, place), number in left.items():
        found[place][number] += 1
    return found


def _by_days(session: Session, days: Select) -> dict[tuple, Counter[int]]:
    """Return how often work took how many working days, by key; `days`: the columns of a key, then `came` and `done`."""
    given = days.subquery()
    columns: list[Any] = list(given.c)
    found: dict[tuple, Counter[int]] = defaultdict(Counter)
    worked = WorkedDays(dates.calendar_of(session))
    for row in session.execute(select(*columns, func.count()).group_by(*columns)):
        *key, came, done, number = row
        found[tuple(key)][worked.between(came, done)] += number
    return found


def _seconds(session: Session, first, last) -> ColumnElement[float]:
    if session.get_bind().dialect.name == "postgresql":
        return cast(func.extract("epoch", last - first), Float)
    return (func.julianday(last) - func.julianday(first)) * SECONDS_OF_A_DAY


def _later(session: Session, one, other) -> ColumnElement[datetime]:
    name = "greatest" if session.get_bind().dialect.name == "postgresql" else "max"
    return getattr(func, name)(one, other, type_=UtcDateTime)


def _earlier(session: Session, one, other) -> ColumnElement[datetime]:
    name = "least" if session.get_bind().dialect.name == "postgresql" else "min"
    return getattr(func, name)(one, other, type_=UtcDateTime)
