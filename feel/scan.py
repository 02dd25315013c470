"""Finds which names an expression reads from outside, for checks before anything runs."""

from dataclasses import dataclass, field

from feel import nodes
from feel.nodes import Node


@dataclass(slots=True)
class Reading:
    """Names with the positions where they stand.

    `certain` can only come from outside; `possible` stand inside a filter, where an element of the
    list may carry the name.
    """

    certain: list[tuple[str, int]] = field(default_factory=list)
    possible: list[tuple[str, int]] = field(default_factory=list)


def names_read(tree: Node) -> Reading:
    """Return the names that the tree reads from outside."""
    reading = Reading()
    _visit(tree, frozenset(), reading.certain, reading)
    return reading


def _visit(node: Node, local: frozenset[str], found: list, reading: Reading) -> None:
    if isinstance(node, nodes.Name):
        if node.name not in local:
            found.append((node.name, node.position))
    elif isinstance(node, nodes.Filter):
        _visit(node.source, local, found, reading)
        _visit(node.condition, local | {"item"}, reading.possible, reading)
    elif isinstance(node, nodes.ContextLiteral):
        for entry in node.entries:
            _visit(entry.value, local, found, reading)
            local |= {entry.key}
    elif isinstance(node, (nodes.Loop, nodes.Quantifier)):
        local = local | {"partial"} if isinstance(node, nodes.Loop) else local
        for binding in node.bindings:
            for part in (binding.domain, binding.end):
                if part is not None:
                    _visit(part, local, found, reading)
            local |= {binding.name}
        _visit(node.body, local, found, reading)
    elif isinstance(node, nodes.Call):
        for argument in node.arguments:
            _visit(argument, local, found, reading)
    else:
        for child in nodes.children(node):
            _visit(child, local, found, reading)
