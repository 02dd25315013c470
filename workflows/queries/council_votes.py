"""How a vote stands: who takes part, how many ballots are in, and, after closing, the count. Never a secret choice."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import council_sessions as councils
from workflows.models import Ballot, CouncilSession, SessionMember, SessionNominee
from workflows.operations.council import vote_in_words
from workflows.rules import voting

COUNTED = ("closed", "concluded")


@dataclass(frozen=True)
class Quorum:
    """Who takes part, counted on all voting members. `met` is None until attendance is taken."""

    total: int
    present: int
    written: int
    absent: int
    recused: int
    needed: int
    """How many must be in the room or have written."""
    needed_present: int
    """How many of them must be in the room; 0 in a session by written opinions."""
    met: bool | None

    @property
    def taking_part(self) -> int:
        """How many are in the room or have written."""
        return self.present + self.written


@dataclass(frozen=True)
class Vote:
    """How a vote stands at this moment."""

    status: str
    quorum: Quorum
    voters: int
    voted: int
    ballots: dict[int, int]
    """How many ballots are in for each nominee, by id."""

    @property
    def mark(self) -> str:
        """A short text that changes whenever the vote does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Count:
    """The count of a nominee after closing, in figures and in words."""

    agree: int
    disagree: int
    lower: int
    recused: int
    not_cast: int
    total: int
    conclusion: str
    words: str
    formula: str
    """Why the conclusion follows; empty where the chair has broken a tie."""


@dataclass(frozen=True)
class RosterLine:
    """A member of the session. `voted_at` says that a ballot was cast, never which."""

    person_id: int
    name: str
    function: str
    votes: bool
    attendance: str
    reason: str | None
    has_voted: bool


@dataclass(frozen=True)
class NamedBallot:
    """What a member said in an open vote."""

    name: str
    choice: str
    note: str | None
    cast_at: datetime | None


def vote(session: Session, found: CouncilSession) -> Vote:
    """Return how the vote of a session stands now."""
    roster = councils.voting_members(session, found)
    voters = [member for member in roster if member.attendance in ("present", "written")]
    return Vote(
        status=found.status,
        quorum=_quorum(found, roster),
        voters=len(voters),
        voted=sum(member.voted_at is not None for member in voters),
        ballots=_ballots_in(session, found),
    )


def roster(session: Session, found: CouncilSession) -> tuple[RosterLine, ...]:
    """Return the members of a session, the chair first."""
    order = {"chair": 0, "vice_chair": 1, "standing": 2, "secretary": 3, "member": 4}
    members = sorted(councils.members(session, found), key=lambda each: (order[each.function], each.person_id))
    return tuple(
        RosterLine(
            each.person_id,
            each.person.full_name,
            each.function,
            each.votes,
            each.attendance,
            each.reason,
            each.voted_at is not None,
        )
        for each in members
    )


def count(found: CouncilSession, row: SessionNominee) -> Count | None:
    """Return the count of a nominee; None until the ballot is closed."""
    if found.status not in COUNTED or row.total is None or row.conclusion is None:
        return None
    parts = (row.agree or 0, row.disagree or 0, row.lower or 0, row.recused or 0, row.not_cast or 0)
    words, _, formula = vote_in_words(found, row).partition(". ")
    return Count(*parts, row.total, row.conclusion, words, formula)


def named(session: Session, found: CouncilSession, nominee_id: int) -> tuple[NamedBallot, ...]:
    """Return who voted what on a nominee: of an open vote, once it is closed; of a secret one, nothing, ever."""
    if found.secret or found.status not in COUNTED:
        return ()
    return tuple(
        NamedBallot(member.person.full_name, ballot.choice, ballot.note, ballot.cast_at)
        for member, ballot in _last(session, found, nominee_id)
        if member.attendance != "recused"
    )


def own(session: Session, found: CouncilSession, person_id: int) -> dict[int, NamedBallot]:
    """Return a member's own ballots of an open vote, by nominee; a secret ballot cannot be told from the others."""
    if found.secret:
        return {}
    return {
        row.nominee_id: NamedBallot(member.person.full_name, ballot.choice, ballot.note, ballot.cast_at)
        for row in found.nominees
        for member, ballot in _last(session, found, row.nominee_id)
        if member.person_id == person_id
    }


def threshold_words(found: CouncilSession, total: int) -> str:
    """Return the threshold with the least number of votes that reaches it."""
    words = voting.threshold_in_words(found.threshold_percent)
    return (
        f"{words}, tức ít nhất {voting.needed(total, found.threshold_percent)} phiếu trên {total}" if total else words
    )


def _quorum(found: CouncilSession, roster: list[SessionMember]) -> Quorum:
    def number(attendance: str) -> int:
        return sum(member.attendance == attendance for member in roster)

    total = len(roster)
    share = (found.quorum_numerator, found.quorum_denominator)
    in_room = (found.present_numerator, found.present_denominator)
    known = any(member.attendance != "unknown" for member in roster)
    # A vote is opened only with a quorum, and a session without one is put off at once.
    return Quorum(
        total=total,
        present=number("present"),
        written=number("written"),
        absent=number("absent"),
        recused=number("recused"),
        needed=voting.quorum_needed(total, share),
        needed_present=0 if found.mode == "written" else voting.quorum_needed(total, in_room),
        met=found.opened_at is not None if known else None,
    )


def _ballots_in(session: Session, found: CouncilSession) -> dict[int, int]:
    # A changed ballot replaces the earlier one; a secret one has no person and is never changed.
    voters = func.count() if found.secret else func.count(Ballot.person_id.distinct())
    query = select(Ballot.nominee_id, voters).where(Ballot.session_id == found.id).group_by(Ballot.nominee_id)
    return {row.nominee_id: 0 for row in found.nominees} | {key: number for key, number in session.execute(query)}


def _last(session: Session, found: CouncilSession, nominee_id: int) -> list[tuple[SessionMember, Ballot]]:
    query = select(Ballot).where(Ballot.session_id == found.id, Ballot.nominee_id == nominee_id)
    last = {ballot.person_id: ballot for ballot in session.scalars(query.order_by(Ballot.number))}
    return [(member, last[member.person_id]) for member in councils.members(session, found) if member.person_id in last]
