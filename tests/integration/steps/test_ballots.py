"""Casting a ballot: who may, until when, what is kept, and what is kept from everyone."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from forms import FormInvalid
from tests import factories as make
from tests.integration.scene import chamber, department_scene
from workflows import council_sessions as councils
from workflows.errors import Conflict, NotAllowed
from workflows.models import Ballot, CouncilSession, SessionMember
from workflows.steps.ballots import Voice, cast


@pytest.fixture
def scene(sessions: sessionmaker[Session]):
    with sessions() as session:
        scene = department_scene(session)
        scene.nominee("Phòng Mẫu Một", kind="collective")
        scene.nominee("Người Mẫu Hai")
        yield scene


def _open(scene, **rule):
    council = chamber(scene, **rule)
    council.plan()
    council.attend()
    scene.run("council/open_vote")
    return council


def test_a_ballot_is_kept_for_each_nominee_with_its_voter_where_the_vote_is_open(scene):
    council = _open(scene)
    council.vote(0, n1="lower")
    ballots = scene.session.query(Ballot).order_by(Ballot.nominee_id).all()
    assert [(ballot.person_id, ballot.choice, ballot.number) for ballot in ballots] == [
        (council.members[0].id, "agree", 1),
        (council.members[0].id, "lower", 1),
    ]


def test_another_ballot_before_closing_counts_instead_and_the_first_stays(scene):
    council = _open(scene)
    council.vote(0, n0="disagree")
    council.vote(0, n0="agree")
    first = scene.dossier.nominees[0]
    assert scene.session.query(Ballot).filter_by(nominee_id=first.id).count() == 2
    assert councils.tally(scene.session, council.session, first.id).agree == 1


def test_a_vote_after_closing_is_refused_and_leaves_no_ballot(scene):
    council = _open(scene)
    council.vote(0)
    council.close()
    with pytest.raises(Conflict, match="Đã kết thúc bỏ phiếu"):
        council.vote(1)
    assert scene.session.query(Ballot).count() == 2


def test_a_vote_cannot_be_closed_twice(scene):
    council = _open(scene)
    council.close()
    with pytest.raises(Conflict, match="không còn mở"):
        council.close()


def test_an_administrator_without_a_seat_never_votes(scene):
    council = _open(scene)
    administrator = make.person(scene.session)
    make.account(scene.session, administrator, administrator=True)
    council.members[0] = administrator
    with pytest.raises(NotAllowed, match="quyền biểu quyết"):
        council.vote(0)


def test_the_secretary_has_no_vote(scene):
    council = _open(scene)
    council.members[0] = council.secretary
    with pytest.raises(NotAllowed):
        council.vote(0)


def test_an_absent_or_recused_member_has_no_ballot(scene):
    council = chamber(scene, members=10)
    council.plan()
    council.attend(m0="absent", m1="recused")
    scene.run("council/open_vote")
    for number in (0, 1):
        with pytest.raises(NotAllowed, match="vắng hoặc không tham gia bỏ phiếu"):
            council.vote(number)


def test_a_ballot_that_leaves_a_nominee_out_is_refused_by_name(scene):
    council = _open(scene)
    rows = [{"row": str(scene.dossier.nominees[0].id), "choice": "agree"}]
    with pytest.raises(FormInvalid) as refused:
        scene.finish("ballot", {"nominees": rows}, "cast", council_id=council.council.id, by=council.members[0])
    assert list(refused.value.errors) == [f"nominees-{scene.dossier.nominees[1].id}-choice"]


def test_a_member_may_recuse_themselves_with_a_reason_and_then_has_no_vote(scene):
    council = _open(scene)
    answers = {"recusal_reason": "Có quan hệ gia đình với đối tượng."}
    scene.finish("ballot", answers, "recused", council_id=council.council.id, by=council.members[0])
    member = scene.session.get(SessionMember, (council.session.id, council.members[0].id))
    assert (member.attendance, member.voted_at) == ("recused", None)
    with pytest.raises(NotAllowed):
        council.vote(0)


def test_a_recusal_without_a_reason_is_refused(scene):
    council = _open(scene)
    with pytest.raises(FormInvalid):
        scene.finish("ballot", {}, "recused", council_id=council.council.id, by=council.members[0])


def test_a_secret_ballot_names_nobody_and_tells_no_time(scene):
    council = _open(scene, secret=True)
    council.vote(0, n0="disagree")
    for ballot in scene.session.query(Ballot):
        assert (ballot.person_id, ballot.cast_at, ballot.note) == (None, None, None)
    history = scene.session.execute(text("select verb, before, after, reason from history_entry")).all()
    assert not any("disagree" in str(entry) for entry in history)


def test_a_receipt_shown_once_lets_the_voter_find_the_ballot(scene):
    council = _open(scene, secret=True)
    council.vote(0, n0="disagree")
    (code,) = scene.session.info["receipts"]
    first, second = scene.dossier.nominees
    counted = councils.counted_by_receipt(scene.session, council.session, code.lower())
    assert counted == {first.id: "disagree", second.id: "agree"}
    assert councils.counted_by_receipt(scene.session, council.session, "khác") == {}


def test_a_secret_ballot_cannot_be_cast_twice(scene):
    council = _open(scene, secret=True)
    council.vote(0)
    with pytest.raises(Conflict, match="không thay đổi được"):
        council.vote(0)


def test_closing_before_all_have_voted_needs_a_reason(scene):
    council = _open(scene)
    council.vote(0)
    with pytest.raises(FormInvalid):
        scene.finish("vote_closing", {"is_confirmed": True}, council_id=council.council.id, by=council.secretary)


def test_the_closing_form_knows_how_many_have_voted(scene):
    council = _open(scene)
    council.vote(0)
    values = scene.surroundings("vote_closing", council_id=council.council.id).values
    assert (values["votes_cast"], values["voter_count"]) == (1, 5)


def test_a_ballot_can_be_neither_changed_nor_deleted(scene):
    council = _open(scene)
    council.vote(0)
    scene.session.commit()
    for statement in ("update ballot set choice = 'agree'", "delete from ballot"):
        with pytest.raises(DBAPIError, match="append-only"):
            scene.session.execute(text(statement))
        scene.session.rollback()


def test_the_table_itself_refuses_a_ballot_of_somebody_off_the_roster(scene):
    council = _open(scene)
    stranger = make.person(scene.session)
    scene.session.add(
        Ballot(
            id="x" * 32,
            session_id=council.session.id,
            nominee_id=scene.dossier.nominees[0].id,
            person_id=stranger.id,
            number=1,
            choice="agree",
            cast_at=council.session.opened_at,
        )
    )
    with pytest.raises(IntegrityError):
        scene.session.flush()


def test_a_ballot_and_the_closing_at_once_leave_a_count_that_both_agree_on(scene, sessions):
    council = _open(scene)
    council_session, voter, nominees = council.session.id, council.members[0].id, list(scene.dossier.nominees)
    work = scene.work(council.members[0])
    scene.session.commit()
    came_in, closed = [], []

    def vote():
        with sessions() as session, session.begin():
            mine = type(work)(session, work.instance, work.actor, work.now)
            try:
                locked = councils.locked(session, council_session)
                cast(mine, locked, voter, {nominee.id: Voice("agree") for nominee in nominees})
                came_in.append(True)
            except Conflict:
                came_in.append(False)

    def close():
        with sessions() as session, session.begin():
            locked = councils.locked(session, council_session)
            locked.status, locked.closed_at = "closed", work.now
            closed.append(session.query(Ballot).count())

    threads = [threading.Thread(target=vote), threading.Thread(target=close)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert closed == [2 if came_in == [True] else 0]
    assert scene.session.get(CouncilSession, council_session, populate_existing=True).status == "closed"
