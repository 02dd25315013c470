"""The officer's page of a nominee's criteria: questions of the plan, answers kept, the result beside them."""

import re

import pytest

from tests.integration import criteria_scene as scene
from tests.web.conftest import Browser, browser_of


@pytest.fixture
def database_url(product_database_url: str) -> str:
    """Plans, tables and people are needed here."""
    return product_database_url


@pytest.fixture
def draft(sessions) -> scene.Draft:
    return scene.draft(sessions)


@pytest.fixture
def officer(app, sessions, draft) -> Browser:
    return browser_of(app, sessions, draft.officer.account_id)


def at(draft, rest="") -> str:
    return f"/ho-so/{draft.reference}/doi-tuong/{draft.nominee_id}/tieu-chi{rest}"


def revision(page) -> str:
    return re.search(r'name="revision" value="(\d+)"', page.text)[1]


def test_the_page_asks_what_the_plan_asks_and_says_what_is_missing(officer, draft):
    page = officer.get(at(draft))
    assert page.status_code == 200
    assert 'name="targets-1-planned"' in page.text
    assert "Tập thể, cá nhân hoàn thành tốt nhiệm vụ được giao." in page.text
    assert "Chưa đủ dữ liệu để kết luận" in page.text
    assert "Thiếu dữ liệu không phải là không đạt" in page.text


def test_the_list_and_the_nominee_lead_to_it(officer, draft):
    assert at(draft) in officer.get(f"/ho-so/{draft.reference}/doi-tuong").text
    assert at(draft) in officer.get(f"/ho-so/{draft.reference}/doi-tuong/{draft.nominee_id}").text


def test_what_is_saved_is_compared_and_shown(officer, draft):
    posted = {"revision": revision(officer.get(at(draft))), "nut": "nhom"}
    posted |= {"targets-1-name": "Hộ thoát nghèo", "targets-1-planned": "1.000", "targets-1-achieved": "999"}
    page = officer.post(at(draft), data=posted, follow_redirects=True)
    assert "<strong>99,9\u00a0%</strong>, mức phải đạt 100\u00a0%" in page.text
    assert 'value="1.000"' in page.text


def test_a_mistake_is_said_at_its_field_and_what_was_typed_stays(officer, draft):
    posted = {"revision": revision(officer.get(at(draft))), "targets-1-planned": "một nghìn", "nut": "tiep"}
    page = officer.post(at(draft), data=posted, follow_redirects=True)
    assert "Lỗi: Tiêu chí của" in page.text
    assert 'value="một nghìn"' in page.text


def test_a_script_saves_and_draws_the_result_anew(officer, draft):
    posted = {"revision": revision(officer.get(at(draft))), "checks-KG-GEN-2-state": "not_met"}
    saved = officer.post(at(draft, "/nhap"), data=posted)
    assert saved.json["revision"] > int(posted["revision"])
    part = officer.get(at(draft, "/ket-qua"))
    assert "Có tiêu chí không đạt" in part.text
    assert "<html" not in part.text


def test_a_row_is_added_without_script(officer, draft):
    posted = {"revision": revision(officer.get(at(draft))), "targets-1-planned": "5", "add_row": "targets"}
    page = officer.post(at(draft), data=posted)
    assert 'name="targets-2-planned"' in page.text
    assert 'value="5"' in page.text


def test_somebody_elses_save_is_not_overwritten(officer, draft):
    seen = revision(officer.get(at(draft)))
    draft.save({"targets-1-planned": ["7"]})
    page = officer.post(at(draft), data={"revision": seen, "targets-1-planned": "8", "nut": "tiep"})
    assert page.status_code == 409
    assert 'value="8"' in page.text
    again = officer.post(at(draft), data={"revision": revision(page), "targets-1-planned": "8", "nut": "sau"})
    assert again.status_code == 302


def test_a_group_is_chosen_where_the_plan_has_several(app, sessions):
    draft = scene.draft(sessions, award="bk_tinh", campaign="an-giang-2021-2025")
    officer = browser_of(app, sessions, draft.officer.account_id)
    page = officer.get(at(draft))
    assert "chọn nhóm đối tượng" in page.text
    assert 'name="figures-base_poor-value"' not in page.text
    posted = {"revision": revision(page), "group": "AG25-G4", "nut": "nhom"}
    assert 'name="figures-base_poor-value"' in officer.post(at(draft), data=posted, follow_redirects=True).text
