"""Casting and closing a vote. Ballots are rows that nobody can change; a lock on the session decides who came first."""

import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from forms import FormInvalid
from workflows import council_sessions as councils
from workflows.acts import record_act
from workflows.db import table_of
from workflows.errors import Conflict, NotAllowed
from workflows.models import Ballot, CouncilSession, SessionMember, UserTask
from workflows.policy import Actor
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.steps.rows import by_row, nominee_rows
from workflows.work import Work

_ballots, _members = table_of(Ballot), table_of(SessionMember)
CAST = insert(_ballots)
VOTED = (
    update(_members)
    .where(_members.c.session_id == bindparam("of_session"), _members.c.person_id == bindparam("of_person"))
    .values(voted_at=bindparam("at"))
)
CHOICES = ("agree", "disagree", "lower", "recused")
TAKES_PART = ("present", "written")


@dataclass(frozen=True)
class Voice:
    """What a member says of one nominee."""

    choice: str
    note: str | None = None


@prepares("ballot")
def prepare_ballot(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the nominees on the agenda of the session, and whether the ballot is secret."""
    council_session = councils.of_task(session, task)
    rows = sorted(council_session.nominees, key=lambda row: row.nominee.number)
    surroundings.values["secret"] = council_session.secret
    surroundings.rows["nominees"] = nominee_rows(row.nominee for row in rows)


@completes("ballot")
def cast_ballot(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Add the member's ballots, or note that they are recused.

    In a secret session the receipt code is left in `work.session.info["receipts"]` as a tuple of one code: the caller
    shows it once; it is stored nowhere.
    """
    person_id = work.actor.person_id if work.actor else task.reserved_for_id
    council_session = councils.locked_of_task(work.session, task)
    if outcome == "recused":
        _recuse(work, council_session, person_id, answers.get("recusal_reason"))
    else:
        given = by_row(answers, "nominees")
        voices = {key: Voice(answer.get("choice") or "", answer.get("note")) for key, answer in given.items()}
        receipt = cast(work, council_session, person_id, voices)
        if receipt:
            work.session.info["receipts"] = (receipt,)
    record_act(work, task.element_id, "ballot_cast", after={"session": council_session.id})


def cast(work: Work, council_session: CouncilSession, person_id: int | None, voices: dict[int, Voice]) -> str | None:
    """Add a ballot of a person on each nominee of a locked session; return the receipt code of a secret one.

    Until closing an open ballot may be changed by another, which counts instead. Raises Conflict when the vote is not
    open or a secret ballot was cast already, NotAllowed for whoever has no voice in this session, whatever their
    account, FormInvalid for a nominee without a choice.
    """
    member = _voter(work.session, council_session, person_id)
    errors = {
        f"nominees-{row.nominee_id}-choice": [f"Chọn ý kiến về {row.nominee.name}."]
        for row in council_session.nominees
        if (voices.get(row.nominee_id) or Voice("")).choice not in CHOICES
    }
    if errors:
        raise FormInvalid(errors)
    code = secrets.token_hex(8).upper() if council_session.secret else None
    before = {} if code or member.voted_at is None else _numbers(work.session, member)
    cast_ones = [
        _ballot(work, member, (row.nominee_id, before.get(row.nominee_id, 0) + 1), voices[row.nominee_id], code)
        for row in council_session.nominees
    ]
    if cast_ones:
        work.session.execute(CAST, cast_ones)
    work.session.execute(VOTED, {"of_session": member.session_id, "of_person": member.person_id, "at": work.now})
    set_committed_value(member, "voted_at", work.now)
    return code


@prepares("vote_closing")
def prepare_closing(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give how many may vote and how many have."""
    voters = _voters(session, councils.of_task(session, task))
    cast_count = sum(member.voted_at is not None for member in voters)
    surroundings.values |= {"voter_count": len(voters), "votes_cast": cast_count}


@completes("vote_closing")
def close_vote(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Close the ballot: what was not cast by now counts as not cast."""
    council_session = councils.locked_of_task(work.session, task)
    if council_session.status != "open":
        raise Conflict("Phiên bỏ phiếu này không còn mở.")
    voters = _voters(work.session, council_session)
    silent = [member.person_id for member in voters if member.voted_at is None]
    if silent and not answers.get("missing_reason"):
        raise FormInvalid({"missing_reason": ["Còn thành viên chưa bỏ phiếu. Nêu lý do kết thúc bỏ phiếu."]})
    council_session.status, council_session.closed_at = "closed", work.now
    after = {"session": council_session.id, "voted": len(voters) - len(silent), "not_voted": len(silent)}
    record_act(work, task.element_id, "vote_closed", after=after, reason=answers.get("missing_reason"))


def _voters(session: Session, council_session: CouncilSession) -> list[SessionMember]:
    return [m for m in councils.voting_members(session, council_session) if m.attendance in TAKES_PART]


def _voter(session: Session, council_session: CouncilSession, person_id: int | None) -> SessionMember:
    if council_session.status != "open":
        raise Conflict("Đã kết thúc bỏ phiếu. Lá phiếu này không được ghi nhận.")
    member = session.get(SessionMember, (council_session.id, person_id)) if person_id else None
    if member is None or not member.votes:
        raise NotAllowed("Chỉ thành viên có quyền biểu quyết của Hội đồng được bỏ phiếu.")
    if member.attendance not in TAKES_PART:
        raise NotAllowed("Bạn được ghi nhận là vắng hoặc không tham gia bỏ phiếu trong phiên này nên không bỏ phiếu.")
    if council_session.secret and member.voted_at is not None:
        raise Conflict("Bạn đã bỏ phiếu. Phiếu kín không thay đổi được.")
    return member


def _recuse(work: Work, council_session: CouncilSession, person_id: int | None, reason: str | None) -> None:
    member = _voter(work.session, council_session, person_id)
    if not reason:
        raise FormInvalid({"recusal_reason": ["Nêu lý do không tham gia bỏ phiếu."]})
    member.attendance, member.reason = "recused", reason


def _numbers(session: Session, member: SessionMember) -> dict[int, int]:
    """Return the number of a member's latest open ballot on each nominee."""
    mine = select(Ballot.nominee_id, func.max(Ballot.number)).where(
        Ballot.session_id == member.session_id, Ballot.person_id == member.person_id
    )
    return {nominee_id: number for nominee_id, number in session.execute(mine.group_by(Ballot.nominee_id))}


def _ballot(work: Work, member: SessionMember, place: tuple[int, int], voice: Voice, code: str | None) -> dict:
    """Return the columns of a ballot on (nominee, its number among the member's); a secret one is always the first."""
    (nominee_id, number), key = place, secrets.token_hex(16)
    ballot = {"id": key, "session_id": member.session_id, "nominee_id": nominee_id, "choice": voice.choice}
    if code is not None:
        hashed = councils.receipt_hash(member.session_id, nominee_id, code)
        # Neither who nor when, and no note: handwriting gives a voter away.
        nobody = {"person_id": None, "cast_at": None, "note": None}
        return ballot | nobody | {"number": 1, "receipt_hash": hashed}
    said = {"person_id": member.person_id, "cast_at": work.now, "note": voice.note}
    return ballot | said | {"number": number, "receipt_hash": None}
