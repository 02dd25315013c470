"""Lanes: steps change them, new ones come under the others, the first one brings its pool."""

import pytest

from tests.unit.outlining.drawn import DECIDE, FILES, SIMPLE, after, lane_of, node, parts
from workflows import outlining
from workflows.errors import Invalid


def test_the_first_lane_takes_in_all_steps_and_brings_a_pool():
    text = after(SIMPLE, outlining.add_lane, "simple", "Văn phòng")

    assert {lane_of(text, name) for name in parts(text)["simple"].elements} == {"Văn phòng"}
    assert node(text, "pool_simple").get("processRef") == "simple"


def test_a_step_goes_into_another_lane():
    text = after(SIMPLE, outlining.add_lane, "simple", "Văn phòng")
    text = after(text, outlining.add_lane, "simple", "Lãnh đạo")
    text = after(text, outlining.put_into_lane, "sign", "lane_lanh_dao")

    assert (lane_of(text, "sign"), lane_of(text, "write")) == ("Lãnh đạo", "Văn phòng")


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_diagram_takes_another_lane(name):
    document = outlining.Document(FILES[name])
    key = next(document.processes()).get("id")

    text = after(FILES[name], outlining.add_lane, key, "Làn thêm")

    assert {lane.get("name") for lane in outlining.Document(text).lanes(node_of(text, key))} >= {"Làn thêm"}


def node_of(text: str, key: str):
    return outlining.Document(text).find(key)


@pytest.mark.parametrize(
    ("edit", "given", "said"),
    [
        (outlining.add_lane, ("decide", " "), "Đặt tên cho làn"),
        (outlining.add_lane, ("nowhere", "Làn"), "Không có quy trình"),
        (outlining.put_into_lane, ("decide_award", "lane_x"), "Làn này không có"),
    ],
)
def test_what_is_no_lane_is_refused(edit, given, said):
    with pytest.raises(Invalid, match=said):
        outlining.change(DECIDE, lambda document: edit(document, *given))


def test_two_lanes_of_a_process_have_two_names():
    name = lane_of(DECIDE, "decide_award")

    with pytest.raises(Invalid, match="Đã có làn tên này"):
        outlining.change(DECIDE, lambda document: outlining.add_lane(document, "decide", name))
