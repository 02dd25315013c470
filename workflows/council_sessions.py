"""What is known of a council's session: which one is meant, which rule holds, who votes, and what the ballots say."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, inspect, or_, select
from sqlalchemy.orm import Session, joinedload

from workflows.db import within
from workflows.errors import OperationFailed
from workflows.models import (
    Ballot,
    Council,
    CouncilRule,
    CouncilSeat,
    CouncilSession,
    Dossier,
    DossierOrgan,
    SessionMember,
    SessionNominee,
    UserTask,
)
from workflows.work import Place, Work

# A session in one of these states can still be planned anew.
BEFORE_VOTE = ("planned", "attended")
AWARDING = "awarding"
"""In a diagram: the council that voted on the award."""

# With the agenda: whoever reads a session reads on whom it sits.
_AGENDA = joinedload(CouncilSession.nominees).joinedload(SessionNominee.nominee, innerjoin=True)
NEWEST_ID = select(func.max(CouncilSession.id)).where(CouncilSession.dossier_id == bindparam("dossier_id"))
NEWEST_ID_OF_COUNCIL = NEWEST_ID.where(CouncilSession.council_id == bindparam("council_id"))
NEWEST, NEWEST_OF_COUNCIL = (
    select(CouncilSession).where(CouncilSession.id == newest_id.scalar_subquery()).options(_AGENDA)
    for newest_id in (NEWEST_ID, NEWEST_ID_OF_COUNCIL)
)
COLUMNS = [column.key for column in inspect(CouncilSession).column_attrs]
ROSTER = (
    select(SessionMember)
    .where(SessionMember.session_id == bindparam("session_id"))
    .order_by(SessionMember.person_id)
    .options(joinedload(SessionMember.person, innerjoin=True))
)


@dataclass(frozen=True)
class Tally:
    """The count of one nominee; the five parts add up to `total`, the number of all voting members."""

    agree: int
    disagree: int
    lower: int
    recused: int
    not_cast: int
    total: int


def newest(session: Session, dossier_id: int, council_id: int | None = None) -> CouncilSession | None:
    """Return the latest session on a dossier, of any council unless one is named."""
    query = NEWEST if council_id is None else NEWEST_OF_COUNCIL
    return session.scalars(query, {"dossier_id": dossier_id, "council_id": council_id}).unique().one_or_none()


def awarding(session: Session, dossier_id: int) -> Council | None:
    """Return the council that last concluded on a dossier, not counting the submitting unit's own.

    An award that no council voted on has that of the organ that decided.
    """
    met = select(Council).join(CouncilSession, CouncilSession.council_id == Council.id)
    met = met.where(CouncilSession.dossier_id == dossier_id, CouncilSession.status == "concluded")
    found = session.scalar(met.where(Council.kind != "unit").order_by(CouncilSession.id.desc()).limit(1))
    beside = select(Council).join(DossierOrgan, DossierOrgan.unit_id == Council.unit_id)
    beside = beside.where(DossierOrgan.dossier_id == dossier_id, DossierOrgan.organ == "deciding_organ")
    whole = beside.where(Council.kind != "unit").order_by(Council.kind == "province_standing", Council.id.desc())
    return found or session.scalar(whole.limit(1))


def of_place(work: Work, place: Place) -> CouncilSession:
    """Return, locked, the session that an operation is about: the one that the process remembers, else the latest."""
    remembered = place.variables.get("session_id")
    found = _locked(work.session, remembered) if isinstance(remembered, int) else None
    return found or _present(_locked(work.session, work.session.scalar(NEWEST_ID, {"dossier_id": work.dossier.id})))


def of_task(session: Session, task: UserTask) -> CouncilSession:
    """Return the session that a task is about: the latest of its council on its dossier."""
    return _present(newest(session, task.dossier_id, task.council_id) if task.dossier_id else None)


def locked_of_task(session: Session, task: UserTask) -> CouncilSession:
    """Return the same, locked."""
    of = {"dossier_id": task.dossier_id, "council_id": task.council_id}
    query = NEWEST_ID if task.council_id is None else NEWEST_ID_OF_COUNCIL
    return _present(_locked(session, session.scalar(query, of) if task.dossier_id else None))


def locked(session: Session, session_id: int) -> CouncilSession:
    """Return a session as it stands now, locked until the transaction ends: opening, voting and closing wait here."""
    return _present(_locked(session, session_id))


def _locked(session: Session, session_id: int | None) -> CouncilSession | None:
    # What this transaction holds already nobody has changed since. The agenda changes under the instance's lock alone.
    held: set[int] = within(session).setdefault("council_sessions", set())
    found = session.get(CouncilSession, session_id, options=[_AGENDA]) if session_id is not None else None
    if found is not None and found.id not in held:
        session.refresh(found, COLUMNS, with_for_update=True)
        held.add(found.id)
    return found


def _present(found: CouncilSession | None) -> CouncilSession:
    if found is None:
        raise OperationFailed("Chưa lập phiên họp Hội đồng cho hồ sơ này.")
    return found


def rule_for(session: Session, council: Council, dossier: Dossier, day: date) -> CouncilRule:
    """Return the rule by which a council votes on a dossier's award on a day; the narrower row wins.

    A row for the award is narrower than one for the province: a local default must not lower the share that state
    awards ask for. Raises OperationFailed where no row applies.
    """
    rows = session.scalars(
        select(CouncilRule)
        .where(CouncilRule.council_kind == council.kind)
        .where(or_(CouncilRule.award_key.is_(None), CouncilRule.award_key == dossier.offer.award_key))
        .where(or_(CouncilRule.province_id.is_(None), CouncilRule.province_id == dossier.province_id))
        .where(or_(CouncilRule.effective_from.is_(None), CouncilRule.effective_from <= day))
        .where(or_(CouncilRule.effective_to.is_(None), CouncilRule.effective_to >= day))
    ).all()
    if not rows:
        raise OperationFailed(f"Chưa có quy định về biểu quyết của {council.name} cho hình thức khen thưởng này.")
    return max(rows, key=_narrowness)


def seats_on(session: Session, council: Council, day: date) -> list[CouncilSeat]:
    """Return the seats of a council that are valid on a day, one a person; a voting seat wins over another."""
    seats = session.scalars(
        select(CouncilSeat)
        .where(CouncilSeat.council_id == council.id, CouncilSeat.valid_from <= day)
        .where(or_(CouncilSeat.valid_to.is_(None), CouncilSeat.valid_to >= day))
        .order_by(CouncilSeat.votes, CouncilSeat.id.desc())
    )
    by_person = {seat.person_id: seat for seat in seats}
    return sorted(by_person.values(), key=lambda seat: seat.id)


def members(session: Session, council_session: CouncilSession) -> list[SessionMember]:
    """Return the roster of a session, by person."""
    return list(session.scalars(ROSTER, {"session_id": council_session.id}))


def voting_members(session: Session, council_session: CouncilSession) -> list[SessionMember]:
    """Return all voting members of the roster: the number on which shares and thresholds are counted."""
    return [member for member in members(session, council_session) if member.votes]


def tally(session: Session, council_session: CouncilSession, nominee_id: int) -> Tally:
    """Count the last ballot of each person on a nominee, on all voting members.

    Whoever is recused for the whole session does not count as voting even if an earlier ballot of theirs is kept.
    """
    voting = voting_members(session, council_session)
    recused = {member.person_id for member in voting if member.attendance == "recused"}
    query = select(Ballot).where(Ballot.session_id == council_session.id, Ballot.nominee_id == nominee_id)
    last: dict[object, str] = {}
    for ballot in session.scalars(query.order_by(Ballot.number)):
        if ballot.person_id not in recused:
            # Secret ballots have no person and are never replaced, so each counts by its own id.
            last[ballot.person_id or ballot.id] = ballot.choice
    choices = list(last.values())
    counted = {choice: choices.count(choice) for choice in ("agree", "disagree", "lower", "recused")}
    counted["recused"] += len(recused)
    return Tally(**counted, not_cast=len(voting) - sum(counted.values()), total=len(voting))


def receipt_hash(session_id: int, nominee_id: int, code: str) -> str:
    """Return what is stored of a voter's receipt code for one nominee."""
    return hashlib.sha256(f"{session_id}:{nominee_id}:{code.strip().upper()}".encode()).hexdigest()


def counted_by_receipt(session: Session, council_session: CouncilSession, code: str) -> dict[int, str]:
    """Return {nominee id: choice} of the secret ballots that a receipt code stands for; empty for a wrong code."""
    hashes = {
        receipt_hash(council_session.id, row.nominee_id, code): row.nominee_id for row in council_session.nominees
    }
    query = select(Ballot).where(Ballot.session_id == council_session.id, Ballot.receipt_hash.in_(hashes))
    return {ballot.nominee_id: ballot.choice for ballot in session.scalars(query)}


def _narrowness(rule: CouncilRule) -> tuple[bool, bool, date, int]:
    return rule.award_key is not None, rule.province_id is not None, rule.effective_from or date.min, rule.id
