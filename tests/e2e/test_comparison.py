"""Two versions of a process side by side in the browser: marked, moved together, read in words."""

import os

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from service import shipped
from tests import product
from tests.e2e.desk import Desk
from tests.e2e.office import Office
from workflows.commands import deployments
from workflows.models import Account

pytestmark = pytest.mark.e2e


@pytest.fixture
def administrator(office: Office) -> Desk:
    """The window of the administrator, with a second version whose Chairman's step went to somebody else."""
    files = shipped.definitions()
    name = "decide.bpmn"
    text = files[name].replace(b'value="deciding_authority"', b'value="council_secretary"')
    text = text.replace(b'value="approve,refuse,return"', b'value="approve,refuse"')
    files[name] = text.replace('name="Trình dự thảo"'.encode(), 'name="Trình dự thảo quyết định"'.encode())
    with office.sessions.begin() as session:
        deployments.deploy(session, None, files)
        account = session.scalars(select(Account).where(Account.administrator)).one()
        actor = product.actor(session, account.id)
    return office.desk(actor)


def test_both_drawings_are_marked_and_move_together(administrator: Desk):
    page = administrator.page
    administrator.open("/quy-trinh/provincial_award/so-sanh?so-do=decide")
    frames = page.locator("[data-diagram]")
    expect(frames.nth(0)).to_have_attribute("data-diagram-state", "ready")
    expect(frames.nth(1)).to_have_attribute("data-diagram-state", "ready")
    for side in (0, 1):
        expect(frames.nth(side).locator("[data-element-id=decide_award]").first).to_contain_class("tk-is-changed")

    steps = [frame.locator("[data-element-id=assign_decision_number] .djs-visual > rect") for frame in frames.all()]
    frames.nth(0).get_by_role("button", name="Phóng to").click()

    widths = [step.bounding_box()["width"] for step in steps]
    assert widths[0] == pytest.approx(widths[1], rel=0.01)
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/compare-1280.png", full_page=True)
        page.set_viewport_size({"width": 360, "height": 800})
        page.screenshot(path=f"{folder}/compare-360.png", full_page=True)


def test_a_difference_leads_to_its_element(administrator: Desk):
    administrator.open("/quy-trinh/provincial_award/so-sanh?so-do=decide")
    expect(administrator.page.locator("[data-diagram]").nth(1)).to_have_attribute("data-diagram-state", "ready")

    administrator.page.get_by_role("link", name="Quyết định từng đối tượng").first.click()

    expect(administrator.page.locator("#khung-sau [data-element-id=decide_award]").first).to_be_in_viewport()
