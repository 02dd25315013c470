"""Play what was recorded of an instance by a process and tables: which way it takes, and how it ends.

People's answers, results of operations and facts come from the record; decisions are evaluated by the tables, timers go
off by the record's clock. Steps are matched by the id of their element, in the order in which they were done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from workflows.engine import Execution, OpenTask, Process, Snapshot, Step
from workflows.engine.decisions import Decisions
from workflows.engine.diagram import Element
from workflows.engine.tracing import Visit, followed
from workflows.engine.xml import BPMN, SPIFF
from workflows.errors import StepFailed, WorkflowError
from workflows.rules.calendar import VIETNAM

LATE = timedelta(hours=1)
"""A timer that was due so long before somebody's step would have gone off before it."""
NOWHERE = Snapshot("", (), (), (), (), (), False, None, {}, {})
Timers = frozenset[tuple[str, datetime]]


@dataclass(frozen=True)
class Recorded:
    """One step of the record, as `models.InstanceStep` keeps it."""

    kind: str
    element_id: str
    path: tuple[str, ...]
    member: str | None
    outcome: str | None
    given: Mapping[str, Any]
    answers: Sequence[Mapping[str, Any]]
    at: datetime


@dataclass(frozen=True)
class Rules:
    """By what an instance is played. Without `tables` decisions answer as they did then."""

    process: Process
    tables: Decisions | None = None
    facts: Mapping[str, Any] | None = None
    """What decisions read beside the variables; None: as it was recorded."""
    former_ids: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What elements were called when their steps were done."""


@dataclass(frozen=True)
class Played:
    """The way that an instance took, and where it came to."""

    visits: tuple[Visit, ...]
    end: Element | None
    """The end event; None where it came to none."""
    waits: tuple[OpenTask, ...]
    """The work for which the record has no answer."""
    stopped: str
    """Why it could not go on, as a Vietnamese sentence; empty else."""
    stopped_at: str
    """The element, where `stopped` is said of one."""
    timers: tuple[Timers, ...]
    """Those that waited before each step."""


class Stopped(WorkflowError):
    """The record does not say how it goes on. The text is a Vietnamese sentence."""

    def __init__(self, message: str, element_id: str = ""):
        super().__init__(message)
        self.element_id = element_id


def play(rules: Rules, steps: Sequence[Recorded], known: Sequence[Timers] | None = None) -> Played:
    """Play the steps of one instance, the first of which is its start.

    `known`: the timers that waited before each step in what really happened: where one of them went off late, the
    worker was late. None: this is what really happened, and timers go off where the record has them.
    """
    return _Play(rules, steps, known).run()


class _Play:
    def __init__(self, rules: Rules, steps: Sequence[Recorded], known: Sequence[Timers] | None):
        self._rules, self._steps, self._known = rules, steps, known
        self._host = _Record(rules, steps)
        self._now = NOWHERE
        self._visits: list[Visit] = []
        self._timers: list[Timers] = []
        self._later: list[Recorded] = []
        """Steps for which nothing waited yet: another order is no other way."""

    def run(self) -> Played:
        stopped = Stopped("")
        with followed() as heard:
            self._heard = heard
            try:
                self._begin()
                for number, step in enumerate(self._steps[1:]):
                    self._step(number, step)
            except Stopped as reason:
                stopped = reason
            except StepFailed as failed:
                stopped = Stopped(str(failed), failed.element_id or "")
            self._keep_visits()
        return self._played(stopped)

    def _begin(self) -> None:
        first = self._steps[0]
        self._host.at = first.at
        self._execution = Execution.start(self._rules.process, dict(first.given), self._host)
        self._look()

    def _step(self, number: int, step: Recorded) -> None:
        if self._now.ended:
            return
        self._host.at = step.at
        self._let_time_pass(number, step)
        if self._now.ended or step.kind == "timer":
            return
        self._later.append(step)
        while any(self._did(each) for each in self._later):
            pass

    def _let_time_pass(self, number: int, step: Recorded) -> None:
        waiting = frozenset((timer.element_id, timer.due_at) for timer in self._now.timers)
        self._timers.append(waiting)
        if step.kind == "timer":
            due = [at for _, at in waiting if at <= step.at]
        elif self._known is not None:
            late = self._known[number] if number < len(self._known) else frozenset()
            due = [at for name, at in waiting if at <= step.at - LATE and (name, at) not in late]
        else:
            due = []
        if due:
            self._host.at = step.at if step.kind == "timer" else max(due)
            self._execution.fire_timers()
            self._look()
            self._host.at = step.at

    def _did(self, step: Recorded) -> bool:
        """Do a step if it is waited for; tell whether it was."""
        if step.kind == "message":
            if self._now.ended or step.element_id not in self._now.messages:
                return False
            self._execution.send_message(step.element_id, step.given.get("payload"))
        else:
            task = self._open(step)
            if task is None:
                return False
            if step.outcome and task.outcomes and step.outcome not in task.outcomes:
                raise Stopped(f"Ở bước “{task.name}” không còn chọn được kết quả đã chọn khi ấy.", task.element_id)
            chosen = {task.outcome_variable: step.outcome} if step.outcome else {}
            self._execution.complete(task.id, {**step.given, **chosen})
        self._later.remove(step)
        self._look()
        return True

    def _open(self, step: Recorded) -> OpenTask | None:
        """Return the open work that a step has done: of the same element, path and person, as far as those are told."""
        names = {step.element_id, *(new for new, old in self._rules.former_ids.items() if step.element_id in old)}
        found = [task for task in self._now.tasks if task.element_id in names]
        found = [task for task in found if task.path == step.path] or found
        own = [task for task in found if step.member is None or task.assignee in (None, "")]
        own = own or [task for task in found if str(task.assignee) == step.member]
        return own[0] if own else None

    def _look(self) -> None:
        self._now = self._execution.snapshot()
        self._keep_visits()

    def _keep_visits(self) -> None:
        self._visits += self._heard
        self._heard.clear()

    def _played(self, stopped: Stopped) -> Played:
        now = self._now
        has_ended = now.ended and not stopped.args[0]
        process = self._rules.process
        end = process.element(process.key, now.end_event) if has_ended and now.end_event else None
        return Played(
            visits=tuple(self._visits),
            end=end,
            waits=now.tasks,
            stopped=str(stopped),
            stopped_at=stopped.element_id,
            timers=tuple(self._timers),
        )


class _Record:
    """Answers the engine from the record, each answer once."""

    def __init__(self, rules: Rules, steps: Sequence[Recorded]):
        self._rules = rules
        self._left = [answer for step in steps for answer in step.answers]
        self._last_facts: Mapping[str, Any] = {}
        self.at = steps[0].at

    def now(self) -> datetime:
        return self.at.astimezone(VIETNAM)

    def call(self, operation: str, parameters: Mapping[str, object], step: Step) -> object:
        """Return what the operation answered at this place, else at the same element, else at one that is gone."""
        of_operation = [each for each in self._left if each.get("operation") == operation]
        here = {element.id for element in self._rules.process.elements}
        fits: tuple[Callable[[Mapping[str, Any]], bool], ...] = (
            lambda each: each["element"] == step.element_id and tuple(each["path"]) == step.path,
            lambda each: each["element"] == step.element_id,
            lambda each: each["element"] not in here,
        )
        for fit in fits:
            if (found := next(filter(fit, of_operation), None)) is not None:
                self._left.remove(found)
                return found["answer"]
        element = self._rules.process.element(step.process_id, step.element_id)
        if _keeps_answer(element):
            raise Stopped(
                f"Bước tự động “{element.name or element.id}” chưa từng chạy trong hồ sơ này nên không có kết quả để phát lại.",
                element.id,
            )
        return None

    def decide(self, decision_id: str, variables: Mapping[str, object]) -> dict:
        """Return what the tables say of the variables and the recorded facts."""
        found = next((each for each in self._left if each.get("decision") == decision_id), None)
        if found is not None:
            self._left.remove(found)
            self._last_facts = found["facts"]
        if self._rules.tables is None:
            if found is None:
                raise Stopped(f"Bảng quyết định {decision_id} không có kết quả đã ghi.")
            return found["answer"]
        facts = self._last_facts if self._rules.facts is None else self._rules.facts
        result = self._rules.tables.evaluate(decision_id, {**variables, **facts}, now=self.now())
        if result.errors:
            raise Stopped("; ".join(map(str, result.errors)))
        return result.variables


def _keeps_answer(element: Element) -> bool:
    operator = element.node.find(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator")
    return operator is not None and bool(operator.get("resultVariable"))
