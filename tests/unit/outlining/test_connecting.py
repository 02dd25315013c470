"""Ways are made, led elsewhere and taken away; gateways come and go with them."""

import pytest

from tests.unit.outlining.drawn import DECIDE, SIMPLE, after, node, parts, ways
from workflows import outlining
from workflows.errors import Invalid
from workflows.outlining import Place


def test_leading_back_makes_a_decision_and_a_place_where_the_ways_meet():
    text = after(SIMPLE, outlining.connect, "sign", "write")

    assert {("sign", "route_sign"), ("route_sign", "done"), ("route_sign", "merge_write")} <= ways(text)
    assert node(text, "route_sign").get("default") == "route_sign_to_done"


def test_what_was_connected_is_disconnected_without_a_trace():
    text = after(SIMPLE, outlining.connect, "sign", "write")
    text = after(text, outlining.disconnect, "route_sign_to_merge_write")

    assert "merge_write" not in parts(text)["simple"].elements
    assert ("begin", "write") in ways(text)
    assert node(text, "route_sign").get("default") is None


def test_a_way_keeps_its_name_and_condition_where_it_leads_elsewhere():
    text = after(SIMPLE, outlining.add, "user", "Sửa lại", Place("write", is_branch=True, to="end"))
    text = after(text, outlining.set_flow, "route_write_to_sua_lai", "Chưa đạt", 'outcome = "return"', usual=False)
    text = after(text, outlining.reconnect, "route_write_to_sua_lai", "done")

    (flow,) = [each for each in parts(text)["simple"].flows if each.name == "Chưa đạt"]
    assert (flow.condition, flow.target) == ('outcome = "return"', "merge_done")


def test_a_way_that_becomes_the_usual_one_loses_its_condition():
    text = after(SIMPLE, outlining.add, "end", "Thôi", Place("write", is_branch=True))
    text = after(text, outlining.set_flow, "route_write_to_thoi", "Thôi", "x > 1", usual=False)
    text = after(text, outlining.set_flow, "route_write_to_thoi", "Thôi", "", usual=True)

    assert node(text, "route_write").get("default") == "route_write_to_thoi"
    assert [flow.condition for flow in parts(text)["simple"].flows if flow.name == "Thôi"] == [None]


@pytest.mark.parametrize(
    ("edit", "given", "said"),
    [
        (outlining.connect, ("write", "write"), "chính nó"),
        (outlining.connect, ("done", "write"), "Sau điểm kết thúc"),
        (outlining.connect, ("write", "begin"), "điểm bắt đầu"),
        (outlining.connect, ("write", "sign"), "Đã có đường"),
        (outlining.connect, ("write", "nowhere"), "không còn trong sơ đồ"),
        (outlining.reconnect, ("write_to_sign", "sign"), "đã dẫn đến"),
        (outlining.disconnect, ("nowhere",), "không còn trong sơ đồ"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(edit, given, said):
    with pytest.raises(Invalid, match=said):
        outlining.change(SIMPLE, lambda document: edit(document, *given))


def test_a_condition_needs_a_choice():
    with pytest.raises(Invalid, match="từ hai đường ra"):
        outlining.change(SIMPLE, lambda document: outlining.set_flow(document, "write_to_sign", "", "x", usual=False))


def test_steps_of_different_processes_are_not_connected():
    text = after(SIMPLE, outlining.add, "sub", "Trong", Place("write"))

    with pytest.raises(Invalid, match="cùng một quy trình"):
        outlining.change(text, lambda document: outlining.connect(document, "start_trong", "sign"))


def test_nothing_is_changed_by_looking():
    assert outlining.change(DECIDE, lambda _: "").text == DECIDE
