"""What became of a dossier that went up, and what comes next: by whom, by which working day."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import dates, editing, offering, policy
from workflows.errors import Conflict
from workflows.models import Council, Dossier, DossierRevision, Person, UserTask
from workflows.policy import Actor
from workflows.rules import deadlines
from workflows.rules.due_state import DueState


@dataclass(frozen=True)
class NextStep:
    """An open step: its name, who does it, and its last day."""

    name: str
    who: str
    due: DueState
    is_councils: bool


@dataclass(frozen=True)
class Confirmation:
    """The receipt of what was just done: handed to the signer, submitted, or resubmitted."""

    reference: str
    award: str
    unit: str
    letter_number: str
    submitted_at: datetime | None
    submitted_by: str
    revision: int
    steps: tuple[NextStep, ...]
    total: str
    """Limit of the whole procedure in words; empty where none is set."""
    total_clause: str
    may_withdraw: bool
    before_council: bool
    """Whether a council of the deciding side hears the dossier; the simplified procedure has none."""


@dataclass(frozen=True)
class Withdrawal:
    """A dossier to be withdrawn. `refused` says why it cannot be; empty when it can."""

    reference: str
    award: str
    unit: str
    submitted_at: datetime | None
    refused: str


def confirmation(session: Session, actor: Actor, reference: str) -> Confirmation:
    """Return what the submitting unit is told after a step of its own. Raises NotFound."""
    dossier = policy.load_dossier(session, actor, reference)
    revision = session.scalar(
        select(DossierRevision).where(DossierRevision.dossier_id == dossier.id).order_by(DossierRevision.number.desc())
    )
    rule = f"total.{dossier.offer.process_key}"
    limit = dates.limit_of(session, rule, dossier, dossier.submitted_at or dossier.created_at)
    return Confirmation(
        reference=dossier.reference,
        award=dossier.offer.title,
        unit=dossier.submitting_unit.name,
        letter_number=str(dossier.content.get("letter_number") or ""),
        submitted_at=revision.submitted_at if revision else None,
        submitted_by=session.get_one(Person, revision.submitted_by).full_name if revision else "",
        revision=revision.number if revision else 0,
        steps=_open_steps(session, dossier),
        total=deadlines.in_words(limit) if limit and limit.value is not None else "",
        total_clause=(limit.clause or "") if limit else "",
        may_withdraw=_refusal(session, dossier) == "",
        before_council="council" not in offering.stages_left_out(dossier.offer),
    )


def withdrawal(session: Session, actor: Actor, reference: str) -> Withdrawal:
    """Return a dossier for the page that withdraws it. Raises NotFound, NotAllowed for others than its unit."""
    dossier = policy.load_dossier(session, actor, reference)
    editing.demand_submitter(actor, dossier)
    return Withdrawal(
        reference=dossier.reference,
        award=dossier.offer.title,
        unit=dossier.submitting_unit.name,
        submitted_at=dossier.submitted_at,
        refused=_refusal(session, dossier),
    )


def _refusal(session: Session, dossier: Dossier) -> str:
    try:
        editing.demand_withdrawable(session, dossier)
    except Conflict as refused:
        return str(refused)
    return ""


def _open_steps(session: Session, dossier: Dossier) -> tuple[NextStep, ...]:
    query = (
        select(UserTask)
        .where(UserTask.dossier_id == dossier.id, UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None))
        .order_by(UserTask.id)
    )
    calendar = dates.calendar_of(session, dossier.province_id)
    found: dict[tuple[str, str], NextStep] = {}
    for task in session.scalars(query):
        council = session.get_one(Council, task.council_id) if task.council_id else None
        who = council.name if council else task.organ.name if task.organ else ""
        step = NextStep(task.name, who, dates.due_state(calendar, task.due_at, task.stopped_at), council is not None)
        found.setdefault((task.name, who), step)
    return tuple(found.values())
