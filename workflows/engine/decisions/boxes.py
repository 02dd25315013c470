"""Reads boxed expressions: literal, table, context, invocation, list, relation, function, if, for, filter."""

from workflows.engine.decisions import model, table_reading
from workflows.engine.decisions.model import Boxed, Literal, Place, Text, Variable
from workflows.engine.decisions.nodes import Node

DEPTH = 40
"""Boxes inside one another."""


def inside(node: Node, place: Place, depth: int = 0) -> Boxed | None:
    """Return the expression that an element holds, or None when it holds none."""
    child = node.child(*_READERS)
    return None if child is None else _read(child, place, depth)


def function(node: Node, place: Place, depth: int = 0) -> model.FunctionBox:
    """Read a function definition, or the encapsulated logic of a knowledge model."""
    kind = (node.get("kind") or "FEEL").upper()
    return model.FunctionBox(
        place=place,
        type_ref=node.get("typeRef"),
        kind=kind,
        parameters=tuple(child.variable() for child in node.children("formalParameter")),
        body=inside(node, place, depth + 1) if kind == "FEEL" else None,
    )


def _read(node: Node, place: Place, depth: int) -> Boxed:
    if depth > DEPTH:
        node.refuse(place, f"Các ô lồng nhau quá {DEPTH} tầng.")
        return _empty(place)
    return _READERS[node.tag](node, place, depth)


def _empty(place: Place) -> Boxed:
    return Literal(place, None, Text("null", place))


def _part(node: Node, tag: str, place: Place, depth: int) -> Boxed:
    """Return what a named part such as `then` holds; a missing one is refused."""
    part = node.child(tag)
    found = None if part is None else inside(part, place.inside(tag), depth + 1)
    return found or _missing(node, place.inside(tag))


def _missing(node: Node, place: Place) -> Boxed:
    node.refuse(place, "Chưa có biểu thức.")
    return _empty(place)


def _literal(node: Node, place: Place, _depth: int) -> Boxed:
    place = place.inside("biểu thức", node.get("id"))
    node.refuse_other_language(place)
    if node.child("importedValues") is not None:
        node.refuse(place, "Không nhận biểu thức nạp từ tệp khác (importedValues).")
    text = node.text_of("text")
    if text is None:
        return _missing(node, place)
    return Literal(place, node.get("typeRef"), Text(text, place))


def _context(node: Node, place: Place, depth: int) -> Boxed:
    entries = []
    for number, child in enumerate(node.children("contextEntry"), 1):
        declared = child.child("variable")
        variable = declared.variable() if declared is not None and declared.name else None
        where = place.inside(f"mục “{variable.name}”" if variable else f"mục {number}", child.get("id"))
        entries.append(model.Entry(variable, inside(child, where, depth + 1) or _missing(child, where)))
    return model.ContextBox(place, node.get("typeRef"), tuple(entries))


def _invocation(node: Node, place: Place, depth: int) -> Boxed:
    called = inside(node, place.inside("hàm được gọi"), depth + 1) or _missing(node, place)
    bindings = []
    for child in node.children("binding"):
        parameter = child.child("parameter")
        name = "" if parameter is None else parameter.name
        where = place.inside(f"tham số “{name}”", child.get("id"))
        bindings.append((name, inside(child, where, depth + 1) or _missing(child, where)))
    return model.Invocation(place, node.get("typeRef"), called, tuple(bindings))


def _items(node: Node, place: Place, depth: int) -> tuple[Boxed, ...]:
    found = node.children(*_READERS)
    return tuple(_read(child, place.inside(f"phần tử {number}"), depth + 1) for number, child in enumerate(found, 1))


def _list(node: Node, place: Place, depth: int) -> Boxed:
    return model.ListBox(place, node.get("typeRef"), _items(node, place, depth))


def _relation(node: Node, place: Place, depth: int) -> Boxed:
    columns = tuple(child.variable() for child in node.children("column"))
    rows = []
    for number, child in enumerate(node.children("row"), 1):
        where = place.inside(f"dòng {number}", child.get("id"))
        row = _items(child, where, depth)
        if len(row) != len(columns):
            node.refuse(where, f"Có {len(row)} ô, cần {len(columns)}.")
        rows.append(row[: len(columns)])
    return model.Relation(place, node.get("typeRef"), columns, tuple(rows))


def _conditional(node: Node, place: Place, depth: int) -> Boxed:
    parts = (_part(node, tag, place, depth) for tag in ("if", "then", "else"))
    return model.ConditionalBox(place, node.get("typeRef"), *parts)


def _iteration(node: Node, place: Place, depth: int) -> Boxed:
    variable = Variable(" ".join((node.get("iteratorVariable") or "").split()))
    if not variable.name:
        node.refuse(place, "Thiếu tên biến chạy (iteratorVariable).")
    body = _part(node, "return" if node.tag == "for" else "satisfies", place, depth)
    return model.Iteration(place, node.get("typeRef"), node.tag, variable.name, _part(node, "in", place, depth), body)


def _filter(node: Node, place: Place, depth: int) -> Boxed:
    return model.FilterBox(
        place, node.get("typeRef"), _part(node, "in", place, depth), _part(node, "match", place, depth)
    )


def _table(node: Node, place: Place, _depth: int) -> Boxed:
    return table_reading.read(node, place)


_READERS = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "invocation": _invocation,
    "list": _list,
    "relation": _relation,
    "functionDefinition": function,
    "conditional": _conditional,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
    "filter": _filter,
}
