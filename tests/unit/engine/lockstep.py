"""Drive our execution and the library with the same moves, and compare them at every wait."""

import json
import random
import re
from datetime import timedelta

from tests.unit.engine.stock import Answers, Stock
from workflows.engine import Execution, OpenTask, Process

FLAGS = (
    "needs_standing_opinion",
    "is_state_award",
    "has_unawarded",
    "needs_achievement_appraisal",
    "needs_party_opinion",
)


_BOX = re.compile(r"<bpmn:loopDataOutputRef>(\w+)<")


class Pair:
    """One instance on either side.

    `loses` says that a token may stay behind at an end: the library then lets its old values win over newer
    ones, so only the places are compared.
    """

    def __init__(self, process: Process, sides: tuple[Answers, Answers], *, loses: bool = False):
        seed = sides[0].seed
        # The library keeps the answers of an earlier round of multi-instance work; ours starts with an empty box.
        self._boxes = {name for file in process.files.values() for name in _BOX.findall(file.decode())}
        self._rng, self._loses, self._process, self.sides = random.Random(seed), loses, process, sides
        variables = {"dossier_id": "d1", "state_level": self._rng.choice(["prime_minister", "president"])}
        variables |= {
            "return_count": 0,
            "decision_template": "t",
            "x": seed % 4,
            "voters": {"a": {"n": 1}, "b": {"n": 2}},
        }
        variables |= {name: self._rng.random() < 0.5 for name in FLAGS}
        self._stock = Stock(process.key, dict(process.files), variables, self.sides[0])
        self._ours = Execution.start(process, variables, self.sides[1])

    def walk(self, limit: int = 70) -> int:
        """Go on until the end or the limit; return the number of moves."""
        for step in range(limit):
            snapshot = self._ours.snapshot()
            assert snapshot.ended == self._stock.workflow.completed, step
            if snapshot.ended:
                ended = self._without_boxes(snapshot.variables), self._without_boxes(self._stock.workflow.data)
                assert self._loses or ended[0] == ended[1], step
                return step
            self._ours = Execution.restore(self._process, snapshot.state, self.sides[1])
            assert self._described(self._ours._workflow) == self._described(self._stock.workflow), step
            self._move(snapshot, step)
        return limit

    def _described(self, workflow) -> list:
        """Say where an instance stands and what each live task sees there."""
        parts = (workflow, *workflow.subprocesses.values())
        live = [
            (part.spec.name, task)
            for part in parts
            for task in part.tasks.values()
            if task.state == 16 or (task.state == 8 and task.task_spec.bpmn_id)
        ]
        return sorted(
            (name, task.task_spec.name, task.state, "" if self._loses else self._seen(task)) for name, task in live
        )

    def _seen(self, task) -> str:
        return json.dumps(self._without_boxes(task.data), sort_keys=True)

    def _without_boxes(self, data: dict) -> dict:
        return {name: value for name, value in data.items() if name not in self._boxes}

    def _move(self, snapshot, step: int) -> None:
        tasks = [task for task in snapshot.tasks if task.kind == "user"]
        messages = [name for name in snapshot.messages if name != "withdraw_dossier" or self._rng.random() < 0.1]
        events = [*messages, *(["timer"] if snapshot.timers else [])]
        if events and (not tasks or self._rng.random() < 0.15):
            self._happen(self._rng.choice(events))
        else:
            self._complete(self._rng.choice(tasks), step)

    def _happen(self, event: str) -> None:
        if event == "timer":
            for side in self.sides:
                side.moment += timedelta(days=40)
            self._stock.fire()
            self._ours.fire_timers()
        else:
            payload = self._rng.choice(["approve", "return", "refuse"])
            self._stock.send(event, payload)
            self._ours.send_message(event, payload)

    def _complete(self, chosen: OpenTask, step: int) -> None:
        mine = self._ours._open_task(chosen.id)
        same = [task for task in self._stock.workflow.get_tasks(state=16, manual=True) if _are_same(task, mine)]
        answers = self._answers(chosen, step)
        self._stock.complete(same[0], answers)
        self._ours.complete(chosen.id, answers)

    def _answers(self, chosen: OpenTask, step: int) -> dict:
        if chosen.form_key != "form":
            words = chosen.outcomes if self._rng.random() < 0.3 else chosen.outcomes[:1]
            return {chosen.outcome_variable: self._rng.choice(words)} if words else {}
        own = chosen.element_id
        answers = {f"go_{own}": int(self._rng.random() < 0.5), f"by_{own}": {"n": [step, {"deep": step}]}}
        return answers | ({chosen.outcome_variable: step} if chosen.assignee else {})


def _are_same(task, mine) -> bool:
    keys = [each.internal_data.get("key_or_index") for each in (task, mine)]
    return task.task_spec.name == mine.task_spec.name and keys[0] == keys[1] and _around(task) == _around(mine)


def _around(task) -> list:
    """Return which instances of multi-instance work enclose a task."""
    found = []
    while task.workflow.parent_task_id is not None:
        task = task.workflow.top_workflow.get_task_from_id(task.workflow.parent_task_id)
        found.append((task.task_spec.name, task.internal_data.get("key_or_index")))
    return found
