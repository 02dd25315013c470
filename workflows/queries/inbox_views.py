"""Which tasks each view of the inbox holds, cut into pieces that each read one index from the front.

A view is the union of its pieces: what is reserved for the actor, what the actor holds, and each queue that the actor
works. No task is in two of them. So a page or a count stops after the rows it needs, however many tasks there are.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, or_, select, union_all
from sqlalchemy.orm import Session

from workflows import dates, policy
from workflows.clock import utcnow
from workflows.models import UserTask
from workflows.policy import Actor
from workflows.rules import calendar

VIEWS = ("mine", "free", "group", "soon", "overdue", "done")
SOON_WORKING_DAYS = 3
MOST_COUNTED = 1000
"""A count stops here, and so does paging: beyond it nobody reads on, people narrow the list or turn it round."""
ORDERS = {"due": "due_at", "newest": "created_at", "done": "completed_at"}

Pieces = list[ColumnElement[bool]]


@dataclass(frozen=True)
class Limits:
    """What "over", "soon" and "later" mean today: the same working days as the words of each row."""

    now: datetime
    soon: datetime

    def condition(self, due: str) -> ColumnElement[bool]:
        """Return the condition on UserTask that its limit is `over`, `soon` or `later`."""
        return {
            "over": UserTask.due_at <= self.now,
            "soon": and_(UserTask.due_at > self.now, UserTask.due_at <= self.soon),
            "later": UserTask.due_at > self.soon,
        }[due]


def limits(session: Session) -> Limits:
    """Return the limits of today."""
    now = utcnow()
    last = calendar.add_working_days(dates.calendar_of(session), dates.local_date(now), SOON_WORKING_DAYS)
    return Limits(now, calendar.end_of_day(last))


def pieces(actor: Actor, view: str, today: Limits) -> Pieces:
    """Return the conditions on UserTask of which a view is the union."""
    if view == "done":
        return [and_(UserTask.completed_by == actor.person_id, policy.may_see_task(actor))]
    return [and_(piece, ~policy.separated(actor)) for piece in _open_pieces(actor, view, today)]


def _open_pieces(actor: Actor, view: str, today: Limits) -> Pieces:
    """Return the pieces of a view of open tasks, four eyes left aside."""
    queues, reserved = policy.queues(actor), policy.reserved(actor)
    nobodys, mine = UserTask.assignee_id.is_(None), UserTask.assignee_id == actor.person_id
    if view == "group":
        found = [reserved, *queues]
    else:
        found = [and_(queue, nobodys) for queue in queues]
        if view == "free":
            found.append(and_(reserved, nobodys))
        else:
            found += [and_(reserved, or_(nobodys, mine)), and_(mine, or_(false(), *queues))]
    due = {"soon": [today.condition("soon")], "overdue": [today.condition("over")]}.get(view, [])
    return [and_(policy.is_open(), piece, *due) for piece in found]


def page(session: Session, found: Pieces, order: str, offset: int, limit: int) -> list[int]:
    """Return the ids of the tasks of one page, in `order`: "due", "newest" or "done" (the latest first)."""
    union = _union([_piece(piece, order, offset + limit) for piece in found])
    query = select(union.c.id).order_by(*_order(union.c, order)).offset(offset).limit(limit)
    return list(session.scalars(query))


def counts(session: Session, asked: dict[str, Pieces]) -> dict[str, int]:
    """Return how many tasks each union of pieces holds, in one statement; MOST_COUNTED + 1 says "more than that"."""
    row = session.execute(select(*(_count(found).label(name) for name, found in asked.items()))).one()
    return dict(row._mapping)


@dataclass(frozen=True)
class Subject:
    """What some tasks of a view are about, and the id of one of them."""

    campaign_key: str | None
    award_key: str | None
    element_id: str
    task_id: int


def subjects(session: Session, actor: Actor, view: str, today: Limits) -> list[Subject]:
    """Return what the tasks of a view are about, without repeats.

    Of what was done, the latest MOST_COUNTED are asked. Four eyes are left aside: a choice too many finds nothing.
    """
    facts = (UserTask.campaign_key, UserTask.award_key, UserTask.element_id)
    if view == "done":
        done = UserTask.completed_by == actor.person_id
        parts = [select(*facts, UserTask.id).where(done).order_by(*_order(UserTask, "done")).limit(MOST_COUNTED)]
    else:
        one = func.max(UserTask.id).label("id")
        parts = [select(*facts, one).where(piece).group_by(*facts) for piece in _open_pieces(actor, view, today)]
    union = _union(parts)
    named = (union.c.campaign_key, union.c.award_key, union.c.element_id)
    query = select(*named, func.max(union.c.id)).group_by(*named)
    return [Subject(*row) for row in session.execute(query)]


def _count(found: Pieces) -> ScalarSelect[int]:
    enough = MOST_COUNTED + 1
    union = _union([select(UserTask.id).where(piece).limit(enough) for piece in found])
    return select(func.count()).select_from(select(union.c.id).limit(enough).subquery()).scalar_subquery()


def _union(queries: list[Select]):
    # Each within a subquery: SQLite takes no ORDER BY or LIMIT in a part of a union.
    return union_all(*(select(query.subquery()) for query in queries)).subquery()


def _piece(piece: ColumnElement[bool], order: str, limit: int) -> Select:
    query = select(UserTask.id, getattr(UserTask, ORDERS[order])).where(piece)
    return query.order_by(*_order(UserTask, order)).limit(limit)


def _order(columns, order: str) -> list[ColumnElement]:
    moment = getattr(columns, ORDERS[order])
    if order == "due":
        return [moment.asc().nulls_last(), columns.id.asc()]
    # By the moment, not by the id alone: else PostgreSQL would rather read the whole table backwards.
    return [moment.desc(), columns.id.desc()]
