"""Claim, release, draft and complete a user task."""

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.orm import Session

from workflows import catalogue, dates, editing, history, policy, progress, steps
from workflows.clock import utcnow
from workflows.db import change, table_of
from workflows.errors import Conflict, Invalid, NotAllowed
from workflows.incidents import told
from workflows.models import Person, TaskAnswers, TaskDraft, UserTask
from workflows.policy import Actor
from workflows.work import Work

DRAFTS_GONE = delete(table_of(TaskDraft)).where(table_of(TaskDraft).c.task_id == bindparam("of_task"))
ANSWERED = insert(table_of(TaskAnswers))


def claim(session: Session, actor: Actor, task_id: int) -> UserTask:
    """Take a task in hand. Raises Conflict, saying who has it, when somebody else was first."""
    task = _workable(session, actor, task_id)
    if task.assignee_id != actor.person_id:
        _refuse_held(session, task, actor)
        task.assignee_id, task.claimed_at = actor.person_id, utcnow()
        _note(session, actor, task, "claimed")
    return task


def release(session: Session, actor: Actor, task_id: int) -> UserTask:
    """Put a task back for the group. What was typed stays as the person's draft."""
    task, _ = _locked(session, actor, task_id)
    if task.assignee_id != actor.person_id:
        raise Conflict("Bạn không còn giữ việc này.")
    task.assignee_id, task.claimed_at = None, None
    _note(session, actor, task, "released")
    return task


def save_draft(session: Session, actor: Actor, task_id: int, answers: dict, revision: int) -> int:
    """Keep what is typed so far, unchecked, and return the new revision.

    `revision` is the one that the page was loaded with (0: none). Raises Conflict when another window of the same
    person saved in between; both texts are then shown by the caller.
    """
    # Under the lock of the instance too: else two first saves, or a save and the completion, miss each other.
    task = _workable(session, actor, task_id)
    if task.form_key in editing.UNRECORDED_FORMS:
        raise NotAllowed("Lá phiếu không được lưu nháp để giữ bí mật.")
    draft = session.get(TaskDraft, (task.id, actor.person_id), populate_existing=True)
    if (draft.revision if draft else 0) != revision:
        raise Conflict("Bản nháp này đã được lưu mới hơn ở một cửa sổ khác của bạn.")
    if draft is None:
        draft = TaskDraft(task_id=task.id, person_id=actor.person_id)
        session.add(draft)
    draft.answers, draft.revision, draft.saved_at = answers, revision + 1, utcnow()
    return draft.revision


def complete(session: Session, actor: Actor, task_id: int, outcome: str | None, answers: dict) -> UserTask:
    """Finish a task with raw answers of its form and let the process run on.

    Raises forms.FormInvalid or Invalid with the fields at fault, Conflict when the task is over or held by another,
    NotAllowed when the actor's role, or an earlier step of theirs, bars them.
    """
    task = _workable(session, actor, task_id)
    _refuse_held(session, task, actor)
    outcome = _outcome(task, outcome)
    clean = check(session, actor, task, answers, outcome)
    work = Work(session, task.instance, actor, utcnow(), actor.capacity_for(task))
    claimed = {} if task.assignee_id == actor.person_id else {"assignee_id": actor.person_id, "claimed_at": work.now}
    change(session, task, completed_at=work.now, completed_by=actor.person_id, outcome=outcome, **claimed)
    with told(task.process_key, task.element_id, by=progress.origin_of(task)):
        variables = steps.complete(work, task, outcome, clean)
    _remember(work, task, clean)
    progress.complete(work, task, variables | ({task.outcome_variable: outcome} if outcome else {}))
    return task


def waiting(session: Session, actor: Actor, task_id: int) -> UserTask:
    """Return an open task, locked, that the actor may see. Raises NotFound, Conflict where it is over or stands still."""
    return _locked(session, actor, task_id)[0]


def in_hand(session: Session, actor: Actor, task_id: int) -> UserTask:
    """Return an open task, locked, that the actor may work now. Raises Conflict while another person holds it."""
    task = _workable(session, actor, task_id)
    _refuse_held(session, task, actor)
    return task


def check(session: Session, actor: Actor, task: UserTask, answers: dict, outcome: str | None) -> dict:
    """Return the clean answers of the task's form. Raises forms.FormInvalid."""
    if task.form_key == editing.FORM_OF_CONTENT:
        return {}  # what is typed there is saved in the dossier, and its step checks it as a whole
    form = catalogue.form_of(session, task)
    return form.check(answers, editing.context(session, actor, task, form.rows_read), outcome=outcome)


def _workable(session: Session, actor: Actor, task_id: int) -> UserTask:
    """Return the open task, locked. Raises NotAllowed, saying why, unless the actor may do it."""
    task, workable = _locked(session, actor, task_id)
    if not workable:
        policy.refuse_work(session, actor, task)
    return task


def _locked(session: Session, actor: Actor, task_id: int) -> tuple[UserTask, bool]:
    """Lock the instance, then read the task: whoever comes second sees what the first one did.

    Also return whether the actor may do it. The lock comes before the right to see, in the order of every step.
    """
    progress.hold_of(session, task_id)
    task, workable = policy.load_task(session, actor, task_id)
    if not task.is_open:
        raise _closed(session, task)  # says who was first; that the process has ended would say less
    progress.demand_running(task.instance)
    return task, workable


def _closed(session: Session, task: UserTask) -> Conflict:
    if task.completed_by is None:
        what = "hồ sơ" if task.dossier_id else "kỳ báo cáo"
        return Conflict(f"Việc “{task.name}” không còn nữa vì {what} đã chuyển sang bước khác.")
    who = session.get_one(Person, task.completed_by)
    return Conflict(f"{who.full_name} đã xử lý việc “{task.name}” lúc {_local(task.completed_at)}.")


def _refuse_held(session: Session, task: UserTask, actor: Actor) -> None:
    """Raise Conflict while another holds the task. Whoever has lost the role meanwhile holds nothing: they can't let go."""
    if task.assignee_id in (None, actor.person_id) or task.assignee is None:
        return
    if policy.may_still_work(session, task.assignee.id, task, dates.local_date(utcnow())):
        raise Conflict(f"{task.assignee.full_name} đã nhận việc này lúc {_local(task.claimed_at)}.")


def _outcome(task: UserTask, outcome: str | None) -> str | None:
    if not task.outcomes:
        return None
    if outcome not in task.outcomes:
        raise Invalid({"outcome": ["Chọn một cách xử lý có trên trang."]})
    return outcome


def _note(session: Session, actor: Actor, task: UserTask, verb: str) -> None:
    facts = {"element_id": task.element_id, "after": {"task": task.name}, "capacity": actor.capacity_for(task)}
    history.record(session, actor, verb, dossier=task.dossier, duty=task.duty, **facts)


def _remember(work: Work, task: UserTask, clean: dict) -> None:
    work.session.execute(DRAFTS_GONE, {"of_task": task.id})
    secret = task.form_key in editing.UNRECORDED_FORMS
    if not secret:
        work.session.execute(ANSWERED, {"task_id": task.id, "answers": clean})
    history.record(
        work.session,
        work.actor,
        "completed",
        dossier=task.dossier,
        duty=task.duty,
        element_id=task.element_id,
        definition=f"{task.instance.definition.key}@{task.instance.definition.version}",
        after={"task": task.name} | ({} if secret else {"outcome": task.outcome, "answers": clean}),
        reason=None if secret else clean.get("reason"),
        capacity=work.capacity,
    )


def _local(at) -> str:
    return dates.show(at) if at else ""
