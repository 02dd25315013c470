"""Says in Vietnamese when a way is taken: a condition in FEEL as “kết quả là “Từ chối” hoặc “Quá hạn””."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import feel
from feel import nodes
from workflows.engine.decisions.constants import TooComplex, value_of
from workflows.engine.decisions.shown_values import shown
from workflows.engine.decisions.wording import compared, spanned, words_of

_TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_BETWEEN_TERMS = {
    "=": "bằng",
    "!=": "khác",
    "<": "nhỏ hơn",
    "<=": "không lớn hơn",
    ">": "lớn hơn",
    ">=": "không nhỏ hơn",
}
_CLAIMS = ("cần ", "có ", "là ", "đủ ", "đã ", "được ", "phải ", "chưa ", "còn ")
"""How the word of a variable begins that claims something by itself: “cần thẩm định thành tích”."""
_PARTIAL = " (hoặc chưa rõ)"


@dataclass(frozen=True)
class ConditionWords:
    """What people call the variables of a process and the codes that these hold."""

    variables: Mapping[str, str] = field(default_factory=dict)
    """In the middle of a sentence; what is true or false by a claim, “cần thẩm định thành tích”, or by a noun."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By variable the names of its codes; under "" those of the variables that have none of their own."""

    def variable(self, name: str) -> str:
        """Return what a variable is called; its name in quotes where nobody has called it anything."""
        return self.variables.get(name) or f"“{name}”"

    def value(self, name: str, value: Any) -> str:
        """Return what a value of a variable is called; codes without a name as they are."""
        if not isinstance(value, str):
            return shown(value)
        own = self.values.get(name, {})
        return f"“{own.get(value) or self.values.get('', {}).get(value) or value}”"


def condition_in_words(condition: str, words: ConditionWords) -> str:
    """Return when a condition holds, to be read after “khi”; the condition itself where it does more than can be said."""
    try:
        return _Sayer(words).said(feel.parse(condition, strict=False).tree)
    except (feel.FeelError, TooComplex):
        return condition


def both_in_words(before: str, after: str, words: ConditionWords) -> tuple[str, str]:
    """Return two conditions in words; where these are the same for both, with the FEEL behind them."""
    said = condition_in_words(before, words), condition_in_words(after, words)
    if said[0] != said[1] or before == after:
        return said
    return f"{said[0]} [{before}]", f"{said[1]} [{after}]"


def told(cell: str) -> str:
    """Return what a cell of a table asks for or answers; as it is written where it does more than can be said."""
    return words_of(cell)


class _Sayer:
    """Says one tree; every method raises TooComplex for what has no words."""

    def __init__(self, words: ConditionWords):
        self._words = words

    def said(self, node: nodes.Node) -> str:
        match node:
            case nodes.Disjunction():
                return self._any_of(node)
            case nodes.Conjunction():
                return self._all_of(node)
            case nodes.Comparison():
                return self._comparison(node)
            case nodes.Membership(value=value, tests=tests):
                return f"{self._term(value)} {self._one_of(value, tests)}"
            case nodes.Between(value=value, low=low, high=high):
                return f"{self._term(value)} {spanned(value_of(low), value_of(high))}"
            case nodes.Name():
                return self._claim(node, holds=True)
            case nodes.Literal(value=bool() as value):
                return "luôn đúng" if value else "không bao giờ đúng"
            case nodes.Call():
                return self._call(node)
        raise TooComplex

    def _any_of(self, node: nodes.Disjunction) -> str:
        """Return alternatives; those that only ask the same variable for other values as one: “kết quả là A hoặc B”."""
        found: list[str] = []
        asked: dict[str, int] = {}
        for each in node.operands:
            name, value = _equality(each)
            if name and name in asked:
                found[asked[name]] += f" hoặc {self._words.value(name, value)}"
                continue
            if name:
                asked[name] = len(found)
            found.append(self.said(each))
        compound = any(isinstance(each, nodes.Conjunction) for each in node.operands)
        return ("; hoặc " if compound else " hoặc ").join(found)

    def _all_of(self, node: nodes.Conjunction) -> str:
        found = [
            f"({self.said(each)})" if isinstance(each, nodes.Disjunction) else self.said(each) for each in node.operands
        ]
        return " và ".join(found)

    def _comparison(self, node: nodes.Comparison) -> str:
        left, operator, right = node.left, node.operator, node.right
        if _is_written_out(left) and not _is_written_out(right):
            left, operator, right = right, _TURNED[operator], left
        if not _is_written_out(right):
            return f"{self._term(left)} {_BETWEEN_TERMS[operator]} {self._term(right)}"
        value = value_of(right)
        if operator not in ("=", "!="):
            return f"{self._term(left)} {compared(operator, value)}"
        equal = operator == "="
        if value is None and not _is_written_out(left):
            return f"{'chưa có' if equal else 'đã có'} {self._term(left)}"
        if isinstance(value, bool):
            return self._claim(left, holds=value is equal) + ("" if equal else _PARTIAL)
        if isinstance(value, str):
            return f"{self._term(left)} {'là' if equal else 'không phải là'} {self._words.value(_named(left), value)}"
        return f"{self._term(left)} {compared(operator, value)}"

    def _one_of(self, value: nodes.Node, tests: tuple[nodes.Node, ...]) -> str:
        """Return what a value is asked to be among; only values, comparisons and ranges have words."""
        found = [item for test in tests for item in (test.items if isinstance(test, nodes.ListLiteral) else (test,))]
        said = [self._test(value, each) for each in found]
        plain = [not isinstance(each, nodes.UnaryTest | nodes.RangeLiteral) for each in found]
        return f"{'là ' if plain and plain[0] else ''}{' hoặc '.join(said)}"

    def _test(self, value: nodes.Node, test: nodes.Node) -> str:
        match test:
            case nodes.UnaryTest(operator=operator, operand=operand):
                return compared(operator, value_of(operand))
            case nodes.RangeLiteral(low=low, high=high):
                included = {"low_included": test.low_included, "high_included": test.high_included}
                return spanned(value_of(low), value_of(high), **included)
        return self._words.value(_named(value), value_of(test))

    def _claim(self, node: nodes.Node, *, holds: bool) -> str:
        """Return that something is true or false: “cần ý kiến cấp ủy”, “không cần ý kiến cấp ủy”, “x” là sai."""
        term = self._term(node)
        if not term.startswith(_CLAIMS):
            return f"{term} là {'đúng' if holds else 'sai'}"
        if holds:
            return term
        return f"không {'phải ' if term.startswith(('là ', 'chưa ')) else ''}{term}"

    def _call(self, node: nodes.Call) -> str:
        match node:
            case nodes.Call(function=nodes.Name(name="not"), arguments=(nodes.Name() as inner,), keywords=()):
                return self._claim(inner, holds=False)
            case nodes.Call(function=nodes.Name(name="not"), arguments=(inner,), keywords=()):
                return f"không đúng là ({self.said(inner)})"
            case nodes.Call(function=nodes.Name(name="list contains"), arguments=(listed, wanted), keywords=()):
                return f"{self._term(listed)} có {self._words.value(_named(listed), value_of(wanted))}"
        raise TooComplex

    def _term(self, node: nodes.Node) -> str:
        match node:
            case nodes.Name(name=name):
                return self._words.variable(name)
            case nodes.Path(source=source, name=name):
                return f"{self._words.variable(name)} của {self._term(source)}"
            case nodes.Call(function=nodes.Name(name="count"), arguments=(listed,), keywords=()):
                return f"số mục của {self._term(listed)}"
            case nodes.Arithmetic(operator="+" | "-" | "*" | "/" as operator, left=left, right=right):
                if not any(isinstance(each, nodes.Arithmetic) for each in (left, right)):
                    return f"{self._term(left)} {operator} {self._term(right)}"
        return shown(value_of(node))


def _named(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name | nodes.Path) else ""


def _equality(node: nodes.Node) -> tuple[str, Any]:
    """Return the variable that is asked for a text, and the text; ("", None) where something else is asked."""
    match node:
        case nodes.Comparison(operator="=", left=nodes.Name(name=name), right=nodes.Literal(value=str() as value)):
            return name, value
        case nodes.Comparison(operator="=", left=nodes.Literal(value=str() as value), right=nodes.Name(name=name)):
            return name, value
    return "", None


def _is_written_out(node: nodes.Node) -> bool:
    try:
        value_of(node)
    except TooComplex:
        return False
    return True
