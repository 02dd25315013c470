"""What a DMN file says: its decisions with what they ask, and each rule of their tables."""

from collections.abc import Iterator

from lxml import etree

from workflows.comparing.items import Item
from workflows.comparing.nodes import facts
from workflows.engine import xml
from workflows.engine.problems import Problem
from workflows.engine.xml import local_name

_COLUMNS = ("input", "output", "annotation")


def items(file: str, content: bytes) -> tuple[list[Item], list[Problem]]:
    """Return the things of one decision model in the order of the file, and why it cannot be read."""
    root, problems = xml.parse(file, content)
    if root is None:
        return [], problems
    found: list[Item] = []
    for node in root.iterchildren(etree.Element):
        kind = local_name(node)
        if kind == "decision":
            found += _of_decision(node)
        elif kind != "DMNDI" and node.get("id"):
            found.append(_item("table_item", node.get("id", ""), node, node, dict(facts(node, lambda _: False))))
    return found, []


def _of_decision(node: etree._Element) -> Iterator[Item]:
    tables = [child for child in node.iterchildren(etree.Element) if local_name(child) == "decisionTable"]
    said = {path: text for path, text in facts(node, _is_table_row) if not path.startswith("variable")}
    for table in tables:
        said |= {f"hitPolicy{name}": table.get(name, "") for name in ("aggregation",) if table.get(name)}
    yield _item("decision", node.get("id", ""), node, node, said)
    for table in tables:
        columns = [_columns(table, kind) for kind in _COLUMNS]
        for rule in (child for child in table.iterchildren(etree.Element) if local_name(child) == "rule"):
            yield _item("rule", node.get("id", ""), rule, node, dict(_cells(rule, columns)))


def _item(kind: str, scope: str, node: etree._Element, decision: etree._Element, said: dict[str, str]) -> Item:
    name = "" if kind == "rule" else node.get("name", "")
    return Item(kind, scope, node.get("id", ""), name, said, scope_name=decision.get("name", ""), type=local_name(node))


def _is_table_row(node: etree._Element) -> bool:
    return local_name(node) in ("rule", "DMNDI")


def _columns(table: etree._Element, kind: str) -> list[str]:
    """Return what the columns of a kind are called, in order."""
    columns = [child for child in table.iterchildren(etree.Element) if local_name(child) == kind]
    return [child.get("label") or child.get("name") or f"{number}" for number, child in enumerate(columns, 1)]


def _cells(rule: etree._Element, columns: list[list[str]]) -> Iterator[tuple[str, str]]:
    for kind, names in zip(_COLUMNS, columns, strict=True):
        cells = [child for child in rule.iterchildren(etree.Element) if local_name(child) == f"{kind}Entry"]
        for number, cell in enumerate(cells):
            name = names[number] if number < len(names) else str(number + 1)
            yield f"{kind}:{name}", " ".join("".join(cell.itertext()).split())
    description = [child for child in rule.iterchildren(etree.Element) if local_name(child) == "description"]
    yield from (("description", " ".join("".join(child.itertext()).split())) for child in description)
