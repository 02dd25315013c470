"""What each step of an instance was given and told, kept as it happens so that the instance can be played again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert

from workflows.db import table_of
from workflows.models import InstanceStep, UserTask
from workflows.work import Work

ADDED = insert(table_of(InstanceStep))


@dataclass(frozen=True)
class Given:
    """What moves an instance: the start, somebody's task, a timer, a message, or an administrator's hand."""

    kind: str
    element_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    task: UserTask | None = None


def of_task(task: UserTask, variables: Mapping[str, Any]) -> Given:
    """Return what the completion of a task gives."""
    kept = {name: value for name, value in variables.items() if name != task.outcome_variable or task.outcome is None}
    return Given("task", task.element_id, kept, task)


def write(work: Work, given: Given, answers: list[dict[str, Any]]) -> None:
    """Keep a step that was just recorded, past the unit of work: one row, whatever the instance has behind it."""
    task = given.task
    work.session.execute(
        ADDED,
        {
            "instance_id": work.instance.id,
            "version": work.instance.version,
            "kind": given.kind,
            "process_key": task.process_key if task else None,
            "element_id": given.element_id,
            "path": task.path if task else [],
            "member": str(task.reserved_for_id) if task and task.reserved_for_id else None,
            "outcome": task.outcome if task else None,
            "given": dict(given.variables),
            "answers": answers,
            "at": work.now,
        },
    )
