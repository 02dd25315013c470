"""Whatever is edited, the drawing stays in order, and what was not touched stays what it was."""

import random
import re

import pytest
from lxml import etree

from tests.unit.outlining.drawn import FILES, SIMPLE, after, faults
from workflows import outlining
from workflows.comparing import compare, read_bundle
from workflows.engine.diagram import FLOW_NODES
from workflows.engine.xml import BPMN
from workflows.errors import Invalid
from workflows.outlining import Place
from workflows.outlining.canvas import DI

WALKS, EDITS = 12, 8
# Of 24 drawings made from nothing, these cannot be drawn by columns without ways that cross.
CROSSED = {"appraise_achievement.bpmn": 1, "appraise_dossier.bpmn": 2}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_written_as_it_was_read(name):
    assert outlining.Document(FILES[name]).text() == FILES[name]


@pytest.mark.parametrize("name", FILES)
def test_a_drawing_from_nothing_is_tidy(name):
    document = outlining.Document(FILES[name])
    outlining.draw_anew(document)
    found = faults(document.text(), even_crossings=True)

    assert [each for each in found if not each.startswith("crossing")] == []
    assert len(found) <= CROSSED.get(name, 0)


def test_a_file_without_a_drawing_is_drawn_when_it_is_edited():
    changed = outlining.change(SIMPLE, lambda document: outlining.rename(document, "sign", "Ký, ban hành"))

    assert faults(changed.text, even_crossings=True) == []


@pytest.mark.parametrize("name", FILES)
def test_a_step_after_each_step_in_turn_crosses_nothing_and_moves_the_rest_alone(name):
    rng = random.Random(name)
    text = FILES[name]
    steps = [each.get("id") for each in outlining.Document(text).root.iter(f"{BPMN}userTask", f"{BPMN}callActivity")]
    for step in rng.sample(steps, min(3, len(steps))):
        before, text = text, outlining.change(text, lambda d, at=step: outlining.add(d, "user", "Xem", Place(at))).text
        changes = compare(read_bundle({name: before.encode()}), read_bundle({name: text.encode()}))

        assert faults(text, even_crossings=True) == []
        assert sorted(change.what for change in changes if change.what != "moved") in (
            ["added", "added", "added", "removed"],
            ["added", "added", "changed"],
        )
        assert {change.item.type for change in changes if change.what == "added"} == {"userTask", "sequenceFlow"}


@pytest.mark.parametrize("seed", range(WALKS))
def test_a_walk_of_edits_without_sense_stays_tidy(seed):
    rng = random.Random(seed)
    name = rng.choice(sorted(FILES))
    text = FILES[name]
    for _ in range(EDITS):
        edit = _some_edit(rng, text)
        try:
            text = outlining.change(text, edit).text
        except Invalid:
            continue
        assert faults(text) == []
        root = etree.fromstring(text.encode())
        ids = [each.get("id") for each in root.iter(f"{BPMN}*", f"{DI}*") if each.get("id")]
        assert len(ids) == len(set(ids))


def _some_edit(rng: random.Random, text: str):
    root = outlining.Document(text).root
    steps = [each.get("id") for each in root.iter(*FLOW_NODES)]
    flows = [each.get("id") for each in root.iter(f"{BPMN}sequenceFlow")]
    lanes = [each.get("id") for each in root.iter(f"{BPMN}lane")] or ["none"]
    step, other, flow, lane = rng.choice(steps), rng.choice(steps), rng.choice(flows), rng.choice(lanes)
    what, branch = rng.choice(list(outlining.KINDS)), rng.random() < 0.4
    place = Place(step, is_branch=branch, to=rng.choice(["end", "", other]))
    return rng.choice(
        [
            *[lambda document: outlining.add(document, what, "Bước mới", place)] * 4,
            lambda document: outlining.connect(document, step, other),
            lambda document: outlining.reconnect(document, flow, other),
            lambda document: outlining.disconnect(document, flow),
            lambda document: outlining.remove(document, step),
            lambda document: outlining.move(document, step, flow),
            lambda document: outlining.put_into_lane(document, step, lane),
            lambda document: outlining.rename(document, step, "Một tên khác dài hơn"),
        ]
    )


def test_what_an_edit_brings_has_the_usual_prefixes_and_the_file_keeps_its_own():
    text = after(SIMPLE, outlining.set_values, "write", {"candidateGroup": "office_verifier"})

    head = text.split(">", 2)[1]
    assert 'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"' in head
    assert {"<bpmndi:BPMNPlane", "<dc:Bounds", "<di:waypoint", "<spiffworkflow:property"} <= set(text.split())
    assert not re.search(r"\bns\d+:", text)
    again = after(text.replace("bpmndi", "d"), outlining.add, "user", "Trình", Place("write"))
    assert "<d:BPMNPlane" in again
    assert "bpmndi" not in again


def test_comments_of_a_file_stay_where_they_are():
    noted = SIMPLE.replace("<bpmn:definitions", "<!-- bản 2 -->\n<bpmn:definitions", 1)
    noted = noted.replace("<bpmn:userTask", "<!-- theo QĐ 12 -->\n    <bpmn:userTask", 1) + "<!-- hết -->\n"
    text = after(noted, outlining.rename, "sign", "Ký số")

    assert re.search(r"^<\?xml[^>]*>\n<!-- bản 2 -->\n<bpmn:definitions", text)
    assert re.search(r'<!-- theo QĐ 12 -->\s*<bpmn:userTask id="write"', text)
    assert text.endswith("</bpmn:definitions>\n<!-- hết -->\n")


def test_a_comment_outside_of_everything_reads_the_same_after_many_edits():
    noted = SIMPLE.replace("<bpmn:definitions", "<!-- thay <a/> -->\n<bpmn:definitions", 1)
    once = after(noted, outlining.rename, "sign", "Ký số")
    twice = after(once, outlining.rename, "sign", "Ký")

    assert "<!-- thay <a/> -->" in twice
