"""How often the level that holds a task has returned the dossier, for the forms that offer a return."""

from sqlalchemy.orm import Session

from workflows.clock import utcnow
from workflows.models import UserTask
from workflows.returns import return_limit, returns_at
from workflows.steps.registry import Surroundings


def fill_returns(session: Session, task: UserTask, surroundings: Surroundings) -> None:
    """Add `return_count` and `return_limit` of the task's organ."""
    counted = returns_at(session, task.dossier, task.organ_id) if task.dossier and task.organ_id else 0
    limit = return_limit(session, task.dossier, utcnow()) if task.dossier else 0
    surroundings.values |= {"return_count": counted, "return_limit": limit}
