"""Where an instance stands, as the engine sees it, for whoever only looks on. Nothing moves and nothing is called."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from workflows import catalogue
from workflows.clock import utcnow
from workflows.engine import Execution, Snapshot, Step, Token, migration
from workflows.engine.diagram import Element
from workflows.errors import Conflict, WorkflowError
from workflows.models import ProcessDefinition, ProcessInstance
from workflows.rules.calendar import VIETNAM


def snapshot(session: Session, instance: ProcessInstance) -> Snapshot:
    """Return a running instance at rest, with its variables: personal data must be left out before they are shown."""
    return _restored(session, instance).snapshot()


def stood(session: Session, definition: ProcessDefinition, state: str) -> Snapshot:
    """Return how an instance stood that was saved on a version."""
    return Execution.restore(catalogue.process_of(session, definition), state, _Onlooker()).snapshot()


def would_stand(
    session: Session, instance: ProcessInstance, definition: ProcessDefinition, mapping: Mapping[str, str]
) -> Snapshot:
    """Return how an instance would stand on another version. Raises Conflict, and StepFailed for a timer without instant."""
    old, new = (catalogue.process_of(session, each) for each in (instance.definition, definition))
    return migration.migrate(old, instance.state, new, mapping, _Onlooker()).snapshot()


def token(session: Session, instance: ProcessInstance, token_id: str) -> Token:
    """Return a token of an instance. Raises Conflict where it is gone."""
    found = next((each for each in snapshot(session, instance).tokens if each.id == token_id), None)
    if found is None:
        raise Conflict("Bước này không còn chờ. Xem lại nơi quy trình đang dừng.")
    return found


def targets(session: Session, instance: ProcessInstance, token_id: str) -> tuple[Element, ...]:
    """Return the elements to which a token may be moved, in path order. Raises Conflict where it cannot be moved."""
    return _restored(session, instance).targets(token_id)


def _restored(session: Session, instance: ProcessInstance) -> Execution:
    process = catalogue.process_of(session, instance.definition)
    return Execution.restore(process, instance.state, _Onlooker())


class _Onlooker:
    """Answers the time and nothing else."""

    def now(self) -> datetime:
        return utcnow().astimezone(VIETNAM)

    def call(self, operation: str, parameters: Mapping[str, object], step: Step) -> object:
        raise WorkflowError("Chỉ xem, không chạy bước nào.")

    def decide(self, decision_id: str, variables: Mapping[str, object]) -> dict:
        raise WorkflowError("Chỉ xem, không chạy bước nào.")
