"""The cases about a line of the register or a dossier, and whether one may begin or go on."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import policy, revocations
from workflows.errors import NotAllowed, NotFound
from workflows.models import Dossier, RegisterEntry, Revocation, UserTask
from workflows.policy import Actor


@dataclass(frozen=True)
class Case:
    """Why an award was to be taken back and how it came out. `status`: running, revoked, upheld, cancelled."""

    entry_id: int
    nominee: str
    dossier: str
    status: str
    organ: str
    starter: str | None
    source: str
    reason: str
    started_at: datetime
    settled_at: datetime | None
    decision: tuple[int, str] | None
    """The decision that took the award back: (id, number)."""
    items_state: str | None
    items_recovered_on: date | None


@dataclass(frozen=True)
class Asked:
    """A line of the register for which a case may begin; `refused` says why it may not just now."""

    entry_id: int
    name: str
    award: str
    decision_number: str | None
    decided_on: date
    dossier: str
    refused: str


def of_dossier(session: Session, dossier: Dossier) -> tuple[Case, ...]:
    """Return the cases of a dossier, the newest first. That the actor may see it is not checked."""
    return _cases(session, Revocation.dossier_id == dossier.id)


def of_entry(session: Session, entry: RegisterEntry) -> tuple[Case, ...]:
    """Return the cases of a line, the newest first. That the actor may see its dossier is not checked."""
    return _cases(session, Revocation.entry_id == entry.id)


def of_task(session: Session, task: UserTask) -> Case | None:
    """Return the case that a task belongs to; None for a task of any other process. That the actor may see it is not checked."""
    return next(iter(_cases(session, Revocation.instance_id == task.instance_id)), None)


def may_begin(session: Session, actor: Actor, entry: RegisterEntry) -> bool:
    """Whether the actor may ask now that the award of a line be taken back."""
    if entry.revoked_at is not None or revocations.demanding_organ(session, actor, entry.decision.dossier) is None:
        return False
    return not revocations.why_not(session, entry)


def may_go_on(session: Session, actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may let the case of a dossier go on because no explanation came in time."""
    overdue = revocations.overdue_explanation(session, dossier.id)
    return overdue is not None and revocations.may_conduct(session, actor, dossier)


def asked(session: Session, actor: Actor, entry_id: int) -> Asked:
    """Return what the page shows that asks why. Raises NotFound and NotAllowed as the command does."""
    entry = session.get(RegisterEntry, entry_id)
    if entry is None:
        raise NotFound
    dossier = entry.decision.dossier
    if revocations.demanding_organ(session, actor, dossier) is None:
        policy.load_dossier(session, actor, dossier.reference)
        raise NotAllowed(revocations.NOT_THEIRS)
    return Asked(
        entry_id=entry.id,
        name=entry.name,
        award=entry.award.name,
        decision_number=entry.decision.document_number,
        decided_on=entry.decided_on,
        dossier=dossier.reference,
        refused=revocations.why_not(session, entry),
    )


def _cases(session: Session, of) -> tuple[Case, ...]:
    found = session.scalars(select(Revocation).where(of).order_by(Revocation.id.desc()))
    return tuple(_case(each) for each in found)


def _case(found: Revocation) -> Case:
    decision = found.decision
    return Case(
        entry_id=found.entry_id,
        nominee=found.entry.name,
        dossier=found.dossier.reference,
        status=found.status,
        organ=found.organ.name,
        starter=found.starter.full_name if found.starter else None,
        source=found.source,
        reason=found.reason,
        started_at=found.started_at,
        settled_at=found.settled_at,
        decision=(decision.id, decision.document_number or "") if decision else None,
        items_state=found.items_state,
        items_recovered_on=found.items_recovered_on,
    )
