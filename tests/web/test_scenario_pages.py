"""The pages of scenarios: kept from a try-out, run, named where they fail, accepted anew; what they cover in words."""

import re

import pytest
from sqlalchemy import select

from service.proving import run_scenarios
from tests import product
from tests.integration.scenario_scene import break_draft, recorded, trial
from tests.web.hall import token, words
from workflows import models

pytestmark = pytest.mark.product

INDEX = "/quy-trinh/ban-thao"
FILE = "nop-ho-so-giay-khen-so.scenario"


@pytest.fixture
def actor(sessions):
    with sessions() as session:
        account = session.scalars(select(models.Account.id).where(models.Account.administrator)).one()
        return product.actor(session, account)


@pytest.fixture
def draft(administrator) -> str:
    """The address of a draft that has just begun."""
    return post(administrator, INDEX, INDEX, title="Thử kịch bản").headers["Location"]


@pytest.fixture
def number(draft) -> int:
    return int(draft.rpartition("/")[2])


def post(browser, address: str, there: str, **fields):
    """Post a form as it stands on a page."""
    return browser.post(address, data={"csrf_token": token(browser.get(there)), **fields})


def test_a_tryout_becomes_a_scenario_that_runs_and_tells_what_it_covers(administrator, sessions, actor, draft, number):
    page = f"{draft}/kich-ban"
    assert "Chưa có kịch bản nào" in words(administrator.get(page))
    luot = trial(sessions, actor, number)

    there = f"{draft}/thu/{luot}"
    assert post(administrator, f"{there}/kich-ban", there, title="x").status_code == 422
    saved = post(administrator, f"{there}/kich-ban", there)

    assert saved.headers["Location"].endswith("/kich-ban/nop-ho-so.scenario")
    assert "Chưa chạy với nội dung này" in words(administrator.get(page))
    post(administrator, f"{page}/chay", page)
    assert "Đang chạy: xong 0 trên 1 kịch bản" in words(administrator.get(page))
    run_scenarios(sessions)
    found = administrator.get(f"{page}?so-do=prepare_dossier")
    assert "1 trên 1 kịch bản đạt" in words(found)
    assert "chưa có kịch bản nào đi qua" in words(found)
    assert '"what": "changed"' in found.text
    assert "start_preparation_to_merge_drafts" in found.text
    assert administrator.get(f"{page}?so-do=khong-co").status_code == 404


def test_a_broken_draft_is_not_asked_for_and_the_scenario_is_named(administrator, sessions, actor, draft, number):
    recorded(sessions, actor, number)
    break_draft(sessions, actor, number)
    page = f"{draft}/kich-ban"
    post(administrator, f"{page}/chay", page)
    run_scenarios(sessions)

    listed = words(administrator.get(page))
    asked = post(administrator, f"{draft}/de-nghi", draft, note="Đổi bước ký nộp hồ sơ", effective_on="2026-12-10")

    assert "1 kịch bản không đạt" in listed
    assert "mong đợi “" in listed
    assert asked.status_code == 409
    assert "Nộp hồ sơ Giấy khen Sở" in words(asked)
    one = f"{page}/{FILE}"
    assert "Nhận đường đi mới" in administrator.get(one).text
    assert "Xem và nhận 1 thay đổi" in listed
    shown = administrator.get(f"{page}/nhan")
    assert "mong đợi “" in words(shown)
    run = re.search(r'name="lan-chay" value="(\d+)"', shown.text)[1]
    assert post(administrator, f"{page}/nhan", page, **{"lan-chay": run}).status_code == 302
    assert "Không có thay đổi nào để nhận" in words(administrator.get(f"{page}/nhan"))
    assert post(administrator, f"{page}/nhan", page, **{"lan-chay": run}).status_code == 409
    post(administrator, f"{page}/chay", page)
    run_scenarios(sessions)
    assert "1 trên 1 kịch bản đạt" in words(administrator.get(page))


def test_a_scenario_is_renamed_and_taken_out(administrator, sessions, actor, draft, number):
    recorded(sessions, actor, number)
    one = f"{draft}/kich-ban/{FILE}"
    assert post(administrator, f"{one}/ten", one, title="abc").status_code == 422
    post(administrator, f"{one}/ten", one, title="Nộp hồ sơ, tên khác")
    assert "Nộp hồ sơ, tên khác" in words(administrator.get(one))
    post(administrator, f"{one}/bo", one)
    assert administrator.get(one).status_code == 404
    assert "Chưa có kịch bản nào" in words(administrator.get(f"{draft}/kich-ban"))


def test_what_is_in_force_has_its_page_and_to_others_none_exists(administrator, officer, draft):
    found = words(administrator.get("/quy-trinh/department_certificate/kich-ban"))
    assert "Chưa có kịch bản nào" in found
    assert "0 trên" in found
    assert administrator.get("/quy-trinh/khong_co/kich-ban").status_code == 404
    for address in ("/quy-trinh/department_certificate/kich-ban", f"{draft}/kich-ban", f"{draft}/kich-ban/{FILE}"):
        assert officer.get(address).status_code == 404
