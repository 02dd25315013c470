"""Who sees and does what: the same rule for one task and for the list; rights end with the post that gave them."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.integration.racing import actor, race, scene
from workflows import models, policy
from workflows.clock import utcnow
from workflows.commands import tasks
from workflows.errors import Conflict, NotAllowed, NotFound
from workflows.queries import facts
from workflows.queries.inbox import Filter, inbox

ANSWERS = {"text": "Đồng ý."}
YESTERDAY = date(2026, 12, 9)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def end_positions(sessions, who):
    with sessions.begin() as session:
        for position in session.query(models.Position).filter_by(person_id=who.person_id):
            position.valid_to = YESTERDAY
    with sessions() as session:
        return actor(session, who.account_id)


def complete(sessions, who, task_id):
    with sessions.begin() as session:
        return tasks.complete(session, who, task_id, "done", ANSWERS)


def test_whoever_left_the_post_neither_sees_nor_does_its_tasks(sessions):
    at = scene(sessions)
    gone = end_positions(sessions, at.first)
    with pytest.raises(NotFound):
        complete(sessions, gone, at.task_id)
    with sessions() as session:
        assert inbox(session, gone, Filter(view="group")).total == 0
        with pytest.raises(NotFound):
            facts.dossier(session, gone, at.reference)


def test_whoever_has_another_post_in_the_unit_sees_the_task_and_does_not_do_it(sessions):
    at = scene(sessions)
    with pytest.raises(NotAllowed):
        complete(sessions, at.submitter, at.task_id)


def test_having_done_a_step_is_no_right_to_its_dossier(sessions):
    at = scene(sessions)
    complete(sessions, at.first, at.task_id)
    with sessions() as session:
        assert inbox(session, at.first, Filter(view="done")).total == 1
        assert facts.task(session, at.first, at.task_id).name == "Ghi ý kiến"
    gone = end_positions(sessions, at.first)
    with sessions() as session:
        assert inbox(session, gone, Filter(view="done")).total == 0
        with pytest.raises(NotFound):
            facts.task(session, gone, at.task_id)


def test_a_task_in_the_hand_of_somebody_who_left_is_free(sessions):
    at = scene(sessions)
    with sessions.begin() as session:
        tasks.claim(session, at.first, at.task_id)
    with pytest.raises(Conflict):
        complete(sessions, at.second, at.task_id)
    end_positions(sessions, at.first)
    done = complete(sessions, at.second, at.task_id)
    assert done.assignee_id == done.completed_by == at.second.person_id


def test_a_task_in_the_hand_of_a_closed_account_is_free(sessions):
    at = scene(sessions)
    with sessions.begin() as session:
        tasks.claim(session, at.first, at.task_id)
        session.get_one(models.Account, at.first.account_id).disabled_at = utcnow()
    with sessions.begin() as session:
        assert tasks.claim(session, at.second, at.task_id).assignee_id == at.second.person_id


def test_an_administrator_sees_and_does_nothing_of_a_dossier(sessions):
    at = scene(sessions)
    with sessions.begin() as session:
        account = make.account(session, make.person(session), administrator=True)
        administrator = actor(session, account.id)
    with pytest.raises(NotFound):
        complete(sessions, administrator, at.task_id)
    with sessions() as session:
        assert inbox(session, administrator, Filter(view="group")).total == 0
        with pytest.raises(NotFound):
            facts.dossier(session, administrator, at.reference)


def test_a_dossier_is_seen_by_the_units_that_have_a_step_of_it_alone(sessions):
    at = scene(sessions)
    with sessions() as session:
        rows = session.scalars(select(models.DossierAccess.unit_id)).all()
    assert rows == [at.unit_id]


def test_history_names_the_post_by_which_a_task_was_done(sessions):
    at = scene(sessions)
    with sessions.begin() as session:
        person = session.get_one(models.Person, at.first.person_id)
        elsewhere = make.position(session, person, make.unit(session, name="Sở Khác"), title="Thư ký")
        role = make.assignment(session, elsewhere, "clerk")
        # The other post comes first in the order of ids, as that of somebody who changed units.
        role.id = 0
    with sessions() as session:
        both = actor(session, at.first.account_id)
    assert both.capacity == "Thư ký, Sở Khác"
    complete(sessions, both, at.task_id)
    with sessions() as session:
        entry = session.scalars(select(models.HistoryEntry).where(models.HistoryEntry.verb == "completed")).one()
        assert entry.capacity.startswith("Chuyên viên, Đơn vị")


@pytest.fixture
def voting(sessions):
    """Two members of a council with an open ballot each, and its secretary."""
    at = scene(sessions)
    with sessions.begin() as session:
        unit = session.get_one(models.Unit, at.unit_id)
        council = make.council(session, unit)
        seats = [make.seat(session, council, function=function) for function in ("member", "chair", "secretary")]
        instance = session.get_one(models.ProcessInstance, at.instance_id)
        ballots = [
            make.task(
                session,
                instance,
                "ballot",
                candidate_group="council_member",
                council_id=council.id,
                reserved_for_id=seat.person_id,
            ).id
            for seat in seats[:2]
        ]
        accounts = [make.account(session, session.get_one(models.Person, seat.person_id)).id for seat in seats]
    with sessions() as session:
        return ballots, [actor(session, account) for account in accounts], at


def test_members_see_their_own_ballot_and_nobody_sees_anothers(sessions, voting):
    ballots, people, at = voting
    with sessions() as session:
        for who in (*people, at.first, at.submitter):
            seen = set(session.scalars(select(models.UserTask.id).where(policy.may_see_task(who))))
            own = [ballot for ballot, member in zip(ballots, people, strict=False) if member is who]
            assert seen & set(ballots) == set(own)


def test_nobody_sees_anothers_ballot_once_it_is_cast(sessions, voting):
    ballots, people, at = voting
    with sessions.begin() as session:
        for ballot, who in zip(ballots, people, strict=False):
            task = session.get_one(models.UserTask, ballot)
            task.assignee_id = task.completed_by = who.person_id
            task.claimed_at = task.completed_at = utcnow()
    with sessions() as session:
        with pytest.raises(NotFound):
            facts.task(session, people[1], ballots[0])
        with pytest.raises(NotFound):
            facts.task(session, at.submitter, ballots[0])
        assert facts.task(session, people[0], ballots[0]).rows == {}


def test_a_member_whose_seat_ended_no_longer_votes(sessions, voting):
    ballots, people, _ = voting
    with sessions.begin() as session:
        for seat in session.query(models.CouncilSeat).filter_by(person_id=people[0].person_id):
            seat.valid_to = YESTERDAY
    with sessions() as session:
        gone = actor(session, people[0].account_id)
        assert not policy.may_work(session, gone, session.get_one(models.UserTask, ballots[0]))
        assert policy.may_work(session, people[1], session.get_one(models.UserTask, ballots[1]))


def test_whoever_loses_the_task_to_another_hears_who_has_it(sessions):
    at = scene(sessions)
    _, lost = race(
        sessions,
        lambda session: tasks.claim(session, at.first, at.task_id),
        lambda session: tasks.complete(session, at.second, at.task_id, "done", ANSWERS),
    )
    assert at.first.name in str(lost)
