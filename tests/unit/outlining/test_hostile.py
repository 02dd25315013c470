"""Diagrams that were sent in to do harm are refused or drawn anew; nothing hangs, nothing is let in."""

import random
import re
import time

import pytest

from tests.unit.outlining.drawn import DECIDE, SIMPLE, after, faults
from workflows import outlining
from workflows.errors import Invalid
from workflows.outlining import Place, canvas, routing
from workflows.outlining.grid import Grid


@pytest.mark.parametrize("wide", ["1e12", "inf", "nan", "-9e15", "x"])
def test_a_drawing_of_no_sensible_size_is_drawn_anew(wide):
    text = re.sub(r'width="120"', f'width="{wide}"', DECIDE)

    assert faults(after(text, outlining.add, "user", "Xem", Place("decide_award"))) == []


def test_more_steps_than_can_be_kept_in_order_are_refused():
    steps = "".join(f'<bpmn:userTask id="step_{number}" />' for number in range(400))
    text = SIMPLE.replace("<bpmn:sequenceFlow", f"{steps}<bpmn:sequenceFlow", 1)

    with pytest.raises(Invalid, match="quá 300 bước"):
        outlining.change(text, lambda document: outlining.rename(document, "sign", "Ký"))


def test_more_flows_than_can_be_kept_apart_are_refused():
    flows = "".join(f'<bpmn:sequenceFlow id="more_{n}" sourceRef="sign" targetRef="write" />' for n in range(700))
    text = SIMPLE.replace("<bpmn:sequenceFlow", f"{flows}<bpmn:sequenceFlow", 1)

    with pytest.raises(Invalid, match="quá 600 đường nối"):
        outlining.change(text, lambda document: outlining.rename(document, "sign", "Ký"))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ('<bpmn:lane id="lane_{}" />', "quá 60 làn"),
        ("<bpmndi:BPMNPlane />", "quá 50 trang vẽ"),
        ("<bpmndi:BPMNShape />", "quá 3000 hình vẽ"),
        ("<di:waypoint />", "quá 20000 điểm gấp"),
    ],
)
def test_more_than_can_be_drawn_while_somebody_waits_is_refused_before_any_of_it_is_looked_at(parts, said):
    many = "".join(parts.format(number) for number in range(20_001))
    spaces = "".join(
        f' xmlns:{prefix}="http://www.omg.org/spec/{place}/20100524/DI"'
        for prefix, place in (("bpmndi", "BPMN"), ("di", "DD"))
    )
    text = SIMPLE.replace("</bpmn:definitions>", f"<bpmn:category{spaces}>{many}</bpmn:category></bpmn:definitions>")
    begun = time.thread_time()

    with pytest.raises(Invalid, match=said):
        outlining.Document(text)
    assert time.thread_time() - begun < 1


def test_a_tangle_that_would_take_minutes_is_refused_after_seconds(monkeypatch):
    monkeypatch.setattr(canvas, "LONGEST_SECONDS", 0.2)
    rng = random.Random(1)
    flows = "".join(
        f'<bpmn:sequenceFlow id="more_{n}" sourceRef="step_{rng.randrange(60)}" targetRef="step_{rng.randrange(60)}" />'
        for n in range(300)
    )
    steps = "".join(f'<bpmn:userTask id="step_{number}" />' for number in range(60))
    text = SIMPLE.replace("<bpmn:sequenceFlow", f"{steps}{flows}<bpmn:sequenceFlow", 1)
    begun = time.thread_time()

    with pytest.raises(Invalid, match="quá nhiều đường nối chồng chéo"):
        outlining.change(text, lambda document: outlining.rename(document, "sign", "Ký"))
    assert time.thread_time() - begun < 5


def test_a_way_through_a_drawing_of_many_metres_is_looked_for_on_a_coarser_grid(monkeypatch):
    sizes = []

    class Measured(Grid):
        def __post_init__(self):
            sizes.append(len(self.xs) * len(self.ys))
            super().__post_init__()

    monkeypatch.setattr(routing, "Grid", Measured)
    text = outlining.change(SIMPLE, lambda document: outlining.rename(document, "sign", "Ký")).text
    place = re.compile(r'(bpmnElement="done".*? x=")[^"]*(" y=")[^"]*', re.DOTALL)
    text, count = place.subn(r"\g<1>19000\g<2>19000", text)
    assert count == 1
    sizes.clear()

    outlining.change(text, lambda document: outlining.connect(document, "write", "done"))

    assert sizes
    assert max(sizes) < 200_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "không phải XML",
        "<a/>",
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        SIMPLE.replace("UTF-8", "UTF-16"),
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="x" targetNamespace="urn:x" />',
        SIMPLE.replace('id="begin"', 'id="begin" id="begin"'),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text):
    with pytest.raises(Invalid, match="Chưa sửa được theo dàn ý"):
        outlining.Document(text)


def test_names_are_text_whatever_they_look_like():
    text = after(SIMPLE, outlining.rename, "sign", '<script>alert("1")</script>')
    text = after(text, outlining.add, "user", "]]></x> & đồng ý", Place("write"))

    assert "<script>" not in text
    assert outlining.values(outlining.Document(text), "sign")["name"] == '<script>alert("1")</script>'


def test_nothing_leads_anywhere_where_flows_name_what_is_not_there():
    text = SIMPLE.replace('targetRef="done"', 'targetRef="nowhere"')

    changed = outlining.change(text, lambda document: outlining.rename(document, "sign", "Ký"))
    assert 'name="Ký"' in changed.text


def test_a_process_without_a_step_has_no_lanes():
    text = SIMPLE[: SIMPLE.index("<bpmn:startEvent")] + "</bpmn:process></bpmn:definitions>"

    with pytest.raises(Invalid, match="chưa có bước nào"):
        outlining.change(text, lambda document: outlining.add_lane(document, "simple", "Văn phòng"))


@pytest.mark.parametrize("prefix", ["bpmn2:", ""])
def test_files_of_other_tools_keep_their_own_prefix(prefix):
    text = SIMPLE.replace("bpmn:", prefix).replace("xmlns:bpmn=", f"xmlns:{prefix[:-1]}=" if prefix else "xmlns=")
    text = after(text, outlining.add, "end", "Thôi", Place("write", is_branch=True))
    text = after(text, outlining.set_flow, "route_write_to_thoi", "Thôi", "x > 1", usual=False)

    assert f'xsi:type="{prefix}tFormalExpression"' in text
