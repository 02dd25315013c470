"""Whatever the checks of diagrams refuse says how it is mended."""

import ast
from pathlib import Path

import pytest

from tests.unit.engine.test_checks import REFUSED, problems
from workflows.engine import mending

MODULES = ("element_checks", "event_checks", "graph_checks", "reference_checks", "xml", "parser")
FOLDER = Path(mending.__file__).parent
STAND_IN = "messageRef"
"""Stands in a message where a name or a number of the diagram would."""


def sentences(module: str) -> set[str]:
    """Return the messages that a module may give, with something standing in for what is filled in."""
    tree = ast.parse((FOLDER / f"{module}.py").read_text())
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    documents = {id(node.body[0].value) for node in ast.walk(tree) if has_docstring(node)}
    texts = [text_of(node) for node in ast.walk(tree) if id(node) not in inner | documents]
    return {text for text in texts if not text.isascii() and " " in text and text.endswith((".", STAND_IN, ")"))}


def has_docstring(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return isinstance(body, list) and bool(body) and isinstance(body[0], ast.Expr) and bool(text_of(body[0].value))


def text_of(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else STAND_IN for part in node.values)
    return ""


LABELS = {"biểu mẫu (formKey)", "nhóm thực hiện (candidateGroup)"}
"""Parts of messages, which another part begins."""


@pytest.mark.parametrize("module", MODULES)
def test_each_message_of_the_checks_has_a_way_to_mend_it(module):
    said = {
        each
        for each in sentences(module)
        if (each not in LABELS and not each.startswith("Sự kiện ")) or each.endswith(".")
    }

    assert said
    assert {each for each in said if "; hãy " not in each and not mending.known_mend(each)} == set()


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_each_refused_diagram_says_how_it_is_mended(case):
    parts = REFUSED[case][0]
    for messages in problems(*parts).values():
        for message in messages:
            wrong, mend = mending.parted(message, "p.bpmn")

            assert wrong.endswith((".", ")", "”"))
            assert mend.startswith("Hãy ")


def test_a_message_of_two_halves_is_parted():
    found = mending.parted("Việc thủ công (manualTask) không được hỗ trợ; hãy dùng userTask có biểu mẫu.", "p.bpmn")

    assert found == ("Việc thủ công (manualTask) không được hỗ trợ.", "Hãy dùng userTask có biểu mẫu.")


@pytest.mark.parametrize(("file", "mend"), [("a.dmn", "bảng quyết định"), ("a.form", "biểu mẫu"), ("a.txt", "")])
def test_what_nobody_has_thought_of_leads_to_the_file(file, mend):
    assert mend in mending.parted("Lạ.", file)[1]
