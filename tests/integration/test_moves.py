"""Moving a token: asked by one administrator, decided by another, never where the instance has moved meanwhile."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import factories as make
from tests.integration.versions import MAPPING, ONE, RENAMED, deployed
from tests.stuck import REASON, actor, complete, fire, mend, status, stuck
from workflows import standing
from workflows.commands import interventions, migrating, moves
from workflows.commands.migrating import Wanted
from workflows.commands.moves import Move
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import HistoryEntry, Incident, Intervention, ProcessInstance, UserTask


def wanted(sessions, at, element_id="check_note"):
    """Return the move of the only token to an element, as the page offers it now."""
    with sessions() as session:
        instance = session.get_one(ProcessInstance, at.instance_id)
        [token] = [each for each in standing.snapshot(session, instance).tokens if each.element_id == "write_note"]
        return Move(token.id, element_id, instance.version)


def ask(sessions, at, move=None, by=None, reason=REASON):
    with sessions.begin() as session:
        return moves.ask(session, by or at.first, at.instance_id, move or wanted(sessions, at), reason).id


def approve(sessions, at, number, by=None):
    with sessions.begin() as session:
        moves.approve(session, by or at.second, number)


def open_steps(sessions):
    with sessions() as session:
        return [task.element_id for task in session.scalars(select(UserTask)) if task.is_open]


def test_what_one_administrator_asked_and_another_approved_is_done(sessions):
    at = stuck(sessions)
    number = ask(sessions, at)
    assert open_steps(sessions) == ["write_note"]
    approve(sessions, at, number)
    assert open_steps(sessions) == ["check_note"]
    with sessions() as session:
        asked = session.get_one(Intervention, number)
        assert (asked.state, asked.requested_by, asked.decided_by) == ("done", at.first.person_id, at.second.person_id)
        assert (asked.process_key, asked.from_element) == ("department_certificate", "write_note")
        verbs = session.scalars(select(HistoryEntry.verb).where(HistoryEntry.verb.like("move%")))
        assert list(verbs) == ["move_asked", "moved"]


def test_the_instance_goes_on_from_where_it_was_put(sessions):
    at = stuck(sessions)
    approve(sessions, at, ask(sessions, at))
    with sessions() as session:
        task = session.scalars(select(UserTask).where(UserTask.element_id == "check_note")).one()
    complete(sessions, at, task.id)
    assert status(sessions, at) == "ended"


def test_a_move_takes_the_instance_past_its_incident(sessions, clock):
    at = stuck(sessions)
    clock.advance(hours=2)
    fire(sessions, at, times=3)
    approve(sessions, at, ask(sessions, at))
    assert status(sessions, at) == "running"
    with sessions() as session:
        assert session.scalars(select(Incident)).one().resolution == "passed"


def test_a_suspended_instance_is_moved_and_stays_suspended(sessions):
    at = stuck(sessions)
    with sessions.begin() as session:
        interventions.suspend(session, at.first, at.instance_id, REASON)
    approve(sessions, at, ask(sessions, at))
    assert (status(sessions, at), open_steps(sessions)) == ("suspended", ["check_note"])


def test_a_step_that_fails_on_the_way_undoes_the_approval(sessions):
    at = stuck(sessions)
    number = ask(sessions, at, wanted(sessions, at, "set_limit"))
    with pytest.raises(Exception, match="Chưa đặt thời hạn"):
        approve(sessions, at, number)
    assert open_steps(sessions) == ["write_note"]
    mend(sessions)
    approve(sessions, at, number)
    assert open_steps(sessions) == ["check_note"]


def test_nobody_decides_on_their_own_request(sessions):
    at = stuck(sessions)
    number = ask(sessions, at)
    with pytest.raises(NotAllowed, match="không được tự quyết định"):
        approve(sessions, at, number, by=at.first)
    with sessions.begin() as session, pytest.raises(NotAllowed):
        moves.decline(session, at.first, number, REASON)
    with sessions() as session:
        asked = session.get_one(Intervention, number)
        asked.state, asked.decided_by, asked.decided_at = "done", asked.requested_by, asked.requested_at
        with pytest.raises(IntegrityError, match="four_eyes"):
            session.flush()


def test_only_administrators_ask_and_decide(sessions):
    at = stuck(sessions)
    move = wanted(sessions, at)
    with pytest.raises(NotAllowed):
        ask(sessions, at, move, by=at.officer)
    number = ask(sessions, at, move)
    with pytest.raises(NotAllowed):
        approve(sessions, at, number, by=at.officer)
    with sessions.begin() as session, pytest.raises(NotAllowed):
        moves.decline(session, at.submitter, number, REASON)
    with pytest.raises(NotFound):
        approve(sessions, at, number + 1)


def test_a_request_needs_a_reason_a_token_and_a_step_of_the_list(sessions):
    at = stuck(sessions)
    move = wanted(sessions, at)
    with pytest.raises(Invalid):
        ask(sessions, at, move, reason="ngắn")
    with pytest.raises(Conflict):
        ask(sessions, at, Move("0" * 32, "check_note", move.version))
    for element in ("start", "deadline", "nowhere"):
        with pytest.raises(Invalid) as refused:
            ask(sessions, at, Move(move.token_id, element, move.version))
        assert set(refused.value.errors) == {"element"}


def test_all_that_a_request_lacks_is_said_at_once(sessions):
    at = stuck(sessions)
    with pytest.raises(Invalid) as refused:
        ask(sessions, at, wanted(sessions, at, ""), reason="")
    assert set(refused.value.errors) == {"element", "reason"}


def test_a_request_is_stale_when_the_instance_has_moved(sessions):
    at = stuck(sessions)
    move, number = wanted(sessions, at), ask(sessions, at)
    mend(sessions)
    complete(sessions, at)
    with pytest.raises(Conflict, match="chuyển bước sau khi"):
        approve(sessions, at, number)
    with pytest.raises(Conflict, match="vừa chuyển bước"):
        ask(sessions, at, move)
    assert open_steps(sessions) == ["check_note"]
    with sessions.begin() as session:
        moves.decline(session, at.second, number, "Không còn cần chuyển bước")
    with sessions() as session:
        assert session.get_one(Intervention, number).state == "declined"


def test_a_declined_request_is_decided_for_good(sessions):
    at = stuck(sessions)
    number = ask(sessions, at)
    with sessions.begin() as session, pytest.raises(Invalid):
        moves.decline(session, at.second, number, "không")
    with sessions.begin() as session:
        moves.decline(session, at.second, number, "Chưa đủ căn cứ để chuyển")
    with pytest.raises(Conflict, match="đã được quyết định"):
        approve(sessions, at, number)


def test_one_request_at_a_time_and_ones_own_may_be_replaced(sessions):
    at = stuck(sessions)
    first = ask(sessions, at)
    with pytest.raises(Conflict, match="đã đề nghị chuyển bước"):
        ask(sessions, at, by=at.second)
    second = ask(sessions, at, wanted(sessions, at, "set_limit"))
    with sessions() as session:
        assert [session.get_one(Intervention, each).state for each in (first, second)] == ["stale", "pending"]
    with pytest.raises(Conflict):
        approve(sessions, at, first)


def test_a_cancelled_instance_leaves_no_request_behind(sessions):
    at = stuck(sessions)
    number = ask(sessions, at)
    with sessions.begin() as session:
        interventions.cancel(session, at.first, at.instance_id, REASON)
    with pytest.raises(Conflict):
        approve(sessions, at, number)
    with sessions() as session:
        assert session.get_one(Intervention, number).state == "stale"


def test_a_request_on_a_version_that_the_instance_has_left_can_still_be_refused(sessions):
    scene = deployed(sessions, ONE)
    instance_id = scene.begin()
    with sessions.begin() as session:
        instance = session.get_one(ProcessInstance, instance_id)
        [token] = [each for each in standing.snapshot(session, instance).tokens if each.element_id == "write"]
        move = Move(token.id, "sign", instance.version)
        number = moves.ask(session, scene.administrator, instance_id, move, REASON).id
        other = actor(session, make.account(session, make.person(session), administrator=True).id)
    definition_id = scene.deploy(RENAMED)
    with sessions.begin() as session:
        migrating.migrate(session, scene.administrator, instance_id, Wanted(definition_id, MAPPING), REASON)
        moves.decline(session, other, number, REASON)
    with sessions() as session:
        entry = session.scalars(select(HistoryEntry).where(HistoryEntry.verb == "move_declined")).one()
        assert entry.after["name"] == "write → sign"
