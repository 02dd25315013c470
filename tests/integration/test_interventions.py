"""What administrators do to an instance: try again, suspend, resume, cancel; who may not, and when not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.integration.versions import ballot, deployed
from tests.stuck import REASON, actor, complete, fire, mend, status, stuck
from workflows.clock import utcnow
from workflows.commands import interventions, tasks, timers
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import (
    CouncilSession,
    Decision,
    Dossier,
    DueTimer,
    HistoryEntry,
    Incident,
    Intervention,
    Notice,
    OutboxMessage,
    ProcessInstance,
    UserTask,
)
from workflows.queries import instances

ACTS = (interventions.retry, interventions.suspend, interventions.resume, interventions.cancel)


def act(sessions, at, verb, reason=REASON, by=None):
    with sessions.begin() as session:
        verb(session, by or at.first, at.instance_id, reason)


@pytest.mark.parametrize("verb", ACTS)
def test_only_administrators_act_on_an_instance_and_only_with_a_reason(sessions, verb):
    at = stuck(sessions)
    for person in (at.officer, at.submitter):
        with pytest.raises(NotAllowed):
            act(sessions, at, verb, by=person)
    for reason in ("", "   ", "quá ngắn", "x" * 2001):
        with pytest.raises(Invalid) as refused:
            act(sessions, at, verb, reason)
        assert set(refused.value.errors) == {"reason"}
    with sessions.begin() as session, pytest.raises(NotFound):
        verb(session, at.first, at.instance_id + 1, REASON)
    assert status(sessions, at) == "running"


def test_a_mended_timer_goes_off_after_the_retry_and_only_then_its_incident_is_resolved(sessions, clock):
    at = stuck(sessions)
    clock.advance(hours=2)
    fire(sessions, at, times=3)
    mend(sessions)
    act(sessions, at, interventions.retry)
    with sessions() as session:
        assert session.scalars(select(Incident)).one().resolved_at is None
        assert timers.next_due(session) == at.timer_id
    fire(sessions, at)
    with sessions() as session:
        found = session.scalars(select(Incident)).one()
        assert (found.resolution, found.resolved_by) == ("worked", None)
        assert session.get_one(ProcessInstance, at.instance_id).open_incidents == 0
        assert [task.element_id for task in session.scalars(select(UserTask)) if task.is_open] == ["answer_late"]


def test_a_retry_that_fails_again_counts_on_the_same_incident(sessions, clock):
    at = stuck(sessions)
    clock.advance(hours=2)
    fire(sessions, at, times=3)
    act(sessions, at, interventions.retry)
    fire(sessions, at, times=3)
    assert status(sessions, at) == "incident"
    with sessions() as session:
        assert session.scalars(select(Incident)).one().count == 2


def test_there_is_nothing_to_retry_where_a_persons_step_failed(sessions):
    at = stuck(sessions)
    complete(sessions, at)
    with pytest.raises(Conflict, match="Không có mốc"):
        act(sessions, at, interventions.retry)


def test_while_suspended_no_task_is_completed_and_no_timer_goes_off(sessions, clock):
    at = stuck(sessions)
    mend(sessions)
    act(sessions, at, interventions.suspend)
    clock.advance(hours=2)
    with sessions.begin() as session, pytest.raises(Conflict, match="tạm dừng"):
        tasks.complete(session, at.officer, at.task_id, "done", {})
    with sessions.begin() as session:
        assert timers.next_due(session) is None
        assert timers.fire(session, at.timer_id) is False
    with pytest.raises(Conflict, match="đang tạm dừng"):
        act(sessions, at, interventions.suspend)


def test_after_resuming_what_fell_due_goes_off_once(sessions, clock):
    at = stuck(sessions)
    mend(sessions)
    act(sessions, at, interventions.suspend)
    clock.advance(hours=2)
    act(sessions, at, interventions.resume)
    fire(sessions, at, times=2)
    with sessions() as session:
        assert session.get_one(DueTimer, at.timer_id).fired_at == utcnow()
        fired = select(HistoryEntry).where(HistoryEntry.verb == "timer_fired")
        assert len(session.scalars(fired).all()) == 1
    with pytest.raises(Conflict, match="không bị tạm dừng"):
        act(sessions, at, interventions.resume)


def test_resuming_does_not_hide_an_incident(sessions, clock):
    at = stuck(sessions)
    clock.advance(hours=2)
    fire(sessions, at, times=3)
    act(sessions, at, interventions.suspend)
    act(sessions, at, interventions.resume)
    assert status(sessions, at) == "incident"


def test_cancelling_ends_everything_and_closes_the_dossier_without_award(sessions):
    at = stuck(sessions)
    number = complete(sessions, at)
    act(sessions, at, interventions.cancel)
    with sessions() as session:
        instance, dossier = session.get_one(ProcessInstance, at.instance_id), session.scalars(select(Dossier)).one()
        assert (instance.status, instance.ended_at, instance.end_event) == ("ended", utcnow(), None)
        assert (instance.tokens, instance.open_incidents) == ([], 0)
        assert (dossier.status, dossier.closed_at) == ("cancelled", utcnow())
        assert session.get_one(UserTask, at.task_id).cancelled_at == utcnow()
        assert session.get_one(DueTimer, at.timer_id).cancelled_at == utcnow()
        assert session.get_one(Incident, number).resolution == "ended"
        told = session.scalars(select(Notice).where(Notice.kind == "process_cancelled")).one()
        assert REASON in told.body
        letter = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "process_cancelled")).one()
        assert REASON not in letter.body  # what somebody typed is read in the product
    for verb in ACTS:
        with pytest.raises(Conflict):
            act(sessions, at, verb)


def test_cancelling_calls_off_a_council_session_but_keeps_one_that_has_concluded(sessions):
    at = stuck(sessions)
    with sessions.begin() as session:
        dossier = session.scalars(select(Dossier)).one()
        council = make.council(session, dossier.submitting_unit)
        shared = {
            "council_id": council.id, "dossier_id": dossier.id, "mode": "meeting", "meets_at": utcnow(), "secret": False,
            "present_numerator": 2, "present_denominator": 3, "quorum_numerator": 1, "quorum_denominator": 2,
            "rule_source": "Quy chế",
        }  # fmt: skip
        over = {"opened_at": utcnow(), "closed_at": utcnow()}
        session.add(CouncilSession(round=1, **shared, **over, status="concluded"))
        session.add(CouncilSession(round=2, **shared, **over, status="closed"))
        session.add(CouncilSession(round=3, **shared, status="planned"))
    act(sessions, at, interventions.cancel)
    with sessions() as session:
        rounds = session.scalars(select(CouncilSession).order_by(CouncilSession.round))
        assert [each.status for each in rounds] == ["concluded", "cancelled", "cancelled"]


def test_a_dossier_that_has_its_result_keeps_it_when_its_second_process_is_cancelled(sessions):
    at = stuck(sessions)
    with sessions.begin() as session:
        dossier = session.scalars(select(Dossier)).one()
        dossier.status, dossier.closed_at = "awarded", utcnow()
    act(sessions, at, interventions.cancel)
    with sessions() as session:
        assert session.scalars(select(Dossier)).one().status == "awarded"


def test_after_a_numbered_decision_an_instance_is_not_cancelled(sessions):
    at = stuck(sessions)
    with sessions.begin() as session:
        dossier = session.scalars(select(Dossier)).one()
        facts = {"signer_title": "Giám đốc", "capacity": "", "title": "Khen thưởng", "from_above": True}
        signed = {"document_number": "07/QĐ-SM", "signed_on": utcnow().date(), "entered_at": utcnow()}
        session.add(Decision(dossier_id=dossier.id, **facts, **signed))
    with pytest.raises(Conflict, match="quy trình hủy bỏ quyết định"):
        act(sessions, at, interventions.cancel)
    assert status(sessions, at) == "running"


def test_a_revocation_is_not_cancelled_after_its_own_decision_but_before(sessions, clock):
    at = stuck(sessions)
    facts = {"signer_title": "Giám đốc", "capacity": "", "title": "Quyết định", "from_above": True}
    facts["signed_on"] = utcnow().date()
    with sessions.begin() as session:
        dossier = session.scalars(select(Dossier)).one()
        dossier.status, dossier.closed_at = "awarded", utcnow()
        awarded_at = utcnow() - timedelta(days=30)
        session.add(Decision(dossier_id=dossier.id, **facts, document_number="07/QĐ-SM", entered_at=awarded_at))
        number = dossier.id
    clock.advance(hours=1)
    with sessions.begin() as session:
        session.add(Decision(dossier_id=number, **facts, document_number="09/QĐ-SM", entered_at=utcnow()))
    with pytest.raises(Conflict, match="phải chạy đến hết"):
        act(sessions, at, interventions.cancel)
    with sessions.begin() as session:
        session.delete(session.scalars(select(Decision).where(Decision.document_number == "09/QĐ-SM")).one())
    act(sessions, at, interventions.cancel)
    with sessions() as session:
        assert session.get_one(Dossier, number).status == "awarded"


def test_every_act_stands_in_history_and_among_the_interventions(sessions):
    at = stuck(sessions)
    for verb in (interventions.suspend, interventions.resume, interventions.cancel):
        act(sessions, at, verb)
    with sessions() as session:
        kinds = [(each.kind, each.state, each.requested_by) for each in session.scalars(select(Intervention))]
        assert kinds == [(kind, "done", at.first.person_id) for kind in ("suspend", "resume", "cancel")]
        entries = session.scalars(select(HistoryEntry).where(HistoryEntry.verb.like("process_%")))
        assert [(each.verb, each.reason) for each in entries] == [
            (f"process_{kind}", REASON) for kind in ("suspend", "resume", "cancel")
        ]


def test_an_administrator_without_a_post_is_named_as_such(sessions):
    at = stuck(sessions)
    act(sessions, at, interventions.suspend)
    with sessions() as session:
        entry = session.scalars(select(HistoryEntry).where(HistoryEntry.verb == "process_suspend")).one()
        assert entry.capacity == actor(session, at.first.account_id).capacity == "Quản trị hệ thống"


def test_who_has_voted_is_named_on_no_diagram(sessions):
    scene = deployed(sessions, ballot("count"))
    people = {str(who.person_id): {"person_id": who.person_id} for who in (scene.officer, scene.other)}
    instance_id = scene.begin({"voters": people})

    def named():
        with sessions() as session:
            steps = instances.instance(session, scene.administrator, instance_id).map.steps
            return {step.element_id: step.people for step in steps if step.people}

    scene.complete(instance_id, scene.officer, "agree")
    assert named() == {}
    scene.complete(instance_id, scene.other, "refuse")
    scene.complete(instance_id, scene.officer)
    assert named() == {"count": (scene.officer.name,)}
