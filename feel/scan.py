"""Finds which names an expression reads from outside, for checks before anything runs."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

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
    _visit(tree, _Place(frozenset(), reading.certain, reading.possible))
    return reading


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: the names bound around it, and where its own names are noted."""

    local: frozenset[str]
    found: list[tuple[str, int]]
    possible: list[tuple[str, int]]

    def binding(self, *names: str) -> "_Place":
        return replace(self, local=self.local.union(names))


def _visit(node: Node, place: _Place) -> None:
    visit = _VISITS.get(type(node), _visit_children)
    visit(node, place)


def _visit_children(node: Node, place: _Place) -> None:
    for child in nodes.children(node):
        _visit(child, place)


def _visit_name(node: nodes.Name, place: _Place) -> None:
    if node.name not in place.local:
        place.found.append((node.name, node.position))


def _visit_filter(node: nodes.Filter, place: _Place) -> None:
    _visit(node.source, place)
    _visit(node.condition, replace(place.binding("item"), found=place.possible))


def _visit_context(node: nodes.ContextLiteral, place: _Place) -> None:
    for entry in node.entries:
        _visit(entry.value, place)
        place = place.binding(entry.key)


def _visit_loop(node: nodes.Loop | nodes.Quantifier, place: _Place) -> None:
    if isinstance(node, nodes.Loop):
        place = place.binding("partial")
    for binding in node.bindings:
        _visit_children(binding, place)
        place = place.binding(binding.name)
    _visit(node.body, place)


def _visit_call(node: nodes.Call, place: _Place) -> None:
    for argument in node.arguments:
        _visit(argument, place)


_VISITS: dict[type[Node], Callable[..., None]] = {
    nodes.Name: _visit_name,
    nodes.Filter: _visit_filter,
    nodes.ContextLiteral: _visit_context,
    nodes.Loop: _visit_loop,
    nodes.Quantifier: _visit_loop,
    nodes.Call: _visit_call,
}
