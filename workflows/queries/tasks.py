"""One task as its page shows it: what may be done with it, its form with the person's draft, and what must be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Context, Form
from forms.components import RowList
from forms.summary import SummaryPage
from workflows import catalogue, dates, editing, policy, reading
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import Dossier, Role, TaskAnswers, TaskDraft, UserTask
from workflows.policy import Actor
from workflows.queries import directing, dossier_record, duty_tasks, holds, nominee_criteria, revocations
from workflows.queries.criteria_words import Told
from workflows.queries.directing import Direction
from workflows.queries.dossier_record import NomineeFacts, Opinion, Paper, Slip
from workflows.queries.duty_tasks import DutyFacts
from workflows.queries.holds import Hold
from workflows.queries.rests import FailedStep, Rest, failed_step, rest
from workflows.queries.revocations import Case
from workflows.rules.due_state import DueState
from workflows.steps.appraisal import APPRAISING

OPEN, HELD, DONE, GONE, BARRED, FOREIGN = "open", "held", "done", "gone", "barred", "foreign"
RESTING = "resting"
"""To be done by the actor; in another's hand; finished; no longer there; barred by four eyes; of another role; its
process stands still."""


@dataclass(frozen=True)
class Sheet:
    """The form of a task with what it knows and what the person has typed so far."""

    form: Form
    context: Context
    answers: dict
    revision: int
    saved_at: datetime | None
    keeps_drafts: bool
    nominee_lists: frozenset[str]
    """Keys of the lists whose rows are nominees."""


@dataclass(frozen=True)
class TaskPage:
    """A task, and why it can or cannot be done by the actor."""

    id: int
    name: str
    state: str
    reference: str
    unit: str
    offer: str
    form_key: str
    due: DueState
    holder: str | None
    claimed_at: datetime | None
    rest: Rest | None
    """Why the process stands still."""
    failed: FailedStep | None
    """What failed when it was last sent."""
    is_mine: bool
    is_reserved: bool
    """Whether it is the actor's alone (a ballot): there is nothing to claim."""
    group: str
    """Who does it: the role, and the organ or council."""
    completer: str | None
    completed_at: datetime | None
    outcome: str | None
    return_reason: str | None
    done_answers: tuple[SummaryPage, ...]
    sheet: Sheet | None
    papers: tuple[Paper, ...]
    slips: tuple[Slip, ...]
    nominees: tuple[NomineeFacts, ...]
    earlier: tuple[Opinion, ...]
    criteria: Mapping[int, Told]
    """How each nominee stands against the criteria, by id; empty where no nominee is asked about."""
    concludes: bool
    """Whether the actor may conclude on a criterion against its table."""
    direction: Direction
    """What the actor may do about it as its head, and what became of its date."""
    duty: DutyFacts | None
    """The campaign's duty that it belongs to; None where it belongs to a dossier."""
    hold: Hold | None = None
    """The hold of the law that is on for its dossier."""
    case: Case | None = None
    """The case against an award that it belongs to."""


def load(session: Session, actor: Actor, task_id: int) -> UserTask:
    """Return a task of a dossier or a duty that the actor may see. Raises NotFound."""
    task = session.scalar(select(UserTask).where(UserTask.id == task_id, policy.may_see_task(actor)))
    if task is None or (task.dossier_id is None and task.duty_id is None):
        raise NotFound
    return task


def task_page(session: Session, actor: Actor, task_id: int, *, posted: bool = False) -> TaskPage:
    """Return the task as its page shows it. Raises NotFound where the actor may not see it.

    The form is there also while the process stands still, to be read, and with `posted` when the task can no longer
    be done, so that what was typed can be read.
    """
    task = load(session, actor, task_id)
    state = state_of(session, actor, task)
    sheet = _sheet(session, actor, task) if posted or state in (OPEN, RESTING) else None
    if task.duty is not None:
        province_id, about = task.duty.province_id, duty_tasks.about(session, task, task.duty)
    else:
        dossier = session.get_one(Dossier, task.dossier_id)
        province_id, about = dossier.province_id, _about(session, actor, dossier, state == OPEN, sheet)
    return TaskPage(
        id=task.id,
        name=task.name,
        state=state,
        form_key=task.form_key,
        due=dates.due_state(dates.calendar_of(session, province_id, task.organ_id), task.due_at, task.stopped_at),
        holder=task.assignee.full_name if task.assignee else None,
        claimed_at=task.claimed_at,
        rest=rest(session, task.instance) if task.is_open else None,
        failed=failed_step(session, task),
        is_mine=task.assignee_id == actor.person_id,
        is_reserved=task.reserved_for_id is not None,
        group=_group(session, task),
        completer=task.completer.full_name if task.completer else None,
        completed_at=task.completed_at,
        outcome=_outcome(session, task) if state == DONE else None,
        done_answers=_done_answers(session, actor, task) if state == DONE else (),
        sheet=sheet,
        concludes=state == OPEN and task.form_key in APPRAISING,
        direction=directing.of_task(session, actor, task),
        case=revocations.of_task(session, task),
        **about,
    )


def _about(session: Session, actor: Actor, dossier: Dossier, is_open: bool, sheet: Sheet | None) -> dict:
    """Return the fields of a task's page that speak of its dossier."""
    sent = dossier_record.papers(session, dossier)
    return {
        "reference": dossier.reference,
        "hold": holds.of_dossier(session, actor, dossier),
        "unit": dossier.submitting_unit.name,
        "offer": dossier.offer.title,
        "return_reason": dossier.return_reason,
        "papers": sent,
        "slips": dossier_record.slips(session, actor, dossier),
        "nominees": _nominees(session, actor, dossier, sent),
        "earlier": dossier_record.opinions(session, actor, dossier, limit=1) if is_open else (),
        "criteria": nominee_criteria.by_nominee(session, actor, dossier) if sheet and sheet.nominee_lists else {},
        "duty": None,
    }


def _nominees(session: Session, actor: Actor, dossier: Dossier, sent: tuple[Paper, ...]) -> tuple[NomineeFacts, ...]:
    found = dossier_record.nominees(session, dossier, sent)
    known = dossier_record.reads_verdicts(session, actor, dossier)
    return found if known else dossier_record.without_verdicts(found)


def state_of(session: Session, actor: Actor, task: UserTask) -> str:
    """Return whether the actor can do the task now, or why not."""
    if not task.is_open:
        return DONE if task.completed_at else GONE
    if policy.may_work(session, actor, task):
        if task.instance.status != "running":
            return RESTING
        return OPEN if _is_free(session, actor, task) else HELD
    barred = select(UserTask.id).where(UserTask.id == task.id, policy.separated(actor))
    return BARRED if session.scalar(barred) else FOREIGN


def _is_free(session: Session, actor: Actor, task: UserTask) -> bool:
    """Whether nobody else holds the task; a holder who has left the post keeps nobody waiting."""
    if task.assignee_id in (None, actor.person_id):
        return True
    return not policy.may_still_work(session, task.assignee_id, task, dates.local_date(utcnow()))


def _sheet(session: Session, actor: Actor, task: UserTask) -> Sheet | None:
    if task.form_key in editing.FORMS:
        return None  # worked on the pages of the dossier
    form = catalogue.form_of(session, task)
    draft = session.get(TaskDraft, (task.id, actor.person_id))
    lists = (each.item for each in form.placed if isinstance(each.item, RowList))
    return Sheet(
        form=form,
        context=editing.context(session, actor, task),
        answers=dict(draft.answers) if draft else duty_tasks.earlier_answers(session, task),
        revision=draft.revision if draft else 0,
        saved_at=draft.saved_at if draft else None,
        keeps_drafts=task.form_key not in editing.UNRECORDED_FORMS,
        nominee_lists=frozenset(item.key for item in lists if item.rows_from == "nominees"),
    )


def _group(session: Session, task: UserTask) -> str:
    role = session.get(Role, task.candidate_group)
    where = task.organ.name if task.organ else ""
    return ", ".join(part for part in (role.name if role else "", where) if part)


def _outcome(session: Session, task: UserTask) -> str | None:
    # What somebody did with a ballot is theirs alone.
    if task.form_key in editing.UNRECORDED_FORMS:
        return None
    return dossier_record.outcome_label(catalogue.form_of(session, task), task.outcome)


def _done_answers(session: Session, actor: Actor, task: UserTask) -> tuple[SummaryPage, ...]:
    """Return the answers of a finished task in words; nothing where there are none or the actor may not read them."""
    query = select(TaskAnswers).join(UserTask, UserTask.id == TaskAnswers.task_id)
    found = session.scalar(query.where(UserTask.id == task.id, reading.readable_answers(actor)))
    return dossier_record.answers_in_words(session, task, found.answers) if found else ()
