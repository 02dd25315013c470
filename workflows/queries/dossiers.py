"""The list of dossiers that a person may see, filtered and paged in the database."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from workflows import dates, policy
from workflows.models import Campaign, Dossier, Nominee, Offer, Unit, UserTask
from workflows.nomination import KIND_LABELS
from workflows.policy import Actor
from workflows.queries import inbox_views, paging
from workflows.rules.due_state import DueState
from workflows.rules.names import search_key

ROWS_ON_A_PAGE = 50
PREPARED = ("draft", "returned")
"""With the unit: what counts is when it must be handed in."""
ENDED = ("awarded", "not_awarded", "rejected", "withdrawn", "discarded", "cancelled", "revoked", "upheld")
# What a filter of the list means; a draft that was given up is shown only when asked for.
STATES: dict[str, tuple[str, ...]] = {
    "all": (
        "draft",
        "returned",
        "submitted",
        "awarded",
        "not_awarded",
        "rejected",
        "withdrawn",
        "cancelled",
        "revoked",
        "upheld",
    ),
    "draft": ("draft",),
    "returned": ("returned",),
    "submitted": ("submitted",),
    "ended": ENDED,
}


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list, as it stands in the address."""

    state: str = "all"
    campaign: str = ""
    text: str = ""
    due: str = ""
    """A word of `inbox_views.DUES`, or empty."""
    sort: str = "newest"
    """`newest`, or `due`: the first due first, those without a limit last."""
    page: int = 1


@dataclass(frozen=True)
class Row:
    """One dossier in a list. `held_by`: who has the present step, a person or the organ."""

    reference: str
    campaign: str
    title: str
    unit: str
    nominees: str
    status: str
    stage: str
    step: str
    held_by: str
    due: DueState | None
    """The limit of preparing or supplementing it, else that of the whole procedure; None when it is closed."""
    is_stopped: bool
    """Whether the limit of the whole procedure stands still while another runs."""
    is_unreceived: bool
    """Whether the limit of the whole procedure begins only when it is received complete."""
    is_mine: bool
    """Whether it waits for the actor's own work of preparing or supplementing."""
    saved_at: datetime | None


@dataclass(frozen=True)
class Listing:
    """A page of the list with the counts of every filter."""

    rows: tuple[Row, ...]
    total: int
    pages: int
    counts: dict[str, int]
    campaigns: tuple[tuple[str, str], ...]


def listing(session: Session, actor: Actor, wanted: Wanted) -> Listing:
    """Return the dossiers that the actor may see and the filters let through, the newest first."""
    seen = policy.visible_dossiers(actor)
    narrowed = [seen, *_narrowed(wanted), *_of_due(session, wanted.due)]
    by_status = session.execute(
        select(Dossier.status, func.count()).join(Dossier.campaign).where(*narrowed).group_by(Dossier.status)
    )
    found = {status: number for status, number in by_status}
    counts = {state: sum(found.get(status, 0) for status in statuses) for state, statuses in STATES.items()}
    total = counts[wanted.state]
    query = (
        select(Dossier)
        .join(Dossier.campaign)
        .where(*narrowed, Dossier.status.in_(STATES[wanted.state]))
        .order_by(*_order(wanted.sort))
        .limit(ROWS_ON_A_PAGE)
        .offset(ROWS_ON_A_PAGE * (wanted.page - 1))
    )
    campaigns = session.execute(
        select(Campaign.key, Campaign.name, Campaign.code)
        .where(Campaign.id.in_(select(Dossier.campaign_id).where(seen)))
        .order_by(Campaign.id)
    )
    return Listing(
        rows=rows(session, actor, list(session.scalars(query))),
        total=total,
        pages=paging.cut(total, wanted.page, ROWS_ON_A_PAGE)[1],
        counts=counts,
        campaigns=tuple((key, f"{code}: {name}") for key, name, code in campaigns),
    )


def rows(session: Session, actor: Actor, dossiers: list[Dossier]) -> tuple[Row, ...]:
    """Return dossiers as rows of a list, with a fixed number of queries however many there are."""
    ids = [dossier.id for dossier in dossiers]
    tasks = _open_tasks(session, ids)
    mine = set(session.scalars(select(UserTask.id).where(UserTask.dossier_id.in_(ids), policy.workable_tasks(actor))))
    kinds = _nominee_counts(session, ids)
    offers = {
        offer.id: offer for offer in session.scalars(select(Offer).where(Offer.id.in_({d.offer_id for d in dossiers})))
    }
    units = {
        unit.id: unit
        for unit in session.scalars(select(Unit).where(Unit.id.in_({d.submitting_unit_id for d in dossiers})))
    }
    calendars = {province: dates.calendar_of(session, province) for province in {d.province_id for d in dossiers}}
    found = []
    for dossier in dossiers:
        task = tasks.get(dossier.id)
        is_prepared = task is not None and dossier.status in PREPARED
        clock = task if task is not None and is_prepared else dossier
        due = dates.due_state(calendars[dossier.province_id], clock.due_at, clock.stopped_at)
        found.append(
            Row(
                reference=dossier.reference,
                campaign=dossier.campaign.name,
                title=offers[dossier.offer_id].title,
                unit=units[dossier.submitting_unit_id].name,
                nominees=_in_words(kinds.get(dossier.id, {})),
                status=dossier.status,
                stage=dossier.stage,
                step=task.name if task else "",
                held_by=_holder(task),
                due=due if dossier.closed_at is None else None,
                is_stopped=is_prepared and dossier.stopped_at is not None,
                is_unreceived=dossier.status == "submitted" and dossier.received_at is None,
                is_mine=task is not None and task.id in mine and task.form_key in ("dossier", "dossier_supplement"),
                saved_at=dossier.content_saved_at,
            )
        )
    return tuple(found)


def _of_due(session: Session, word: str) -> list[ColumnElement[bool]]:
    """Return the conditions that an open dossier's limit, as its row shows it, is in a state; none for no word."""
    if not word:
        return []
    due_at, stopped_at = _clock()
    state = inbox_views.limits(session).condition(due_at, stopped_at, word)
    if word == "stopped":
        state = or_(state, Dossier.stopped_at.is_not(None))
    return [Dossier.closed_at.is_(None), state]


def _clock() -> tuple[ColumnElement, ColumnElement]:
    """Return the limit that a row shows, and since when its clock stands still."""
    waiting = (UserTask.dossier_id == Dossier.id, policy.is_open())
    task_due = select(func.min(UserTask.due_at)).where(*waiting).correlate(Dossier).scalar_subquery()
    # Of the task that is shown: the first to be due.
    first = select(UserTask.stopped_at).where(*waiting).order_by(UserTask.due_at.nulls_last(), UserTask.id).limit(1)
    task_stopped = first.correlate(Dossier).scalar_subquery()
    prepared = Dossier.status.in_(PREPARED)
    return case((prepared, task_due), else_=Dossier.due_at), case((prepared, task_stopped), else_=Dossier.stopped_at)


def _order(sort: str) -> list[ColumnElement]:
    if sort == "due":
        return [Dossier.closed_at.is_not(None), _clock()[0].asc().nulls_last(), Dossier.id.asc()]
    return [Dossier.created_at.desc(), Dossier.id.desc()]


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.campaign:
        conditions.append(Campaign.key == wanted.campaign)
    if key := search_key(wanted.text):
        named = select(Nominee.dossier_id).where(
            Nominee.removed_at.is_(None), *(Nominee.search_key.contains(word, autoescape=True) for word in key.split())
        )
        reference = Dossier.reference.ilike(f"%{wanted.text.strip().replace('%', '')}%")
        conditions.append(or_(reference, Dossier.id.in_(named)))
    return conditions


def _open_tasks(session: Session, ids: list[int]) -> dict[int, UserTask]:
    """Return the open task of each dossier; where several are open, the first to be due."""
    query = (
        select(UserTask)
        .where(UserTask.dossier_id.in_(ids), UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None))
        .order_by(UserTask.due_at.is_(None), UserTask.due_at, UserTask.id)
    )
    found: dict[int, UserTask] = {}
    for task in session.scalars(query):
        found.setdefault(task.dossier_id or 0, task)
    return found


def _nominee_counts(session: Session, ids: list[int]) -> dict[int, dict[str, int]]:
    query = (
        select(Nominee.dossier_id, Nominee.kind, func.count())
        .where(Nominee.dossier_id.in_(ids), Nominee.removed_at.is_(None))
        .group_by(Nominee.dossier_id, Nominee.kind)
    )
    found: dict[int, dict[str, int]] = {}
    for dossier_id, kind, number in session.execute(query):
        found.setdefault(dossier_id, {})[kind] = number
    return found


def _in_words(counts: dict[str, int]) -> str:
    if len(counts) == 1:
        kind, number = next(iter(counts.items()))
        return f"{number} {KIND_LABELS[kind].lower()}"
    return f"{sum(counts.values())} đối tượng" if counts else "chưa có đối tượng"


def _holder(task: UserTask | None) -> str:
    if task is None:
        return ""
    if task.assignee is not None:
        return task.assignee.full_name
    return task.organ.short_name if task.organ else "Hội đồng"
