"""The editor of a draft's decision tables as the server gives it: to read, to check while one types, to change a cell."""

import json
import re
from html import unescape
from io import BytesIO

import pytest

from service import shipped
from tests.web.hall import token, words

pytestmark = pytest.mark.product

INDEX = "/quy-trinh/ban-thao"
NAME = "criteria_of_dossier.dmn"
CELL = "of_dossier_together_rule_1_in_1"


@pytest.fixture
def address(administrator) -> str:
    """The address of a draft that has just begun."""
    given = {"csrf_token": token(administrator.get(INDEX)), "title": "Sửa kết quả đối chiếu"}
    return administrator.post(INDEX, data=given).headers["Location"]


def content(name: str = NAME) -> str:
    return shipped.definitions()[name].decode()


def check(browser, address: str, text: str, name: str = NAME):
    headers = {"X-CSRF-Token": token(browser.get(address))}
    return browser.post(f"{address}/kiem-bang", json={"name": name, "content": text}, headers=headers)


def change(browser, address: str, **given):
    page = browser.get(f"{address}/bang/{NAME}?o={CELL}")
    revision = re.search(r'name="revision" value="(\d+)"', page.text).group(1)
    data = {"csrf_token": token(page), "revision": revision, "o": CELL, "noi-dung": "> 1", **given}
    return browser.post(f"{address}/bang/{NAME}/o", data=data)


def test_the_page_reads_every_table_without_script_and_carries_the_file_for_the_editor(administrator, address):
    answer = administrator.get(f"{address}/bang/{NAME}")
    page = words(answer)
    assert "Kết quả chung" in page
    assert "Số đối tượng còn tiêu chí không đạt" in page
    assert "Không có lỗi, khoảng trống hay trùng lặp" in page
    data = json.loads(unescape(re.search(r'id="tep">(.*?)</script>', answer.text, re.DOTALL).group(1)))
    assert (data["text"], data["revision"], data["open"]) == (content(), 0, True)
    policy = answer.headers["Content-Security-Policy"]
    assert "style-src-attr 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy


def test_a_gap_and_an_overlap_are_told_without_saving(administrator, address):
    gap = content().replace("<text>&lt;= 0</text>", "<text>&lt; 0</text>", 1)
    found = check(administrator, address, gap).get_json()
    assert found["problems"] == []
    flaw = next(each for each in found["flaws"] if each["kind"] == "gap")
    assert (flaw["table"], flaw["name"], flaw["word"]) == ("of_dossier_together_table", "Kết quả chung", "Khoảng trống")
    assert flaw["message"].startswith("Không dòng nào khớp khi Số đối tượng còn tiêu chí không đạt đúng 0")
    overlap = content().replace("<text>&gt; 0</text>", "<text>&gt;= 0</text>", 1)
    flaws = check(administrator, address, overlap).get_json()["flaws"]
    assert [1, 2] in [each["rules"] for each in flaws]
    assert check(administrator, address, content()).get_json() == {"problems": [], "flaws": []}
    assert "Bản thảo chưa thay đổi gì" in words(administrator.get(address))


def test_feel_that_cannot_be_read_is_told_with_its_cell_and_character(administrator, address):
    wrong = content().replace("<text>&gt; 0</text>", "<text>&gt; (0</text>", 1)
    (problem,) = check(administrator, address, wrong).get_json()["problems"]
    assert problem["element"] == CELL
    assert "sai ở ký tự" in problem["message"]


@pytest.mark.parametrize(
    "text", ["", "<a", "<!DOCTYPE x [<!ENTITY e 'e'>]><x/>", "<definitions xmlns='urn:other'/>", "\ud800"]
)
def test_what_is_no_table_is_a_problem_and_no_failure(administrator, address, text):
    answer = check(administrator, address, text)
    assert answer.status_code == 200
    assert answer.get_json()["problems"]


def test_only_administrators_find_the_editor_and_only_of_tables_that_are_there(administrator, officer, address):
    for name in ("none.dmn", "decide.bpmn"):
        assert administrator.get(f"{address}/bang/{name}").status_code == 404
        assert check(administrator, address, content(), name).status_code == 404
    assert administrator.get(f"{INDEX}/999/bang/{NAME}").status_code == 404
    assert officer.get(f"{address}/bang/{NAME}").status_code == 404
    proof = {"X-CSRF-Token": token(officer.get("/tai-khoan"))}
    asked = {"name": NAME, "content": content()}
    assert officer.post(f"{address}/kiem-bang", json=asked, headers=proof).status_code == 404
    given = {"csrf_token": token(officer.get("/tai-khoan")), "o": CELL, "noi-dung": "-", "ten": "Bảng"}
    for tail in (f"/bang/{NAME}/o", "/bang"):
        assert officer.post(f"{address}{tail}", data=given).status_code == 404


def test_a_question_without_name_or_content_is_refused(administrator, address):
    proof = {"X-CSRF-Token": token(administrator.get(address))}
    for asked in ([], {"name": NAME}, {"name": 1, "content": ""}):
        assert administrator.post(f"{address}/kiem-bang", json=asked, headers=proof).status_code == 422


def test_a_cell_is_changed_without_script(administrator, address):
    assert change(administrator, address).status_code == 302
    page = words(administrator.get(f"{address}/bang/{NAME}"))
    assert "Khoảng trống" in page
    assert "&gt; 1" in administrator.get(address).text


def test_a_cell_that_is_not_there_or_was_overtaken_or_is_too_long_is_refused(administrator, address):
    assert change(administrator, address, o="none").status_code == 404
    answer = change(administrator, address, **{"noi-dung": "x" * 5_001})
    assert answer.status_code == 422
    assert "nhiều nhất 5000 ký tự" in words(answer)
    assert change(administrator, address).status_code == 302
    answer = change(administrator, address, revision="0", **{"noi-dung": "> 2"})
    assert answer.status_code == 409
    assert "&gt; 2" in answer.text


def test_a_table_with_more_cells_than_columns_is_shown_with_what_is_wrong(administrator, address):
    cells = re.search(r"<inputEntry.*?</inputEntry>", content(), re.DOTALL)[0]
    broken = content().replace(cells, cells + re.sub(r'id="[^"]*"', 'id="too_many"', cells), 1)
    sent = {"csrf_token": token(administrator.get(address)), "tep": (BytesIO(broken.encode()), NAME)}
    assert administrator.post(f"{address}/tep", data=sent).status_code == 302
    answer = administrator.get(f"{address}/bang/{NAME}?o=too_many")
    assert (answer.status_code, 'name="o" value="too_many"' in answer.text) == (200, True)


def test_a_new_table_is_sound_and_opens_in_its_editor(administrator, address):
    given = {"csrf_token": token(administrator.get(address)), "ten": "Mức <tiền> thưởng"}
    answer = administrator.post(f"{address}/bang", data=given)
    assert answer.headers["Location"].endswith("/bang/muc_tien_thuong.dmn")
    page = words(administrator.get(answer.headers["Location"]))
    assert "Không có lỗi, khoảng trống hay trùng lặp" in page
    assert "Không có lỗi" in words(administrator.get(address))
    again = administrator.post(f"{address}/bang", data=given)
    assert again.headers["Location"].endswith("/bang/muc_tien_thuong_2.dmn")
    assert administrator.post(f"{address}/bang", data={**given, "ten": " "}).status_code == 422
