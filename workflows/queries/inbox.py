"""The inbox: open work of a person and their groups, filtered, sorted and counted from indexed columns alone."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from workflows import dates, policy
from workflows.clock import utcnow
from workflows.models import Campaign, Dossier, Offer, Person, Unit, UserTask
from workflows.policy import Actor
from workflows.rules import calendar

PAGE_SIZE = 50
SOON_WORKING_DAYS = 3
VIEWS = ("mine", "free", "group", "soon", "overdue", "done")
SORTS = {"due": (UserTask.due_at.is_(None), UserTask.due_at, UserTask.id), "newest": (UserTask.id.desc(),)}


@dataclass(frozen=True)
class Filter:
    """What the address of the inbox says."""

    view: str = "mine"
    campaign: str = ""
    award: str = ""
    step: str = ""
    """Id of a step (element)."""
    due: str = ""
    """`over`, `soon`, `later`, or empty."""
    sort: str = "due"
    page: int = 1


@dataclass(frozen=True)
class TaskRow:
    """One line of the inbox."""

    id: int
    name: str
    element_id: str
    reference: str
    campaign: str
    offer: str
    unit: str
    stage: str | None
    form_key: str
    due_at: datetime | None
    due_on: date | None
    """The last day of the limit, which `due_at` ends."""
    days_left: int | None
    """Working days left; negative when over; None without a limit."""
    holder: str | None
    is_mine: bool
    created_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True)
class Inbox:
    """A page of the inbox with the counts of every view."""

    rows: tuple[TaskRow, ...]
    total: int
    counts: dict[str, int]
    filter: Filter
    pages: int
    campaigns: tuple[tuple[str, str], ...]
    awards: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]


def inbox(session: Session, actor: Actor, wanted: Filter) -> Inbox:
    """Return one page of the actor's work and what the filters offer."""
    wanted = _known(wanted)
    condition = and_(_view(session, actor, wanted.view), *_narrowed(session, wanted))
    found = _joined(select(UserTask.id)).where(condition).subquery()
    total = session.scalar(select(func.count()).select_from(found)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    wanted = replace(wanted, page=min(wanted.page, pages))
    order = (UserTask.completed_at.desc(),) if wanted.view == "done" else SORTS[wanted.sort]
    query = _rows().where(condition).order_by(*order).limit(PAGE_SIZE).offset((wanted.page - 1) * PAGE_SIZE)
    return Inbox(
        rows=tuple(_row(session, actor, each) for each in session.execute(query)),
        total=total,
        counts={view: _count(session, actor, view) for view in VIEWS},
        filter=wanted,
        pages=pages,
        campaigns=_choices(session, actor, wanted.view, Campaign.key, Campaign.code),
        awards=_choices(session, actor, wanted.view, Offer.award_key, Offer.title),
        steps=_choices(session, actor, wanted.view, UserTask.element_id, UserTask.name),
    )


def waiting_count(session: Session, actor: Actor) -> int:
    """Return how many open tasks the actor could do now: held by them, or by nobody."""
    return _count(session, actor, "mine")


def next_task(session: Session, actor: Actor, after: UserTask) -> int | None:
    """Return the task to open after one is done: of the same dossier first, else the one that is due first."""
    condition = _view(session, actor, "mine")
    same = session.scalar(
        select(UserTask.id).where(condition, UserTask.dossier_id == after.dossier_id).order_by(UserTask.id).limit(1)
    )
    return same or session.scalar(select(UserTask.id).where(condition).order_by(*SORTS["due"]).limit(1))


def _known(wanted: Filter) -> Filter:
    """Return the filter with whatever an address may not say put back to its default."""
    return replace(
        wanted,
        view=wanted.view if wanted.view in VIEWS else "mine",
        sort=wanted.sort if wanted.sort in SORTS else "due",
        due=wanted.due if wanted.due in ("over", "soon", "later") else "",
        page=max(1, wanted.page),
    )


def _view(session: Session, actor: Actor, view: str) -> ColumnElement[bool]:
    if view == "done":
        return and_(UserTask.completed_by == actor.person_id, policy.may_see_task(actor))
    can = policy.workable_tasks(actor)
    mine = or_(UserTask.assignee_id == actor.person_id, UserTask.assignee_id.is_(None))
    due = _due(session)
    return {
        "mine": and_(can, mine),
        "free": and_(can, UserTask.assignee_id.is_(None)),
        "group": can,
        "soon": and_(can, mine, due["soon"]),
        "overdue": and_(can, mine, due["over"]),
    }[view]


def _due(session: Session) -> dict[str, ColumnElement[bool]]:
    """Return what "over", "soon" and "later" mean today: the same working days as the words of each row."""
    now = utcnow()
    last = calendar.add_working_days(dates.calendar_of(session), dates.local_date(now), SOON_WORKING_DAYS)
    end = calendar.end_of_day(last)
    return {
        "over": UserTask.due_at <= now,
        "soon": and_(UserTask.due_at > now, UserTask.due_at <= end),
        "later": UserTask.due_at > end,
    }


def _narrowed(session: Session, wanted: Filter) -> list[ColumnElement[bool]]:
    due = _due(session)
    found: list[ColumnElement[bool]] = [due[wanted.due]] if wanted.due else []
    for value, column in (
        (wanted.campaign, Campaign.key),
        (wanted.award, Offer.award_key),
        (wanted.step, UserTask.element_id),
    ):
        if value:
            found.append(column == value)
    return found


def _joined(query: Select) -> Select:
    return (
        query.join(Dossier, Dossier.id == UserTask.dossier_id)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .join(Offer, Offer.id == Dossier.offer_id)
    )


def _rows() -> Select:
    chosen = select(
        UserTask, Dossier.reference, Campaign.code, Offer.title, Unit.name, Person.full_name, Dossier.province_id
    )
    return (
        _joined(chosen)
        .join(Unit, Unit.id == Dossier.submitting_unit_id)
        .outerjoin(Person, Person.id == UserTask.assignee_id)
    )


def _row(session: Session, actor: Actor, found) -> TaskRow:
    task, reference, campaign, offer, unit, holder, province_id = found
    left = dates.time_left(dates.calendar_of(session, province_id), task.due_at)
    return TaskRow(
        id=task.id,
        name=task.name,
        element_id=task.element_id,
        reference=reference,
        campaign=campaign,
        offer=offer,
        unit=unit,
        stage=task.stage,
        form_key=task.form_key,
        due_at=task.due_at,
        due_on=left.day if left else None,
        days_left=left.working_days if left else None,
        holder=holder,
        is_mine=actor.person_id in (task.assignee_id, task.reserved_for_id),
        created_at=task.created_at,
        completed_at=task.completed_at,
    )


def _count(session: Session, actor: Actor, view: str) -> int:
    return session.scalar(select(func.count()).select_from(UserTask).where(_view(session, actor, view))) or 0


def _choices(session: Session, actor: Actor, view: str, key, label) -> tuple[tuple[str, str], ...]:
    query = _joined(select(key, func.min(label)).select_from(UserTask)).where(_view(session, actor, view))
    return tuple((value, text) for value, text in session.execute(query.group_by(key).order_by(func.min(label))))
