"""The first page after signing in: what waits for this person, what their unit has on its way, what needs looking after."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import dates, editing
from workflows.clock import utcnow
from workflows.dates import TimeLeft
from workflows.models import Campaign, Dossier, OutboxMessage, ProcessInstance, UserTask
from workflows.policy import Actor
from workflows.queries import dossiers, inbox, offers, sections
from workflows.queries.dossiers import Row, Wanted
from workflows.queries.inbox import Filter

ROWS = 6


@dataclass(frozen=True)
class Todo:
    """One thing to do now. `note` says what is missing of a dossier in preparation."""

    task_id: int
    title: str
    reference: str
    facts: tuple[str, ...]
    note: str
    due: TimeLeft | None
    done: int = 0
    needed: int = 0


@dataclass(frozen=True)
class OpenCampaign:
    """A campaign for which the officer may start a dossier."""

    key: str
    name: str
    years: str
    offers: int


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
    running: tuple[Row, ...]
    running_total: int
    campaigns: tuple[OpenCampaign, ...]
    operation: Operation | None


def home(session: Session, actor: Actor) -> Home:
    """Return the first page of a person."""
    work = inbox.inbox(session, actor, Filter())
    is_unit = actor.has("submitting_officer") or actor.has("submitting_head")
    running = dossiers.listing(session, actor, Wanted("submitted")) if is_unit else None
    return Home(
        todos=tuple(_todo(session, actor, row) for row in work.rows[:ROWS]),
        waiting=work.counts["mine"],
        soon=work.counts["soon"],
        overdue=work.counts["overdue"],
        running=running.rows[:ROWS] if running else (),
        running_total=running.total if running else 0,
        campaigns=_campaigns(session, actor),
        operation=_operation(session) if actor.administrator else None,
    )


def _todo(session: Session, actor: Actor, row: inbox.TaskRow) -> Todo:
    facts = (row.reference, row.offer, row.unit)
    task = session.get_one(UserTask, row.id)
    left = dates.time_left(dates.calendar_of(session, _province(session, task)), row.due_at)
    todo = Todo(row.id, row.name, row.reference, facts, "", left)
    if task.form_key not in editing.FORMS or task.dossier is None:
        return todo
    found = sections.read(session, actor, task.dossier, task)
    states = [
        each.state
        for each in sections.sections(sections.groups(session, found))
        if each.needed and each.kind != "check"
    ]
    done = states.count("done")
    own = replace(todo, title=_title(task), facts=(row.reference, task.dossier.campaign.name))
    if task.form_key != editing.FORM_OF_CONTENT:
        return replace(own, note=task.dossier.return_reason or "")  # every section was done once: a bar says nothing
    note = task.dossier.return_reason or _missing_in_words(len(states) - done)
    return replace(own, note=note, done=done, needed=len(states))


def _title(task: UserTask) -> str:
    award = task.dossier.offer.title if task.dossier else ""
    return f"{'Soạn' if task.form_key == editing.FORM_OF_CONTENT else 'Bổ sung'} hồ sơ đề nghị tặng {award}"


def _missing_in_words(count: int) -> str:
    return f"còn {count} mục bắt buộc" if count else "đã đủ, chờ kiểm tra và trình ký"


def _province(session: Session, task: UserTask) -> int | None:
    return session.scalar(select(Dossier.province_id).where(Dossier.id == task.dossier_id)) if task.dossier_id else None


def _campaigns(session: Session, actor: Actor) -> tuple[OpenCampaign, ...]:
    return tuple(
        OpenCampaign(each.key, each.name, each.years, sum(not offer.closed for offer in each.offers))
        for each in offers.startable(session, actor)
        if each.is_open
    )


def _operation(session: Session) -> Operation:
    def count(table, *conditions) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    late = OutboxMessage.next_attempt_at < utcnow()
    return Operation(
        running=count(ProcessInstance, ProcessInstance.status == "running"),
        incidents=count(ProcessInstance, ProcessInstance.status == "incident"),
        unsent=count(
            OutboxMessage, OutboxMessage.state.in_(("failed", "dead")) | (late & (OutboxMessage.state == "queued"))
        ),
        campaigns=count(Campaign),
    )
