"""The pages on which an administrator takes many dossiers to another version: choose, try, map, start, stop, take back."""

import csv
import io
import re

import pytest

from service import studio_jobs
from tests.integration import run_scene as runs
from tests.integration.versions import MAPPING, REASON, RENAMED, TWO
from tests.web.conftest import browser_of
from tests.web.hall import token, words

KEY = "department_certificate"
INDEX = f"/quy-trinh/{KEY}/chuyen-phien-ban"


@pytest.fixture
def scene(sessions):
    """Three dossiers on the first version; the second has other ids."""
    scene, ids = runs.many(sessions, 3)
    scene.complete(ids[0], scene.officer)
    scene.deploy(RENAMED)
    return scene


@pytest.fixture
def browser(app, sessions, scene):
    """The browser of the administrator."""
    return browser_of(app, sessions, scene.administrator.account_id)


def post(browser, address: str, there: str = INDEX, **fields):
    return browser.post(address, data={"csrf_token": token(browser.get(there)), **fields})


def begun(browser, scene, **fields) -> str:
    """Begin a run of all dossiers; return its address."""
    given = {"definition": scene.ids[-1], "pham-vi": "tat-ca"} | fields
    answer = post(browser, INDEX, **given)
    assert answer.status_code == 302, words(answer)
    return answer.headers["Location"]


def moved(browser, scene) -> str:
    """Begin, map, start and finish a run; return its address."""
    address = begun(browser, scene)
    post(browser, f"{address}/buoc-thay", address, **{f"thay-{old}": new for old, new in MAPPING.items()})
    post(browser, f"{address}/bat-dau", address, reason=REASON)
    studio_jobs.move_instances(scene.sessions)
    return address


def test_to_others_than_administrators_the_pages_do_not_exist(app, sessions, scene, browser):
    officer = browser_of(app, sessions, scene.officer.account_id)
    address = begun(browser, scene)
    for there in (INDEX, address, f"{address}/ket-qua.csv"):
        assert officer.get(there).status_code == 404
    given = {"csrf_token": token(officer.get("/tai-khoan")), "reason": REASON, "definition": scene.ids[-1]}
    for tail in ("/buoc-thay", "/bat-dau", "/dung", "/tiep-tuc", "/bo", "/hoan-tac"):
        assert officer.post(address + tail, data=given).status_code == 404, tail
    assert officer.post(INDEX, data={**given, "pham-vi": "tat-ca"}).status_code == 404


def test_what_is_not_there_is_not_found(browser, scene):
    address = begun(browser, scene)
    number = address.rpartition("/")[2]
    for there in ("/quy-trinh/nothing/chuyen-phien-ban", f"{INDEX}/999", f"{INDEX}?den=99"):
        assert browser.get(there).status_code == 404, there
    assert browser.get(f"/quy-trinh/other/chuyen-phien-ban/{number}").status_code == 404
    assert post(browser, f"/quy-trinh/other/chuyen-phien-ban/{number}/dung").status_code == 404


def test_dossiers_are_listed_with_version_and_step_and_filtered(browser, scene):
    page = words(browser.get(INDEX))
    assert "Chuyển hồ sơ sang bản 2" in page
    assert "Ghi ý kiến" in page
    filtered = browser.get(f"{INDEX}?buoc=sign")
    assert len(re.findall(r'type="checkbox" name="ho-so"', filtered.text)) == 1
    assert "Không có hồ sơ nào để chuyển" in words(browser.get(f"{INDEX}?den=1"))


def test_without_a_choice_nothing_is_tried(browser, scene):
    answer = post(browser, INDEX, definition=scene.ids[-1], **{"pham-vi": "danh-dau"})
    assert answer.status_code == 422
    assert "Không có hồ sơ nào đang chạy ở bản khác khớp" in words(answer)


def test_tried_at_once_it_says_who_cannot_and_asks_for_missing_steps_once(browser, scene):
    address = begun(browser, scene)
    page = browser.get(address)
    assert "Đã chạy thử, chưa chuyển" in words(page)
    assert "Không có hồ sơ nào chuyển được" in words(page)
    assert sorted(re.findall(r'name="thay-([a-z]+)"', page.text)) == ["sign", "write"]
    answer = post(browser, f"{address}/buoc-thay", address, **{"thay-write": "compose", "thay-sign": ""})
    assert answer.status_code == 302
    page = browser.get(address)
    assert "Chuyển 2 hồ sơ" in words(page)
    assert re.findall(r'name="thay-([a-z]+)"', page.text) == ["sign"]


def test_without_a_reason_it_does_not_start_and_keeps_what_was_typed(browser, scene):
    address = begun(browser, scene)
    post(browser, f"{address}/buoc-thay", address, **{"thay-write": "compose"})
    answer = post(browser, f"{address}/bat-dau", address, reason="ngắn")
    assert answer.status_code == 422
    assert "Nêu lý do" in words(answer)
    assert "ngắn" in answer.text


def test_started_it_can_be_watched_stopped_and_taken_up_again(browser, scene):
    address = begun(browser, scene)
    post(browser, f"{address}/buoc-thay", address, **{f"thay-{old}": new for old, new in MAPPING.items()})
    post(browser, f"{address}/bat-dau", address, reason=REASON)
    page = browser.get(address)
    assert "0 trong 3 hồ sơ" in words(page)
    assert 'hx-trigger="every 2s"' in page.text
    assert '<meta http-equiv="refresh"' in page.text
    assert post(browser, f"{address}/dung", address).status_code == 302
    assert "đã dừng" in words(browser.get(address))
    again = post(browser, f"{address}/dung", address)
    assert again.status_code == 409
    assert "Tải lại trang" in words(again)
    post(browser, f"{address}/tiep-tuc", address)
    studio_jobs.move_instances(scene.sessions)
    assert "Đã xong" in words(browser.get(address))


def test_the_results_come_as_a_file_and_the_whole_run_is_taken_back(browser, scene):
    address = moved(browser, scene)
    rows = list(csv.reader(io.StringIO(browser.get(f"{address}/ket-qua.csv").data.decode("utf-8-sig"))))
    assert rows[0][0] == "Hồ sơ"
    assert [row[4] for row in rows[1:]] == ["Đã chuyển"] * 3
    answer = post(browser, f"{address}/hoan-tac", address, reason=REASON)
    studio_jobs.move_instances(scene.sessions)
    assert "Đã đưa về bản cũ" in words(browser.get(answer.headers["Location"]))
    page = words(browser.get(address))
    assert "được hoàn tác bởi" in page
    assert post(browser, f"{address}/hoan-tac", address, reason=REASON).status_code == 409


def test_a_run_that_was_only_tried_is_given_up(browser, scene):
    address = begun(browser, scene)
    answer = post(browser, f"{address}/bo", address)
    assert answer.headers["Location"] == INDEX
    assert "Các đợt trước" not in words(browser.get(INDEX))


def test_what_changes_for_each_is_told(browser, scene):
    scene.deploy(TWO)
    filters = {"tu": "1", "den": "3"}
    address = begun(browser, scene, **filters)
    page = words(browser.get(address))
    assert "Việc “Ghi ý kiến” thành “Ghi ý kiến thẩm định”: đổi" in page
    assert "biểu mẫu" in page
