"""Diagrams are drawn in the browser: what is drawn is kept, what cannot run cannot be drawn, nothing typed is lost."""

import os
import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from service import shipped
from tests import product
from tests.e2e import foreign
from tests.e2e.desk import Desk
from tests.e2e.drawing import append, choose, ready, saved
from tests.e2e.office import Office
from workflows import process_drafts
from workflows.commands import draft_editing, drafting
from workflows.comparing import compare, read_bundle
from workflows.models import Account, ProcessDraft
from workflows.queries import draft_editing as queries

pytestmark = pytest.mark.e2e
DIAGRAMS = {name: text.decode() for name, text in shipped.definitions().items() if name.endswith(".bpmn")}
STUDIO = "document.querySelector('[data-drawing]').studio"
NEW = "school_certificate.bpmn"


class Drafts:
    """Two administrators and a draft with a new diagram."""

    def __init__(self, office: Office):
        self.office = office
        with office.sessions.begin() as session:
            first = session.scalars(select(Account).where(Account.administrator)).one()
            second = session.scalars(select(Account).where(Account.administrator.is_(False))).first()
            second.administrator = True
            session.flush()
            self.actors = [product.actor(session, account.id) for account in (first, second)]
            self.id = drafting.begin(session, self.actors[0], "Thêm giấy khen của trường").id
            draft_editing.begin_diagram(session, self.actors[0], self.id, "school_certificate", "Giấy khen")

    def open(self, who: int = 0, name: str = NEW) -> Desk:
        desk = self.office.desk(self.actors[who])
        desk.open(f"/quy-trinh/ban-thao/{self.id}/so-do/{name}")
        ready(desk.page)
        return desk

    def text(self, name: str = NEW) -> str:
        with self.office.sessions() as session:
            return process_drafts.files_of(session, session.get_one(ProcessDraft, self.id))[name].decode()

    def problems(self) -> list[dict[str, str]]:
        with self.office.sessions() as session:
            return queries.problems(session, self.actors[0], self.id)


@pytest.fixture
def drafts(office: Office) -> Drafts:
    return Drafts(office)


def look(desk: Desk, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        desk.page.screenshot(path=f"{folder}/{name}.png")


def test_what_is_drawn_is_saved_read_again_and_taken_back(drafts):
    desk = drafts.open()
    page = desk.page
    look(desk, "editor-new")
    page.locator('[data-action="create.user-task"]').click()
    page.mouse.move(700, 330, steps=5)
    page.mouse.click(700, 330)
    page.keyboard.type("Thẩm định thành tích")
    page.locator("[data-canvas]").click(position={"x": 500, "y": 380})
    saved(page)
    assert '<bpmn:userTask id="tham_dinh_thanh_tich" name="Thẩm định thành tích"' in drafts.text()

    page.reload()
    ready(page)
    expect(page.locator('[data-element-id="tham_dinh_thanh_tich"]').first).to_be_visible()
    append(page, "start_school_certificate", "he thong")
    page.keyboard.type("Tính hạn")
    page.locator("[data-canvas]").click(position={"x": 500, "y": 380})
    page.get_by_role("button", name="Lưu", exact=True).click()
    saved(page)
    text = drafts.text()
    assert 'id="start_to_end" sourceRef="start_school_certificate" targetRef="tinh_han"' in text
    assert 'sourceRef="tinh_han" targetRef="end_school_certificate"' in text

    for _ in range(2):
        page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator('[data-element-id="tinh_han"]')).to_have_count(0)
    saved(page)
    assert "tinh_han" not in drafts.text()
    look(desk, "editor-drawn")


def test_an_answer_of_the_server_takes_nothing_out_of_the_hand(drafts):
    page = drafts.open().page
    page.locator('[data-action="create.user-task"]').click()
    page.mouse.move(700, 330, steps=5)
    page.evaluate(f"{STUDIO}.modeler.get('eventBus').fire('vocabulary.changed')")
    page.wait_for_timeout(400)
    page.mouse.click(700, 330)
    page.keyboard.type("Thẩm định")
    page.locator("[data-canvas]").click(position={"x": 500, "y": 380})
    expect(page.locator('[data-element-id="tham_dinh"]').first).to_be_visible()


def test_each_building_block_is_put_in_whole_and_sound(drafts):
    desk = drafts.open()
    page = desk.page
    for words in (
        "cong bo",
        "trinh ky",
        "lay y kien",
        "tra ho so",
        "hop hoi dong",
        "khoi tham dinh",
        "tiep nhan",
        "chuan bi",
    ):
        append(page, "start_school_certificate", words.removeprefix("khoi "))
    page.get_by_role("button", name="Lưu", exact=True).click()
    saved(page)
    page.get_by_role("button", name="Vừa khung").click()
    look(desk, "editor-blocks")
    called = re.findall(r'calledElement="([a-z_]+)"', drafts.text())

    assert len(called) == 9
    assert drafts.problems() == []
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    saved(page)
    assert "prepare_dossier" not in drafts.text()


def test_the_shipped_diagrams_are_the_same_after_the_editor_has_saved_them(drafts):
    page = drafts.open().page
    saved = page.evaluate(
        f"""async (files) => {{
            const found = {{}};
            for (const [name, xml] of Object.entries(files)) {{
                const {{ warnings }} = await {STUDIO}.modeler.importXML(xml);
                found[name] = warnings.length ? String(warnings[0]) : await {STUDIO}.read();
            }}
            return found;
        }}""",
        DIAGRAMS,
    )
    for name, text in saved.items():
        changes = compare(read_bundle({name: DIAGRAMS[name].encode()}), read_bundle({name: text.encode()}))
        assert changes == (), name


def test_a_diagram_of_another_tool_is_kept_whole_and_what_does_not_run_is_named(drafts):
    page = drafts.open().page

    kept = page.evaluate(f"async (xml) => ((await {STUDIO}.modeler.importXML(xml)), {STUDIO}.read())", foreign.DIAGRAM)

    assert foreign.facts(kept) == foreign.facts(foreign.DIAGRAM)
    assert foreign.named(kept) >= foreign.DO_NOT_RUN


def test_nothing_typed_is_lost_when_another_saves_or_the_session_ends_or_the_window_closes(drafts):
    first, second = drafts.open(), drafts.open(1)
    for desk, words in ((first, "Việc của người đầu"), (second, "Việc của người sau")):
        append(desk.page, "start_school_certificate", "nguoi lam")
        desk.page.keyboard.type(words)
        desk.page.locator("[data-canvas]").click(position={"x": 500, "y": 380})
        if desk is first:
            saved(first.page)
    expect(second.page.locator("[data-saving-why]")).to_contain_text("Vũ Văn Long vừa lưu tệp này")
    look(second, "editor-conflict")
    assert "Việc của người đầu" in drafts.text()
    second.page.get_by_role("button", name="Dùng bản của tôi").click()
    saved(second.page)
    assert "Việc của người sau" in drafts.text()

    # The window is closed while the server is away, and opened again.
    append(second.page, "viec_cua_nguoi_sau", "he thong")
    second.page.keyboard.type("Tính hạn")
    second.page.locator("[data-canvas]").click(position={"x": 500, "y": 380})
    second.page.route("**/tep/**", lambda route: route.abort())
    expect(second.page.locator("[data-saving-said]")).to_contain_text("Chưa lưu được")
    second.page.unroute("**/tep/**")
    second.page.on("dialog", lambda dialog: dialog.accept())
    second.page.reload()
    expect(second.page.locator('[data-element-id="tinh_han"]').first).to_be_visible()
    saved(second.page)
    assert "Tính hạn" in drafts.text()

    cookies = second.context.cookies()
    second.context.clear_cookies()
    choose(second.page, "tinh_han")
    second.page.keyboard.press("Delete")
    expect(second.page.locator("[data-saving-why]")).to_contain_text("Phiên đăng nhập đã hết")
    look(second, "editor-expired")
    second.context.add_cookies(cookies)
    second.page.get_by_role("button", name="Lưu lại").click()
    saved(second.page)
    assert "tinh_han" not in drafts.text()
    forgive(first, second)


def forgive(*desks: Desk) -> None:
    """Forget what the browser says of the answers that a test has provoked."""
    for desk in desks:
        desk.refused[:] = [text for text in desk.refused if not re.search(r"status of (400|401|409)|ERR_FAILED", text)]


HOSTILE = """<img src=x onerror="document.title='bad'"><script>document.title='bad'</script>"""


def send_hostile(drafts: Drafts) -> None:
    """Save a diagram whose names and notes are markup."""
    name = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    hostile = (
        drafts.text()
        .replace('name="Bắt đầu"', f'name="{name}"')
        .replace("<bpmn:outgoing>", f"<bpmn:documentation>{name}</bpmn:documentation><bpmn:outgoing>", 1)
    )
    with drafts.office.sessions.begin() as session:
        drafting.save(session, drafts.actors[0], drafts.id, {NEW: hostile.encode()})


def test_a_hostile_diagram_runs_nothing_and_every_word_of_the_editor_is_vietnamese(drafts):
    send_hostile(drafts)
    desk = drafts.open()
    page = desk.page
    ids = page.evaluate(
        f"""async () => {{
            const {{ modeler }} = {STUDIO};
            const offers = [...document.querySelectorAll('[data-palette] .entry')];
            const registry = modeler.get('elementRegistry');
            for (const button of offers) {{ modeler.get('selection').select(null); button.click(); }}
            return registry.filter((each) => !each.labelTarget).map(({{ id }}) => id);
        }}"""
    )
    for element in ids:
        page.evaluate(
            f"""(id) => {{
                const {{ modeler }} = {STUDIO};
                const element = modeler.get('elementRegistry').get(id);
                modeler.get('selection').select(element);
                modeler.get('contextPad').open(element, true);
                if (!modeler.get('popupMenu').isEmpty(element, 'bpmn-replace')) {{
                    modeler.get('popupMenu').open(element, 'bpmn-replace', {{ x: 400, y: 200 }}, {{ search: true }});
                }}
            }}""",
            element,
        )
    look(desk, "editor-all")
    page.get_by_role("button", name="Chạy thử hình vẽ").click()
    expect(page.locator("[data-simulation-canvas] .djs-container")).to_be_visible()
    look(desk, "editor-simulation")
    page.get_by_role("button", name="Về bản vẽ").click()

    assert page.evaluate(f"Object.fromEntries({STUDIO}.misses)") == {}
    assert "bad" not in page.title()
    saved(page)
    assert desk.refused == []  # the policy was never broken


def test_pasted_diagrams_are_cleaned_and_what_cannot_be_read_is_said(drafts):
    desk = drafts.open()
    page = desk.page

    def paste(text: str) -> None:
        page.locator("#xml").fill(text)
        page.get_by_role("button", name="Thay hình vẽ").click()

    page.get_by_role("button", name="Dán sơ đồ BPMN").click()
    for text, words in (
        ("<a", "Không đọc được XML"),
        ("<!DOCTYPE a><a/>", "DOCTYPE"),
        ("<a/>", "không phải sơ đồ BPMN"),
    ):
        paste(text)
        expect(page.locator("[data-pasting-wrong]")).to_contain_text(words)
    foreign = '<evil:x xmlns:evil="urn:other-tool" kept="1"/><script xmlns="http://www.w3.org/1999/xhtml">1</script>'
    text = DIAGRAMS["decide.bpmn"].replace("<bpmn:process ", '<?xml-stylesheet href="x"?><bpmn:process onload="x" ', 1)
    paste(text.replace("<bpmn:laneSet", f"<bpmn:extensionElements>{foreign}</bpmn:extensionElements><bpmn:laneSet", 1))
    expect(page.locator("[data-drawing-said]")).to_contain_text(
        "1 phần tử của trang web, 1 thuộc tính chạy mã, 1 chỉ thị xử lý"
    )
    saved(page)
    kept = drafts.text()
    assert 'kept="1"' in kept
    assert not re.search("<script|onload|xml-stylesheet", kept)
    assert any("không được hỗ trợ" in each["message"] for each in drafts.problems())
