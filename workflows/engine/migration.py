"""Take a running instance over to another version of its process.

Nothing runs on the way: what waits, waits there under the same id, with its members, answers and deadlines. Elements
are the same when their ids are; where one has another id in the new version, or is gone, a mapping says which takes
its place. Boundary events that the new version adds to work that goes on begin to wait, those that it lacks vanish.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.engine import state
from workflows.engine.carrying import carry
from workflows.engine.execution import Execution
from workflows.engine.process import Process
from workflows.engine.scripting import Host
from workflows.engine.stored import Stored
from workflows.errors import Conflict


@dataclass(frozen=True)
class Obstacle:
    """Why an element of the old version keeps an instance there; `suggestions` are ids that a mapping may give."""

    process_id: str
    element_id: str
    reason: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Carried:
    """What waits on one element, and where it will wait."""

    process_id: str
    element_id: str
    new_process_id: str
    new_element_id: str


@dataclass(frozen=True)
class MigrationPlan:
    """What would become of an instance. `added` and `removed` are boundary events by id."""

    obstacles: tuple[Obstacle, ...]
    carried: tuple[Carried, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    state: str = field(repr=False)
    """The state on the new version; empty while there are obstacles."""

    @property
    def can_go(self) -> bool:
        """Whether nothing keeps the instance on its version."""
        return not self.obstacles


def plan(old: Process, text: str, new: Process, mapping: Mapping[str, str]) -> MigrationPlan:
    """Work out how an instance goes over; `mapping` leads from ids of the old version to ids of the new.

    Raises Conflict for an instance that has ended, or a version of another process.
    """
    if state.read_ended(text) is not None:
        raise Conflict("Quy trình của hồ sơ này đã kết thúc, không chuyển phiên bản nữa.")
    if old.key != new.key:
        raise Conflict(f"“{new.name or new.key}” không phải là một phiên bản của “{old.name or old.key}”.")
    stored = Stored.read(text)
    findings = carry(old, new, stored, mapping)
    obstacles = tuple(Obstacle(*each) for each in dict.fromkeys(findings.obstacles))
    return MigrationPlan(
        obstacles=obstacles,
        carried=tuple(Carried(*each) for each in dict.fromkeys(findings.carried)),
        added=tuple(findings.added),
        removed=tuple(findings.removed),
        state="" if obstacles else stored.text(),
    )


def migrate(old: Process, text: str, new: Process, mapping: Mapping[str, str], host: Host) -> Execution:
    """Return the instance on the new version. Raises Conflict naming all that stands against it."""
    found = plan(old, text, new, mapping)
    if not found.can_go:
        raise Conflict(" ".join(each.reason for each in found.obstacles))
    execution = Execution.restore(new, found.state, host)
    execution.begin_new_waits()
    return execution
