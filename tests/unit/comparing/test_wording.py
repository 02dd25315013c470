"""What is new, and what a change says before and after, in words: no codes, with the FEEL behind them."""

import json

import pytest

from service import shipped
from service.comparison_codes import CODES
from tests.unit.comparing.test_harmful_edits import BEFORE, FILES, NAMES
from workflows.comparing import Aspect, Change, Item, compare, read_bundle
from workflows.queries.comparison_facts import label
from workflows.queries.comparison_words import Difference, in_words

SCENARIO = "provincial-award-03.scenario"


def added(element_id: str, kind: str = "element") -> Difference:
    item = next(item for item in BEFORE if item.id == element_id and item.kind == kind)
    return in_words(Change("added", item), NAMES)


def facts(found: Difference) -> dict[str, str]:
    return {said.label: said.after for said in found.said}


def changed(fact: str, before: str, after: str, kind: str = "element", **more: str) -> Difference:
    item = Item(kind, "p", "x", "Xem", more, scope_name="Bảng")
    return in_words(Change("changed", item, (Aspect(fact, before, after),)), NAMES)


def test_a_new_scenario_says_what_it_expects_and_how_many_steps_instead_of_its_json():
    (change,) = compare((), read_bundle({SCENARIO: shipped.scenarios()[SCENARIO]}))
    found = in_words(change, NAMES)

    assert found.sentence.endswith("rút hồ sơ”: mong đợi kết thúc ở “Đã rút hồ sơ”, hồ sơ đã rút.")
    assert facts(found) == {
        "Quy trình": "Bằng khen của Chủ tịch UBND tỉnh",
        "Trạng thái mong đợi": "Đã rút",
        "Kết thúc mong đợi": "“Đã rút hồ sơ”",
        "Số việc": "3",
        "Đường đi mong đợi": "16 bước",
    }


def test_an_act_of_a_scenario_is_told_as_a_sentence():
    before, after = ({"do": "complete", "step": "decide_award", "outcome": each} for each in ("approve", "refuse"))
    found = changed("act:3", json.dumps(before), json.dumps(after), "scenario")

    assert found.sentence == (
        "Kịch bản “Xem”: việc thứ 3 nay là (làm bước “Quyết định từng đối tượng”, chọn “Từ chối”)"
        " thay cho (làm bước “Quyết định từng đối tượng”, chọn “Đồng ý”)."
    )


def test_a_new_call_of_a_process_names_it_with_its_stage_and_organ():
    said = facts(added("receive_submission"))

    assert said["Quy trình được gọi"] == "Tiếp nhận hồ sơ"
    assert (said["Giai đoạn"], said["Cơ quan"]) == ("Tiếp nhận", "UBND cấp xã")


def test_a_new_service_step_names_its_operation_and_what_it_is_told():
    said = facts(added("set_reply_date"))

    assert said["Nghiệp vụ"] == "Tính ngày hết hạn"
    assert said["Tham số “Thời hạn”"]
    assert said["Biến nhận kết quả"] == "hạn trả lời lấy ý kiến"


def test_a_new_step_says_who_does_it_in_its_sentence():
    assert added("decide_award").sentence.startswith(
        "Thêm bước “Quyết định từng đối tượng”, người làm: “Người có thẩm quyền”"
    )


def test_a_new_question_shows_its_choices_and_leaves_out_what_only_draws_it():
    item = next(item for item in BEFORE if item.kind == "question" and any(f.startswith("values[") for f in item.facts))
    said = facts(in_words(Change("added", item), NAMES))

    assert said["Lựa chọn"]
    assert not {"Dùng giờ 24", "Loại", "Khóa"} & said.keys()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            'outcome = "approve"',
            'outcome = "refuse" or outcome = "expire"',
            "nay đi khi kết quả là “Từ chối” hoặc “Quá hạn”",
        ),
        ("needs_achievement_appraisal = true", "", "không còn điều kiện (trước: đi khi cần thẩm định thành tích)"),
        ("", 'outcome = "approve"', "nay chỉ đi khi kết quả là “Đồng ý”, trước không có điều kiện"),
    ],
)
def test_conditions_are_said_and_the_feel_stays_at_hand(before, after, said):
    item = Item("flow", "p", "f", "Có", {"source": "decide_award", "target": "release_decision", "condition": after})
    found = in_words(Change("changed", item, (Aspect("condition", before, after),)), NAMES)

    assert said in found.sentence
    assert found.said[0].written == (before, after)


def test_cells_of_tables_are_said_and_null_is_a_missing_value():
    found = changed("output:Đạt", "true", "null", "rule")
    assert "kết quả “Đạt” nay là “chưa có giá trị” thay cho “đúng”" in found.sentence
    assert found.said[0].written == ("true", "null")


def test_outcomes_that_differ_as_a_whole_are_listed_in_words():
    found = changed("property:outcomes", "accept,return", "accept,refuse")
    assert found.sentence == "Bước “x” không còn chọn được kết quả “Trả bổ sung”, nay chọn được kết quả “Từ chối”."


def test_an_element_without_a_name_is_told_by_where_it_is():
    assert added("merge_decision_drafts").sentence.startswith("Thêm chỗ các đường gặp nhau trước “")


def test_every_fact_of_the_shipped_files_has_a_label_in_words():
    unnamed = {
        (item.kind, fact)
        for item in (*BEFORE, *read_bundle(shipped.scenarios()))
        for fact in item.facts
        if "Thuộc tính" in label(item, fact)
    }
    assert unnamed == set()


def test_every_code_that_the_shipped_diagrams_hold_has_a_word():
    for fact, words in CODES.facts.items():
        held = {item.facts[fact] for item in BEFORE if item.kind == "element" and fact in item.facts}
        assert held <= words.keys(), fact
    assert FILES
