"""The scenario on our engine with the small store."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.diagram import HOUSE, KEY, diagram
from bench.peers.scenario import LIMIT, Contestant, serve
from bench.peers.store import Standing, Store
from workflows.engine import Execution, Process, Snapshot, Step, load_process

UNTIL = "2999-01-01T00:00:00+00:00"


class Host:
    """Answers what the diagram asks of its surroundings."""

    def now(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC)

    def call(self, operation: str, parameters: Mapping[str, object], step: Step) -> object:
        """Count the votes, or note that something is late."""
        return step.variables.get("votes", []).count("yes") if operation == "tally/run" else True

    def decide(self, decision_id: str, variables: Mapping[str, Any]) -> dict:
        """Tell whether the dossier is eligible."""
        return {"eligible": variables["amount"] <= LIMIT}


class House(Contestant):
    """Compact state, definition shared."""

    def __init__(self, folder: Path):
        self._store = Store(folder / "house.db")
        self._process: Process = load_process(KEY, {f"{KEY}.bpmn": diagram(HOUSE)}, "bench")
        self._host = Host()

    def start(self) -> int:
        snapshot = Execution.start(self._process, {"until": UNTIL}, self._host).snapshot()
        self._store.begin()
        instance_id = self._store.add(_standing(snapshot), time.time())
        self._store.commit()
        return instance_id

    def find(self, dossier: int, name: str) -> str:
        return next(task_id for task_id, element in self._store.tasks(dossier) if element == name)

    def complete(self, dossier: int, task: str, data: dict[str, Any]) -> None:
        self._store.begin()
        version, state = self._store.load(dossier)
        if not self._store.is_open(task):
            raise RuntimeError("the task is not open")
        execution = Execution.restore(self._process, state, self._host)
        execution.complete(task, data)
        self._store.save(dossier, version, _standing(execution.snapshot()), (task, "", data), time.time())
        self._store.commit()

    def is_finished(self, dossier: int) -> bool:
        return self._store.status(dossier) == "done"


def _standing(snapshot: Snapshot) -> Standing:
    return Standing(
        snapshot.state,
        {task.id: task.element_id for task in snapshot.tasks},
        {timer.id: timer.due_at.isoformat() for timer in snapshot.timers},
        snapshot.ended,
    )


if __name__ == "__main__":
    with TemporaryDirectory(prefix="bench-") as place:
        serve(lambda: House(Path(place)))
