"""Functions that tell how points and ranges lie to one another.

Each end of a range is a cut: below or above a value. A point lies between the cuts below and above
itself, so that one rule serves points and ranges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from feel import values
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.values import Range


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place below (0) or above (1) a value; without a value, before or beyond them all."""

    value: Any
    side: int

    def __lt__(self, other: _Cut) -> bool:
        if self.value is None or other.value is None:
            return self._rank < other._rank
        if values.before(self.value, other.value):
            return True
        return self.side < other.side and not values.before(other.value, self.value)

    def __le__(self, other: _Cut) -> bool:
        return not other < self

    def touches(self, other: _Cut) -> bool:
        """Tell whether both cuts are at one place."""
        return not self < other and not other < self

    @property
    def _rank(self) -> int:
        return 0 if self.value is not None else self.side


@dataclass(frozen=True, slots=True)
class _Span:
    low: _Cut
    high: _Cut


def _span(value: Any) -> _Span:
    if type(value) is not Range:
        values.require_order(value, value)
        return _Span(_Cut(value, 0), _Cut(value, 1))
    if value.operator == "!=":
        raise NoValue("“!=” không phải là một khoảng liền.")
    low = _Cut(None, -1) if value.low is None else _Cut(value.low, 0 if value.low_included else 1)
    high = _Cut(None, 1) if value.high is None else _Cut(value.high, 1 if value.high_included else 0)
    return _Span(low, high)


_POINT_POINT = "point1: point, point2: point"
_POINT_RANGE = "point: point, range: range"
_RANGE_POINT = "range: range, point: point"
_RANGE_RANGE = "range1: range, range2: range"


def _relation(name: str, *signatures: str) -> Callable[[Callable[[_Span, _Span], bool]], None]:
    """Register a function of two spans under each of its parameter lists."""

    def register(holds: Callable[[_Span, _Span], bool]) -> None:
        for signature in signatures:
            builtin(f"{name}({signature})")(lambda **given: holds(*map(_span, given.values())))

    return register


@_relation("before", _POINT_POINT, _POINT_RANGE, _RANGE_POINT, _RANGE_RANGE)
def _before(one: _Span, other: _Span) -> bool:
    return one.high <= other.low


@_relation("after", _POINT_POINT, _POINT_RANGE, _RANGE_POINT, _RANGE_RANGE)
def _after(one: _Span, other: _Span) -> bool:
    return other.high <= one.low


@_relation("meets", _RANGE_RANGE)
def _meets(one: _Span, other: _Span) -> bool:
    return one.high.side == 1 and other.low.side == 0 and one.high.touches(_Cut(other.low.value, 1))


@_relation("met by", _RANGE_RANGE)
def _met_by(one: _Span, other: _Span) -> bool:
    return other.high.side == 1 and one.low.side == 0 and other.high.touches(_Cut(one.low.value, 1))


@_relation("overlaps", _RANGE_RANGE)
def _overlaps(one: _Span, other: _Span) -> bool:
    return other.low < one.high and one.low < other.high


@_relation("overlaps before", _RANGE_RANGE)
def _overlaps_before(one: _Span, other: _Span) -> bool:
    return one.low < other.low and other.low < one.high and one.high <= other.high


@_relation("overlaps after", _RANGE_RANGE)
def _overlaps_after(one: _Span, other: _Span) -> bool:
    return other.low < one.low and one.low < other.high and other.high <= one.high


@_relation("finishes", _POINT_RANGE, _RANGE_RANGE)
def _finishes(one: _Span, other: _Span) -> bool:
    return one.high.touches(other.high) and other.low <= one.low


@_relation("finished by", _RANGE_POINT, _RANGE_RANGE)
def _finished_by(one: _Span, other: _Span) -> bool:
    return one.high.touches(other.high) and one.low <= other.low


@_relation("includes", _RANGE_POINT, _RANGE_RANGE)
def _includes(one: _Span, other: _Span) -> bool:
    return one.low <= other.low and other.high <= one.high


@_relation("during", _POINT_RANGE, _RANGE_RANGE)
def _during(one: _Span, other: _Span) -> bool:
    return other.low <= one.low and one.high <= other.high


@_relation("starts", _POINT_RANGE, _RANGE_RANGE)
def _starts(one: _Span, other: _Span) -> bool:
    return one.low.touches(other.low) and one.high <= other.high


@_relation("started by", _RANGE_POINT, _RANGE_RANGE)
def _started_by(one: _Span, other: _Span) -> bool:
    return one.low.touches(other.low) and other.high <= one.high


@_relation("coincides", _POINT_POINT, _RANGE_RANGE)
def _coincides(one: _Span, other: _Span) -> bool:
    return one.low.touches(other.low) and one.high.touches(other.high)
