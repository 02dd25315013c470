"""A decision as it was signed: number, signer with capacity, articles, and whom it awards or refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from workflows import policy
from workflows.errors import NotFound
from workflows.models import Decision, Dossier, Nominee, Person, RegisterEntry, TaskAnswers, Unit, UserTask
from workflows.policy import Actor
from workflows.queries import criteria_words, dossier_record
from workflows.queries.criteria_words import Kept
from workflows.queries.plan_words import act_words


@dataclass(frozen=True)
class Line:
    """What the decision says of one nominee."""

    number: int
    name: str
    kind: str
    result: str
    reason: str | None
    entry_id: int | None
    """Its line in the register."""
    criteria: Kept | None = None
    """How the criteria stood when it was decided; None where that was not kept, or is not for the reader."""


@dataclass(frozen=True)
class DecisionPage:
    """A decision. Whoever may not see the dossier reads what is published: the awarded alone."""

    id: int
    number: str | None
    signed_on: date
    organ: str
    title: str
    award: str
    campaign: str
    unit: str
    capacity: str
    signer_title: str
    signer: str
    from_above: bool
    released_at: datetime | None
    bases: tuple[str, ...]
    proposal: str
    reward_clause: str
    recipients: tuple[str, ...]
    awarded: tuple[Line, ...]
    refused: tuple[Line, ...]
    revokes: bool
    dossier: str | None


def decision(session: Session, actor: Actor, decision_id: int) -> DecisionPage:
    """Return a decision. Raises NotFound unless it is published in the register or its dossier may be seen."""
    found = _load(session, actor, decision_id)
    dossier = found.dossier
    seen = session.scalar(select(Dossier.reference).where(Dossier.id == dossier.id, policy.visible_dossiers(actor)))
    lines = _lines(session, found, known=_reads_criteria(session, actor, dossier))
    awarded = tuple(line for line in lines if line.result == "awarded")
    # Nobody grants an award to nobody: such a decision takes awards away.
    revokes = bool(lines) and not awarded
    draft = _draft(session, found)
    return DecisionPage(
        id=found.id,
        number=found.document_number,
        signed_on=found.signed_on,
        organ=_organ(session, found),
        title=found.title,
        award=dossier.offer.award.name,
        campaign=dossier.campaign.name,
        unit=dossier.submitting_unit.name,
        capacity=found.capacity,
        signer_title=found.signer_title,
        signer=_signer(session, found),
        from_above=found.from_above,
        released_at=found.released_at,
        bases=_paragraphs(draft, "legal_bases"),
        proposal=str(draft.get("proposal_basis") or "").strip(),
        reward_clause=str(draft.get("reward_clause") or "").strip(),
        recipients=_paragraphs(draft, "recipients"),
        awarded=awarded,
        refused=_refused(session, found, lines, revokes=revokes) if seen or revokes else (),
        revokes=revokes,
        dossier=seen,
    )


def _load(session: Session, actor: Actor, decision_id: int) -> Decision:
    published = exists().where(
        or_(RegisterEntry.decision_id == Decision.id, RegisterEntry.revoked_by_id == Decision.id)
    )
    found = session.scalar(
        select(Decision)
        .join(Dossier, Dossier.id == Decision.dossier_id)
        .where(Decision.id == decision_id, or_(published, policy.visible_dossiers(actor)))
    )
    if found is None:
        raise NotFound
    return found


def _reads_criteria(session: Session, actor: Actor, dossier: Dossier) -> bool:
    """Whether the reader sees the dossier, and may know what reviewers said of each nominee."""
    seen = select(Dossier.id).where(Dossier.id == dossier.id, policy.visible_dossiers(actor))
    return session.scalar(seen) is not None and dossier_record.reads_verdicts(session, actor, dossier)


def _lines(session: Session, found: Decision, *, known: bool) -> list[Line]:
    entries = session.execute(
        select(RegisterEntry.nominee_id, RegisterEntry.id).where(
            or_(RegisterEntry.decision_id == found.id, RegisterEntry.revoked_by_id == found.id)
        )
    )
    act = act_words(found.dossier.campaign)
    in_register = {nominee_id: entry_id for nominee_id, entry_id in entries}
    return [
        Line(
            number=number,
            name=item.nominee.name,
            kind=item.nominee.kind,
            result=item.result,
            reason=item.reason,
            entry_id=in_register.get(item.nominee_id),
            criteria=criteria_words.kept(item.criteria, act) if known else None,
        )
        for number, item in enumerate(found.items, start=1)
    ]


def _draft(session: Session, found: Decision) -> Mapping[str, object]:
    """Return the answers with which the decision was drafted last before it was signed."""
    if found.from_above:
        return {}
    query = (
        select(TaskAnswers.answers)
        .join(UserTask, UserTask.id == TaskAnswers.task_id)
        .where(UserTask.dossier_id == found.dossier_id, UserTask.form_key == "decision_draft")
        .where(UserTask.completed_at <= found.entered_at)
        .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
        .limit(1)
    )
    return session.scalar(query) or {}


def _refused(session: Session, found: Decision, lines: list[Line], *, revokes: bool) -> tuple[Line, ...]:
    """Return whom the decision refuses, and, of a decision that grants, whom an earlier step of the dossier refused."""
    refused = [line for line in lines if line.result == "refused"]
    if not revokes:
        named = {item.nominee_id for item in found.items}
        earlier = select(Nominee).where(Nominee.dossier_id == found.dossier_id, Nominee.removed_at.is_(None))
        earlier = earlier.where(Nominee.result == "refused", Nominee.id.not_in(named)).order_by(Nominee.number)
        refused += [
            Line(each.number, each.name, each.kind, each.result, each.result_reason, None)
            for each in session.scalars(earlier)
        ]
    return tuple(refused)


def _organ(session: Session, found: Decision) -> str:
    return session.get_one(Unit, found.organ_id).name if found.organ_id else found.signer_title


def _signer(session: Session, found: Decision) -> str:
    return session.get_one(Person, found.signed_by).full_name if found.signed_by else ""


def _paragraphs(draft: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in str(draft.get(key) or "").splitlines() if line.strip())
