"""Taking a dossier in, sending it back, its clock, its slips, and who is told."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from tests.integration.scene import department_scene
from workflows.errors import OperationFailed
from workflows.models import DueRule, IssuedDocument, OutboxMessage


@pytest.fixture
def scene(sessions: sessionmaker[Session]):
    with sessions() as session:
        scene = department_scene(session)
        scene.nominee("Phòng Mẫu Một", kind="collective")
        make.officer(session, "submitting_officer", scene.submitting)
        make.officer(session, "submitting_head", scene.submitting)
        make.officer(session, "intake_officer", scene.submitting)
        yield scene


def _limit(scene, key="total.department_certificate", value=20, on_return="restart", **facts):
    facts = {"unit": "working_day", "name": key, "start": "nhận đủ hồ sơ", "confidence": "design"} | facts
    facts = {"stopped_by": ["applicant"] if on_return != "none" else []} | facts
    scene.session.add(DueRule(key=key, value=value, on_return=on_return, **facts))
    scene.session.flush()


def test_reception_stamps_the_moment_the_regime_and_the_date(scene):
    _limit(scene)
    assert scene.run("dossier/assign_code") == scene.dossier.reference
    assert scene.dossier.received_at == datetime(2026, 12, 10, 3, tzinfo=UTC)
    assert scene.dossier.regime_key == "R2026"
    # 20 working days after Thursday 10/12/2026, no holiday in the table: the end of 07/01/2027.
    assert scene.dossier.due_at == datetime(2027, 1, 7, 17, tzinfo=UTC)
    assert scene.verbs() == ["received"]


def test_a_regime_that_the_officer_chose_stays(scene):
    make.regime(scene.session, "R2025", effective_from=date(2025, 7, 1), effective_to=date(2026, 9, 30))
    scene.dossier.regime_key = "R2025"
    scene.run("dossier/assign_code")
    assert scene.dossier.regime_key == "R2025"


def test_returns_are_counted_for_each_level(scene):
    other = make.unit(scene.session)
    make.organ(scene.session, scene.dossier, "home_affairs", other)
    scene.dossier.return_reason = "Thiếu biên bản họp."
    assert scene.run("dossier/record_return") == 1
    assert scene.run("dossier/record_return", organ="home_affairs") == 1
    assert scene.run("dossier/record_return") == 2
    assert scene.dossier.status == "returned"
    assert scene.surroundings("completeness_check").values["return_count"] == 2
    assert scene.surroundings("completeness_check", organ_id=other.id).values["return_count"] == 1


def test_a_return_from_nowhere_is_refused(scene):
    with pytest.raises(OperationFailed, match="chưa xác định cơ quan"):
        scene.run("dossier/record_return", organ=None)


def test_no_clock_runs_before_complete_reception(scene):
    _limit(scene)
    scene.run("dossier/record_return")
    assert scene.run("dossier/resume_clock") == "not_started"


def test_a_clock_that_resumes_keeps_the_days_that_were_left(scene, clock):
    _limit(scene, on_return="resume")
    scene.run("dossier/assign_code")
    scene.run("dossier/record_return")
    clock.advance(days=7)
    assert scene.run("dossier/resume_clock") == "resumed"
    assert scene.dossier.due_at == datetime(2027, 1, 14, 17, tzinfo=UTC)


def test_a_clock_that_restarts_counts_the_whole_limit_again(scene, clock):
    _limit(scene, value=5)
    scene.run("dossier/assign_code")
    clock.advance(days=1)
    scene.run("dossier/record_return")
    clock.advance(days=3)
    assert scene.run("dossier/resume_clock") == "restarted"
    assert scene.dossier.due_at == datetime(2026, 12, 21, 17, tzinfo=UTC)


def test_a_receipt_says_when_the_result_is_due_and_tells_the_unit_once(scene):
    _limit(scene)
    scene.run("dossier/assign_code")
    slip = scene.session.get(IssuedDocument, scene.run("document/issue_slip", slip="receipt"))
    assert slip.kind == "receipt"
    assert ["Hẹn trả kết quả", "hết ngày 07/01/2027"] in slip.data["facts"]
    scene.run("document/issue_slip", slip="receipt")
    assert scene.session.query(OutboxMessage).filter_by(kind="receipt").count() == 2  # officer and head


def test_a_supplement_slip_lists_what_is_lacking_with_its_reason(scene):
    paper = make.paper(scene.session, scene.dossier.offer, "bien_ban", name="Biên bản họp")
    papers = [{"row": str(paper.id), "state": "missing", "note": "Bổ sung biên bản có chữ ký."}]
    answers = {"papers": papers, "reason": "Hồ sơ chưa có biên bản họp xét."}
    scene.finish("completeness_check", answers, "return")
    slip = scene.session.get(IssuedDocument, scene.run("document/issue_slip", slip="supplement"))
    assert slip.data["tables"][0]["rows"] == [["Biên bản họp", "thiếu", "Bổ sung biên bản có chữ ký."]]
    assert slip.data["text"] == ["Hồ sơ chưa có biên bản họp xét."]
    rows = scene.surroundings("dossier_supplement", organ_id=scene.submitting.id).rows["requests"]
    assert [(row.label, row.hint) for row in rows] == [("Biên bản họp", "Bổ sung biên bản có chữ ký.")]


def test_an_unknown_slip_or_template_is_refused(scene):
    with pytest.raises(OperationFailed):
        scene.run("document/issue_slip", slip="unknown")
    with pytest.raises(OperationFailed):
        scene.run("document/draft", template="unknown")


def test_a_notice_goes_once_to_officers_and_head_of_the_submitting_unit(scene):
    assert scene.run("notice/send", notice="submission_confirmed") == 2
    scene.run("notice/send", notice="submission_confirmed")
    messages = scene.session.query(OutboxMessage).all()
    assert len(messages) == 2
    assert scene.dossier.reference in messages[0].subject


def test_a_later_pass_through_the_same_step_sends_anew(scene):
    scene.run("notice/send", notice="submission_confirmed")
    scene.instance.state = "{ }"  # a step of the engine raises the version
    scene.session.flush()
    scene.run("notice/send", notice="submission_confirmed")
    assert scene.session.query(OutboxMessage).count() == 4


def test_a_timer_gets_a_moment_in_utc(scene):
    _limit(scene, "consultation.reply", 10)
    assert scene.run("clock/due_at", rule="consultation.reply") == "2026-12-24T17:00:00+00:00"


def test_a_timer_without_a_number_is_refused_rather_than_waited_for(scene):
    with pytest.raises(OperationFailed, match="Chưa đặt thời hạn"):
        scene.run("clock/due_at", rule="consultation.reply")


def test_silence_is_noted_with_the_organ(scene):
    scene.variables["consulted"] = {"organ": str(scene.department.id)}
    assert scene.run("consultation/record_silence") == "silent"
    rows = scene.surroundings("consultation_summary").rows["replies"]
    assert [(row.id, row.hint) for row in rows] == [(str(scene.department.id), "Không trả lời trong hạn")]


def test_a_consultation_needs_somebody_to_ask(scene):
    with pytest.raises(OperationFailed, match="Chưa chọn cơ quan"):
        scene.run("consultation/open")
