"""What the engine tells the rest of the system about an instance at rest."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OpenTask:
    """Work that a person can do now. A "receive" task also ends when its message comes from outside."""

    id: str
    element_id: str
    process_id: str
    name: str
    lane: str | None
    kind: str
    form_key: str
    candidate_group: str
    due_rule: str | None
    outcomes: tuple[str, ...]
    outcome_variable: str
    not_performed_by: tuple[str, ...]
    organ: str | None
    organ_id: object
    council: str | None
    stage: str | None
    assignee: object
    path: tuple[str, ...]


@dataclass(frozen=True)
class PendingTimer:
    """A timer event that waits. `due_at` is in UTC."""

    id: str
    element_id: str
    due_at: datetime


@dataclass(frozen=True)
class Token:
    """A place where the instance stands; `path` are the elements around it, from the outside.

    `Execution.move` takes its `id`; of a member of multi-instance work it takes the `block_id`, that of the whole.
    """

    id: str
    process_id: str
    element_id: str
    path: tuple[str, ...]
    block_id: str | None = None


@dataclass(frozen=True)
class Waits:
    """What an instance waits for: ids of open tasks, and timers as (id, due_at)."""

    tasks: frozenset[str]
    timers: frozenset[tuple[str, datetime]]

    def without(self, task_id: str) -> "Waits":
        """Return the same without a task that was completed since."""
        return Waits(self.tasks - {task_id}, self.timers)


@dataclass(frozen=True)
class Snapshot:
    """An instance at rest, ready to be written down.

    `messages` are those it would take now; `sent` those that it threw since it was started or restored.
    `variables` are what its latest step sees.
    """

    state: str
    tasks: tuple[OpenTask, ...]
    timers: tuple[PendingTimer, ...]
    messages: tuple[str, ...]
    sent: tuple[str, ...]
    tokens: tuple[Token, ...]
    ended: bool
    end_event: str | None
    end_properties: dict
    variables: dict
