"""The scenario on our engine with the small store."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.diagram import HOUSE, KEY, diagram
from bench.peers.kept import Kept
from bench.peers.scenario import LIMIT, serve
from bench.peers.store import Standing
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


class House(Kept):
    """Compact state, definition shared."""

    def __init__(self, folder: Path):
        super().__init__(folder / "house.db")
        self._process: Process = load_process(KEY, {f"{KEY}.bpmn": diagram(HOUSE)}, "bench")
        self._host = Host()

    def begin(self) -> Standing:
        return _standing(Execution.start(self._process, {"until": UNTIL}, self._host).snapshot())

    def go_on(self, state: str, task: str, data: dict[str, Any]) -> Standing:
        execution = Execution.restore(self._process, state, self._host)
        execution.complete(task, data)
        return _standing(execution.snapshot())


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
