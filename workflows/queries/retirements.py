"""What retiring a process concerns, and every time in which one was retired."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue, reading
from workflows.models import Campaign, Offer, ProcessDefinition, ProcessInstance, ProcessRetirement
from workflows.policy import Actor


@dataclass(frozen=True)
class Retirement:
    """What the page says on which a process is retired or taken back."""

    key: str
    name: str
    running: int
    offers: tuple[tuple[str, str], ...]
    """(campaign, title) of what is offered by this process."""


def retirement(session: Session, actor: Actor, key: str) -> Retirement:
    """Return what retiring a process concerns. Raises NotFound, also unless the actor administers the system."""
    reading.demand_sight_of_processes(actor)
    definition = catalogue.current_definition(session, key)
    alive = select(func.count()).select_from(ProcessInstance).join(ProcessDefinition)
    running = session.scalar(alive.where(ProcessDefinition.key == key, ProcessInstance.status != "ended")) or 0
    query = select(Campaign.name, Offer.title).join(Offer, Offer.campaign_id == Campaign.id)
    offers = session.execute(
        query.where(Offer.process_key == key, Offer.unavailable_reason.is_(None)).order_by(Campaign.id, Offer.id)
    )
    return Retirement(key, definition.name, running, tuple((campaign, title) for campaign, title in offers))


def history(session: Session, actor: Actor, key: str) -> tuple[ProcessRetirement, ...]:
    """Return every time in which a process was retired, the last first. Raises NotFound unless an administrator asks."""
    reading.demand_sight_of_processes(actor)
    query = select(ProcessRetirement).where(ProcessRetirement.process_key == key)
    people = joinedload(ProcessRetirement.retirer), joinedload(ProcessRetirement.restorer)
    return tuple(session.scalars(query.options(*people).order_by(ProcessRetirement.id.desc())))
