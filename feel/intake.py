"""Takes values over from Python and checks what goes back, so that only plain data is ever reached."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from feel import limits
from feel.decimals import number_from_text
from feel.errors import LimitReached
from feel.host_times import from_python
from feel.runtime import Run
from feel.temporal_operators import KINDS
from feel.values import Function, Range


def taken_over(run: Run, value: object) -> object:
    """Return the value as one of the language; anything that is not plain data becomes null."""
    if type(value) is str and value.isascii():
        return value
    return _taken(run, value, limits.DATA_DEPTH)


def _taken(run: Run, value: Any, depth: int) -> object:
    run.taken_values -= 1
    if run.taken_values < 0:
        raise LimitReached(f"Dữ liệu có quá {limits.DATA_VALUES} giá trị.")
    take = _BY_KIND.get(type(value))
    if take is not None:
        return take(run, value, depth)
    for kind, take in _BY_PARENT:
        if isinstance(value, kind):
            return take(run, value, depth)
    for kind, take_kind in TAKEN:
        if isinstance(value, kind):
            return take_kind(value)
    run.warn(f"Dữ liệu loại {type(value).__name__} không dùng được trong biểu thức.", 0)
    return None


def _itself(_run: Run, value: object, _depth: int) -> object:
    return value


def _taken_text(_run: Run, value: str, _depth: int) -> str:
    return _text(str.__str__(value))


def _taken_integer(run: Run, value: int, _depth: int) -> Decimal | None:
    return _integer(run, int.__int__(value))


def _taken_list(run: Run, value: Iterable[Any], depth: int) -> list[object]:
    _require_depth(depth)
    return [_taken(run, item, depth - 1) for item in value]


def _taken_mapping(run: Run, value: Mapping[Any, Any], depth: int) -> dict[str, object]:
    _require_depth(depth)
    return {
        _text(str.__str__(key)): _taken(run, item, depth - 1) for key, item in value.items() if isinstance(key, str)
    }


_BY_KIND: dict[type, Callable[[Run, Any, int], object]] = {
    **dict.fromkeys((type(None), bool, Range, Function), _itself),
    str: _taken_text,
    int: _taken_integer,
    list: _taken_list,
    tuple: _taken_list,
    dict: _taken_mapping,
}
_BY_PARENT: list[tuple[type, Callable[[Run, Any, int], object]]] = [
    (str, _taken_text),
    (int, _taken_integer),
    (list, _taken_list),
    (tuple, _taken_list),
    (Mapping, _taken_mapping),
]
"""A value of exactly one kind is found at once; an enum or another mapping by what it is derived from."""

TAKEN: list[tuple[type, Callable[[Any], Any]]] = [
    (float, lambda value: number_from_text(float.__repr__(value))),
    (Decimal, lambda value: number_from_text(Decimal.__str__(value))),
    *((kind, from_python) for kind in (date, time, timedelta)),
    *((kind, lambda value: value) for kind in KINDS),
]
"""How objects of other kinds become values of the language; the first that fits is asked."""


def _text(value: str) -> str:
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def _integer(run: Run, value: int) -> Decimal | None:
    # 34 digits need 113 bits; a longer number could only be kept by rounding it.
    if value.bit_length() > 113 or abs(value) >= 10**34:
        run.warn("Số nguyên có quá 34 chữ số.", 0)
        return None
    return Decimal(value)


def _require_depth(depth: int) -> None:
    if depth <= 0:
        raise LimitReached(f"Dữ liệu lồng nhau quá {limits.DATA_DEPTH} tầng.")


def require_bounded(value: object) -> None:
    """Raise LimitReached for a result that would be too large when written out."""
    waiting = [value]
    room = limits.RESULT_VALUES
    while waiting:
        room -= 1
        if room < 0:
            raise LimitReached(f"Kết quả có quá {limits.RESULT_VALUES} giá trị.")
        value = waiting.pop()
        if type(value) is list:
            waiting.extend(value)
        elif type(value) is dict:
            waiting.extend(value.values())
