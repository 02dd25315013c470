"""The explanation in a browser: live for the officer, beside each nominee for the specialist, kept with the decision."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.integration import criteria_scene as scene
from workflows import models
from workflows.commands import rehearsing

TYPED = {"targets-1-name": ["Số hộ thoát nghèo"], "targets-1-planned": ["1.000"], "targets-1-achieved": ["999"]}
REASON = "Xác minh tại cơ sở ngày 05/12/2026: chưa hoàn thành nhiệm vụ"
WIDTHS = (1280, 360)


@pytest.fixture
def looks(tmp_path):
    """Look at a desk's page at both widths: nothing runs out of it, axe finds nothing, a picture is kept."""

    def look(desk, name: str) -> None:
        faults = []
        for width in WIDTHS:
            # axe brings its own script, which the policy rightly refuses.
            state, size = desk.context.storage_state(), {"width": width, "height": 900}
            context = desk.context.browser.new_context(storage_state=state, viewport=size, bypass_csp=True)
            page = context.new_page()
            page.goto(desk.page.url)
            page.evaluate("document.querySelectorAll('.tk-criteria-box').forEach(box => { box.open = true })")
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            faults += [f"{over} px too wide at {width}"] if over > 0 else []
            faults += [
                f"{each['id']} at {width}: {each['nodes'][0]['html']}"
                for each in Axe().run(page).response["violations"]
            ]
            page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
            context.close()
        assert faults == [], name

    return look


def test_the_result_follows_what_the_officer_types_and_the_focus_stays(office, looks):
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
    looks(desk, "officer")
    desk.open(f"/ho-so/{draft.reference}/kiem-tra")
    assert "chưa đối chiếu đủ tiêu chí, vẫn trình được" in desk.reads()
    looks(desk, "check")
    desk.open("/phong-trao/kien-giang-2021-2025#doi-chieu")
    assert "đạt khi từ 110 % trở lên; không đạt khi dưới 110 %" in desk.reads().replace("\u00a0", " ")
    looks(desk, "campaign")


def test_a_specialist_concludes_against_the_table_and_the_decision_keeps_it(office, looks, tmp_path):
    step = scene.at_step(office.sessions, tmp_path, "examine_dossier")
    desk = office.desk(step.worker)
    desk.open(f"/viec/{step.task_id}")
    opinion = f"nominees-{step.nominee_id}-opinion"
    desk.page.fill(f"[name={opinion}]", "Đang viết dở ý kiến")
    desk.page.locator(".tk-criteria-box > summary").first.click()
    looks(desk, "appraisal")
    desk.page.locator('button[formaction*="/KG-GEN-2/mo"]').first.click()
    desk.page.wait_for_url("**/KG-GEN-2")
    looks(desk, "override")
    desk.tick(desk.page.locator("[name=verdict][value=not_met]"))
    desk.page.fill("[name=reason]", REASON)
    desk.press("Ghi kết luận")
    assert desk.page.input_value(f"[name={opinion}]") == "Đang viết dở ý kiến"
    desk.page.locator(".tk-criteria-box > summary").first.click()
    assert REASON in desk.reads()
    desk.open(f"/quyet-dinh/{decided(office.sessions, step.reference)}")
    assert "Không đạt: Tập thể, cá nhân hoàn thành tốt nhiệm vụ được giao." in desk.reads()
    looks(desk, "decision")


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
