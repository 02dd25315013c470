"""Lanes: steps change them, new ones come under the others, the first one brings its pool."""

import pytest

from tests.unit.outlining.drawn import DECIDE, FILES, SIMPLE, after, faults, lane_of, node, parts
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


def test_a_new_lane_that_is_taken_away_leaves_the_diagram_as_it_was():
    text = after(DECIDE, outlining.add_lane, "decide", "Thanh tra")

    assert outlining.change(text, lambda document: outlining.remove_lane(document, "lane_thanh_tra")).text == DECIDE


def test_an_empty_lane_between_others_goes_and_the_drawing_stays_tidy():
    text = after(SIMPLE, outlining.add_lane, "simple", "Văn phòng")
    for name in ("Kế toán", "Lãnh đạo"):
        text = after(text, outlining.add_lane, "simple", name)
    text = after(text, outlining.put_into_lane, "sign", "lane_lanh_dao")

    changed = outlining.change(text, lambda document: outlining.remove_lane(document, "lane_ke_toan"))
    assert changed.element == "lane_van_phong"
    assert faults(changed.text) == []
    assert "lane_ke_toan" not in changed.text
    assert lane_of(changed.text, "sign") == "Lãnh đạo"


def test_a_lane_with_steps_in_it_is_kept_and_says_which():
    text = after(SIMPLE, outlining.add_lane, "simple", "Văn phòng")

    with pytest.raises(Invalid, match=r"còn 4 bước \(“Bắt đầu”, “Soạn”, “Ký”, …\)"):
        outlining.change(text, lambda document: outlining.remove_lane(document, "lane_van_phong"))
    with pytest.raises(Invalid, match="không còn trong quy trình"):
        outlining.change(text, lambda document: outlining.remove_lane(document, "sign"))


def test_lanes_in_a_lane_go_one_after_the_other_and_it_with_them():
    inner = '<bpmn:childLaneSet><bpmn:lane id="lane_inner" name="Tổ" /></bpmn:childLaneSet></bpmn:lane>'
    text = after(SIMPLE, outlining.add_lane, "simple", "Văn phòng")
    text = after(text, outlining.add_lane, "simple", "Thanh tra")
    text = text.replace('name="Thanh tra" />', f'name="Thanh tra">{inner}', 1)
    with pytest.raises(Invalid, match="còn làn con"):
        outlining.change(text, lambda document: outlining.remove_lane(document, "lane_thanh_tra"))

    changed = outlining.change(text, lambda document: outlining.remove_lane(document, "lane_inner"))
    assert (changed.element, "childLaneSet" in changed.text) == ("lane_thanh_tra", False)
    assert after(changed.text, outlining.remove_lane, "lane_thanh_tra").count("<bpmn:lane ") == 1
