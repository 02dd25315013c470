"""What the head of an organ sees of an open task that somebody else does: who else may do it, and how its date was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms import Choice, Context, office_form
from forms.views import PageView
from workflows import dates, duties, policy, reminders
from workflows.clock import utcnow
from workflows.errors import NotAllowed, NotFound
from workflows.models import DeadlineExtension, Person, TaskEscalation, UserTask
from workflows.policy import Actor
from workflows.queries.day_proposals import Typed
from workflows.responsible import Directory, may_direct, may_extend
from workflows.rules.due_state import INSTANT, DueState

ASSIGNMENT, EXTENSION = "assignment", "extension"
TO_THE_GROUP = "group"
Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Extended:
    """A later last day that was given before."""

    old_day: date
    new_day: date
    person: str
    reason: str
    at: datetime
    document_id: int | None


@dataclass(frozen=True)
class Direction:
    """What the actor may do about an open task as its head, and what became of its date; shown with the task."""

    may_assign: bool
    may_extend: bool
    head_told_at: datetime | None
    """When the head was told that the present date is over; None: it is not, or nobody was."""
    extensions: tuple[Extended, ...]


@dataclass(frozen=True)
class Candidate:
    """Somebody who may do a task, and how much is in their hands already."""

    person_id: int
    name: str
    held: int


@dataclass(frozen=True)
class DirectingPage:
    """A task with the form by which its head gives it to another person, or puts off its date."""

    task_id: int
    task: str
    reference: str
    unit: str
    holder: str | None
    due: DueState
    has_candidates: bool
    extensions: tuple[Extended, ...]
    view: PageView


def of_task(session: Session, actor: Actor, task: UserTask) -> Direction:
    """Return what the actor may do about a task that they may see. A closed one is directed by nobody."""
    may = task.is_open and may_direct(session, actor, task)
    extends = may and task.due_at is not None and task.stopped_at is None and may_extend(session, actor, task)
    told_at = None
    if task.is_open and task.due_at is not None and task.due_at <= utcnow():
        flag = select(TaskEscalation.head_told_at).where(TaskEscalation.task_id == task.id)
        told_at = session.scalar(flag.where(TaskEscalation.due_at == task.due_at))
    return Direction(may, extends, told_at, _extensions(session, task))


def assignment(session: Session, actor: Actor, task_id: int, typed: Typed) -> DirectingPage:
    """Return the page on which a head gives a task to another person. Raises NotFound, NotAllowed."""
    task = _directed(session, actor, task_id)
    asked, context = office_form(ASSIGNMENT), _people(session, task)
    answers = asked.read(typed.posted) if typed.posted else {}
    return _page(session, task, asked.view(asked.pages[0].key, answers, context, errors=typed.errors))


def extension(session: Session, actor: Actor, task_id: int, typed: Typed) -> DirectingPage:
    """Return the page on which a head puts off the date of a task. Raises NotFound, NotAllowed."""
    task = _directed(session, actor, task_id)
    if not of_task(session, actor, task).may_extend:
        raise NotAllowed(
            "Việc này không gia hạn được: không đặt hạn, thời hạn đang dừng, hoặc không do cơ quan bạn đặt."
        )
    asked = office_form(EXTENSION)
    answers = asked.read(typed.posted) if typed.posted else {}
    return _page(session, task, asked.view(asked.pages[0].key, answers, errors=typed.errors))


def wanted_person(session: Session, actor: Actor, task_id: int, posted: Posted) -> int | None:
    """Return to whom the form gives a task, None for the group. Raises forms.FormInvalid, NotFound, NotAllowed."""
    task, asked = _directed(session, actor, task_id), office_form(ASSIGNMENT)
    person = asked.check(asked.read(posted), _people(session, task))["person"]
    return None if person == TO_THE_GROUP else int(person)


def wanted_date(posted: Posted) -> tuple[date, str]:
    """Return the new day and the reason of the form. Raises forms.FormInvalid."""
    asked = office_form(EXTENSION)
    clean = asked.check(asked.read(posted))
    return date.fromisoformat(clean["new_day"]), clean["reason"]


def candidates(session: Session, actor: Actor, task_id: int) -> list[Candidate]:
    """Return who else may do a task, by how little they have in hand. Raises NotFound, NotAllowed."""
    return _candidates(session, _directed(session, actor, task_id))


def _directed(session: Session, actor: Actor, task_id: int) -> UserTask:
    task = session.scalar(select(UserTask).where(UserTask.id == task_id, policy.may_see_task(actor)))
    if task is None:
        raise NotFound
    if not task.is_open:
        raise NotAllowed(f"Việc “{task.name}” không còn chờ xử lý.")
    if not may_direct(session, actor, task):
        raise NotAllowed("Chỉ người đứng đầu, người duyệt của cơ quan làm việc này được giao lại, gia hạn.")
    return task


def _candidates(session: Session, task: UserTask) -> list[Candidate]:
    workers = Directory(session, [task], dates.local_date(utcnow())).workers(task)
    others = [person for person in workers if person != task.assignee_id]
    held = select(UserTask.assignee_id, func.count()).where(policy.is_open(), UserTask.assignee_id.in_(others))
    counts = {person: count for person, count in session.execute(held.group_by(UserTask.assignee_id))}
    people = session.scalars(select(Person).where(Person.id.in_(others)).order_by(Person.sort_key, Person.id))
    found = [Candidate(person.id, person.full_name, counts.get(person.id, 0)) for person in people]
    return sorted(found, key=lambda each: each.held)


def _people(session: Session, task: UserTask) -> Context:
    found = [
        Choice(str(each.person_id), f"{each.name}, đang giữ {each.held} việc") for each in _candidates(session, task)
    ]
    if task.assignee_id is not None:
        found.append(Choice(TO_THE_GROUP, "Trả về nhóm, ai có vai trò cũng nhận được"))
    return Context(choices={"people": tuple(found)})


def _page(session: Session, task: UserTask, view: PageView) -> DirectingPage:
    dossier, duty = task.dossier, task.duty
    return DirectingPage(
        task_id=task.id,
        task=task.name,
        reference=dossier.reference if dossier else duties.reference(duty) if duty else "",
        unit=dossier.submitting_unit.name if dossier else "",
        holder=task.assignee.full_name if task.assignee else None,
        due=dates.due_state(reminders.calendar_of(session, task), task.due_at, task.stopped_at),
        has_candidates=task.assignee_id is not None or bool(_candidates(session, task)),
        extensions=_extensions(session, task),
        view=view,
    )


def _extensions(session: Session, task: UserTask) -> tuple[Extended, ...]:
    made = select(DeadlineExtension).where(DeadlineExtension.task_id == task.id).order_by(DeadlineExtension.id)
    return tuple(
        Extended(
            old_day=dates.local_date(each.old_due_at - INSTANT),
            new_day=dates.local_date(each.new_due_at - INSTANT),
            person=each.extender.full_name,
            reason=each.reason,
            at=each.extended_at,
            document_id=each.document_id,
        )
        for each in session.scalars(made)
    )
