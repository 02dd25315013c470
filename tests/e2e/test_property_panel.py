"""What a step says is changed in the property panel, and what is wrong with it is told while one draws."""

import os
import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from service import shipped
from tests import product
from tests.e2e.desk import Desk
from tests.e2e.drawing import ready
from tests.e2e.office import Office
from workflows.commands import drafting, publishing
from workflows.errors import DefinitionRejected
from workflows.models import Account

pytestmark = pytest.mark.e2e
NAME = "council_session.bpmn"
TODAY = date(2026, 12, 10)
STUDIO = "document.querySelector('[data-drawing]').studio"


class Drawing:
    """An administrator with a shipped diagram open in the editor."""

    def __init__(self, office: Office, name: str = NAME):
        self.office, self.name = office, name
        with office.sessions.begin() as session:
            account = session.scalars(select(Account.id).where(Account.administrator)).one()
            self.actor = product.actor(session, account)
            self.id = drafting.begin(session, self.actor, "Họp Hội đồng").id
        self.desk: Desk = office.desk(self.actor)
        self.page: Page = self.desk.page
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.open(name)

    def open(self, name: str) -> None:
        self.desk.open(f"/quy-trinh/ban-thao/{self.id}/so-do/{name}")
        ready(self.page)
        expect(self.count).not_to_be_empty()

    @property
    def count(self) -> Locator:
        """How many problems the list says there are."""
        return self.page.locator("[data-problems] [role=status]")

    @property
    def problems(self) -> Locator:
        return self.page.locator("[data-problems] li")

    @property
    def panel(self) -> Locator:
        return self.page.locator("#thuoc-tinh")

    def choose(self, element_id: str) -> None:
        """Choose an element, wherever on the canvas it is."""
        self.page.evaluate(
            f"id => {{ const m = {STUDIO}.modeler; m.get('canvas').scrollToElement(id);"
            " m.get('selection').select(m.get('elementRegistry').get(id)); }",
            element_id,
        )

    def entry(self, name: str) -> Locator:
        return self.panel.locator(f'[data-entry-id="{name}"]').first

    def field(self, name: str) -> Locator:
        return self.entry(name).locator("input, select, textarea, .cm-content").first

    def xml(self) -> str:
        return self.page.evaluate(f"{STUDIO}.read()")

    def look(self, name: str) -> None:
        if folder := os.environ.get("SHOTS"):
            self.page.screenshot(path=f"{folder}/{name}.png")


@pytest.fixture
def drawing(office: Office) -> Drawing:
    return Drawing(office)


def element(xml: str, element_id: str) -> str:
    return re.search(rf'<bpmn:(\w+) id="{element_id}".*?</bpmn:\1>', xml, re.DOTALL)[0]


def test_who_the_form_the_limit_and_a_condition_are_changed_in_words(drawing):
    drawing.choose("confirm_minutes")
    assert drawing.panel.locator("select").count() > 3
    drawing.look("panel-step")

    drawing.field("candidateGroup").select_option(label="Thư ký Hội đồng")
    drawing.entry("notPerformedBy").locator("select").select_option("plan_session")
    drawing.field("dueRule").select_option("council.plan")
    expect(drawing.entry("limit")).to_contain_text("nhắc")
    drawing.field("documentation").fill("Xem lại từng dòng của biên bản.")
    drawing.field("name").fill("Xác nhận biên bản phiên họp")
    drawing.field("name").blur()
    changed = element(drawing.xml(), "confirm_minutes")

    assert 'name="candidateGroup" value="council_secretary"' in changed
    assert 'name="notPerformedBy" value="sign_minutes,plan_session"' in changed
    assert 'name="dueRule" value="council.plan"' in changed
    assert "Xem lại từng dòng của biên bản." in changed
    assert 'name="Xác nhận biên bản phiên họp"' in changed

    drawing.choose("route_count_to_break_tie")
    drawing.look("panel-condition")
    drawing.field("condition").fill("")
    drawing.page.keyboard.type("vote_re")
    option = drawing.page.locator(".cm-tooltip-autocomplete li", has_text="vote_result")
    expect(option).to_be_visible()
    drawing.look("panel-completion")
    option.click()
    drawing.page.keyboard.type(' = "tied"')
    drawing.field("condition").blur()
    expect(drawing.count).to_have_text("Không có lỗi.")
    assert '>vote_result = "tied"</bpmn:conditionExpression>' in drawing.xml()

    drawing.field("condition").fill("")
    drawing.entry("condition").get_by_role("button", name=re.compile("tied|Ngang")).first.click()
    assert '>outcome = "tied"</bpmn:conditionExpression>' in drawing.xml()


def test_what_the_system_does_is_chosen_in_words_and_taken_back_step_by_step(drawing):
    before = drawing.xml()
    drawing.choose("draft_minutes")
    drawing.field("operation").select_option(label="Gửi thông báo cho đơn vị trình")
    drawing.field("parameter-notice").select_option("award_refused")
    drawing.field("resultVariable").fill("told")
    drawing.field("resultVariable").blur()
    changed = element(drawing.xml(), "draft_minutes")
    assert '<spiffworkflow:serviceTaskOperator id="notice/send" resultVariable="told">' in changed
    assert '<spiffworkflow:parameter id="notice" type="str" value="&#34;award_refused&#34;" />' in changed

    drawing.choose("hold_council_vote")
    drawing.field("calledElement").select_option("publish_names")
    assert 'calledElement="publish_names"' in element(drawing.xml(), "hold_council_vote")

    drawing.choose("end_session")
    drawing.field("dossierStatus").select_option("rejected")
    assert 'name="dossierStatus" value="rejected"' in element(drawing.xml(), "end_session")
    expect(drawing.count).to_have_text("Không có lỗi.")

    for _ in range(5):
        drawing.page.get_by_role("button", name="Hoàn tác").click()
    assert drawing.xml() == before


def test_what_is_wrong_stands_on_the_element_and_in_the_list_until_it_is_mended(drawing):
    expect(drawing.count).to_have_text("Không có lỗi.")
    drawing.choose("plan_session")
    drawing.field("formKey").select_option("")
    expect(drawing.problems).to_have_count(1)
    expect(drawing.problems).to_contain_text("Việc thiếu biểu mẫu.")
    expect(drawing.problems).to_contain_text("Hãy chọn biểu mẫu")
    expect(drawing.page.locator(".tk-mark--error")).to_have_text("✕ 1 lỗi")
    expect(drawing.entry("wrong")).to_contain_text("Việc thiếu biểu mẫu.")
    expect(drawing.page.locator("[data-saving-said]")).to_contain_text("Đã lưu")
    drawing.look("problem")
    found = Axe().run(drawing.page, "[data-problems]").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
    drawing.desk.refused.clear()  # axe brings its own script, which the policy rightly refuses

    with drawing.office.sessions.begin() as session, pytest.raises(DefinitionRejected):
        publishing.ask(session, drawing.actor, drawing.id, "Bỏ biểu mẫu của bước lập phiên họp", TODAY)

    drawing.choose("sign_minutes")
    drawing.problems.get_by_role("button").press("Enter")
    expect(drawing.field("id")).to_have_value("plan_session")
    drawing.field("formKey").select_option("council_plan")
    expect(drawing.problems).to_have_count(0)
    expect(drawing.page.locator(".tk-mark")).to_have_count(0)
    expect(drawing.count).to_have_text("Không có lỗi.")


def test_what_the_panel_does_not_know_is_shown_and_kept(office):
    content = (
        shipped.definitions()[NAME]
        .decode()
        .replace(
            '<spiffworkflow:property name="formKey" value="council_plan" />',
            '<spiffworkflow:property name="formKey" value="no_such_form" /><spiffworkflow:property name="colour" value="red" />',
        )
    )
    drawing = Drawing(office)
    with office.sessions.begin() as session:
        drafting.save(session, drawing.actor, drawing.id, {NAME: content.encode()})
    drawing.open(NAME)
    drawing.choose("plan_session")

    expect(drawing.field("formKey")).to_have_value("no_such_form")
    expect(drawing.entry("formKey")).to_contain_text("không còn trong danh mục")
    expect(drawing.problems).to_have_count(2)
    drawing.panel.get_by_text("Thuộc tính khác", exact=True).click()
    expect(drawing.panel.locator(".tk-panel__unknown")).to_contain_text("colour")
    drawing.look("panel-unknown")
    drawing.field("name").fill("Lập phiên họp mới")
    drawing.field("name").blur()
    assert 'name="colour" value="red"' in drawing.xml()
    assert 'value="no_such_form"' in drawing.xml()


LEFT_OVER = f"""async xml => {{
  const modeler = {STUDIO}.modeler;
  await modeler.importXML(xml);
  await modeler.get("localLint").look();
  const panel = modeler.get("panelProvider");
  const groups = modeler.get("elementRegistry").filter(each => !each.labelTarget).flatMap(each => panel.getGroups(each)([]));
  const unknown = groups.filter(each => each.id === "other").flatMap(each => each.entries.map(one => one.name));
  return [unknown, modeler.get("problems").local.filter(each => each.severity === "error")];
}}"""


def test_all_that_shipped_diagrams_say_can_be_edited_and_the_rules_of_the_page_find_no_error_in_them(drawing):
    for name, content in shipped.definitions().items():
        if name.endswith(".bpmn"):
            assert drawing.page.evaluate(LEFT_OVER, content.decode()) == [[], []], name
