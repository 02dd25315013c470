"""Steps are added by words: on a way, as a branch, on the border of a step."""

import pytest

from tests.unit.outlining.drawn import DECIDE, SIMPLE, after, lane_of, node, parts, ways
from workflows import outlining
from workflows.errors import Invalid
from workflows.outlining import Place


def test_a_step_goes_between_two_others_and_has_a_readable_id():
    text = after(SIMPLE, outlining.add, "user", "Thẩm định đề nghị", Place("write"))

    assert {("write", "tham_dinh_de_nghi"), ("tham_dinh_de_nghi", "sign")} <= ways(text)
    assert ("write", "sign") not in ways(text)
    assert node(text, "tham_dinh_de_nghi").tag.endswith("userTask")


def test_a_second_step_of_the_same_name_gets_another_id():
    text = after(SIMPLE, outlining.add, "user", "Soạn", Place("write"))
    twice = after(text, outlining.add, "user", "Soạn", Place("write"))

    assert {"write", "soan", "soan_2"} <= set(parts(twice)["simple"].elements)


def test_no_id_is_taken_that_another_diagram_has():
    changed = outlining.change(
        SIMPLE, lambda d: outlining.add(d, "user", "Duyệt", Place("write")), frozenset({"duyet"})
    )

    assert changed.element == "duyet_2"


def test_a_branch_gets_a_decision_whose_first_way_stays_the_usual_one():
    text = after(SIMPLE, outlining.add, "user", "Sửa lại", Place("write", is_branch=True, to="end"))

    gateway = node(text, "route_write")
    assert {("write", "route_write"), ("route_write", "sign"), ("route_write", "sua_lai")} <= ways(text)
    assert gateway.get("default") == "route_write_to_sign"
    assert ("sua_lai", "end_sua_lai") in ways(text)


def test_a_second_branch_uses_the_decision_that_is_there():
    text = after(SIMPLE, outlining.add, "user", "Sửa lại", Place("write", is_branch=True, to="end"))
    text = after(text, outlining.add, "end", "Thôi", Place("write", is_branch=True))

    assert {("route_write", "thoi"), ("route_write", "sua_lai")} <= ways(text)
    assert sum(target == "route_write" for _, target in ways(text)) == 1


def test_a_branch_may_lead_back_and_the_ways_meet_before_the_earlier_step():
    text = after(SIMPLE, outlining.add, "user", "Bổ sung", Place("sign", is_branch=True, to="write"))

    assert {("bo_sung", "merge_write"), ("begin", "merge_write"), ("merge_write", "write")} <= ways(text)


def test_a_step_takes_the_lane_of_the_one_before_it_or_the_chosen_one():
    same = after(DECIDE, outlining.add, "user", "Xem lại", Place("finalize_decision_draft"))
    lanes = [lane.get("id") for lane in outlining.Document(DECIDE).lanes(outlining.Document(DECIDE).find("decide"))]
    other = lane_of(DECIDE, "decide_award")
    chosen = next(lane for lane in lanes if node(DECIDE, lane).get("name") == other)
    moved = after(DECIDE, outlining.add, "user", "Xem lại", Place("finalize_decision_draft", lane=chosen))

    assert lane_of(same, "xem_lai") == lane_of(DECIDE, "finalize_decision_draft")
    assert lane_of(moved, "xem_lai") == other != lane_of(same, "xem_lai")


def test_a_limit_on_the_border_of_a_step_leads_to_an_end_of_its_own():
    text = after(SIMPLE, outlining.add, "timer", "Quá hạn ký", Place("sign"))

    assert node(text, "qua_han_ky").get("attachedToRef") == "sign"
    assert ("qua_han_ky", "end_qua_han_ky") in ways(text)


def test_ways_side_by_side_are_waited_for_and_filled_afterwards():
    text = after(SIMPLE, outlining.add, "parallel", "Cùng làm", Place("write"))
    text = after(text, outlining.add, "user", "Việc một", Place("cung_lam"))
    text = after(text, outlining.add, "user", "Việc hai", Place("cung_lam", is_branch=True, to="join_cung_lam"))

    assert {("cung_lam", "viec_mot"), ("viec_mot", "join_cung_lam")} <= ways(text)
    assert {("cung_lam", "viec_hai"), ("viec_hai", "join_cung_lam"), ("join_cung_lam", "sign")} <= ways(text)


def test_a_sub_process_begins_with_a_start_and_an_end_and_grows_with_its_steps():
    text = after(SIMPLE, outlining.add, "sub", "Xét duyệt", Place("write"))
    for name in ("Một", "Hai", "Ba"):
        text = after(text, outlining.add, "user", name, Place("start_xet_duyet"))

    assert set(parts(text)["xet_duyet"].elements) == {"start_xet_duyet", "end_xet_duyet", "mot", "hai", "ba"}


@pytest.mark.parametrize(
    ("what", "name", "place", "said"),
    [
        ("user", " ", Place("write"), "Đặt tên"),
        ("robot", "Máy", Place("write"), "Chọn loại"),
        ("user", "Sau hết", Place("done"), "Sau điểm kết thúc"),
        ("end", "Hết", Place("write"), "thành nhánh mới"),
        ("timer", "Quá hạn", Place("begin"), "có người hoặc hệ thống làm"),
        ("user", "Lạc", Place("nowhere"), "không còn trong sơ đồ"),
        ("user", "Lạc", Place("write", flow="sign_to_done"), "không đi ra từ bước"),
        ("user", "Lạc", Place("write", lane="lane_x"), "Làn này không có"),
    ],
)
def test_what_cannot_stand_there_is_refused_in_words(what, name, place, said):
    with pytest.raises(Invalid, match=said):
        outlining.change(SIMPLE, lambda document: outlining.add(document, what, name, place))


def test_behind_several_ways_one_must_be_chosen():
    text = after(SIMPLE, outlining.add, "end", "Thôi", Place("write", is_branch=True))

    with pytest.raises(Invalid, match="nhiều đường"):
        outlining.change(text, lambda document: outlining.add(document, "user", "Giữa", Place("route_write")))
    chosen = after(text, outlining.add, "user", "Giữa", Place("route_write", flow="route_write_to_sign"))
    assert {("route_write", "giua"), ("giua", "sign")} <= ways(chosen)
