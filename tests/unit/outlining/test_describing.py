"""What steps say is read and written field by field; what is not named stays as it was."""

import pytest

from tests.unit.outlining.drawn import DECIDE, FILES, SIMPLE, after, node
from workflows import outlining
from workflows.comparing import compare, read_bundle
from workflows.engine.diagram import properties
from workflows.errors import Invalid
from workflows.outlining import Place


def values(text: str, name: str) -> dict[str, str]:
    return outlining.values(outlining.Document(text), name)


def test_a_step_says_what_was_written():
    wanted = {
        "candidateGroup": "deciding_authority",
        "formKey": "decision",
        "dueRule": "decide.decide",
        "name": "Ký, ban hành",
    }
    text = after(SIMPLE, outlining.set_values, "sign", wanted)

    assert wanted.items() <= values(text, "sign").items()
    assert properties(node(text, "sign"))["candidateGroup"] == "deciding_authority"


def test_what_is_taken_back_leaves_nothing_behind():
    text = after(SIMPLE, outlining.set_values, "sign", {"candidateGroup": "x", "documentation": "Đọc kỹ."})
    text = after(text, outlining.set_values, "sign", {"candidateGroup": "", "documentation": ""})

    assert [child.tag.split("}")[1] for child in node(text, "sign")] == ["incoming", "outgoing"]


@pytest.mark.parametrize("name", FILES)
def test_writing_what_stands_changes_nothing(name):
    document = outlining.Document(FILES[name])
    for step in [each.get("id") for each in document.canvases[0].nodes.values()]:
        said = outlining.values(document, step)
        said.pop("event")
        outlining.set_values(document, step, said)

    assert document.text() == FILES[name]


def test_only_what_was_named_differs():
    text = after(DECIDE, outlining.set_values, "decide_award", {"dueRule": "decide.other"})
    (change,) = compare(read_bundle({"decide.bpmn": DECIDE.encode()}), read_bundle({"decide.bpmn": text.encode()}))

    assert (change.what, change.item.id, [aspect.fact for aspect in change.aspects]) == (
        "changed",
        "decide_award",
        ["property:dueRule"],
    )


def test_an_operation_is_told_what_it_must_know():
    text = after(SIMPLE, outlining.add, "service", "Tính hạn", Place("write"))
    text = after(text, outlining.set_values, "tinh_han", {"operation": "clock/due_at", "resultVariable": "until"})
    text = after(text, outlining.set_values, "tinh_han", {"parameter:rule": '"decide.decide"'})

    assert values(text, "tinh_han")["parameter:rule"] == '"decide.decide"'
    other = after(text, outlining.set_values, "tinh_han", {"operation": "award/register"})
    assert "parameter:rule" not in values(other, "tinh_han")


def test_a_wait_names_its_message_or_its_moment():
    text = after(SIMPLE, outlining.add, "wait_message", "Chờ trả lời", Place("write"))
    text = after(text, outlining.set_values, "cho_tra_loi", {"message": "answer"})
    text = after(text, outlining.add, "timer", "Quá hạn", Place("sign"))
    text = after(text, outlining.set_values, "qua_han", {"moment": "until"})

    assert values(text, "cho_tra_loi")["message"] == "answer"
    assert values(text, "qua_han")["moment"] == "until"
    assert text.count('name="answer"') == 1


def test_other_kinds_say_what_they_are_for():
    text = after(SIMPLE, outlining.add, "call", "Tiếp nhận", Place("begin"))
    text = after(text, outlining.add, "rule", "Đối chiếu", Place("write"))
    text = after(text, outlining.set_values, "tiep_nhan", {"calledElement": "receive_dossier"})
    text = after(text, outlining.set_values, "doi_chieu", {"decision": "criteria"})
    text = after(text, outlining.set_values, "done", {"dossierStatus": "awarded"})

    assert values(text, "tiep_nhan")["calledElement"] == "receive_dossier"
    assert values(text, "doi_chieu")["decision"] == "criteria"
    assert values(text, "done")["dossierStatus"] == "awarded"


def test_what_a_step_cannot_say_is_refused():
    with pytest.raises(Invalid, match="không ghi được"):
        outlining.change(SIMPLE, lambda document: outlining.set_values(document, "done", {"formKey": "x"}))
    with pytest.raises(Invalid, match="Đặt tên"):
        outlining.change(SIMPLE, lambda document: outlining.set_values(document, "sign", {"name": " "}))
    with pytest.raises(Invalid, match="tên mới"):
        outlining.change(SIMPLE, lambda document: outlining.rename(document, "sign", " "))


def test_a_process_is_called_otherwise_with_its_pool():
    text = after(DECIDE, outlining.rename, "decide", "Ra quyết định")

    assert node(text, "decide").get("name") == node(text, "pool_decide").get("name") == "Ra quyết định"
