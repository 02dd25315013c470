"""What a person's calendar program is told: open deadlines, reports to come, and what was lately taken back."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from workflows import dates, policy
from workflows.clock import utcnow
from workflows.credentials import fingerprint
from workflows.models import (
    Account,
    CalendarFeed,
    CampaignDuty,
    DeadlineExtension,
    MovedDeadline,
    Recalculation,
    UserTask,
)
from workflows.policy import Actor
from workflows.queries import agenda, inbox, inbox_views
from workflows.queries.inbox import TaskRow
from workflows.queries.inbox_views import Views
from workflows.rules.calendar import VIETNAM, end_of_day

MOST_TOLD = 500
"""Open deadlines in a feed, the first due first; as many again of those that ended."""
REMEMBERED = timedelta(days=14)
"""So long a finished or withdrawn task is told as cancelled, for programs that were switched off meanwhile."""
NOBODYS = fingerprint("")


@dataclass(frozen=True)
class Deadline:
    """One event of a calendar. It is on a whole day, or `at` an instant where the limit has an hour."""

    key: str
    """Never changes for the same task or report, and is never used again."""
    title: str
    reference: str
    about: str
    unit: str
    day: date
    at: datetime | None
    is_off: bool
    """Taken back: done, withdrawn, or its clock stands still so that the day is not known."""
    sequence: int
    changed_at: datetime
    link: str
    """Address within the product, from "/" on."""


def made_at(session: Session, actor: Actor) -> datetime | None:
    """Return when the actor's address was made; None where none works."""
    feed = session.get(CalendarFeed, actor.account_id)
    return feed.created_at if feed and feed.revoked_at is None else None


def owner(session: Session, public_id: str, secret: str) -> int | None:
    """Return the account whose address this is; None if it is unknown, revoked, or its account is shut."""
    query = select(CalendarFeed).join(CalendarFeed.account).where(CalendarFeed.public_id == public_id)
    feed = session.scalar(query.where(CalendarFeed.revoked_at.is_(None), Account.disabled_at.is_(None)))
    # Compared in constant time, and with something also where there is nothing to compare with.
    is_right = hmac.compare_digest(feed.token_hash if feed else NOBODYS, fingerprint(secret))
    return feed.account_id if feed and is_right else None


def deadlines(session: Session, actor: Actor) -> tuple[Deadline, ...]:
    """Return what stands in the actor's calendar: what the inbox shows as theirs or nobody's, and reports to come."""
    views = Views(session, actor)
    dated = [and_(piece, UserTask.due_at.is_not(None)) for piece in views.pieces("mine")]
    shown = inbox_views.page(session, dated, "due", 0, MOST_TOLD)
    ended = _ended(session, actor, utcnow() - REMEMBERED)
    rows = inbox.rows(session, actor, [*shown, *ended])
    moves = _moves(session, [row.id for row in rows])
    found = {task.id: task for task in session.scalars(select(UserTask).where(UserTask.id.in_([r.id for r in rows])))}
    tasks = (_of_task(found[row.id], row, moves.get(row.id, ())) for row in rows)
    return (*tasks, *(_of_duty(duty) for duty in agenda.reports_to_come(session, actor)))


def _ended(session: Session, actor: Actor, since: datetime) -> list[int]:
    """Return dated tasks of the actor's queues, or done by the actor and still seen by them, that ended since then."""
    found: dict[int, None] = {}
    for condition in _ends(actor, since):
        query = select(UserTask.id).where(condition, UserTask.due_at.is_not(None))
        found |= dict.fromkeys(session.scalars(query.order_by(UserTask.id.desc()).limit(MOST_TOLD)))
    return list(found)[:MOST_TOLD]


def _ends(actor: Actor, since: datetime) -> Iterator[ColumnElement[bool]]:
    done = and_(UserTask.completed_by == actor.person_id, UserTask.completed_at >= since)
    yield and_(done, policy.may_see_task(actor))
    for queue in policy.queues(actor):
        yield and_(queue, UserTask.completed_at >= since)
        yield and_(queue, UserTask.cancelled_at >= since)


def _moves(session: Session, ids: list[int]) -> dict[int, list[datetime]]:
    """Return when the limits of tasks were moved without their versions growing, or by an extension."""
    extended = select(DeadlineExtension.task_id, DeadlineExtension.extended_at)
    recounted = select(MovedDeadline.task_id, Recalculation.requested_at).join(
        MovedDeadline, MovedDeadline.recalculation_id == Recalculation.id
    )
    found: dict[int, list[datetime]] = {}
    for query, task_id in ((extended, DeadlineExtension.task_id), (recounted, MovedDeadline.task_id)):
        for moved, at in session.execute(query.where(task_id.in_(ids))):
            if moved is not None:
                found.setdefault(moved, []).append(at)
    return found


def _of_task(task: UserTask, row: TaskRow, moves: Sequence[datetime]) -> Deadline:
    if task.due_at is None:
        raise ValueError("only what has a limit stands in a calendar")
    moments = (task.claimed_at, task.stopped_at, task.completed_at, task.cancelled_at, *moves)
    # A limit that ends at 24:00 is the whole of its last day: as an instant it would stand on the day after.
    last = dates.local_date(task.due_at - timedelta(microseconds=1))
    return Deadline(
        key=f"task-{task.id}",
        title=task.name,
        reference=row.reference,
        about=row.offer,
        unit=row.unit,
        day=last,
        at=None if task.due_at == end_of_day(last) else task.due_at.astimezone(VIETNAM),
        is_off=not task.is_open or task.stopped_at is not None,
        sequence=task.version + len(moves),
        changed_at=max((task.created_at, *(each for each in moments if each))),
        link=f"/viec/{task.id}",
    )


def _of_duty(duty: CampaignDuty) -> Deadline:
    entry = agenda.entry_of(duty, "duty")
    if duty.due_on is None:
        raise ValueError("only what has a limit stands in a calendar")
    return Deadline(
        key=f"duty-{duty.id}",
        title=entry.title,
        reference=entry.note,
        about=duty.campaign.name,
        unit="",
        day=duty.due_on,
        at=None,
        is_off=False,
        sequence=duty.version,
        changed_at=duty.created_at,
        link=entry.link,
    )
