"""What the system does around a council's session: roster, quorum, opening, counting, conclusion."""

from collections.abc import Mapping

from sqlalchemy import delete

from workflows import council_sessions as councils
from workflows import dates, outbox
from workflows.acts import record_act
from workflows.errors import OperationFailed
from workflows.models import CouncilSession, SessionMember, SessionNominee
from workflows.operations.registry import operation
from workflows.rules import voting
from workflows.work import Place, Work

TAKES_PART = ("present", "written")


@operation("council/invite")
def invite(work: Work, place: Place, _parameters: Mapping[str, object]) -> int:
    """Fix the roster and the rules as they stand on the day of the session, and queue invitations.

    Returns the id of the session. Raises OperationFailed for a council without voting members.
    """
    council_session = councils.of_place(work, place)
    if council_session.status not in councils.BEFORE_VOTE:
        raise OperationFailed("Phiên họp đã bỏ phiếu nên không mời lại được.")
    day = dates.local_date(council_session.meets_at)
    seats = councils.seats_on(work.session, council_session.council, day)
    if not any(seat.votes for seat in seats):
        raise OperationFailed(f"{council_session.council.name} chưa có thành viên biểu quyết trong ngày họp.")
    work.session.execute(delete(SessionMember).where(SessionMember.session_id == council_session.id))
    work.session.add_all(
        SessionMember(
            session_id=council_session.id,
            person_id=seat.person_id,
            function=seat.function,
            votes=seat.votes,
            attendance="unknown",
        )
        for seat in seats
    )
    work.session.flush()  # the quorum and the ballots refer to the roster
    for seat in seats:
        _invite(work, council_session, seat.person_id)
    after = {"session": council_session.id, "members": len(seats), "voting": sum(seat.votes for seat in seats)}
    record_act(work, place.element_id, "council_invited", after=after)
    return council_session.id


@operation("council/check_quorum")
def check_quorum(work: Work, place: Place, _parameters: Mapping[str, object]) -> bool:
    """Say whether enough voting members take part, by exact integers on all of them.

    A session without quorum is put off: it is closed here and a new one is planned. In a session by written opinions
    nobody has to be in the room.
    """
    council_session = councils.of_place(work, place)
    roster = councils.voting_members(work.session, council_session)
    total = len(roster)
    present = sum(member.attendance == "present" for member in roster)
    written = sum(member.attendance == "written" for member in roster)
    in_room = (council_session.present_numerator, council_session.present_denominator)
    taking_part = (council_session.quorum_numerator, council_session.quorum_denominator)
    if council_session.mode == "written":
        met = voting.quorum_met(total, present + written, 0, at_table=taking_part, with_written=None)
    else:
        met = voting.quorum_met(total, present, written, at_table=in_room, with_written=taking_part)
    if not met:
        council_session.status = "cancelled"
    after = {"session": council_session.id, "total": total, "present": present, "written": written, "met": met}
    record_act(work, place.element_id, "quorum_checked", after=after)
    return met


@operation("council/open_vote")
def open_vote(work: Work, place: Place, _parameters: Mapping[str, object]) -> dict:
    """Open the ballot and return who votes: {person id: {"person_id": id, "mode": "present" or "written"}}.

    Only voting members of the roster who take part and are not recused; an account without a seat is never among them.
    """
    council_session = councils.of_place(work, place)
    if council_session.status != "attended":
        raise OperationFailed("Chỉ mở bỏ phiếu sau khi đã điểm danh.")
    council_session.status, council_session.opened_at = "open", work.now
    voters = {
        str(member.person_id): {"person_id": str(member.person_id), "mode": member.attendance}
        for member in councils.voting_members(work.session, council_session)
        if member.attendance in TAKES_PART
    }
    record_act(work, place.element_id, "vote_opened", after={"session": council_session.id, "voters": len(voters)})
    return voters


@operation("council/count_ballots")
def count_ballots(work: Work, place: Place, _parameters: Mapping[str, object]) -> str:
    """Count each nominee on all voting members. Returns "tied" while a tie waits for the chair, else "counted"."""
    council_session = councils.of_place(work, place)
    if council_session.status != "closed":
        raise OperationFailed("Chưa kết thúc bỏ phiếu nên chưa kiểm phiếu được.")
    threshold = council_session.threshold_percent
    for row in council_session.nominees:
        count = councils.tally(work.session, council_session, row.nominee_id)
        row.agree, row.disagree, row.lower = count.agree, count.disagree, count.lower
        row.recused, row.not_cast, row.total = count.recused, count.not_cast, count.total
        if row.tie_broken_by is None:
            row.conclusion = _conclusion(count.agree, count.total, threshold)
    counted = {
        str(row.nominee_id): {"agree": row.agree, "total": row.total, "conclusion": row.conclusion}
        for row in council_session.nominees
    }
    record_act(work, place.element_id, "ballots_counted", after={"session": council_session.id, "nominees": counted})
    return "tied" if any(row.conclusion == "tied" for row in council_session.nominees) else "counted"


@operation("council/conclude")
def conclude(work: Work, place: Place, _parameters: Mapping[str, object]) -> str:
    """End the session: "pass" if a nominee passes, "verify" if the chair asks for verification, else "fail".

    Who failed is refused with the vote as reason, so that nobody decides on them later; notify_refusal tells them. At
    the submitting unit's own council all must pass: the unit takes the others off its list itself.
    """
    council_session = councils.of_place(work, place)
    council_session.status = "concluded"
    own = council_session.council.kind == "unit"
    passed = [row.conclusion == "pass" for row in council_session.nominees]
    if place.variables.get("minutes_conclusion") == "verify":
        outcome = "verify"
    else:
        outcome = "pass" if passed and (all(passed) if own else any(passed)) else "fail"
        if not own:
            _refuse_failed(council_session)
    after = {"session": council_session.id, "outcome": outcome, "minutes": council_session.minutes_number}
    record_act(work, place.element_id, "council_concluded", after=after)
    return outcome


def vote_in_words(council_session: CouncilSession, row: SessionNominee) -> str:
    """Return the vote on a nominee with its formula, as the minutes and a refusal state it."""
    if row.tie_broken_by is not None:
        return f"{row.agree}/{row.total} phiếu đồng ý, ngang phiếu; quyết định theo ý kiến của Chủ tịch Hội đồng"
    return voting.result_in_words(row.agree or 0, row.total or 1, council_session.threshold_percent)


def _conclusion(agree: int, total: int, threshold: voting.Threshold) -> str:
    if voting.passes(agree, total, threshold):
        return "pass"
    return "tied" if voting.is_tied(agree, total, threshold) else "fail"


def _refuse_failed(council_session: CouncilSession) -> None:
    for row in council_session.nominees:
        # An awarded nominee is before the council for revocation: failing there means that the award stays.
        if row.conclusion == "fail" and row.nominee.result == "none":
            row.nominee.result = "refused"
            row.nominee.result_reason = f"Hội đồng không đề nghị: {vote_in_words(council_session, row)}"


def _invite(work: Work, council_session: CouncilSession, person_id: int) -> None:
    dossier, when = council_session.dossier, dates.show(council_session.meets_at)
    key = f"council_invitation:{council_session.id}:{council_session.meets_at.isoformat()}:{person_id}"
    subject = f"Giấy mời họp: {council_session.council.name}"
    body = (
        f"Mời dự phiên họp xét hồ sơ {dossier.reference} ({dossier.offer.title}) lúc {when}"
        f"{f', tại {council_session.place}' if council_session.place else ''}."
    )
    outbox.queue(work.session, key, "council_invitation", person_id, dossier=dossier, subject=subject, body=body)
