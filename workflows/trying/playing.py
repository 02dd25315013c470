"""Carry out the acts of a try-out one after the other, by the same commands as the pages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from forms import FormInvalid
from forms.samples import as_posted
from workflows import catalogue, dates, draft_limits, editing, policy, progress
from workflows.clock import standing_at, utcnow
from workflows.commands import dossiers, due_rules, reminding, tasks, timers
from workflows.commands.dossiers import Typed
from workflows.commands.rehearsing import sample_answers
from workflows.engine import Visit, followed
from workflows.errors import StepFailed, WorkflowError
from workflows.models import Dossier, DueTimer, HistoryEntry, Notice, ProcessInstance, UserTask
from workflows.policy import Actor
from workflows.queries.dossier_record import outcome_label
from workflows.rules.calendar import VIETNAM, add_working_days
from workflows.trying import patience, people, referring, starting
from workflows.trying.acts import Act, Complete, Message, PassTime, Start
from workflows.trying.doers import Doer, doer_of
from workflows.trying.patience import TimeUp
from workflows.trying.played import Stopped
from workflows.work import Work

STEP_TAKES = timedelta(minutes=1)
"""So long everybody needs for a step."""
MOST_MOMENTS = 2_000
"""Which one act may let pass."""
WITHDRAWAL = "withdraw_dossier"
WHY_WITHDRAWN = "Đơn vị rút hồ sơ để chạy thử quy trình."
REFUSALS = (WorkflowError, FormInvalid)


class Misfit(WorkflowError):
    """An act cannot be done as things stand: the draft, or the acts before it, have changed."""


@dataclass(frozen=True)
class Mark:
    """What was there after an act: the last notice and the last entries of history."""

    notice: int
    entry: int


@dataclass(frozen=True)
class Carried:
    """An act that was carried out, before it is put in words."""

    kind: str
    name: str
    element_id: str
    who: str
    outcome: str
    began_at: datetime
    ended_at: datetime
    visits: tuple[Visit, ...]
    standing: tuple[tuple[str, str], ...]
    status: str
    mark: Mark
    by: Doer | None = None


@dataclass
class _Told:
    """What an act tells of itself."""

    name: str = ""
    element_id: str = ""
    who: str = ""
    outcome: str = ""
    by: Doer | None = None


class Player:
    """One try-out in a session on a copy. `now` is its clock; `stopped` says why it did not go on."""

    def __init__(self, session: Session, start: Start, limits: Mapping[str, bytes]):
        self.session = session
        self.start = start
        self._limits = limits
        self.now = start.at
        self.carried: list[Carried] = []
        self.stopped: Stopped | None = None
        self.instance: ProcessInstance | None = None

    def run(self, acts: Iterable[Act]) -> None:
        """Begin, and carry out the acts up to the first that cannot be done."""
        if self._carry(0, "start", self._begin):
            self.go_on(acts)

    def resume(self, carried: Iterable[Carried], now: datetime, instance_id: int) -> None:
        """Be where an earlier play was, whose database this one has."""
        self.carried, self.now = list(carried), now
        self.instance = self.session.get_one(ProcessInstance, instance_id)

    def go_on(self, acts: Iterable[Act]) -> None:
        """Carry out more acts up to the first that cannot be done."""
        for number, act in enumerate(acts, start=len(self.carried)):
            if not self.do(number, act):
                break

    def do(self, number: int, act: Act) -> bool:
        """Carry out one more act; return whether it could be done."""
        if isinstance(act, Complete):
            return self._carry(number, "complete", lambda: self._complete(act))
        if isinstance(act, PassTime):
            return self._carry(number, "pass_time", lambda: self._pass(act))
        return self._carry(number, "message", lambda: self._message(act))

    @property
    def case(self) -> ProcessInstance:
        """The instance that is tried out."""
        if self.instance is None:
            raise LookupError("the try-out has not begun")
        return self.instance

    def open_steps(self) -> list[tuple[int, UserTask]]:
        """Return the open steps, oldest first, each with its number among those of its element."""
        counts: dict[str, int] = {}
        found = []
        query = select(UserTask).where(UserTask.instance_id == self.case.id, policy.is_open()).order_by(UserTask.id)
        for task in self.session.scalars(query):
            counts[task.element_id] = counts.get(task.element_id, 0) + 1
            found.append((counts[task.element_id], task))
        return found

    def moments(self) -> list[datetime]:
        """Return when something waits to happen, or is due, from now on."""
        timers_due = select(DueTimer.due_at).where(*self.waits())
        due = select(UserTask.due_at).where(
            UserTask.instance_id == self.case.id,
            policy.is_open(),
            UserTask.due_at > self.now,
            UserTask.stopped_at.is_(None),
        )
        return sorted({*self.session.scalars(timers_due), *(each for each in self.session.scalars(due) if each)})

    def _carry(self, number: int, kind: str, do: Callable[[], _Told]) -> bool:
        """Do an act in a savepoint, so that what came before it stands where it fails."""
        began = self.now
        with standing_at(self.now), followed() as visits:
            try:
                patience.demand()
                with self.session.begin_nested():
                    told = do()
            except REFUSALS as error:
                self.stopped = self._why(number, error)
                self.now = began
                return False
            self._note(kind, told, began, visits)
        return True

    def _begin(self) -> _Told:
        changed = draft_limits.changes(self.session, self._limits, dates.local_date(self.now))
        due_rules.put_in_force(self.session, None, changed)
        self.instance = starting.open_case(self.session, self.start)
        self.now += STEP_TAKES
        return _Told(name=self.instance.definition.name)

    def _complete(self, act: Complete) -> _Told:
        task = self._open_step(act)
        actor = people.worker(self.session, task, act.who)
        outcome = act.outcome or (task.outcomes[0] if task.outcomes else None)
        if act.answers is None:
            answers = sample_answers(self.session, actor, task, outcome)
        elif task.form_key == editing.FORM_OF_CONTENT:
            self._fill(actor, task, act.answers)
            answers = {}
        else:
            context = editing.context(self.session, actor, task)
            answers = referring.resolved(catalogue.form_of(self.session, task), context, act.answers)
        by = doer_of(catalogue.process_of(self.session, self.case.definition), task)
        label = outcome_label(catalogue.form_of(self.session, task), outcome) or ""
        tasks.complete(self.session, actor, task.id, outcome, answers)
        self.now += STEP_TAKES
        return _Told(task.name, task.element_id, f"{actor.name}, {actor.capacity_for(task)}", label, by)

    def _open_step(self, act: Complete) -> UserTask:
        steps = self.open_steps()
        found = next((task for nth, task in steps if (task.element_id, nth) == (act.step, act.nth)), None)
        if found is None:
            names = ", ".join(dict.fromkeys(f"“{task.name}”" for _, task in steps))
            open_now = f"Đang mở: {names}." if names else "Không có việc nào đang mở."
            raise Misfit(f"Bước “{act.step}” không mở vào lúc này. {open_now}")
        return found

    def _fill(self, actor: Actor, task: UserTask, given: Mapping[str, Any]) -> None:
        """Save the pages of the dossier as they were filled in."""
        form, dossier = editing.form_of(self.session, task), self.session.get_one(Dossier, task.dossier_id)
        answers = referring.resolved(form, editing.context(self.session, actor, task), given)
        for page in form.pages:
            keys = {each.item.key for each in form.placed if each.page == page.key}
            if typed := {key: value for key, value in answers.items() if key in keys}:
                posted = Typed(as_posted(typed), dossier.content_revision)
                dossiers.save_content(self.session, actor, dossier.reference, page.key, posted)

    def _pass(self, act: PassTime) -> _Told:
        until = self._until(act)
        if until <= self.now:
            raise Misfit(f"Lúc này đã là {dates.show(self.now)}. Chọn một thời điểm sau đó.")
        for _ in range(MOST_MOMENTS):
            patience.demand()
            waiting = select(func.min(DueTimer.due_at)).where(*self.waits(), DueTimer.due_at <= until)
            due_at = self.session.scalar(waiting)
            if due_at is None:
                break
            self.now = max(self.now, due_at)
            with standing_at(self.now):
                self._happen()
        else:
            raise Misfit("Quá nhiều mốc thời gian trôi qua một lần. Cho thời gian trôi từng đoạn ngắn hơn.")
        self.now = until
        return _Told()

    def _happen(self) -> None:
        """Let what is due go off: first what the diagram waits for, then the reminders of what is still open then."""
        engine = select(DueTimer.id).where(*self.waits(), DueTimer.kind == "engine", DueTimer.due_at <= self.now)
        first = engine.order_by(DueTimer.due_at, DueTimer.id).limit(1)
        while (timer_id := self.session.scalar(first)) is not None and timers.fire(self.session, timer_id):
            pass
        if due := reminding.claim(self.session):
            reminding.send(self.session, due)

    def _until(self, act: PassTime) -> datetime:
        if act.until is not None:
            return act.until
        if act.days:
            return self.now + timedelta(days=act.days)
        if act.working_days:
            dossier = self.case.dossier
            calendar = dates.calendar_of(self.session, dossier.province_id if dossier else None)
            day = add_working_days(calendar, dates.local_date(self.now), act.working_days)
            hour: time = self.now.astimezone(VIETNAM).timetz()
            return datetime.combine(day, hour)
        coming = [each for each in self.moments() if each > self.now]
        if not coming:
            raise Misfit("Không còn mốc thời gian nào đang chờ.")
        return coming[0]

    def _message(self, act: Message) -> _Told:
        dossier = self.case.dossier
        if act.name == WITHDRAWAL and dossier is not None:
            people.staff(self.session, "submitting_officer", dossier.submitting_unit)
            actor = people.holder(self.session, "submitting_officer", dossier.submitting_unit)
            dossiers.withdraw(self.session, actor, dossier.reference, act.reason or WHY_WITHDRAWN)
            who = f"{actor.name}, {actor.capacity}"
        else:
            instance, who = progress.lock(self.session, self.case.id), ""
            progress.send_message(Work(self.session, instance, None, utcnow()), act.name)
        self.now += STEP_TAKES
        return _Told(name=act.name, who=who)

    def _note(self, kind: str, told: _Told, began: datetime, visits: list[Visit]) -> None:
        session, instance = self.session, self.case
        session.refresh(instance)
        if instance.dossier is not None:
            session.refresh(instance.dossier)
        mark = Mark(
            session.scalar(select(func.max(Notice.id))) or 0, session.scalar(select(func.max(HistoryEntry.id))) or 0
        )
        standing = tuple((each["process"], each["element"]) for each in instance.tokens)
        self.carried.append(
            Carried(
                kind,
                *(told.name, told.element_id, told.who, told.outcome),
                *(began, self.now, tuple(visits), standing),
                instance.dossier.status if instance.dossier else instance.status,
                mark,
                told.by,
            )
        )

    def waits(self) -> tuple[ColumnElement[bool], ...]:
        """Conditions on DueTimer: of this instance, and still to go off."""
        return (
            DueTimer.instance_id == self.case.id,
            DueTimer.fired_at.is_(None),
            DueTimer.cancelled_at.is_(None),
        )

    def _why(self, number: int, error: Exception) -> Stopped:
        errors = getattr(error, "errors", {})
        if not isinstance(error, StepFailed):
            return Stopped(number, str(error), errors=errors, is_overtime=isinstance(error, TimeUp))
        process_id, element_id, name = error.process_id or "", error.element_id or "", ""
        definition = catalogue.current_definition(self.session, self.start.process)
        container = catalogue.process_of(self.session, definition).containers.get(process_id)
        if container is not None and element_id in container.elements:
            name = container.elements[element_id].name
        return Stopped(number, str(error), process_id, element_id, name, error.expression or "", errors)
