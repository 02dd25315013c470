"""Says on the open tasks of an instance that it stands still, so that lists of tasks need not ask for instances."""

from typing import cast

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from workflows.models import ProcessInstance, UserTask
from workflows.models.tasks import RESTS


def rest_of(instance: ProcessInstance) -> str | None:
    """Return why the tasks of an instance can move nothing: "suspended", "incident", or None while it runs."""
    return instance.status if instance.status in RESTS else None


def mark(session: Session, instance: ProcessInstance) -> None:
    """Make the open tasks of a locked instance say what its status says. Their versions stay: nobody's work changes."""
    table = cast("Table", UserTask.__table__)
    waiting = (table.c.completed_at.is_(None), table.c.cancelled_at.is_(None))
    session.execute(update(table).where(table.c.instance_id == instance.id, *waiting).values(rest=rest_of(instance)))
