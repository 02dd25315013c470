"""When administrators let an instance stand still: its limits run on meanwhile, and whoever reads a due date must know."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.models import Dossier, Intervention, ProcessInstance, UserTask


@dataclass(frozen=True)
class Pause:
    """A time in which nothing could be done. `ended_at` None: it lasts."""

    started_at: datetime
    ended_at: datetime | None


def of_item(session: Session, item: UserTask | Dossier) -> tuple[Pause, ...]:
    """Return the pauses of the process of a task, or of a dossier, since its clock began. Sight is not checked."""
    if item.clock_from is None:
        return ()
    whose = (
        Intervention.instance_id == item.instance_id
        if isinstance(item, UserTask)
        else Intervention.instance_id.in_(select(ProcessInstance.id).where(ProcessInstance.dossier_id == item.id))
    )
    query = (
        select(Intervention.instance_id, Intervention.kind, Intervention.requested_at)
        .where(whose, Intervention.state == "done", Intervention.kind.in_(("suspend", "resume", "cancel")))
        .order_by(Intervention.id)
    )
    found: list[Pause] = []
    begun: dict[int, datetime] = {}
    for instance_id, kind, at in session.execute(query):
        if kind == "suspend":
            begun[instance_id] = at
        elif (start := begun.pop(instance_id, None)) is not None:
            found.append(Pause(start, at))
    found += [Pause(start, None) for start in begun.values()]
    return tuple(each for each in found if each.ended_at is None or each.ended_at > item.clock_from)
