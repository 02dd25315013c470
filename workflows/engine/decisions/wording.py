"""Says in Vietnamese what a cell of a table asks for: “từ 110 trở lên”, “A hoặc B”, “chưa có giá trị”."""

from functools import lru_cache
from typing import Any

import feel
from feel import nodes
from feel.dates import Date
from feel.parser import unary_tests_of
from feel.times import DateTime, Time
from workflows.engine.decisions.constants import TooComplex, value_of
from workflows.engine.decisions.shown_values import shown

_NUMBERS = {
    ">=": "từ {} trở lên",
    ">": "trên {}",
    "<=": "không quá {}",
    "<": "dưới {}",
    "=": "bằng {}",
    "!=": "khác {}",
}
_MOMENTS = _NUMBERS | {">=": "từ {} trở đi", ">": "sau {}", "<=": "không sau {}", "<": "trước {}"}
_HOLDS = "có "
_WORDS = {None: "chưa có giá trị", True: "đúng", False: "sai"}


@lru_cache(maxsize=2_048)
def words_of(cell: str) -> str:
    """Return what the cell asks for in words; where it does more than compare with values, the cell as it is written."""
    try:
        tree = unary_tests_of(cell, (), {})
        parts = [_words(item) for item in tree.items]
    except (feel.FeelError, TooComplex):
        return cell
    if not parts:
        return "bất kỳ"
    together = " hoặc ".join(parts)
    if not tree.negated:
        return together
    if any(isinstance(item, nodes.Disjunction | nodes.Conjunction) for item in tree.items):
        return cell
    if all(part.startswith(_HOLDS) for part in parts):
        return " và ".join(f"không {part}" for part in parts)
    return "đã có giá trị" if together == _WORDS[None] else f"không phải {together}"


def compared(operator: str, value: Any) -> str:
    """Return what a comparison asks for, such as “từ 110 trở lên” of ">=" and 110. Raises TooComplex without a value."""
    if value is None:
        raise TooComplex
    return (_MOMENTS if _is_moment(value) else _NUMBERS)[operator].format(shown(value))


def spanned(low: Any, high: Any, *, low_included: bool = True, high_included: bool = True) -> str:
    """Return what a range asks for, such as “từ 1 đến dưới 5”. Raises TooComplex without a value at either end."""
    if low is None or high is None:
        raise TooComplex
    moment = _is_moment(low)
    start = f"{'từ' if low_included else 'sau' if moment else 'trên'} {shown(low)}"
    end = f"{'đến' if high_included else 'đến trước' if moment else 'đến dưới'} {shown(high)}"
    return f"{start} {end}"


def _words(node: nodes.Node) -> str:
    match node:
        case nodes.UnaryTest():
            return compared(node.operator, value_of(node.operand))
        case nodes.RangeLiteral():
            included = {"low_included": node.low_included, "high_included": node.high_included}
            return spanned(value_of(node.low), value_of(node.high), **included)
        case nodes.ListLiteral():
            return " hoặc ".join(_words(item) for item in node.items)
        case nodes.Call() | nodes.Disjunction() | nodes.Conjunction() if not _is_date(node):
            return _membership(node)
    value = value_of(node)
    return _WORDS[value] if value is None or isinstance(value, bool) else shown(value)


def _is_date(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and node.function == nodes.Name(node.function.position, "date")


def _membership(node: nodes.Node) -> str:
    """Return what a test asks of a list, such as “có A hoặc có B”. Raises TooComplex."""
    match node:
        case nodes.Disjunction():
            return " hoặc ".join(map(_membership, node.operands))
        case nodes.Conjunction() if not any(isinstance(each, nodes.Disjunction) for each in node.operands):
            return " và ".join(map(_membership, node.operands))
        case nodes.Call(function=nodes.Name(name="not"), arguments=(nodes.Call() as inner,), keywords=()):
            return f"không {_membership(inner)}"
        case nodes.Call(
            function=nodes.Name(name="list contains"), arguments=(nodes.Name(name="?"), wanted), keywords=()
        ):
            return f"{_HOLDS}{shown(value_of(wanted))}"
    raise TooComplex


def _is_moment(value: Any) -> bool:
    return isinstance(value, (Date, DateTime, Time))
