"""Walk a process at random to its end, saved and restored at each wait."""

from collections import Counter
from collections.abc import Iterator

from tests.diagrams.dice import Dice
from tests.diagrams.files import process
from workflows.engine import Execution, OpenTask, Snapshot

FLAGS = (
    "needs_achievement_appraisal",
    "needs_party_opinion",
    "needs_standing_opinion",
    "is_state_award",
    "has_unawarded",
)
LEVELS = {"prime_minister_award": "prime_minister", "labour_order": "president"}


class Walk:
    """One instance on its way. `flows` counts the sequence flows on which a token went."""

    def __init__(self, key: str, seed: int, chosen: Counter | None = None):
        self.process = process(key)
        self.dice = Dice(f"{key}/{seed}", chosen)
        self.flows: Counter = Counter()
        self.steps: list[str] = []
        rng = self.dice.rng
        variables = {"dossier_id": "d1", "decision_template": "award_decision", "return_count": 0}
        variables["state_level"] = LEVELS.get(key) or rng.choice(["prime_minister", "president"])
        self._execution = Execution.start(
            self.process, variables | {flag: rng.random() < 0.5 for flag in FLAGS}, self.dice
        )
        self._count_flows(self._execution, set())
        self.at: Snapshot = self._execution.snapshot()

    def to_the_end(self, limit: int = 250) -> Iterator[Snapshot]:
        """Go on until the end; yield the snapshot of each wait."""
        while not self.at.ended:
            assert len(self.steps) < limit, f"no end after {limit} steps: {self.steps[-8:]}"
            yield self.at
            self.step()

    def step(self) -> None:
        """Do one thing that a person, an outer system or the clock could do now."""
        execution = Execution.restore(self.process, self.at.state, self.dice)
        workflow, known = execution._workflow, _settled(execution)
        chosen = self._choose()
        self.dice.steps += 1
        if isinstance(chosen, OpenTask):
            self.steps.append(chosen.element_id)
            execution.complete(chosen.id, self.answers(chosen))
        elif isinstance(chosen, str):
            self.steps.append(chosen)
            execution.send_message(chosen, self._payload(chosen))
        else:
            self.steps.append(chosen.element_id)
            self.dice.wait()
            execution.fire_timers()
        self._count_flows(execution, known, workflow)
        self.at = execution.snapshot()

    def _choose(self) -> object:
        """Pick open work, or a timer or message, more likely the fewer walks have tried it from here."""
        place = self.at.tokens[-1].path
        events = [*self.at.timers, *(name for name in self.at.messages if name != "withdraw_dossier")]
        for event in events:
            key = (*place, event if isinstance(event, str) else event.element_id)
            if self.dice.rng.random() < 1 / (2 + self.dice.chosen[key]):
                self.dice.chosen[key] += 1
                return event
        weighted = [(1.0, task) for task in self.at.tasks] + [(0.05, event) for event in events]
        weighted += [(0.006, name) for name in self.at.messages if name == "withdraw_dossier"]
        assert weighted, "nothing to do, and not at an end"
        return self.dice.rng.choices([what for _, what in weighted], [weight for weight, _ in weighted])[0]

    def answers(self, task: OpenTask) -> dict:
        """Return the variables with which a task is completed."""
        if not task.outcomes:
            return {}
        return {task.outcome_variable: self.dice.choose((*task.path, task.element_id), task.outcomes)}

    def _payload(self, name: str) -> object:
        """Answer a message that a receive task waits for with one of that task's outcomes."""
        waiting = [task for task in self.at.tasks if task.kind == "receive"]
        return self.dice.choose((name,), waiting[0].outcomes) if waiting else None

    def _count_flows(self, execution: Execution, known: set, workflow: object = None) -> None:
        workflow = workflow or execution._workflow
        for part in (workflow, *workflow.subprocesses.values()):
            for task in part.tasks.values():
                parent = task.parent
                if task.id in known or parent is None or parent.state != 64 or task.state < 8:
                    continue
                target = task.task_spec.name.removesuffix(".BoundaryEventSplit")
                self.flows[part.spec.name, parent.task_spec.name, target] += 1


def _settled(execution: Execution) -> set:
    """Return the ids of the tasks that an earlier step has reached."""
    workflow = execution._workflow
    parts = (workflow, *workflow.subprocesses.values())
    return {task.id for part in parts for task in part.tasks.values() if task.state >= 8}
