"""Count every open deadline anew after a day or a limit has changed, batch by batch, exactly once, whoever crashes.

A batch is one transaction: it holds the job's row, so that no second worker takes the same instances, and then the
instances themselves, so that nobody completes a step of theirs meanwhile. Where it breaks off, nothing of it has happened
and the next one begins at the same place.

An instance that was begun by the old rows may be committed after its place in the order was passed: a while after a job
is done, those that were begun about its time are counted once more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, insert, or_, select
from sqlalchemy.orm import Session

from workflows import clocks, history
from workflows.clock import utcnow
from workflows.clock_bases import WITH_DOSSIER, WITH_PLAN, Clocked, Subject, subject_of
from workflows.clocks import Recount
from workflows.commands import moved_notices
from workflows.db import table_of
from workflows.models import Dossier, MovedDeadline, ProcessInstance, Recalculation, UserTask
from workflows.policy import Actor

BATCH = 100
"""Instances at once: few enough that nobody waits for their locks, or on SQLite for the file, longer than a moment."""
SUBJECTS_KEPT = 20
LONGEST_BEGINNING = timedelta(minutes=2)
"""For so long a transaction that begins an instance may take, from what it reads first until it is committed."""
OPEN_TASK = (UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None), UserTask.clock_from.is_not(None))
OPEN_DOSSIER = (Dossier.closed_at.is_(None), Dossier.clock_from.is_not(None))
RUNNING = ProcessInstance.status != "ended"
NOT_COUNTED = "Không tính lại được hạn này."


def begin(session: Session, actor: Actor | None, cause: str, subjects: Sequence[str]) -> Recalculation | None:
    """Ask for all open deadlines to be counted anew, in the transaction of the change; None where none is open yet.

    `cause`: day, rule or shipped. `subjects`: what was changed, in words. The permission is that of the change.
    """
    total = sum(session.scalar(query) or 0 for query in _counts())
    job = Recalculation(
        cause=cause,
        subjects=list(subjects[:SUBJECTS_KEPT]),
        requested_by=actor.person_id if actor else None,
        requested_at=utcnow(),
        state="queued",
        total=total,
    )
    session.add(job)
    session.flush()  # the caller leads to its page
    return job if total else None  # where nothing is seen, something may be begun at this moment by the old rows


def work(session: Session, size: int = BATCH) -> bool:
    """Count the next batch of the oldest job that nobody else works on. Return whether there was one.

    When none is open, of the oldest one that is done and was not looked through again; then people are told.
    """
    job = _next_job(session)
    if job is None:
        return _tell(session)
    now = utcnow()
    if job.started_at is None:
        job.state, job.started_at = "running", now
    held = session.scalars(_next_instances(job, size)).all()
    if held:
        items = _uncounted(session, job, [instance.id for instance in held])
        _count(session, job, items)
        job.last_instance_id = max(instance.id for instance in held)
    else:  # not where there are few: one that has ended while it was waited for is left out
        _end(session, job)
    return True


def pass_over(session: Session, *, is_noted: bool = True) -> None:
    """Leave the deadlines of the next instance as they are, because they could not be counted, and note them as failed.

    Without `is_noted` the instance alone counts as failed: for one whose deadlines cannot even be read.
    """
    job = _next_job(session)
    held = session.scalars(_next_instances(job, 1)).first() if job else None
    if job is None or held is None:
        return
    items = _uncounted(session, job, [held.id]) if is_noted else []
    _keep(session, [_moved(job, item, item.due_at, error=NOT_COUNTED) for item in items])
    failed = len(items) if is_noted else 1
    _advance(job, failed, failed=failed)
    job.last_instance_id = held.id


def _counts() -> tuple[Select, ...]:
    tasks = select(func.count()).select_from(UserTask).where(*OPEN_TASK)
    return tasks, select(func.count()).select_from(Dossier).where(*OPEN_DOSSIER)


def _next_job(session: Session) -> Recalculation | None:
    query = select(Recalculation).order_by(Recalculation.id).limit(1).with_for_update(skip_locked=True)
    over = (Recalculation.state == "done", Recalculation.ended_at <= utcnow() - LONGEST_BEGINNING)
    found = session.scalar(query.where(Recalculation.state != "done"))
    return found or session.scalar(query.where(*over, Recalculation.settled_at.is_(None)))


def _tell(session: Session) -> bool:
    """Tell some of those whose deadlines have moved. Return whether anybody was to be told."""
    query = select(Recalculation).where(Recalculation.state == "done", Recalculation.untold > 0)
    job = session.scalar(query.order_by(Recalculation.id).limit(1).with_for_update(skip_locked=True))
    if job is not None:
        moved_notices.tell(session, job)
    return job is not None


def _next_instances(job: Recalculation, size: int) -> Select:
    """Return the query of the next instances, which locks them in the order of their ids."""
    query = select(ProcessInstance).where(RUNNING, ProcessInstance.id > job.last_instance_id)
    if job.ended_at is not None:
        about = (job.requested_at - LONGEST_BEGINNING, job.ended_at + LONGEST_BEGINNING)
        query = query.where(ProcessInstance.started_at.between(*about))
    return query.order_by(ProcessInstance.id).limit(size).with_for_update(of=ProcessInstance)


def _deadlines(session: Session, instance_ids: Sequence[int]) -> list[Clocked]:
    """Return the open deadlines of instances that are held: the dossiers', then the tasks'."""
    of_instances = select(ProcessInstance.dossier_id).where(ProcessInstance.id.in_(instance_ids))
    dossiers = select(Dossier).where(*OPEN_DOSSIER, Dossier.id.in_(of_instances))
    tasks = select(UserTask).where(*OPEN_TASK, UserTask.instance_id.in_(instance_ids)).order_by(UserTask.id)
    found: list[Clocked] = [*session.scalars(dossiers.options(*WITH_PLAN))]
    return [*found, *session.scalars(tasks.options(*WITH_DOSSIER))]


def _uncounted(session: Session, job: Recalculation, instance_ids: Sequence[int]) -> list[Clocked]:
    """Return the open deadlines of instances that are held; those alone that a job that is done has not noted."""
    found = _deadlines(session, instance_ids)
    if job.ended_at is None:
        return found
    tasks, dossiers = MovedDeadline.task_id, MovedDeadline.dossier_id
    whose = [_whose(each) for each in found]
    of_found = or_(tasks.in_([each for each, _ in whose]), dossiers.in_([each for _, each in whose]))
    query = select(tasks, dossiers).where(of_found)
    rows = session.execute(query.where(MovedDeadline.recalculation_id == job.id))
    noted = {tuple(row) for row in rows}
    return [each for each in found if _whose(each) not in noted]


def _count(session: Session, job: Recalculation, items: Sequence[Clocked]) -> None:
    found = clocks.recounts(session, items)
    moving = [each for each in found if each.moves]
    clocks.apply_all(session, found)
    history.record_each(session, None, "deadline_recounted", [_said(job, each) for each in moving])
    _keep(session, [_moved(job, each.item, each.old, new=each.new) for each in moving])
    dated = [each.item for each in moving if isinstance(each.item, UserTask) and each.new is not None]
    moved_notices.gather(session, job, dated)
    _advance(job, len(items) if job.ended_at is None else len(moving), moved=len(moving))


def _said(job: Recalculation, found: Recount) -> tuple[Subject | None, dict]:
    """Return what the history of a dossier or a duty is told of a deadline that moved."""
    task = found.item if isinstance(found.item, UserTask) else None
    fact = "task_due_at" if task else "due_at"
    before, after = ({fact: at.isoformat() if at else None} for at in (found.old, found.new))
    named = {"task": task.name} if task else {}
    return subject_of(found.item), {
        "element_id": task.element_id if task else None,
        "before": before | named,
        "after": after | named | {"recalculation": job.id},
        "reason": "; ".join(job.subjects[:3]),
    }


def _moved(
    job: Recalculation, item: Clocked, old: datetime | None, *, new: datetime | None = None, error: str | None = None
) -> dict[str, object]:
    task_id, dossier_id = _whose(item)
    whose = {"recalculation_id": job.id, "task_id": task_id, "dossier_id": dossier_id}
    return whose | {"old_due_at": old, "new_due_at": new, "error": error}


def _whose(item: Clocked) -> tuple[int | None, int | None]:
    return (item.id, None) if isinstance(item, UserTask) else (None, item.id)


def _keep(session: Session, rows: list[dict[str, object]]) -> None:
    if rows:
        session.execute(insert(table_of(MovedDeadline)), rows)


def _advance(job: Recalculation, done: int, *, moved: int = 0, failed: int = 0) -> None:
    job.done, job.moved, job.failed = job.done + done, job.moved + moved, job.failed + failed
    job.total = max(job.total, job.done)


def _end(session: Session, job: Recalculation) -> None:
    if job.ended_at is not None:
        job.settled_at = utcnow()
        return
    job.last_instance_id = 0  # whoever looks through it again begins anew
    job.state, job.ended_at, job.total = "done", utcnow(), job.done
    figures = {"recalculation": job.id, "total": job.total, "moved": job.moved, "failed": job.failed}
    history.record(session, None, "deadlines_recounted", after=figures, reason="; ".join(job.subjects[:3]))
