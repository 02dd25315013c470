"""Send the reminders that are due, each once, and flag what is overdue to whoever heads it.

Some tasks at a time, in one transaction that holds their instances: what a task was told, the flag, and the next moment
are written together or not at all.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import Select, exists, literal_column, or_, select
from sqlalchemy.orm import Session, joinedload

from workflows import dates, duties, history, incidents, outbox, policy, reminders
from workflows.clock import utcnow
from workflows.models import DueTimer, ProcessInstance, TaskEscalation, UserTask
from workflows.responsible import Directory
from workflows.rules import reminding, reminding_words
from workflows.rules.reminding import Moment

MOST_ATTEMPTS = 5
RETRY_AFTER = timedelta(minutes=5)
AT_ONCE = 25
PLANNED_AT_ONCE = 200
# Written out, not sent as a value: else no partial index is found.
OF_TASKS = DueTimer.kind == literal_column("'reminder'")


def claim(session: Session, at_most: int = AT_ONCE, passed_over: Collection[int] = ()) -> list[int]:
    """Lock the instances of reminders that are due and return the ids of these reminders, the longest due first.

    What another worker holds, and what is passed over, is left out.
    """
    return list(session.scalars(_due().where(DueTimer.id.not_in(passed_over)).limit(at_most)))


def send(session: Session, timer_ids: Sequence[int]) -> int:
    """Send claimed reminders and plan what comes next. Return for how many tasks somebody was told.

    Of the moments that a task has passed the last one is told, marked as late where it was missed. Nothing is told of a
    task that is done, called off or stopped, or that has moved to another date meanwhile.
    """
    now = utcnow()
    read = select(DueTimer).where(DueTimer.id.in_(timer_ids)).order_by(DueTimer.due_at, DueTimer.id)
    whole = (
        joinedload(DueTimer.task, innerjoin=True).joinedload(UserTask.dossier),
        joinedload(DueTimer.instance, innerjoin=True).load_only(ProcessInstance.status),
    )
    timers = session.scalars(read.options(*whole).execution_options(populate_existing=True)).all()
    waiting = [timer for timer in timers if _waits(timer, now)]
    if not waiting:
        return 0
    round_ = _Round(session, [timer.task for timer in waiting if timer.task is not None])
    return sum(round_.send(timer) for timer in waiting)


def without_reminder(session: Session, after: int, at_most: int = PLANNED_AT_ONCE) -> list[int]:
    """Return the ids, above `after` and in their order, of open dated tasks that no reminder was ever planned for."""
    planned = exists().where(DueTimer.task_id == UserTask.id)
    dated = select(UserTask.id).where(policy.is_open(), UserTask.due_at.is_not(None), UserTask.stopped_at.is_(None))
    return list(session.scalars(dated.where(UserTask.id > after, ~planned).order_by(UserTask.id).limit(at_most)))


def plan_missing(session: Session, task_ids: Sequence[int]) -> int:
    """Plan the reminders of tasks, but for those whose instances others hold. Return of how many.

    Of a limit that is over already the last moment is told.
    """
    instances = select(ProcessInstance.id).join(UserTask, UserTask.instance_id == ProcessInstance.id)
    held = instances.where(UserTask.id.in_(task_ids)).order_by(ProcessInstance.id)
    ids = set(session.scalars(held.with_for_update(of=ProcessInstance, skip_locked=True)))
    instance = joinedload(UserTask.instance, innerjoin=True).load_only(ProcessInstance.status)
    read = select(UserTask).where(UserTask.id.in_(task_ids), UserTask.instance_id.in_(ids))
    tasks = session.scalars(read.options(joinedload(UserTask.dossier), instance)).all()
    reminders.plan_all(session, tasks)
    return len(tasks)


def postpone(session: Session, timer_id: int, error: Exception) -> None:
    """Note that a reminder could not be sent: it is tried again later, and given up after MOST_ATTEMPTS."""
    timer = session.get_one(DueTimer, timer_id, with_for_update=True)
    if not timer.is_open:
        return
    timer.attempts += 1
    timer.last_error = incidents.kept(str(incidents.as_failure(error)), 2000)
    timer.retry_at = utcnow() + RETRY_AFTER * timer.attempts
    if timer.attempts >= MOST_ATTEMPTS:
        timer.cancelled_at = utcnow()


def _due() -> Select[int]:
    now = utcnow()
    return (
        select(DueTimer.id)
        .join(ProcessInstance, ProcessInstance.id == DueTimer.instance_id)
        .where(DueTimer.fired_at.is_(None), DueTimer.cancelled_at.is_(None), OF_TASKS, DueTimer.due_at <= now)
        .where(or_(DueTimer.retry_at.is_(None), DueTimer.retry_at <= now))
        .where(ProcessInstance.status == "running")
        .order_by(DueTimer.due_at, DueTimer.id)
        .with_for_update(of=ProcessInstance, skip_locked=True)
    )


def _waits(timer: DueTimer, now) -> bool:
    """Whether a reminder may go out now; one of a task that is over or stands still is called off."""
    task = timer.task
    if task is None or not timer.is_open or timer.due_at > now or timer.instance.status != "running":
        return False
    if task.is_open and task.due_at is not None and task.stopped_at is None:
        return True
    timer.cancelled_at = now
    return False


class _Round:
    """The reminders of one transaction."""

    def __init__(self, session: Session, tasks: list[UserTask]):
        self._session, self._now = session, utcnow()
        self._directory = Directory(session, tasks, dates.local_date(self._now))
        self._stopped = reminders.stopped_days(session, tasks)
        flagged = select(TaskEscalation).where(TaskEscalation.task_id.in_([task.id for task in tasks]))
        self._flags = {(each.task_id, each.due_at): each for each in session.scalars(flagged)}

    def send(self, timer: DueTimer) -> bool:
        """Send one reminder and move its row to the next moment. Return whether anybody was told."""
        task = timer.task
        if task is None:
            return False
        found = reminders.moments_of(self._session, task, self._stopped.get(task.id, frozenset()))
        moment = reminding.latest(found, timer.due_at, self._now)
        told = moment is not None and self._tell(task, moment)
        coming = reminding.following(found, self._now)
        timer.attempts, timer.retry_at, timer.last_error = 0, None, None
        if coming is None:
            timer.fired_at = self._now
        else:
            timer.due_at = coming.at
        return told

    def _tell(self, task: UserTask, moment: Moment) -> bool:
        people = self._directory.told(task, moment.rule.audience)
        over = moment.rule.days is not None and moment.rule.days > 0
        self._queue(task, moment, "reminder_overdue" if over else "reminder", people)
        if moment.rule.effect != "notify":
            self._flag(task, moment)
        return bool(people)

    def _flag(self, task: UserTask, moment: Moment) -> None:
        """Write down, once for each due date, that a task is overdue; tell its heads where that is asked."""
        if task.due_at is None or task.due_at > self._now:
            return
        flag = self._flags.get((task.id, task.due_at))
        if flag is None:
            flag = TaskEscalation(task_id=task.id, due_at=task.due_at, raised_at=self._now)
            self._flags[task.id, task.due_at] = flag
            self._session.add(flag)
            facts = {
                "element_id": task.element_id,
                "after": {"task_due_at": task.due_at.isoformat(), "task": task.name},
            }
            duty = None if task.dossier else task.duty
            history.record(self._session, None, "overdue_flagged", dossier=task.dossier, duty=duty, **facts)
        if moment.rule.effect == "escalate" and flag.head_told_at is None:
            heads = self._directory.heads(task)
            self._queue(task, moment, "escalation", heads)
            flag.head_told_at = max(self._now, flag.raised_at) if heads else None

    def _queue(self, task: UserTask, moment: Moment, kind: str, people: list[int]) -> None:
        calendar = reminders.calendar_of(self._session, task)
        said = reminding_words.Said(
            kind=kind,
            task=task.name,
            subject=task.dossier.reference if task.dossier else duties.reference(task.duty) if task.duty else "",
            is_dossier=task.dossier is not None,
            due=dates.due_state(calendar, task.due_at),
            moment=moment if moment.is_late(self._now) else None,
            is_held=task.assignee_id is not None,
        )
        title, body = reminding_words.letter(said)
        for person_id in people:
            outbox.queue(
                self._session,
                f"{kind}:{task.id}:{task.due_at:%Y%m%dT%H%M}:{moment.name}:{person_id}",
                kind,
                person_id,
                dossier=task.dossier,
                subject=title,
                body=body,
                link=outbox.task_link(task.id),
                is_duty=moment.rule.percent is None,
            )
