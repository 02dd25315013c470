"""The council as the system runs it: roster, quorum, who votes, the count, the conclusion."""

from datetime import date

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from tests.integration.scene import chamber, department_scene
from workflows.errors import OperationFailed
from workflows.models import OutboxMessage, SessionMember


@pytest.fixture
def scene(sessions: sessionmaker[Session]):
    with sessions() as session:
        scene = department_scene(session)
        scene.nominee("Phòng Mẫu Một", kind="collective")
        scene.nominee("Người Mẫu Hai")
        yield scene


def test_the_roster_is_the_seats_valid_on_the_day_of_the_session(scene):
    council = chamber(scene)
    make.seat(scene.session, council.council, valid_to=date(2026, 12, 10))
    planned = council.plan()
    roster = scene.session.query(SessionMember).filter_by(session_id=planned.id).all()
    assert {member.person_id for member in roster} == {
        *(person.id for person in council.members),
        council.secretary.id,
    }
    assert sum(member.votes for member in roster) == 5


def test_every_member_is_invited_once_however_often_the_step_is_repeated(scene):
    council = chamber(scene)
    council.plan()
    scene.run("council/invite")
    assert scene.session.query(OutboxMessage).filter_by(kind="council_invitation").count() == 6


def test_a_rule_for_the_award_wins_over_the_general_one(scene):
    council = chamber(scene)
    make.council_rule(scene.session, award_key="giay_khen_so", threshold_percent=80, secret=True, source="riêng")
    planned = council.plan()
    assert (planned.threshold_percent, planned.secret, planned.rule_source) == (80, True, "riêng")


def test_a_secret_ballot_asked_for_by_the_rule_cannot_be_switched_off(scene):
    council = chamber(scene, secret=True)
    assert council.plan(secret=False).secret


def test_a_council_without_voting_members_cannot_be_invited(scene):
    council = chamber(scene, members=0)
    with pytest.raises(OperationFailed, match="chưa có thành viên biểu quyết"):
        council.plan()


@pytest.mark.parametrize(
    ("presence", "met"),
    [
        ({}, True),
        ({"m0": "absent"}, True),  # 4 of 5 is exactly 80 %
        ({"m0": "absent", "m1": "absent"}, False),
        ({"m0": "written"}, True),
        ({"m0": "written", "m1": "written"}, False),  # 3 of 5 in the room is less than two thirds
    ],
)
def test_quorum_is_counted_by_whole_people_on_all_voting_members(scene, presence, met):
    council = chamber(scene)
    council.plan()
    assert council.attend(**presence) is met


def test_a_session_by_written_opinions_needs_nobody_in_the_room(scene):
    council = chamber(scene)
    council.plan(mode="written", meets_at=None, opinions_due_on="2026-12-15")
    assert council.attend(m0="written", m1="written", m2="written", m3="written", m4="absent") is True


def test_a_session_without_quorum_is_put_off_and_the_next_has_its_own_number(scene):
    council = chamber(scene)
    first = council.plan()
    council.attend(m0="absent", m1="absent")
    second = council.plan()
    assert first.status == "cancelled"
    assert (second.round, second.status) == (2, "planned")


def test_voters_are_members_who_take_part_and_are_not_recused(scene):
    council = chamber(scene, members=7)
    council.plan()
    council.attend(m0="recused", m1="written")
    voters = scene.run("council/open_vote")
    first, second, *others = (str(person.id) for person in council.members)
    assert first not in voters
    assert str(council.secretary.id) not in voters
    assert voters[second] == {"person_id": second, "mode": "written"}
    assert all(voters[other]["mode"] == "present" for other in others)


def test_a_vote_cannot_be_opened_before_attendance(scene):
    council = chamber(scene)
    council.plan()
    with pytest.raises(OperationFailed, match="điểm danh"):
        scene.run("council/open_vote")


def test_shares_count_on_all_members_so_absence_is_not_consent(scene):
    council = chamber(scene)
    council.plan()
    council.attend(m0="absent")
    scene.run("council/open_vote")
    council.vote(1)
    council.vote(2, n1="disagree")
    council.vote(3, n1="lower")
    first, second = scene.dossier.nominees
    assert council.close() == "counted"
    row = council.row(first)
    assert (row.agree, row.not_cast, row.total, row.conclusion) == (3, 2, 5, "pass")
    row = council.row(second)
    assert (row.agree, row.disagree, row.lower, row.not_cast, row.conclusion) == (1, 1, 1, 2, "fail")


def test_a_threshold_of_eighty_percent_is_reached_exactly_by_four_of_five(scene):
    council = chamber(scene, threshold_percent=80)
    council.plan()
    council.attend()
    scene.run("council/open_vote")
    for number in range(5):
        council.vote(number, n0="agree" if number < 4 else "disagree", n1="agree" if number < 3 else "disagree")
    council.close()
    assert [council.row(nominee).conclusion for nominee in scene.dossier.nominees] == ["pass", "fail"]


def test_a_recused_member_has_no_ballot_and_stays_in_the_total(scene):
    council = chamber(scene)
    council.plan()
    council.attend(m0="recused")
    scene.run("council/open_vote")
    for number in range(1, 5):
        council.vote(number)
    council.close()
    row = council.row(scene.dossier.nominees[0])
    assert (row.agree, row.recused, row.not_cast, row.total) == (4, 1, 0, 5)


def test_exactly_half_under_majority_waits_for_the_chair(scene):
    council = chamber(scene, members=6)
    council.plan()
    council.attend()
    scene.run("council/open_vote")
    for number in range(6):
        council.vote(number, n0="agree" if number < 3 else "disagree")
    first, second = scene.dossier.nominees
    assert council.close() == "tied"
    choice = {"tied": [{"row": str(first.id), "choice": "propose"}], "reason": "theo quy chế"}
    scene.finish("tie_break", choice, council_id=council.council.id, by=council.members[0])
    assert scene.run("council/count_ballots") == "counted"
    row = council.row(first)
    assert (row.agree, row.conclusion, row.tie_broken_by) == (3, "pass", council.members[0].id)
    assert council.row(second).conclusion == "pass"


def test_half_is_no_tie_where_a_percentage_is_asked(scene):
    council = chamber(scene, members=6, threshold_percent=80)
    council.plan()
    council.attend()
    scene.run("council/open_vote")
    for number in range(6):
        council.vote(number, n0="agree" if number < 3 else "disagree")
    assert council.close() == "counted"


def test_ballots_are_not_counted_before_closing(scene):
    council = chamber(scene)
    council.plan()
    council.attend()
    scene.run("council/open_vote")
    with pytest.raises(OperationFailed, match="Chưa kết thúc bỏ phiếu"):
        scene.run("council/count_ballots")


def _concluded(scene, needs_verification=False, **choices):
    council = chamber(scene)
    council.plan()
    council.attend()
    scene.run("council/open_vote")
    for number in range(5):
        council.vote(number, **choices)
    council.close()
    rows = [{"row": str(n.id), "needs_verification": needs_verification} for n in scene.dossier.nominees]
    answers = {"minutes_number": "02/BB-HĐTĐKT", "nominees": rows, "conclusion": "Thống nhất."}
    scene.finish("council_minutes", answers, council_id=council.council.id, by=council.secretary)
    return council, scene.run("council/conclude")


def test_one_who_passes_makes_the_session_pass_and_one_who_fails_is_refused_with_the_vote(scene):
    council, outcome = _concluded(scene, n1="disagree")
    first, second = scene.dossier.nominees
    assert outcome == "pass"
    assert council.session.status == "concluded"
    assert first.result == "none"
    assert second.result == "refused"
    assert "0/5 phiếu đồng ý" in second.result_reason


def test_nobody_passing_makes_the_session_fail(scene):
    assert _concluded(scene, n0="disagree", n1="disagree")[1] == "fail"


def test_a_call_for_verification_refuses_nobody_and_leads_to_a_second_session(scene):
    council, outcome = _concluded(scene, needs_verification=True, n1="disagree")
    assert outcome == "verify"
    assert {nominee.result for nominee in scene.dossier.nominees} == {"none"}
    assert council.plan().round == 2


def test_an_own_council_passes_only_with_everyone_and_refuses_nobody(scene):
    council = chamber(scene, kind="unit")
    council.plan()
    council.attend()
    scene.run("council/open_vote")
    for number in range(5):
        council.vote(number, n1="disagree")
    council.close()
    assert scene.run("council/conclude") == "fail"
    assert {nominee.result for nominee in scene.dossier.nominees} == {"none"}


def test_whoever_was_refused_is_not_on_the_agenda(scene):
    scene.dossier.nominees[0].result_reason = "không đủ điều kiện"
    scene.dossier.nominees[0].result = "refused"
    planned = chamber(scene).plan()
    assert [row.nominee_id for row in planned.nominees] == [scene.dossier.nominees[1].id]


def test_every_act_of_the_session_is_in_the_history(scene):
    _concluded(scene)
    assert [verb for verb in scene.verbs() if verb != "ballot_cast"] == [
        "council_planned",
        "council_invited",
        "attendance_recorded",
        "quorum_checked",
        "vote_opened",
        "vote_closed",
        "ballots_counted",
        "minutes_signed",
        "council_concluded",
    ]
