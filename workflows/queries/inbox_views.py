"""Which tasks each view of the inbox holds, cut into pieces that each read one index from the front.

A view is the union of its pieces: what is reserved for the actor, what the actor holds, and each queue that the actor
works; for heads, each queue that they direct. No task is in two of them. So a page or a count stops after the rows it
needs, however many tasks there are.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    exists,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from workflows import dates, policy
from workflows.clock import utcnow
from workflows.models import Council, Role, Unit, UserTask
from workflows.policy import SEATS_OF_GROUP, Actor
from workflows.responsible import HEADING_ROLES, directed_organs
from workflows.rules import calendar
from workflows.rules.due_state import SOON_WORKING_DAYS

NAMES = ("mine", "free", "group", "soon", "overdue", "still", "done")
OFFICE = "office"
"""The view of heads: what they may give to another person of their organs."""
MOST_COUNTED = 1000
"""A count stops here, and so does paging: beyond it nobody reads on, people narrow the list or turn it round."""
ORDERS = {"due": "due_at", "newest": "created_at", "done": "completed_at"}

Pieces = list[ColumnElement[bool]]
"""Conditions on UserTask, no two of which hold for one task."""


DUES = ("over", "today", "soon", "later", "stopped", "none")
"""States of a limit by which a list is narrowed."""


@dataclass(frozen=True)
class Limits:
    """What the words for the state of a limit mean today: the same as `rules.due_state` says of one."""

    now: datetime
    today: datetime
    soon: datetime

    def condition(self, due_at: SQLColumnExpression, stopped_at: SQLColumnExpression, word: str) -> ColumnElement[bool]:
        """Return the condition that a limit is in the state `word` of DUES; `soon` holds what ends `today` too."""
        running = stopped_at.is_(None)
        return {
            "over": and_(due_at <= self.now, running),
            "today": and_(due_at > self.now, due_at <= self.today, running),
            "soon": and_(due_at > self.now, due_at <= self.soon, running),
            "later": and_(due_at > self.soon, running),
            "stopped": stopped_at.is_not(None),
            "none": and_(due_at.is_(None), running),
        }[word]


def limits(session: Session) -> Limits:
    """Return what the words mean today, by the calendar of the country."""
    now = utcnow()
    today = dates.local_date(now)
    soon = calendar.add_working_days(dates.calendar_of(session), today, SOON_WORKING_DAYS)
    return Limits(now, calendar.end_of_day(today), calendar.end_of_day(soon))


def stands_still() -> ColumnElement[bool]:
    """Condition on UserTask: its clock or its process stands still. Word for word that of the index of such tasks."""
    return or_(UserTask.stopped_at.is_not(None), UserTask.rest.is_not(None))


class Views:
    """The views of one person, today."""

    def __init__(self, session: Session, actor: Actor):
        self.limits = limits(session)
        self.person_id = actor.person_id
        self._actor, self._session = actor, session
        self.names = (*NAMES, OFFICE) if any(actor.organs(role) for role in HEADING_ROLES) else NAMES
        """Those that the person has."""
        self._queues, self._reserved = policy.queues(actor), policy.reserved(actor)
        self._barred = policy.separated(actor)

    def pieces(self, view: str) -> Pieces:
        """Return the conditions on UserTask of which a view is the union."""
        if view == "done":
            return [and_(UserTask.completed_by == self.person_id, policy.may_see_task(self._actor))]
        if view == OFFICE:
            return [and_(piece, policy.may_see_task(self._actor)) for piece in self.open_pieces(view)]
        return [and_(piece, ~self._barred) for piece in self.open_pieces(view)]

    def open_pieces(self, view: str) -> Pieces:
        """Return the pieces of a view of open tasks, four eyes left aside."""
        nobodys, held = UserTask.assignee_id.is_(None), UserTask.assignee_id == self.person_id
        if view == OFFICE:
            found = [and_(queue, UserTask.reserved_for_id.is_(None)) for queue in self._directed]
        elif view == "group":
            found = [self._reserved, *self._queues]
        else:
            found = [and_(queue, nobodys) for queue in self._queues]
            if view == "free":
                found.append(and_(self._reserved, nobodys))
            else:
                found += [and_(self._reserved, or_(nobodys, held)), and_(held, or_(false(), *self._queues))]
        more = {
            "soon": self.limits.condition(UserTask.due_at, UserTask.stopped_at, "soon"),
            "overdue": self.limits.condition(UserTask.due_at, UserTask.stopped_at, "over"),
            "still": stands_still(),
        }
        narrower = [more[view]] if view in more else []
        return [and_(policy.is_open(), piece, *narrower) for piece in found]

    @cached_property
    def _directed(self) -> Pieces:
        """Queues whose work the actor may give to another: what `responsible.may_direct` says of one task.

        Of the organs only those in which something waits, so that they are few.
        """
        heads = {organ_id for role in HEADING_ROLES for organ_id in self._actor.organs(role)}
        queue = and_(UserTask.organ_id == Unit.id, UserTask.candidate_group == Role.key)
        waiting = exists().where(policy.is_open(), UserTask.reserved_for_id.is_(None), queue)
        named = select(Unit.id, Role.key).join(Role, true()).where(Unit.id.in_(heads), waiting)
        found = [
            and_(UserTask.organ_id == organ_id, UserTask.candidate_group == group)
            for organ_id, group in self._session.execute(named)
            if organ_id in directed_organs(self._actor, group)
        ]
        for group in SEATS_OF_GROUP:
            councils = select(Council.id).where(Council.unit_id.in_(directed_organs(self._actor, group)))
            seated = and_(UserTask.candidate_group == group, UserTask.organ_id.is_(None))
            found.append(and_(seated, UserTask.council_id.in_(councils)))
        return found


def page(session: Session, found: Pieces, order: str, offset: int, limit: int) -> list[int]:
    """Return the ids of the tasks of one page, in `order`: "due", "newest" or "done" (the latest first)."""
    moment = getattr(UserTask, ORDERS[order])
    queries = [select(UserTask.id, moment).where(piece).order_by(*_order(UserTask, order)) for piece in found]
    union = _union([query.limit(offset + limit) for query in queries])
    query = select(union.c.id).order_by(*_order(union.c, order)).offset(offset).limit(limit)
    return list(session.scalars(query))


def counts(session: Session, views: Views, total: tuple[Pieces, str] | None = None) -> dict[str, int]:
    """Return how many tasks each view holds; MOST_COUNTED + 1 says "more than that".

    `total` asks for one more count: of pieces, which are read in an order.
    """
    more = {"done": _count(views.pieces("done"), "done")} | ({"total": _count(*total)} if total else {})
    if OFFICE in views.names:
        more[OFFICE] = _count(views.pieces(OFFICE), "due")
    found = _counted(session, views, more)
    if found["group"] > MOST_COUNTED:  # then the views in it were not counted to their ends
        parts = {name: _count(views.pieces(name), "due") for name in ("mine", "free", "soon", "overdue", "still")}
        found |= session.execute(select(*(count.label(name) for name, count in parts.items()))).mappings().one()
    return found


def _counted(session: Session, views: Views, more: dict[str, ScalarSelect[int]]) -> dict[str, int]:
    """Return how many of the first MOST_COUNTED + 1 tasks of the group each view holds, and the counts `more`."""
    facts = (UserTask.assignee_id, UserTask.due_at, UserTask.stopped_at, UserTask.rest)
    found = _some(views.pieces("group"), "due", *facts)
    free = found.c.assignee_id.is_(None)
    mine = or_(free, found.c.assignee_id == views.person_id)
    due = {word: views.limits.condition(found.c.due_at, found.c.stopped_at, word) for word in ("soon", "over")}
    still = or_(found.c.stopped_at.is_not(None), found.c.rest.is_not(None))
    counts = {
        "mine": func.count().filter(mine),
        "free": func.count().filter(free),
        "group": func.count(),
        "soon": func.count().filter(mine, due["soon"]),
        "overdue": func.count().filter(mine, due["over"]),
        "still": func.count().filter(mine, still),
        **more,
    }
    query = select(*(count.label(name) for name, count in counts.items())).select_from(found)
    return dict(session.execute(query).mappings().one())


def _count(found: Pieces, order: str) -> ScalarSelect[int]:
    return select(func.count()).select_from(_some(found, order, UserTask.id)).scalar_subquery()


def _some(found: Pieces, order: str, *columns) -> Subquery:
    """Return as many tasks of some pieces as are ever counted, and one more."""
    enough = MOST_COUNTED + 1
    # In the order of the index: else PostgreSQL collects all of them first.
    union = _union([select(*columns).where(piece).order_by(*_order(UserTask, order)).limit(enough) for piece in found])
    return select(union).limit(enough).subquery()


@dataclass(frozen=True)
class Subject:
    """What some tasks of a view are about, and the id of one of them."""

    campaign_key: str | None
    award_key: str | None
    element_id: str
    task_id: int


def subjects(session: Session, views: Views, view: str) -> list[Subject]:
    """Return what the tasks of a view are about, without repeats.

    Of what was done, the latest MOST_COUNTED are asked. Four eyes are left aside: a choice too many finds nothing.
    """
    facts = (UserTask.campaign_key, UserTask.award_key, UserTask.element_id)
    if view == "done":
        done = select(*facts, UserTask.id).where(UserTask.completed_by == views.person_id)
        parts = [done.order_by(*_order(UserTask, "done")).limit(MOST_COUNTED)]
    else:
        one = func.max(UserTask.id).label("id")
        parts = [select(*facts, one).where(piece).group_by(*facts) for piece in views.open_pieces(view)]
    union = _union(parts)
    named = (union.c.campaign_key, union.c.award_key, union.c.element_id)
    query = select(*named, func.max(union.c.id)).group_by(*named)
    return [Subject(*row) for row in session.execute(query)]


def _union(queries: list[Select]) -> Subquery:
    # Each within a subquery: SQLite takes no ORDER BY or LIMIT in a part of a union.
    return union_all(*(select(query.subquery()) for query in queries)).subquery()


def _order(columns, order: str) -> list[ColumnElement]:
    moment = getattr(columns, ORDERS[order])
    if order == "due":
        return [moment.asc().nulls_last(), columns.id.asc()]
    # By the moment, not by the id alone: else PostgreSQL would rather read the whole table backwards.
    return [moment.desc(), columns.id.desc()]
