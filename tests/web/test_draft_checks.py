"""What the editor of a diagram asks while somebody draws: the vocabulary, and what would be wrong."""

import pytest

from service import shipped
from service.routes.draft_tables import LARGEST_REQUEST
from tests.web.hall import token
from workflows import bundle_files

pytestmark = pytest.mark.product

INDEX = "/quy-trinh/ban-thao"
NAME = "decide.bpmn"
SOUND = shipped.definitions()[NAME].decode()


@pytest.fixture
def address(administrator) -> str:
    """The address of a draft that has just begun."""
    fields = {"csrf_token": token(administrator.get(INDEX)), "title": "Đổi người trình quyết định"}
    return administrator.post(INDEX, data=fields).headers["Location"]


def check(browser, address: str, content: str, name: str = NAME):
    """Ask what would be wrong if a file were another."""
    headers = {"X-CSRF-Token": browser.proof}
    return browser.post(f"{address}/kiem-tra", json={"name": name, "content": content}, headers=headers)


def named(found: list[dict]) -> dict[str, str]:
    return {each["key"]: each["name"] for each in found}


def test_the_vocabulary_names_in_vietnamese_whatever_a_step_may_say(administrator, address):
    found = administrator.get(f"{address}/tu-vung/{NAME}").json

    assert named(found["roles"])["deciding_authority"] == "Người có thẩm quyền quyết định"
    assert named(found["organs"])["home_affairs"] == "Sở Nội vụ"
    assert named(found["councils"])["province"] == "Hội đồng tỉnh"
    assert named(found["stages"])["decide"]
    assert named(found["statuses"])["awarded"]
    assert named(found["stops"])["consultation"] == "Lấy ý kiến"
    assert named(found["processes"])["hold_vote"]
    assert named(found["messages"])["withdraw_dossier"] == "Đơn vị rút hồ sơ (withdraw_dossier)"
    assert found["words"]["approve"] == "Đồng ý"


def test_forms_come_with_their_buttons_limits_with_their_words_and_reminders(administrator, address):
    found = administrator.get(f"{address}/tu-vung/{NAME}").json
    form = next(each for each in found["forms"] if each["key"] == "appraisal_review")
    limit = next(each for each in found["limits"] if each["key"] == "consultation.reply")

    assert {each["key"] for each in form["outcomes"]} == {"approve", "refuse", "return"}
    assert form["name"] == "Duyệt kết quả thẩm định"
    assert "ngày" in limit["words"]
    assert any("nhắc" in each for each in limit["reminders"])
    assert administrator.get(limit["page"]).status_code == 200


def test_operations_and_tables_say_what_they_want_and_give(administrator, address):
    found = administrator.get(f"{address}/tu-vung/{NAME}").json
    slip = next(each for each in found["operations"] if each["key"] == "document/issue_slip")
    table = next(each for each in found["decisions"] if each["key"].startswith("eligibility_"))

    assert named(slip["parameters"][0]["choices"])["receipt"] == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert "Đối chiếu tiêu chí" in {each["name"] for each in found["decisions"]}
    assert table["inputs"]


def test_each_place_knows_its_variables_and_each_step_those_before_it(administrator, address):
    found = administrator.get(f"{address}/tu-vung/council_session.bpmn").json
    names = found["names"]

    assert {"outcome", "award", "session_id"} <= set(names["known"]["route_count"])
    assert names["narrow"]["route_count_to_break_tie"]["outcome"] == ["counted", "tied"]
    assert names["variables"]["quorum_met"]["kind"] == "đúng hoặc sai"
    assert names["variables"]["quorum_met"]["from"] == ["Tính thành phần"]
    assert {"plan_session", "compile_dossier"} <= set(found["before"]["confirm_minutes"])


def test_a_sound_file_has_no_problem_and_nothing_is_saved(administrator, address):
    answer = check(administrator, address, SOUND)

    assert answer.status_code == 200
    assert answer.json["problems"] == []
    assert "decide_award" in answer.json["names"]["known"]
    way = answer.json["ways"]["route_decision_to_assign_decision_number"]
    assert way == {"written": 'outcome = "approve"', "said": "kết quả là “Đồng ý”"}
    assert "cac-lan-luu" not in administrator.get(address).text


def test_a_problem_says_in_vietnamese_where_it_is_what_it_is_and_how_it_is_mended(administrator, address):
    answer = check(
        administrator, address, SOUND.replace('name="formKey" value="decision"', 'name="formKey" value="gone"')
    )

    assert answer.json["problems"] == [
        {
            "file": NAME,
            "element": "decide_award",
            "called": "bước “Quyết định từng đối tượng”",
            "message": "Không có biểu mẫu gone.",
            "mend": "Hãy chọn biểu mẫu khác ở mục “Biểu mẫu”, hoặc thêm biểu mẫu đó vào bản thảo.",
            "severity": "error",
        }
    ]


def test_codes_of_bpmn_are_not_shown_to_people(administrator, address):
    broken = SOUND.replace('<spiffworkflow:property name="formKey" value="decision" />', "")
    found = check(administrator, address, broken).json["problems"][0]

    assert found["message"] == "Việc thiếu biểu mẫu."


def test_other_files_are_checked_with_it(administrator, address):
    renamed = SOUND.replace('id="decide"', 'id="decided"')
    found = check(administrator, address, renamed).json["problems"]

    assert {each["file"] for each in found} - {NAME}
    assert all(each["mend"].startswith("Hãy ") for each in found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "Không đọc được"),
        ("<html/>", "không phải là sơ đồ"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        (SOUND.replace('outcome = "refuse"', "1" + "+1" * 20_000, 1), "Biểu thức"),
    ],
)
def test_a_hostile_or_broken_file_is_a_problem_and_nothing_else(administrator, address, content, said):
    answer = check(administrator, address, content)

    assert answer.status_code == 200
    assert any(said in each["message"] for each in answer.json["problems"])
    assert all(each["mend"] for each in answer.json["problems"])


def test_tables_and_forms_are_checked_too(administrator, address):
    form = shipped.definitions()["decision.form"].decode().replace('"type": "textarea"', '"type": "iframe"', 1)
    table = check(administrator, address, "<definitions/>", "criteria_law.dmn")

    assert check(administrator, address, form, "decision.form").json["problems"][0]["file"] == "decision.form"
    assert table.json["problems"][0]["file"] == "criteria_law.dmn"


@pytest.mark.parametrize("name", ["decide.exe", "../decide.bpmn", "", "đề nghị.bpmn"])
def test_a_name_that_no_file_may_have_is_refused_in_words(administrator, address, name):
    answer = check(administrator, address, SOUND, name)

    assert answer.status_code == 422
    assert "Tên tệp" in answer.json["message"]


@pytest.mark.parametrize("body", [None, [], {"name": NAME}, {"name": NAME, "content": 5}])
def test_a_request_without_name_or_content_is_refused(administrator, address, body):
    answer = administrator.post(f"{address}/kiem-tra", json=body, headers={"X-CSRF-Token": administrator.proof})

    assert answer.status_code == 422
    assert "thiếu" in answer.json["message"]


def test_more_than_a_file_may_hold_is_refused_unread(administrator, address, monkeypatch):
    monkeypatch.setattr(bundle_files, "LARGEST_FILE", 1000)
    assert check(administrator, address, SOUND).status_code == 422

    assert check(administrator, address, SOUND + " " * LARGEST_REQUEST).status_code == 413


def test_to_others_and_for_other_drafts_it_does_not_exist(administrator, officer, address):
    assert check(officer, address, SOUND).status_code == 404
    assert officer.get(f"{address}/tu-vung/{NAME}").status_code == 404
    assert check(administrator, f"{INDEX}/999", SOUND).status_code == 404
    assert administrator.get(f"{INDEX}/999/tu-vung/{NAME}").status_code == 404
    assert administrator.get(f"{address}/tu-vung/criteria_law.dmn").status_code == 404


def test_a_diagram_that_is_not_saved_yet_has_a_vocabulary(administrator, address):
    found = administrator.get(f"{address}/tu-vung/moi.bpmn").json

    assert found["roles"]
    assert found["names"]["known"] == {}
