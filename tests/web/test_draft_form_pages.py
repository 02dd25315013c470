"""The editor of a draft's forms as the server gives it: the page as officers will see it, and what is wrong."""

import json

import pytest

from service import shipped
from tests.web.hall import token, words

pytestmark = pytest.mark.product

INDEX = "/quy-trinh/ban-thao"
NAME = "completeness_check.form"


@pytest.fixture
def address(administrator) -> str:
    """The address of a draft that has just begun."""
    given = {"csrf_token": token(administrator.get(INDEX)), "title": "Sửa phiếu kiểm tra"}
    return administrator.post(INDEX, data=given).headers["Location"]


def form() -> dict:
    return json.loads(shipped.definitions()[NAME])


def preview(browser, address: str, content: object, state: str = "empty", name: str = NAME):
    headers = {"X-CSRF-Token": token(browser.get(address))}
    text = content if isinstance(content, str) else json.dumps(content)
    return browser.post(f"{address}/bieu-mau/{name}/xem-thu", json={"content": text, "state": state}, headers=headers)


def test_the_page_draws_the_form_as_officers_see_it(administrator, address):
    page = words(administrator.get(f"{address}/bieu-mau/{NAME}"))
    assert "Biểu mẫu dùng được" in page
    assert "Số bộ bản chính đã nhận" in page
    assert "Tiếp nhận hồ sơ" in page
    assert "Dòng mẫu 2" in page
    filled = administrator.get(f"{address}/bieu-mau/{NAME}?hien=filled").text
    assert "checked" in filled


def test_what_is_changed_is_drawn_at_once_and_not_saved(administrator, address):
    changed = form()
    changed["components"][1]["label"] = "Số bộ <chính>"
    answer = preview(administrator, address, changed).get_json()
    assert answer["problems"] == []
    assert "Số bộ &lt;chính&gt;" in answer["html"]
    assert "Bản thảo chưa thay đổi gì" in words(administrator.get(address))


def test_sent_with_nothing_filled_in_the_form_says_what_it_asks_for(administrator, address):
    html = preview(administrator, address, form(), "refused").get_json()["html"]
    assert "govuk-error-message" in html
    assert "govuk-error-message" not in preview(administrator, address, form(), "other").get_json()["html"]


def test_each_problem_names_its_component(administrator, address):
    wrong = form()
    wrong["components"][1]["decimalDigits"] = -1
    wrong["components"][0]["components"][1]["properties"]["requiredWhen"] = "=state = "
    found = preview(administrator, address, wrong).get_json()
    said = {(each["label"], each["element"]) for each in found["problems"]}
    assert {("Số bộ bản chính đã nhận", "set_count"), ("Cần bổ sung, sửa gì", "papers_note")} <= said
    assert "govuk-label" not in found["html"]


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"components": 3}', '{"components": [1]}', "[" * 100_000, "\ud800"]
)
def test_what_is_no_form_is_a_problem_and_no_failure(administrator, address, content):
    answer = preview(administrator, address, content)
    assert answer.status_code == 200
    assert answer.get_json()["problems"]


def test_a_form_keeps_the_key_of_its_file(administrator, address):
    (problem,) = preview(administrator, address, {**form(), "id": "other"}).get_json()["problems"]
    assert problem["message"] == "Mã biểu mẫu “other” phải là “completeness_check”, như tên tệp."


def test_only_administrators_find_the_editor_and_only_of_forms_that_are_there(administrator, officer, address):
    for name in ("none.form", "decide.bpmn"):
        assert administrator.get(f"{address}/bieu-mau/{name}").status_code == 404
        assert preview(administrator, address, form(), name=name).status_code == 404
    assert officer.get(f"{address}/bieu-mau/{NAME}").status_code == 404
    proof = token(officer.get("/tai-khoan"))
    asked = officer.post(f"{address}/bieu-mau/{NAME}/xem-thu", json={"content": "{}"}, headers={"X-CSRF-Token": proof})
    assert asked.status_code == 404
    assert officer.post(f"{address}/bieu-mau", data={"csrf_token": proof, "ten": "Phiếu"}).status_code == 404


def test_a_new_form_is_sound_and_opens_in_its_editor(administrator, address):
    given = {"csrf_token": token(administrator.get(address)), "ten": "Phiếu xin ý kiến"}
    answer = administrator.post(f"{address}/bieu-mau", data=given)
    assert answer.headers["Location"].endswith("/bieu-mau/phieu_xin_y_kien.form")
    page = words(administrator.get(answer.headers["Location"]))
    assert "Biểu mẫu dùng được" in page
    assert "Hoàn thành" in page
