"""The inbox: open work of a person and their groups, filtered, sorted and counted from indexed columns alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from workflows import dates, duties
from workflows.models import Campaign, CampaignDuty, Dossier, Offer, Person, Unit, UserTask
from workflows.policy import Actor
from workflows.queries import inbox_views
from workflows.queries.inbox_views import MOST_COUNTED, Pieces, Views
from workflows.rules.due_state import DueState

PAGE_SIZE = 50
SORTS = ("due", "newest")


@dataclass(frozen=True)
class Filter:
    """What the address of the inbox says."""

    view: str = "mine"
    campaign: str = ""
    award: str = ""
    step: str = ""
    """Id of a step (element)."""
    due: str = ""
    """A word of `inbox_views.DUES`, or empty."""
    sort: str = "due"
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for a part of its view."""
        return any((self.campaign, self.award, self.step, self.due))


@dataclass(frozen=True)
class TaskRow:
    """One line of the inbox."""

    id: int
    name: str
    element_id: str
    reference: str
    """Of its dossier, or of the campaign's duty."""
    campaign: str
    offer: str
    """What the dossier is for, or the title of the duty."""
    unit: str
    stage: str | None
    form_key: str
    due_at: datetime | None
    due: DueState
    rest: str | None
    """Why its process stands still: suspended or incident."""
    holder: str | None
    is_mine: bool
    created_at: datetime
    completed_at: datetime | None

    @property
    def days_left(self) -> int | None:
        """Working days left; negative when over; None without a limit or while its clock stands."""
        return self.due.days_left


@dataclass(frozen=True)
class Inbox:
    """A page of the inbox with the counts of every view. A count of MOST_COUNTED + 1 means "more than MOST_COUNTED"."""

    rows: tuple[TaskRow, ...]
    total: int
    counts: dict[str, int]
    filter: Filter
    pages: int
    """Those that can be turned to: they end with the task number MOST_COUNTED."""
    campaigns: tuple[tuple[str, str], ...]
    awards: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]

    @property
    def is_cut(self) -> bool:
        """Whether the list ends before its tasks do."""
        return self.total > MOST_COUNTED


def inbox(session: Session, actor: Actor, wanted: Filter) -> Inbox:
    """Return one page of the actor's work and what the filters offer."""
    views = Views(session, actor)
    wanted = _known(wanted, views)
    found = _narrowed(views, wanted)
    indexed, order = ("done", "done") if wanted.view == "done" else ("due", wanted.sort)
    numbers = inbox_views.counts(session, views, (found, indexed) if wanted.is_narrow else None)
    total = numbers.pop("total", numbers[wanted.view])
    pages = max(1, -(-min(total, MOST_COUNTED) // PAGE_SIZE))
    wanted = replace(wanted, page=min(wanted.page, pages))
    ids = inbox_views.page(session, found, order, (wanted.page - 1) * PAGE_SIZE, PAGE_SIZE)
    found_rows, choices = rows(session, actor, ids), _choices(session, views, wanted.view)
    return Inbox(found_rows, total, numbers, wanted, pages, **choices)


def first_rows(session: Session, actor: Actor, number: int) -> tuple[TaskRow, ...]:
    """Return what the actor could do now and is due first: held by them, or by nobody."""
    found = Views(session, actor).pieces("mine")
    return rows(session, actor, inbox_views.page(session, found, "due", 0, number))


def counts(session: Session, actor: Actor) -> dict[str, int]:
    """Return how many tasks each view holds; MOST_COUNTED + 1 means "more than MOST_COUNTED"."""
    return inbox_views.counts(session, Views(session, actor))


def next_task(session: Session, actor: Actor, after: UserTask) -> int | None:
    """Return the task to open after one is done: of the same dossier or duty first, else the one that is due first.

    What can move nothing for now is passed over.
    """
    found = [and_(piece, UserTask.rest.is_(None)) for piece in Views(session, actor).pieces("mine")]
    subject = UserTask.dossier_id if after.dossier_id else UserTask.duty_id
    same = [and_(piece, subject == (after.dossier_id or after.duty_id)) for piece in found]
    ids = inbox_views.page(session, same, "due", 0, 1) or inbox_views.page(session, found, "due", 0, 1)
    return ids[0] if ids else None


def _known(wanted: Filter, views: Views) -> Filter:
    """Return the filter with whatever an address may not say put back to its default."""
    return replace(
        wanted,
        view=wanted.view if wanted.view in views.names else "mine",
        sort=wanted.sort if wanted.sort in SORTS else "due",
        due=wanted.due if wanted.due in inbox_views.DUES else "",
        page=max(1, wanted.page),
    )


def _narrowed(views: Views, wanted: Filter) -> Pieces:
    narrower = [views.limits.condition(UserTask.due_at, UserTask.stopped_at, wanted.due)] if wanted.due else []
    for value, column in (
        (wanted.campaign, UserTask.campaign_key),
        (wanted.award, UserTask.award_key),
        (wanted.step, UserTask.element_id),
    ):
        if value:
            narrower.append(column == value)
    return [and_(piece, *narrower) for piece in views.pieces(wanted.view)]


def rows(session: Session, actor: Actor, ids: Sequence[int]) -> tuple[TaskRow, ...]:
    """Return tasks as lines, in the order of their ids. That the actor may see them is not checked."""
    query = (
        select(
            *(UserTask, CampaignDuty, Dossier.reference, Dossier.province_id, Campaign.code, Offer.title),
            *(Unit.name, Person.full_name),
        )
        .outerjoin(Dossier, Dossier.id == UserTask.dossier_id)  # a campaign's report has none
        .outerjoin(CampaignDuty, CampaignDuty.id == UserTask.duty_id)
        .outerjoin(Campaign, Campaign.key == UserTask.campaign_key)
        .outerjoin(Offer, Offer.id == Dossier.offer_id)
        .outerjoin(Unit, Unit.id == func.coalesce(Dossier.submitting_unit_id, UserTask.organ_id))
        .outerjoin(Person, Person.id == UserTask.assignee_id)
        .where(UserTask.id.in_(ids))
    )
    found = {each[0].id: _row(session, actor, each) for each in session.execute(query)}
    return tuple(found[each] for each in ids if each in found)


def _row(session: Session, actor: Actor, found) -> TaskRow:
    task, duty, reference, province_id, campaign, offer, unit, holder = found
    if duty is not None:
        reference, province_id, offer = duties.reference(duty), duty.province_id, duties.title(duty)
    return TaskRow(
        id=task.id,
        name=task.name,
        element_id=task.element_id,
        reference=reference or "",
        campaign=campaign or "",
        offer=offer or "",
        unit=unit or "",
        stage=task.stage,
        form_key=task.form_key,
        due_at=task.due_at,
        due=dates.due_state(dates.calendar_of(session, province_id, task.organ_id), task.due_at, task.stopped_at),
        rest=task.rest,
        holder=holder,
        is_mine=actor.person_id in (task.assignee_id, task.reserved_for_id),
        created_at=task.created_at,
        completed_at=task.completed_at,
    )


def _choices(session: Session, views: Views, view: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the campaigns, awards and steps of a view, each as (what the address says, name), by name."""
    found = inbox_views.subjects(session, views, view)
    awards = {each.award_key for each in found if each.award_key}
    offered = session.execute(
        select(Campaign.key, Campaign.code, Offer.award_key, func.min(Offer.title))
        .outerjoin(Offer, and_(Offer.campaign_id == Campaign.id, Offer.award_key.in_(awards)))  # a report is for none
        .where(Campaign.key.in_({each.campaign_key for each in found}))
        .group_by(Campaign.key, Campaign.code, Offer.award_key)
    ).all()
    tasks = {each.element_id: each.task_id for each in found}
    names = session.execute(select(UserTask.element_id, UserTask.name).where(UserTask.id.in_(tasks.values())))
    titles = sorted(((award, title) for _, _, award, title in offered if award), reverse=True)
    return {
        "campaigns": _by_name({key: code for key, code, _, _ in offered}),
        "awards": _by_name(dict(titles)),
        "steps": _by_name({element_id: name for element_id, name in names}),
    }


def _by_name(named: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(named.items(), key=lambda pair: pair[1]))
