"""A dossier of the whole product with one nominee, so that a test of criteria says only what is particular to it."""

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests import product
from workflows import assessing, dates, editing, models
from workflows.assessing import Assessment
from workflows.clock import utcnow
from workflows.commands import dossiers, nominee_criteria, nominees, plan_figures, rehearsing
from workflows.commands.nominees import Change, SavedNominee
from workflows.criterion_lines import Line
from workflows.models import Dossier, Nominee, UserTask
from workflows.policy import Actor
from workflows.work import Work


@dataclass(frozen=True)
class Draft:
    """A dossier in preparation with one nominee, and its officer."""

    sessions: sessionmaker[Session]
    reference: str
    nominee_id: int
    officer: Actor

    @contextmanager
    def reading(self):
        """Open a session with the nominee."""
        with self.sessions() as session:
            yield session, session.get_one(Nominee, self.nominee_id)

    @contextmanager
    def writing(self):
        """Open a transaction with the nominee."""
        with self.sessions.begin() as session:
            yield session, session.get_one(Nominee, self.nominee_id)

    def save(self, posted: dict[str, list[str]], version: int | None = None) -> SavedNominee:
        """Save answers on the version that stands, unless another is named."""
        with self.writing() as (session, nominee):
            made = Change(posted, nominee.version if version is None else version)
            return nominee_criteria.save(session, self.officer, self.reference, self.nominee_id, made)

    def assessed(self) -> Assessment:
        """Return how the nominee stands."""
        with self.reading() as (session, nominee):
            return assessing.assess(session, nominee.dossier, nominee)

    def line(self, code: str) -> Line:
        """Return one line of it."""
        return next(line for line in self.assessed().lines if line.code == code)


def draft(
    sessions: sessionmaker[Session],
    award: str = "giay_khen_so",
    campaign: str = product.KIEN_GIANG,
    kind: str = "collective",
) -> Draft:
    """Open a dossier for an award of a plan, with one nominee that is only named."""
    with sessions.begin() as session:
        offer = session.get_one(models.Offer, product.offer_id(session, award, campaign))
        unit = rehearsing.organs.submitting_units(offer, dates.local_date(utcnow()))[0]
        officer = product.holder(session, "submitting_officer", unit.id)
        dossier = dossiers.start(session, officer, offer.id, unit.id)
        saved = nominees.add(session, officer, dossier.reference, kind, {"full_name": ["Phòng Kinh tế"]})
        return Draft(sessions, dossier.reference, saved.id, officer)


def open_task(session: Session, dossier: Dossier) -> UserTask:
    """Return the task under which the dossier is prepared."""
    found = editing.open_task(session, dossier)
    assert found is not None
    return found


def work(session: Session, dossier: Dossier) -> Work:
    """Return a step of the dossier's process that the system does."""
    return Work(session, open_task(session, dossier).instance, None, utcnow())


def home_affairs(session: Session) -> int:
    """Return the department of home affairs of some province."""
    role = session.query(models.RoleAssignment).filter_by(role="appraisal_specialist").order_by("id").first()
    assert role is not None
    return role.organ_id


@dataclass(frozen=True)
class Step:
    """A dossier at an open step, with its first nominee, the officer who prepared it and somebody who may do the step."""

    sessions: sessionmaker[Session]
    reference: str
    nominee_id: int
    task_id: int
    officer: Actor
    worker: Actor


def at_step(sessions: sessionmaker[Session], folder: Path, element_id: str) -> Step:
    """Prepare a dossier with sample answers and let made-up people work until a step is open."""
    reference = product.prepared(sessions, folder)
    task_id = product.advance(sessions, reference, element_id)
    with sessions() as session:
        dossier = session.query(Dossier).filter_by(reference=reference).one()
        worker, officer = product.worker(session, task_id), product.officer(session)
        return Step(sessions, reference, dossier.nominees[0].id, task_id, officer, worker)


def follower(session: Session, name: str) -> Actor:
    """Return who follows campaigns in an organ; a merger may have left several units of one name."""
    units = select(models.Unit.id).where(models.Unit.name == name)
    held = select(models.RoleAssignment.organ_id).where(models.RoleAssignment.role == "campaign_officer")
    organ = session.scalars(held.where(models.RoleAssignment.organ_id.in_(units))).first()
    assert organ is not None
    return product.holder(session, "campaign_officer", organ)


def norm(session: Session, organ: str) -> int:
    """Enter a norm for the Kiên Giang plan and return its id."""
    days = {"valid_from-day": ["1"], "valid_from-month": ["1"], "valid_from-year": ["2026"]}
    given = days | {"amount": ["50.000.000"], "source": ["Quyết định số 12/QĐ-HĐTĐKT"]}
    row = plan_figures.enter(session, follower(session, organ), product.KIEN_GIANG, "contribution_norm_vnd", given)
    session.flush()
    return row.id
