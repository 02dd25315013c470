"""Finds which names, functions and types an expression asks for, for checks before anything runs."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from feel import nodes
from feel.nodes import Node


@dataclass(slots=True)
class Reading:
    """What the text of an expression asks for, in the order of the text.

    `certain` names, with their positions, can only come from outside; `possible` ones stand inside a
    filter, where an element of the list may carry the name. `calls` are of functions that the
    expression does not define itself; `untyped` name a type that does not exist; `unreadable` spell no
    value.
    """

    certain: list[tuple[str, int]] = field(default_factory=list)
    possible: list[tuple[str, int]] = field(default_factory=list)
    calls: list[nodes.Call] = field(default_factory=list)
    untyped: list[nodes.InstanceOf] = field(default_factory=list)
    unreadable: list[nodes.UnreadableLiteral] = field(default_factory=list)


def reading_of(tree: Node) -> Reading:
    """Return what the tree asks for."""
    reading = Reading()
    _visit(tree, _Place(frozenset(), reading))
    return reading


def reads(tree: Node, name: str) -> bool:
    """Tell whether the name stands anywhere in the tree."""
    return (type(tree) is nodes.Name and tree.name == name) or any(reads(child, name) for child in nodes.children(tree))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: the names bound around it, and what has been found so far."""

    local: frozenset[str]
    reading: Reading
    in_filter: bool = False

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
        found = place.reading.possible if place.in_filter else place.reading.certain
        found.append((node.name, node.position))


def _visit_filter(node: nodes.Filter, place: _Place) -> None:
    _visit(node.source, place)
    _visit(node.condition, replace(place.binding("item"), in_filter=True))


def _visit_context(node: nodes.ContextLiteral, place: _Place) -> None:
    for entry in node.entries:
        within = place.binding(entry.key)
        # A function may call itself; any other value cannot read its own entry.
        _visit(entry.value, within if isinstance(entry.value, nodes.FunctionLiteral) else place)
        place = within


def _visit_loop(node: nodes.Loop | nodes.Quantifier, place: _Place) -> None:
    if isinstance(node, nodes.Loop):
        place = place.binding("partial")
    for binding in node.bindings:
        _visit_children(binding, place)
        place = place.binding(binding.name)
    _visit(node.body, place)


def _visit_call(node: nodes.Call, place: _Place) -> None:
    callee = node.function
    if isinstance(callee, nodes.Name) and callee.name not in place.local:
        place.reading.calls.append(node)
    else:
        _visit(callee, place)
    for argument in node.arguments:
        _visit(argument, place)


def _visit_function(node: nodes.FunctionLiteral, place: _Place) -> None:
    if node.body is not None:
        _visit(node.body, place.binding(*(parameter.name for parameter in node.parameters)))


def _visit_membership(node: nodes.Membership, place: _Place) -> None:
    _visit(node.value, place)
    for test in node.tests:
        _visit(test, place.binding("?"))


def _visit_tests(node: nodes.Tests, place: _Place) -> None:
    _visit_children(node, place.binding("?"))


def _visit_instance(node: nodes.InstanceOf, place: _Place) -> None:
    _visit(node.value, place)
    if node.kind is None:
        place.reading.untyped.append(node)


def _visit_unreadable(node: nodes.UnreadableLiteral, place: _Place) -> None:
    place.reading.unreadable.append(node)


_VISITS: dict[type[Node], Callable[..., None]] = {
    nodes.Name: _visit_name,
    nodes.Filter: _visit_filter,
    nodes.ContextLiteral: _visit_context,
    nodes.Loop: _visit_loop,
    nodes.Quantifier: _visit_loop,
    nodes.Call: _visit_call,
    nodes.FunctionLiteral: _visit_function,
    nodes.Membership: _visit_membership,
    nodes.Tests: _visit_tests,
    nodes.InstanceOf: _visit_instance,
    nodes.UnreadableLiteral: _visit_unreadable,
}
