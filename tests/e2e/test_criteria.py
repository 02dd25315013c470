"""The explanation in a browser: live for the officer, beside each nominee for the specialist, kept with the decision."""

from playwright.sync_api import expect

from tests.e2e.looking import faults_of
from tests.integration import criteria_scene as scene
from workflows import models
from workflows.commands import rehearsing

TYPED = {"targets-1-name": ["Số hộ thoát nghèo"], "targets-1-planned": ["1.000"], "targets-1-achieved": ["999"]}
REASON = "Xác minh tại cơ sở ngày 05/12/2026: chưa hoàn thành nhiệm vụ"
OPENED = ".tk-criteria-box"


def test_the_result_follows_what_the_officer_types_and_the_focus_stays(office):
    draft = scene.draft(office.sessions)
    desk = office.desk(draft.officer)
    desk.open(f"/ho-so/{draft.reference}/doi-tuong/{draft.nominee_id}/tieu-chi")
    desk.type_in(TYPED)
    line = desk.page.locator("#moi-tieu-chi .tk-criterion", has_text="thực hiện đạt chỉ tiêu")
    line.get_by_text("99,9 %").wait_for()
    assert line.get_by_text("Không đạt", exact=True).is_visible()
    assert desk.page.evaluate("document.activeElement.name") == "targets-1-achieved"
    desk.page.fill("[name=targets-1-achieved]", "1.000")
    expect(line.get_by_text("Đạt", exact=True)).to_be_visible()
    assert faults_of(desk, "officer", OPENED) == []
    desk.open(f"/ho-so/{draft.reference}/kiem-tra")
    assert "chưa đối chiếu đủ tiêu chí, vẫn trình được" in desk.reads()
    assert faults_of(desk, "check", OPENED) == []
    desk.open("/phong-trao/kien-giang-2021-2025#doi-chieu")
    assert "đạt khi từ 110 % trở lên; không đạt khi dưới 110 %" in desk.reads().replace("\u00a0", " ")
    assert faults_of(desk, "campaign", OPENED) == []


def test_a_specialist_concludes_against_the_table_and_the_decision_keeps_it(office, tmp_path):
    step = scene.at_step(office.sessions, tmp_path, "examine_dossier")
    desk = office.desk(step.worker)
    desk.open(f"/viec/{step.task_id}")
    opinion = f"nominees-{step.nominee_id}-opinion"
    desk.page.fill(f"[name={opinion}]", "Đang viết dở ý kiến")
    desk.page.locator(".tk-criteria-box > summary").first.click()
    assert faults_of(desk, "appraisal", OPENED) == []
    desk.page.locator('button[formaction*="/KG-GEN-2/mo"]').first.click()
    desk.page.wait_for_url("**/KG-GEN-2")
    assert faults_of(desk, "override", OPENED) == []
    desk.tick(desk.page.locator("[name=verdict][value=not_met]"))
    desk.page.fill("[name=reason]", REASON)
    desk.press("Ghi kết luận")
    assert desk.page.input_value(f"[name={opinion}]") == "Đang viết dở ý kiến"
    desk.page.locator(".tk-criteria-box > summary").first.click()
    assert REASON in desk.reads()
    desk.open(f"/quyet-dinh/{decided(office.sessions, step.reference)}")
    assert "Không đạt: Tập thể, cá nhân hoàn thành tốt nhiệm vụ được giao." in desk.reads()
    assert faults_of(desk, "decision", OPENED) == []


def decided(sessions, reference: str) -> int:
    """Let made-up people work until a decision is signed; return its id."""
    for _ in range(100):
        with sessions.begin() as session:
            dossier = session.query(models.Dossier).filter_by(reference=reference).one()
            found = session.query(models.Decision).filter_by(dossier_id=dossier.id).first()
            if found:
                return found.id
            assert rehearsing.step(session, reference) is not None
    raise AssertionError("no decision is ever signed")
