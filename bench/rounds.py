"""Dossiers in a small process of the product that goes round for ever: check, return, supplement, check …

It is deployed beside the shipped processes and run by the product's own commands; one officer does every step.
"""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from service import shipped
from tests import product
from workflows import progress
from workflows.clock import utcnow
from workflows.commands import deployments, tasks
from workflows.models import Dossier, DossierAccess, DossierOrgan, Offer, Unit, UserTask
from workflows.policy import Actor

KEY = "bench_rounds"
DEFINITIONS = Path(__file__).parent / "definitions"
ANSWERS = {"text": "Hồ sơ còn thiếu báo cáo thành tích của hai đối tượng.", "papers": "3"}
_numbers = count(1)


@dataclass(frozen=True)
class Rounds:
    """A database in which the process is deployed, and the officer who does its steps."""

    sessions: sessionmaker[Session]
    officer: Actor
    offer_id: int
    unit_id: int

    def open(self) -> int:
        """Start a dossier and return its id. Its first step is to check; every supplement has a timer."""
        with self.sessions.begin() as session:
            offer, unit = session.get_one(Offer, self.offer_id), session.get_one(Unit, self.unit_id)
            dossier = _dossier(offer, unit, self.officer)
            session.add(dossier)
            session.flush()  # organ and access need its id
            session.add(DossierOrgan(dossier_id=dossier.id, organ="submitting_unit", unit_id=unit.id))
            session.add(DossierAccess(dossier_id=dossier.id, unit_id=unit.id, since=utcnow()))
            progress.start(session, self.officer, dossier, KEY, {})
            return dossier.id

    def waiting(self, dossier_id: int) -> tuple[int, str]:
        """Return the open task of a dossier and the outcome that keeps it going round."""
        with self.sessions() as session:
            task = session.scalars(
                select(UserTask)
                .where(UserTask.dossier_id == dossier_id)
                .where(UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None))
            ).one()
            return task.id, task.outcomes[0]

    def complete(self, task_id: int, outcome: str) -> None:
        """Complete a task by the product's command, in a transaction of its own."""
        with self.sessions.begin() as session:
            tasks.complete(session, self.officer, task_id, outcome, ANSWERS)

    def go_round(self, dossier_id: int, rounds: int) -> None:
        """Send a dossier back and get it again, so many times."""
        for _ in range(2 * rounds):
            self.complete(*self.waiting(dossier_id))


def deployed(sessions: sessionmaker[Session]) -> Rounds:
    """Deploy the process into a database of the product."""
    with sessions.begin() as session:
        deployments.deploy(session, None, shipped.read_folder(DEFINITIONS))
        officer = product.officer(session)
        unit_id = min(officer.organs("submitting_officer"))
        return Rounds(sessions, officer, product.offer_id(session), unit_id)


def _dossier(offer: Offer, unit: Unit, officer: Actor) -> Dossier:
    now = utcnow()
    return Dossier(
        reference=f"BENCH-{next(_numbers):07}",
        campaign=offer.campaign,
        offer=offer,
        submitting_unit=unit,
        province_id=unit.province_id,
        status="submitted",
        stage="receive",
        content={},
        created_by=officer.person_id,
        created_at=now,
        submitted_at=now,
    )
