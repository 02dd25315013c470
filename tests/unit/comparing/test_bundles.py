"""What is read of files: everything that they say, hostile ones too."""

import json

import pytest

from service import shipped
from workflows.comparing import compare, read_bundle
from workflows.errors import DefinitionRejected

FILES = shipped.definitions()


def edited(name: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in FILES[name]
    return {**FILES, name: FILES[name].replace(old.encode(), new.encode(), 1)}


def test_the_shipped_files_are_read_and_everything_in_them_has_an_identity():
    found = read_bundle(FILES)
    keys = [item.key for item in found]

    assert len(keys) == len(set(keys)) > 1000
    assert {item.kind for item in found} >= {"process", "element", "flow", "decision", "rule", "form", "question"}
    assert [item for item in found if not item.id] == []


def test_a_message_is_told_by_its_name_not_by_where_it_is_declared():
    name = "campaign_report.bpmn"
    renamed = FILES[name].replace(b"message_campaign_report_sent", b"message_other")

    assert compare(read_bundle({name: FILES[name]}), read_bundle({name: renamed})) == ()


def test_a_file_called_otherwise_holds_the_same():
    moved = {**FILES, "quyet-dinh.bpmn": FILES["decide.bpmn"]}
    del moved["decide.bpmn"]

    assert compare(read_bundle(FILES), read_bundle(moved)) == ()


def test_a_shape_drawn_elsewhere_is_moved_a_flow_is_not():
    after = edited("decide.bpmn", '<bpmndi:BPMNShape id="decide_award_di" bpmnElement="decide_award">', "@")
    text = after["decide.bpmn"].decode()
    head, tail = text.split("@")
    x = tail.split('x="')[1].split('"')[0]
    after["decide.bpmn"] = (
        f'{head}<bpmndi:BPMNShape id="decide_award_di" bpmnElement="decide_award">'
        + tail.replace(f'x="{x}"', f'x="{int(x) + 40}"', 1)
    ).encode()
    (change,) = compare(read_bundle(FILES), read_bundle(after))

    assert (change.what, change.item.id) == ("moved", "decide_award")


def test_a_question_put_into_another_group_says_so():
    form = {
        "id": "x",
        "type": "default",
        "components": [
            {"type": "group", "id": "g", "components": []},
            {"type": "textfield", "id": "q", "key": "q", "label": "Hỏi"},
        ],
    }
    inside = json.loads(json.dumps(form))
    inside["components"][0]["components"] = [inside["components"].pop()]
    before, after = ({"x.form": json.dumps(each).encode()} for each in (form, inside))
    (change,) = compare(read_bundle(before), read_bundle(after))

    assert [(aspect.fact, aspect.after) for aspect in change.aspects] == [("inside", "g")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.bpmn", b"<a"),
        ("x.bpmn", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("x.bpmn", b"\xff\xfe"),
        ("x.bpmn", b" " * 2_000_000),
        ("x.dmn", b""),
        ("x.form", b"[1"),
        ("x.form", b"[]"),
        ("x.form", b"[" * 100_000),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name, content):
    with pytest.raises(DefinitionRejected) as rejected:
        read_bundle({name: content})

    assert [problem.file for problem in rejected.value.problems] == [name]


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"components": 1, "properties": []}',
        b'{"components": [1, null, {"components": {"a": 1}}]}',
        b'{"components": [' + b'{"components": [' * 200 + b"]}" * 200 + b"]}",
    ],
)
def test_an_odd_form_is_read_as_far_as_it_goes(content):
    assert read_bundle({"x.form": content})


def test_other_files_are_left_out():
    assert read_bundle({"anh.png": b"\x89PNG"}) == ()
