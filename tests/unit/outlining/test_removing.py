"""Steps are taken out or put elsewhere, and the way closes behind them."""

import pytest

from tests.unit.outlining.drawn import DECIDE, FILES, SIMPLE, after, node, parts, ways
from workflows import outlining
from workflows.engine.diagram import properties
from workflows.errors import Invalid
from workflows.outlining import Place


def test_the_way_closes_behind_a_step_that_is_gone():
    text = after(SIMPLE, outlining.remove, "write")

    assert ways(text) == {("begin", "sign"), ("sign", "done")}


def test_whoever_had_to_be_somebody_else_than_one_who_is_gone_need_not_be():
    text = FILES["appraise_achievement.bpmn"]
    signer = "approve_achievement_opinion"
    assert "assess_achievement" in properties(node(text, signer))["notPerformedBy"]

    gone = after(text, outlining.remove, "assess_achievement")

    assert "assess_achievement" not in properties(node(gone, signer))["notPerformedBy"]


def test_what_hangs_on_the_border_goes_with_the_step():
    text = after(SIMPLE, outlining.add, "timer", "Quá hạn", Place("sign"))
    text = after(text, outlining.remove, "sign")

    assert set(parts(text)["simple"].elements) == {"begin", "write", "done"}


def test_a_limit_on_the_border_is_taken_away_alone():
    text = after(SIMPLE, outlining.add, "timer", "Quá hạn", Place("sign"))
    text = after(text, outlining.remove, "qua_han")

    assert "qua_han" not in parts(text)["simple"].elements


def test_a_condition_stays_with_the_way_whose_step_is_gone():
    text = after(SIMPLE, outlining.add, "user", "Sửa lại", Place("write", is_branch=True, to="end"))
    text = after(text, outlining.set_flow, "route_write_to_sua_lai", "Chưa đạt", "x > 1", usual=False)
    text = after(text, outlining.remove, "sua_lai")

    (flow,) = [each for each in parts(text)["simple"].flows if each.condition]
    assert (flow.id, flow.source, flow.target) == ("route_write_to_end_sua_lai", "route_write", "end_sua_lai")


def test_an_end_of_a_branch_takes_its_way_with_it():
    text = after(SIMPLE, outlining.add, "end", "Thôi", Place("write", is_branch=True))
    text = after(text, outlining.remove, "thoi")

    assert {("write", "route_write"), ("route_write", "sign")} <= ways(text)
    assert node(text, "route_write").get("default") is None


def test_a_step_is_put_before_another_one():
    text = after(SIMPLE, outlining.move, "sign", "begin_to_write")

    assert ways(text) == {("begin", "sign"), ("sign", "write"), ("write", "done")}


def test_a_step_takes_what_hangs_on_it_along():
    text = after(SIMPLE, outlining.add, "timer", "Quá hạn", Place("sign"))
    text = after(text, outlining.move, "sign", "begin_to_write")

    assert ("qua_han", "end_qua_han") in ways(text)


@pytest.mark.parametrize(
    ("edit", "given", "said"),
    [
        (outlining.remove, ("begin",), "điểm bắt đầu"),
        (outlining.remove, ("done",), "điểm kết thúc cuối cùng"),
        (outlining.remove, ("nowhere",), "không còn trong sơ đồ"),
        (outlining.move, ("begin", "write_to_sign"), "Chỉ dời được một bước"),
        (outlining.move, ("sign", "write_to_sign"), "ngay cạnh"),
    ],
)
def test_what_must_stay_is_refused_in_words(edit, given, said):
    with pytest.raises(Invalid, match=said):
        outlining.change(SIMPLE, lambda document: edit(document, *given))


def test_a_gateway_at_which_ways_part_stays():
    gateway = next(
        name
        for name, each in parts(DECIDE)["decide"].elements.items()
        if each.type == "exclusiveGateway" and sum(source == name for source, _ in ways(DECIDE)) > 1
    )

    with pytest.raises(Invalid, match="đường đi ra"):
        outlining.change(DECIDE, lambda document: outlining.remove(document, gateway))
