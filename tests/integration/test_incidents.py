"""Steps that fail: kept with place and values, counted, resolved when they work."""

import pytest
from sqlalchemy import select

from tests.stuck import REASON, RULE, complete, fire, mend, status, stuck
from workflows import incidents as recording
from workflows.commands import dossiers, incidents, tasks
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound, OperationFailed, StepFailed
from workflows.models import Dossier, DueTimer, HistoryEntry, Incident, ProcessInstance, TaskDraft, UserTask


def test_a_step_that_fails_leaves_everything_as_it_was_and_an_incident_that_says_why(sessions):
    at = stuck(sessions)
    number = complete(sessions, at)
    with sessions() as session:
        task, found = session.get_one(UserTask, at.task_id), session.get_one(Incident, number)
        instance = session.get_one(ProcessInstance, at.instance_id)
        assert (task.is_open, task.assignee_id, instance.status, instance.open_incidents) == (True, None, "running", 1)
        assert (found.kind, found.process_key, found.element_id) == ("step", "department_certificate", "set_limit")
        assert (found.task_id, found.timer_id, found.count, found.technical_kind) == (
            at.task_id,
            None,
            1,
            "OperationFailed",
        )
        assert RULE in found.cause
        assert found.values == {"rule": {"kind": "text", "size": len(RULE)}}
        entry = session.scalars(select(HistoryEntry).where(HistoryEntry.verb == "incident")).one()
        assert (entry.element_id, entry.reason, entry.actor_id) == ("set_limit", found.cause, at.officer.person_id)


def test_the_same_failure_counts_up_and_is_one_line_of_history(sessions, clock):
    at = stuck(sessions)
    first = complete(sessions, at)
    clock.advance(minutes=5)
    assert complete(sessions, at) == first
    with sessions() as session:
        found = session.scalars(select(Incident)).one()
        assert (found.count, found.last_at > found.first_at) == (2, True)
        assert session.get_one(ProcessInstance, at.instance_id).open_incidents == 1
        assert len(session.scalars(select(HistoryEntry).where(HistoryEntry.verb == "incident")).all()) == 1


def test_an_incident_resolves_itself_when_its_task_is_completed(sessions):
    at = stuck(sessions)
    number = complete(sessions, at)
    mend(sessions)
    assert complete(sessions, at) is None
    with sessions() as session:
        found = session.get_one(Incident, number)
        assert (found.resolution, found.resolved_by) == ("worked", at.officer.person_id)
        assert session.get_one(ProcessInstance, at.instance_id).open_incidents == 0


def test_a_clock_that_is_behind_keeps_no_step_from_its_end(sessions, clock):
    at = stuck(sessions)
    complete(sessions, at)
    clock.advance(seconds=-2)
    complete(sessions, at)
    mend(sessions)
    complete(sessions, at)
    with sessions() as session:
        found = session.scalars(select(Incident)).one()
        assert (found.count, found.resolution, found.resolved_at) == (2, "worked", found.first_at)


def test_a_timer_that_fails_three_times_stops_the_instance_as_an_incident(sessions, clock):
    at = stuck(sessions)
    clock.advance(hours=2)
    for _ in range(3):
        assert status(sessions, at) == "running"
        fire(sessions, at)
        clock.advance(hours=1)
    assert status(sessions, at) == "incident"
    with sessions() as session:
        found = session.scalars(select(Incident)).one()
        assert (found.kind, found.element_id, found.timer_id) == ("timer", "set_late_limit", at.timer_id)
        assert session.get_one(DueTimer, at.timer_id).last_error == found.cause
    with sessions.begin() as session, pytest.raises(Conflict, match="sự cố"):
        tasks.claim(session, at.officer, at.task_id)


def test_what_a_withdrawal_cannot_do_is_an_incident_and_the_dossier_stays(sessions):
    at = stuck(sessions)
    with pytest.raises(StepFailed) as raised, sessions.begin() as session:
        dossiers.withdraw(session, at.submitter, at.reference, "Rút để bổ sung thành tích")
    with sessions.begin() as session:
        number = incidents.note(session, at.submitter, raised.value)
    with sessions() as session:
        assert session.get_one(Incident, number).kind == "message"
        assert session.scalars(select(Dossier)).one().status == "submitted"
    mend(sessions)
    with sessions.begin() as session:
        dossiers.withdraw(session, at.submitter, at.reference, "Rút để bổ sung thành tích")
    with sessions() as session:
        assert session.get_one(Incident, number).resolution == "worked"


def test_when_the_instance_takes_another_way_the_incident_has_passed_or_ended(sessions):
    at = stuck(sessions)
    number = complete(sessions, at)
    mend(sessions)
    with sessions.begin() as session:
        dossiers.withdraw(session, at.submitter, at.reference, "Rút để bổ sung thành tích")
    with sessions() as session:
        assert session.get_one(Incident, number).resolution == "ended"


def test_nothing_is_noted_on_what_is_over_meanwhile(sessions):
    at = stuck(sessions)
    with pytest.raises(OperationFailed) as raised, sessions.begin() as session:
        tasks.complete(session, at.officer, at.task_id, "done", {})
    mend(sessions)
    assert complete(sessions, at) is None
    with sessions.begin() as session:
        assert incidents.note(session, at.officer, raised.value) is None
        assert incidents.note(session, at.officer, StepFailed("Chưa có quy trình nào bắt đầu.")) is None


def test_a_fault_of_the_software_is_told_without_quoting_anything():
    with pytest.raises(StepFailed, match="KeyError") as raised, recording.told("p", "e", values={"x": 1}):
        raise KeyError("Nguyễn Văn A")
    assert (raised.value.process_id, raised.value.element_id, raised.value.values) == ("p", "e", {"x": 1})
    assert "Nguyễn" not in str(raised.value)


@pytest.mark.parametrize("error", [Conflict("Đã có người làm."), Invalid({"a": ["b"]}), NotFound(), OverflowError("1")])
def test_what_a_person_can_answer_is_no_failure(error):
    with pytest.raises(type(error)) as raised, recording.told("p", "e"):
        raise error
    assert raised.value is error


def test_of_what_a_step_read_only_flags_counters_and_codes_are_kept():
    given = {"a": True, "b": 3, "c": "giay_khen_so", "d": None, "e": "Nguyễn Thị Hoa", "f": 79_092_012_345, "g": [1, 2]}
    shown = recording.visible(given | {"h": {"name": "x"}, "i": "0912345678", "j": "an"})
    assert {name: shown[name] for name in "abcdj"} == {"a": True, "b": 3, "c": "giay_khen_so", "d": None, "j": "an"}
    assert [shown[name]["kind"] for name in "efghi"] == ["text", "number", "list", "object", "text"]


def test_an_incident_that_nobody_tries_again_is_dismissed_with_a_reason(sessions):
    at = stuck(sessions)
    number = complete(sessions, at)
    with sessions.begin() as session, pytest.raises(NotAllowed):
        incidents.dismiss(session, at.officer, number, REASON)
    with sessions.begin() as session, pytest.raises(Invalid):
        incidents.dismiss(session, at.first, number, "  ngắn ")
    with sessions.begin() as session, pytest.raises(NotFound):
        incidents.dismiss(session, at.first, number + 1, REASON)
    with sessions.begin() as session:
        incidents.dismiss(session, at.first, number, REASON)
    with sessions.begin() as session, pytest.raises(Conflict):
        incidents.dismiss(session, at.first, number, REASON)
    with sessions() as session:
        found = session.get_one(Incident, number)
        assert (found.resolution, found.resolved_by) == ("dismissed", at.first.person_id)
        assert session.get_one(ProcessInstance, at.instance_id).open_incidents == 0


def test_a_timer_that_stands_still_cannot_be_dismissed(sessions, clock):
    at = stuck(sessions)
    clock.advance(hours=2)
    fire(sessions, at, times=3)
    with sessions.begin() as session, pytest.raises(Conflict, match="chờ chạy lại"):
        incidents.dismiss(session, at.first, session.scalars(select(Incident.id)).one(), REASON)


def test_a_draft_outlives_the_failure(sessions):
    at = stuck(sessions)
    with sessions.begin() as session:
        tasks.save_draft(session, at.officer, at.task_id, {"text": "Đang viết dở"}, 0)
    complete(sessions, at)
    with sessions() as session:
        draft = session.get_one(TaskDraft, (at.task_id, at.officer.person_id))
        assert draft.answers == {"text": "Đang viết dở"}
