"""The scenario on camunda-python. Run in its own environment, in a folder that is thrown away.

Its engine lives in memory and writes each change through to its tables. argv[3]: the diagram in its dialect.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from camunda.engine import ProcessEngine
from camunda.parser import parse_bpmn_xml
from camunda.persistence.store import Store
from scenario import LIMIT, Contestant, serve
from sqlalchemy import Engine, event

LATE = ("submit", "completeness", "supplement", "appraisal", "decision", "publish")


@event.listens_for(Engine, "connect")
def _commit_as_the_other_peers(connection, _record) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _nothing(_values: dict) -> None:
    pass


class Camunda(Contestant):
    """One engine for the whole run."""

    def __init__(self, file: Path):
        self._engine = ProcessEngine(store=Store("sqlite:///camunda.db"))
        self._engine.register_delegate("eligibility", lambda values: values.update(eligible=values["amount"] <= LIMIT))
        self._engine.register_delegate("tally", lambda values: values.update(yes_votes=1))
        for step in LATE:
            self._engine.register_delegate(f"late_{step}", _nothing)
        self._engine.deploy(parse_bpmn_xml(file.read_text()))

    def start(self) -> Any:
        return self._engine.start_process_instance_by_key("award_dossier", {})

    def find(self, dossier: Any, name: str) -> str:
        return next(task.id for task in self._open(dossier) if self._step(task) == name)

    def complete(self, dossier: Any, task: str, data: dict[str, Any]) -> None:
        self._engine.complete_task(task, data)

    def is_finished(self, dossier: Any) -> bool:
        return not self._open(dossier)

    def _open(self, dossier: Any) -> list:
        return self._engine.create_task_query(process_instance_id=dossier.id)

    @staticmethod
    def _step(task: Any) -> str | None:
        return getattr(task, "task_definition_key", getattr(task, "activity_id", None))


if __name__ == "__main__":
    serve(lambda: Camunda(Path(sys.argv[3])))
