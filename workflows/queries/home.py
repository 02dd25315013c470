"""The first page after signing in: what waits for this person, what their unit has on its way, what needs looking after."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import editing
from workflows.models import Campaign, Dossier, Offer, OutboxMessage, ProcessDefinition, ProcessInstance, UserTask
from workflows.policy import Actor
from workflows.queries import dossiers, inbox, inbox_views, letters, offers, punctuality, sections
from workflows.queries.dossiers import Row, Wanted
from workflows.queries.sections import Draft
from workflows.rules.due_state import DueState
from workflows.steps import dossier_context

ROWS = 6


@dataclass(frozen=True)
class Todo:
    """One thing to do now. `note` says what is missing of a dossier in preparation."""

    task_id: int
    title: str
    reference: str
    facts: tuple[str, ...]
    note: str
    due: DueState
    rest: str | None = None
    """Why its process stands still."""
    done: int = 0
    needed: int = 0


@dataclass(frozen=True)
class OpenCampaign:
    """A campaign for which the officer may start a dossier."""

    key: str
    name: str
    years: str
    offers: int
    is_over: bool
    """Whether its years have passed."""


@dataclass(frozen=True)
class Operation:
    """What an administrator looks after."""

    running: int
    incidents: int
    unsent: int
    campaigns: int


@dataclass(frozen=True)
class Home:
    """The page; what a person has nothing to do with is empty or None."""

    todos: tuple[Todo, ...]
    waiting: int
    soon: int
    overdue: int
    still: int
    heads: bool
    """Whether the person heads an organ and may read how punctual it is."""
    office: int
    """How much is open there; 0 for who heads none."""
    running: tuple[Row, ...]
    running_total: int
    campaigns: tuple[OpenCampaign, ...]
    operation: Operation | None


def home(session: Session, actor: Actor, *, sends_mail: bool = True) -> Home:
    """Return the first page of a person. Without a mail server (`sends_mail`) every letter that waits is told of."""
    counts = inbox.counts(session, actor)
    is_unit = actor.has("submitting_officer") or actor.has("submitting_head")
    running = dossiers.listing(session, actor, Wanted("submitted")) if is_unit else None
    return Home(
        todos=_todos(session, actor),
        waiting=counts["mine"],
        soon=counts["soon"],
        overdue=counts["overdue"],
        still=counts["still"],
        heads=bool(punctuality.headed(actor)),
        office=counts.get(inbox_views.OFFICE, 0),
        running=running.rows[:ROWS] if running else (),
        running_total=running.total if running else 0,
        campaigns=_campaigns(session, actor),
        operation=_operation(session, sends_mail=sends_mail) if actor.administrator else None,
    )


def _todos(session: Session, actor: Actor) -> tuple[Todo, ...]:
    rows = inbox.first_rows(session, actor, ROWS)
    drafts = [row.id for row in rows if row.form_key in editing.FORMS]
    # With everything around them that is the same kind of row, instead of one statement for each of these.
    around = joinedload(UserTask.dossier).options(
        joinedload(Dossier.campaign), joinedload(Dossier.offer).joinedload(Offer.award)
    )
    deployed = (
        joinedload(UserTask.instance).joinedload(ProcessInstance.definition).joinedload(ProcessDefinition.deployment)
    )
    found = session.scalars(select(UserTask).where(UserTask.id.in_(drafts)).options(around, deployed))
    tasks = {task.id: task for task in found}
    in_preparation = {
        task: task.dossier for task in tasks.values() if task.dossier and task.form_key == editing.FORM_OF_CONTENT
    }
    dossier_context.read_ahead(session, list(in_preparation.values()))
    read = {draft.task.id: draft for draft in sections.read_all(session, actor, in_preparation)}
    return tuple(_todo(session, row, tasks.get(row.id), read.get(row.id)) for row in rows)


def _todo(session: Session, row: inbox.TaskRow, task: UserTask | None, draft: Draft | None) -> Todo:
    todo = Todo(row.id, row.name, row.reference, (row.reference, row.offer, row.unit), "", row.due, row.rest)
    if task is None or task.dossier is None:
        return todo
    own = replace(todo, title=_title(task), facts=(row.reference, task.dossier.campaign.name))
    if draft is None:
        return replace(own, note=task.dossier.return_reason or "")  # every section was done once: a bar says nothing
    states = [
        each.state
        for each in sections.sections(sections.groups(session, draft))
        if each.needed and each.kind != "check"
    ]
    done = states.count("done")
    note = task.dossier.return_reason or _missing_in_words(len(states) - done)
    return replace(own, note=note, done=done, needed=len(states))


def _title(task: UserTask) -> str:
    award = task.dossier.offer.title if task.dossier else ""
    return f"{'Soạn' if task.form_key == editing.FORM_OF_CONTENT else 'Bổ sung'} hồ sơ đề nghị tặng {award}"


def _missing_in_words(count: int) -> str:
    return f"còn {count} mục bắt buộc" if count else "đã đủ, chờ kiểm tra và trình ký"


def _campaigns(session: Session, actor: Actor) -> tuple[OpenCampaign, ...]:
    return tuple(
        OpenCampaign(each.key, each.name, each.years, sum(not offer.closed for offer in each.offers), each.is_over)
        for each in offers.startable(session, actor)
        if each.is_open
    )


def _operation(session: Session, *, sends_mail: bool) -> Operation:
    def count(table, *conditions) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    return Operation(
        running=count(ProcessInstance, ProcessInstance.status == "running"),
        incidents=count(ProcessInstance, ProcessInstance.status == "incident"),
        unsent=count(OutboxMessage, letters.undelivered(sends_mail=sends_mail)),
        campaigns=count(Campaign),
    )
