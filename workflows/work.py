"""What an operation or a step is given to work with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from workflows.models import CampaignDuty, Dossier, ProcessInstance
from workflows.policy import Actor


@dataclass(frozen=True)
class Work:
    """One step of one instance, inside its transaction. `actor` is None when the system moves by itself (a timer)."""

    session: Session
    instance: ProcessInstance
    actor: Actor | None
    now: datetime
    capacity: str | None = None
    """Title and unit by which the actor may do this step; None: the actor's first post."""

    @property
    def dossier(self) -> Dossier:
        """The dossier of the instance."""
        if self.instance.dossier is None:
            raise LookupError("this process has no dossier")
        return self.instance.dossier

    @property
    def duty(self) -> CampaignDuty:
        """The campaign's duty that the instance works on."""
        if self.instance.duty is None:
            raise LookupError("this process works on no duty")
        return self.instance.duty


@dataclass(frozen=True)
class Place:
    """Where in the diagram an operation is called: the service task, and what surrounds it."""

    element_id: str
    process_key: str
    organ: str | None
    """Nearest `organ` property: submitting_unit, home_affairs, department, …"""
    council: str | None
    """Nearest `council` property: unit, department, commune, province_standing, province, awarding."""
    stage: str | None
    variables: Mapping[str, object]
