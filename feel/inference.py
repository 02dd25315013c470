"""Infers of what kind the parts of an expression are, as far as that can be told, and notes what cannot work together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from feel import functions, nodes, parts, types
from feel.errors import FeelError
from feel.operators import NEGATIONS, OTHER_ARITHMETIC
from feel.types import ANY, ContextOf, ListOf, Type
from feel.values import ORDERS, TYPE_NAMES, VIETNAMESE_TYPES

BOOLEAN, NUMBER, STRING, NULL = Type("boolean"), Type("number"), Type("string"), Type("null")


@dataclass(frozen=True, slots=True)
class Words(Type):
    """Strings of which only these occur: the values of a choice, the outcomes of a step."""

    values: frozenset[str]

    def holds(self, value: Any) -> bool:
        """Tell whether the value is one of the words."""
        return value is None or value in self.values


def words(*values: str) -> Words:
    """Return the type of strings that are one of these."""
    return Words("string", frozenset(values))


@dataclass(frozen=True)
class Place:
    """The kinds of the names around a node, and what has been found so far."""

    names: Mapping[str, Type]
    found: list[FeelError] = field(default_factory=list)

    def binding(self, **names: Type) -> "Place":
        """Return the place inside something that brings further names."""
        return replace(self, names={**self.names, **names})

    def say(self, node: nodes.Node, message: str, hint: str = "") -> Type:
        """Note an error; what is wrong may be anything from here on."""
        self.found.append(FeelError(message, node.position, hint))
        return ANY


def kind_of(node: nodes.Node, place: Place) -> Type:
    """Return the kind of a node, `Any` where it cannot be told."""
    return _KINDS.get(type(node), _unknown)(node, place)


def word(kind: Type) -> str:
    """Return the plain name of a kind: a list of numbers is a list."""
    return kind.name.partition("<")[0]


def said(kind: Type) -> str:
    """Return a kind in Vietnamese."""
    return VIETNAMESE_TYPES.get(word(kind), "giá trị")


def compare(node: nodes.Node, place: Place, operator: str, left: Type, right: Type) -> None:
    """Note two kinds that do not compare, and words that never occur."""
    one, other = word(left), word(right)
    if "Any" in (one, other) or "null" in (one, other):
        if operator not in ("=", "!=") and "null" in (one, other):
            place.say(node, f"So sánh “{operator}” với null không bao giờ có kết quả.", "Dùng = null hoặc != null.")
        return
    if one != other:
        place.say(node, f"So sánh {said(left)} với {said(right)} không bao giờ có kết quả.")
    elif operator not in ("=", "!=") and one not in {TYPE_NAMES[kind] for kind in ORDERS}:
        place.say(node, f"Không xếp thứ tự được {said(left)}.")
    elif isinstance(left, Words) and isinstance(right, Words) and not left.values & right.values:
        known, given = (left, right) if len(left.values) >= len(right.values) else (right, left)
        shown = ", ".join(sorted(known.values))
        place.say(node, f"Không có giá trị “{', '.join(sorted(given.values))}” ở đây.", f"Có: {shown}.")


def _unknown(node: nodes.Node, place: Place) -> Type:
    for child in nodes.children(node):
        kind_of(child, place)
    return ANY


def _literal(node: nodes.Literal, _place: Place) -> Type:
    if isinstance(node.value, str):
        return words(node.value)
    return Type(TYPE_NAMES[type(node.value)])


def _name(node: nodes.Name, place: Place) -> Type:
    return place.names.get(node.name, ANY)


def _demand_boolean(node: nodes.Node, place: Place, what: str) -> None:
    kind = kind_of(node, place)
    if word(kind) not in ("boolean", "Any", "null"):
        place.say(node, f"{what} phải là đúng/sai, không phải {said(kind)}.")


def _logic(node: nodes.Conjunction | nodes.Disjunction, place: Place) -> Type:
    for operand in node.operands:
        _demand_boolean(operand, place, "Vế của and, or")
    return BOOLEAN


def _comparison(node: nodes.Comparison, place: Place) -> Type:
    compare(node, place, node.operator, kind_of(node.left, place), kind_of(node.right, place))
    return BOOLEAN


def _between(node: nodes.Between, place: Place) -> Type:
    value = kind_of(node.value, place)
    for end in (node.low, node.high):
        compare(end, place, "<=", value, kind_of(end, place))
    return BOOLEAN


def _arithmetic(node: nodes.Arithmetic, place: Place) -> Type:
    left, right = kind_of(node.left, place), kind_of(node.right, place)
    pair = (word(left), word(right))
    if pair == ("number", "number"):
        return NUMBER
    if "Any" in pair or "null" in pair:
        return ANY
    known = {(sign, TYPE_NAMES[one], TYPE_NAMES[other]) for sign, one, other in OTHER_ARITHMETIC}
    if (node.operator, *pair) not in known:
        return place.say(node, f"Không tính được {said(left)} {node.operator} {said(right)}.")
    return STRING if pair == ("string", "string") else ANY


def _negation(node: nodes.Negation, place: Place) -> Type:
    kind = kind_of(node.operand, place)
    if word(kind) not in {"Any", "null", *(TYPE_NAMES[each] for each in NEGATIONS)}:
        return place.say(node, f"Không đổi dấu được {said(kind)}.")
    return kind


def _conditional(node: nodes.Conditional, place: Place) -> Type:
    _demand_boolean(node.condition, place, "Điều kiện của if")
    one, other = kind_of(node.consequence, place), kind_of(node.alternative, place)
    if one == NULL or other == NULL:
        return other if one == NULL else one
    if isinstance(one, Words) and isinstance(other, Words):
        return words(*one.values, *other.values)
    return one if one == other else Type(word(one)) if word(one) == word(other) and "<" not in one.name else ANY


def _membership(node: nodes.Membership, place: Place) -> Type:
    value = kind_of(node.value, place)
    for test in node.tests:
        check_test(test, value, place)
    return BOOLEAN


def check_test(node: nodes.Node, value: Type, place: Place) -> None:
    """Note a test that no value of this kind can pass or fail."""
    inner = place.binding(**{"?": value})
    if isinstance(node, nodes.UnaryTest):
        compare(node, place, node.operator, value, kind_of(node.operand, inner))
    elif isinstance(node, nodes.RangeLiteral):
        for end in (node.low, node.high):
            compare(end, place, "<=", value, kind_of(end, inner))
    elif isinstance(node, nodes.ListLiteral):
        for item in node.items:
            check_test(item, value, place)
    else:
        kind = kind_of(node, inner)
        is_plain = word(kind) not in ("list", "range", "boolean", "context", "function") or isinstance(
            node, nodes.Literal
        )
        if is_plain and word(value) not in ("list", "range", "context"):
            compare(node, place, "=", value, kind)


def _path(node: nodes.Path, place: Place) -> Type:
    return _part(node, kind_of(node.source, place), place)


def _part(node: nodes.Path, source: Type, place: Place) -> Type:
    if isinstance(source, ListOf):
        return types.list_of(_part(node, source.element, place))
    if isinstance(source, ContextOf):
        entries = dict(source.entries)
        if node.name in entries:
            return entries[node.name]
        return place.say(node, f"Không có trường “{node.name}”.", f"Có: {', '.join(sorted(entries))}.")
    if word(source) in ("Any", "null", "list", "context", "range", "function"):
        return ANY
    known = next((names for kind, names in parts.PARTS.items() if TYPE_NAMES[kind] == word(source)), {})
    return ANY if node.name in known else place.say(node, f"{said(source).capitalize()} không có trường “{node.name}”.")


def _filter(node: nodes.Filter, place: Place) -> Type:
    source = kind_of(node.source, place)
    element = source.element if isinstance(source, ListOf) else ANY
    entries = dict(element.entries) if isinstance(element, ContextOf) else {}
    # An entry of an element that is not known may hide a name around it.
    around = place.names if isinstance(element, ContextOf) or word(element) not in ("Any", "context") else {}
    condition = kind_of(node.condition, replace(place, names={**around, **entries, "item": element}))
    if word(condition) not in ("boolean", "number", "Any", "null"):
        place.say(node.condition, f"Điều kiện lọc phải là đúng/sai hoặc số thứ tự, không phải {said(condition)}.")
    return element if word(condition) == "number" else source if isinstance(source, ListOf) else ANY


def _list(node: nodes.ListLiteral, place: Place) -> Type:
    kinds = [kind_of(item, place) for item in node.items]
    same = kinds and all(word(kind) == word(kinds[0]) and "<" not in kind.name for kind in kinds)
    return types.list_of(Type(word(kinds[0])) if same else ANY)


def _loop(node: nodes.Loop | nodes.Quantifier, place: Place) -> Type:
    for binding in node.bindings:
        domain = kind_of(binding.domain, place)
        if binding.end is not None:
            kind_of(binding.end, place)
        element = domain.element if isinstance(domain, ListOf) else ANY
        place = place.binding(**{binding.name: element})
    if isinstance(node, nodes.Quantifier):
        _demand_boolean(node.body, place, "Điều kiện sau satisfies")
        return BOOLEAN
    return types.list_of(kind_of(node.body, place.binding(partial=types.list_of(ANY))))


def _call(node: nodes.Call, place: Place) -> Type:
    given = [kind_of(argument, place) for argument in node.arguments]
    callee = node.function
    if not isinstance(callee, nodes.Name) or callee.name in place.names or callee.name not in functions.NAMES:
        return ANY
    candidates = functions.registry.FUNCTIONS[callee.name]
    fitting = [(each, each.places(node)) for each in candidates if not each.spread]
    if not fitting or any(each.spread for each in candidates):
        return RESULTS.get(callee.name, ANY)
    if not any(filled is not None and all(map(_takes, filled, given)) for _, filled in fitting):
        signatures = " hoặc ".join(each.signature for each in candidates)
        kinds = ", ".join(map(said, given))
        place.say(node, f"Hàm {callee.name} không nhận {kinds}.", f"Viết {signatures}.")
    return RESULTS.get(callee.name, ANY)


def _takes(parameter: functions.registry.Parameter, kind: Type) -> bool:
    names = {TYPE_NAMES[each] for each in parameter.types}
    if not names or word(kind) in ("Any", "null") or "list" in names or word(kind) in names:
        return True
    return isinstance(kind, ListOf) and _takes(parameter, kind.element)


def _entries(node: nodes.ContextLiteral, place: Place) -> Type:
    entries: dict[str, Type] = {}
    for entry in node.entries:
        entries[entry.key] = kind_of(entry.value, place)
        place = place.binding(**{entry.key: entries[entry.key]})
    return types.context_of(entries)


def _function(_node: nodes.FunctionLiteral, _place: Place) -> Type:
    return ANY


RESULTS: dict[str, Type] = {
    **dict.fromkeys(("count", "sum", "mean", "abs", "floor", "ceiling", "modulo", "string length", "number"), NUMBER),
    **dict.fromkeys(("decimal", "round up", "round down", "round half up", "round half down", "product"), NUMBER),
    **dict.fromkeys(("not", "contains", "starts with", "ends with", "matches", "list contains", "all", "any"), BOOLEAN),
    **dict.fromkeys(("string", "upper case", "lower case", "substring", "string join", "replace"), STRING),
    "date": Type("date"),
    "today": Type("date"),
    "now": Type("date and time"),
    "time": Type("time"),
    "abs": ANY,
    "date and time": Type("date and time"),
}
"""What functions give that always give the same kind."""

_KINDS: dict[type[nodes.Node], Callable[..., Type]] = {
    nodes.Literal: _literal,
    nodes.Name: _name,
    nodes.Conjunction: _logic,
    nodes.Disjunction: _logic,
    nodes.Comparison: _comparison,
    nodes.Between: _between,
    nodes.Arithmetic: _arithmetic,
    nodes.Negation: _negation,
    nodes.Conditional: _conditional,
    nodes.Membership: _membership,
    nodes.Path: _path,
    nodes.Filter: _filter,
    nodes.ListLiteral: _list,
    nodes.Loop: _loop,
    nodes.Quantifier: _loop,
    nodes.Call: _call,
    nodes.ContextLiteral: _entries,
    nodes.FunctionLiteral: _function,
    nodes.InstanceOf: lambda node, place: (_unknown(node, place), BOOLEAN)[1],
}
