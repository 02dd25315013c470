"""Reads a decision table: its columns, its rows, its hit policy and what is noted beside each row."""

from dataclasses import replace

from workflows.engine.decisions.model import InputColumn, OutputColumn, Place, Rule, Table, Text
from workflows.engine.decisions.nodes import Node

RULES, COLUMNS = 2_000, 60
ANY = "-"

_POLICIES = {
    "UNIQUE": "U",
    "ANY": "A",
    "PRIORITY": "P",
    "FIRST": "F",
    "RULE ORDER": "R",
    "OUTPUT ORDER": "O",
    "COLLECT": "C",
}
_AGGREGATIONS = {"SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}


def read(node: Node, place: Place) -> Table:
    """Read one table; rows whose number of cells is wrong are refused."""
    inputs = tuple(_input(child, place, number) for number, child in enumerate(node.children("input"), 1))
    outputs = tuple(_output(child, place, number) for number, child in enumerate(node.children("output"), 1))
    if not outputs:
        node.refuse(place, "Bảng chưa có cột kết quả.")
    if len(inputs) + len(outputs) > COLUMNS:
        node.refuse(place, f"Bảng có quá {COLUMNS} cột.")
    rows = list(node.children("rule"))
    if len(rows) > RULES:
        node.refuse(place, f"Bảng có quá {RULES} dòng.")
    labels = [child.name or "Chú thích" for child in node.children("annotation")]
    return Table(
        place=place,
        type_ref=node.get("typeRef"),
        id=node.get("id"),
        name=node.get("outputLabel") or "",
        hit_policy=_hit_policy(node, place),
        inputs=inputs,
        outputs=outputs,
        rules=tuple(
            _rule(child, number, (inputs, outputs, labels), place) for number, child in enumerate(rows[:RULES], 1)
        ),
    )


def _hit_policy(node: Node, place: Place) -> str:
    written = " ".join((node.get("hitPolicy") or "UNIQUE").upper().split())
    aggregation = (node.get("aggregation") or "").upper()
    if written not in _POLICIES:
        node.refuse(place, f"Không có cách chọn dòng (hitPolicy) “{written}”.")
    if aggregation and aggregation not in _AGGREGATIONS:
        node.refuse(place, f"Không có phép gộp (aggregation) “{aggregation}”.")
    policy = _POLICIES.get(written, "U")
    return policy + _AGGREGATIONS.get(aggregation, "") if policy == "C" else policy


def _input(node: Node, place: Place, number: int) -> InputColumn:
    place = place.inside(f"cột {number}", node.get("id"))
    expression = node.child("inputExpression")
    text = node.feel("inputExpression", place)
    if text is None:
        node.refuse(place, "Cột điều kiện chưa có biểu thức.")
        text = Text("null", place)
    return InputColumn(
        place=place,
        label=node.get("label") or text.text,
        expression=text,
        type_ref=None if expression is None else expression.get("typeRef"),
        allowed=node.feel("inputValues", place),
    )


def _output(node: Node, place: Place, number: int) -> OutputColumn:
    place = place.inside(f"cột kết quả {number}", node.get("id"))
    return OutputColumn(
        place=place,
        label=node.get("label") or node.name,
        name=node.name,
        type_ref=node.get("typeRef"),
        allowed=node.feel("outputValues", place),
        default=node.feel("defaultOutputEntry", place),
    )


def _rule(node: Node, number: int, columns: tuple[tuple, tuple, list[str]], place: Place) -> Rule:
    place = place.inside(f"dòng {number}", node.get("id"))
    inputs, outputs, labels = columns
    tests = [_cell(child, place.inside(f"cột {n}"), ANY) for n, child in enumerate(node.children("inputEntry"), 1)]
    answers = [
        _cell(child, place.inside(f"cột kết quả {n}"), "null")
        for n, child in enumerate(node.children("outputEntry"), 1)
    ]
    for found, wanted, said in ((tests, inputs, "điều kiện"), (answers, outputs, "kết quả")):
        if len(found) != len(wanted):
            node.refuse(place, f"Có {len(found)} ô {said}, cần {len(wanted)}.")
    noted = [child.text_of("text") for child in node.children("annotationEntry")]
    notes = [(label, text) for label, text in zip(labels, noted, strict=False) if text]
    description = node.text_of("description")
    if description:
        notes.append(("Chú thích", description))
    return Rule(number, node.get("id"), place, tuple(tests), tuple(answers), tuple(notes))


def _cell(node: Node, place: Place, blank: str) -> Text:
    place = replace(place, element_id=node.get("id") or place.element_id)
    node.refuse_other_language(place)
    return Text(node.text_of("text") or blank, place)
