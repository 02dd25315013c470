"""The heat map in the browser: filled by level with words, sorted, and every figure leads to its dossiers."""

import os
import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests import product
from tests.e2e.desk import Desk
from tests.e2e.looking import faults_of
from tests.e2e.office import Office
from workflows.commands import drafting
from workflows.models import Account

pytestmark = pytest.mark.e2e

PLACE = "/quy-trinh/department_certificate/van-hanh?tu=2026-01-01&den=2026-12-31"


@pytest.fixture
def administrator(office: Office, tmp_path, clock) -> Desk:
    """The window of the administrator, with a dossier that took four days to be compiled."""
    reference = product.prepared(office.sessions, tmp_path)
    clock.advance(days=4)
    product.advance(office.sessions, reference, "check_completeness")
    with office.sessions() as session:
        account = session.scalars(select(Account).where(Account.administrator)).one()
        actor = product.actor(session, account.id)
    return office.desk(actor)


def test_no_page_of_the_room_has_a_fault_that_a_machine_finds(administrator: Desk, office: Office):
    with office.sessions.begin() as session:
        account = session.scalars(select(Account).where(Account.administrator)).one()
        draft = drafting.begin(session, product.actor(session, account.id), "Rút ngắn thẩm định").id
    pages = {
        "heat": PLACE,
        "heat-dossiers": PLACE.replace("?", "/ho-so?") + "&buoc=department_certificate:prepare_submission&loai=xong",
        "retire": "/quy-trinh/labour_order/ngung-dung",
        "draft-limits": f"/quy-trinh/ban-thao/{draft}/thoi-han",
        "draft-limit": f"/quy-trinh/ban-thao/{draft}/thoi-han/appraisal.examine",
        "limits": "/quan-tri/thoi-han?tim=tham+dinh",
    }
    found = []
    for name, address in pages.items():
        administrator.open(address)
        found += faults_of(administrator, name)
    assert found == []


def test_steps_are_filled_told_sorted_and_lead_to_their_dossiers(administrator: Desk):
    page = administrator.page
    administrator.open(f"{PLACE}&so-do=prepare_dossier")
    expect(page.locator("[data-diagram]")).to_have_attribute("data-diagram-state", "ready")
    step = page.locator("[data-element-id=compile_dossier]").first
    expect(step).to_contain_class("tk-is-heat-2")
    fill = page.evaluate(
        "() => getComputedStyle(document.querySelector('[data-element-id=compile_dossier] .djs-visual > rect')).fill"
    )
    assert fill == "rgb(211, 226, 242)"
    expect(page.locator(".tk-token--note").get_by_text("1 lượt, 2 ngày").first).to_be_visible()
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/heat-1280.png", full_page=True)
        page.set_viewport_size({"width": 360, "height": 800})
        page.screenshot(path=f"{folder}/heat-360.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 800})

    page.get_by_role("link", name="Ngày làm việc").click()
    expect(page.get_by_role("columnheader", name="Ngày làm việc")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("tbody tr").first).to_contain_text("Lập hồ sơ đề nghị")
    page.get_by_role("link", name="Số lượt").click()
    expect(page.locator("[data-element-id=compile_dossier]").first).to_contain_class("tk-is-heat-5")

    page.get_by_role("link", name="lượt xong: Lập hồ sơ đề nghị").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lập hồ sơ đề nghị")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Vận hành theo bước").click()
    expect(page).to_have_url(re.compile("so-do=prepare_dossier"))
