"""A host that answers what a test tells it to."""

from datetime import UTC, datetime, timedelta

from workflows.engine import Execution, Process, Snapshot

NOW = datetime(2026, 12, 10, 3, tzinfo=UTC)


class Host:
    """Time stands still; `answers` maps an operation to a value, or to a function of (parameters, step)."""

    def __init__(self, **answers: object):
        self.moment = NOW
        self.answers = {name.replace("__", "/"): answer for name, answer in answers.items()}
        self.steps: list = []

    def now(self) -> datetime:
        return self.moment

    def wait(self, **parts: float) -> None:
        self.moment += timedelta(**parts)

    def decide(self, decision_id: str, variables: dict) -> dict:
        return self.answers[decision_id]

    def call(self, operation: str, parameters: dict, step) -> object:
        self.steps.append((operation, parameters, step))
        answer = self.answers.get(operation)
        return answer(parameters, step) if callable(answer) else answer


class Instance:
    """One instance that is saved and restored before each action, as in the product."""

    def __init__(self, process: Process, host: Host | None = None, **variables: object):
        self.process, self.host = process, host or Host()
        self.at: Snapshot = Execution.start(process, variables, self.host).snapshot()

    @property
    def names(self) -> list[str]:
        """The elements where people can work now."""
        return sorted(task.element_id for task in self.at.tasks)

    def restored(self) -> Execution:
        return Execution.restore(self.process, self.at.state, self.host)

    def task(self, element_id: str, number: int = 0):
        return [task for task in self.at.tasks if task.element_id == element_id][number]

    def complete(self, element_id: str, number: int = 0, **variables: object) -> Snapshot:
        return self.do(lambda execution: execution.complete(self.task(element_id, number).id, variables))

    def send(self, name: str, payload: object = None) -> Snapshot:
        return self.do(lambda execution: execution.send_message(name, payload))

    def fire(self) -> Snapshot:
        self.fired: list[str] = []
        return self.do(lambda execution: execution.fire_timers(self.fired.append))

    def do(self, act) -> Snapshot:
        execution = self.restored()
        act(execution)
        self.at = execution.snapshot()
        return self.at
