"""Plain JSON: the only kind of value that enters an instance."""

import re
from decimal import Decimal
from math import isfinite
from typing import Any

from feel import Date, DateTime, DaysDuration, MonthsDuration, Time

LARGEST_INTEGER = 2**53 - 1
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_plain(value: object) -> bool:
    """Tell whether a value survives a trip through JSON, here and in a browser, unchanged."""
    match value:
        case None | bool():
            return True
        case int():
            return type(value) is int and -LARGEST_INTEGER <= value <= LARGEST_INTEGER
        case float():
            return isfinite(value)
        case str():
            return type(value) is str and not _SURROGATE.search(value)
        case list():
            return all(is_plain(item) for item in value)
        case dict():
            return all(type(key) is str and is_plain(key) and is_plain(item) for key, item in value.items())
    return False


def plain(value: object) -> object:
    """Turn what FEEL yields into plain JSON."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Date() | Time() | DateTime() | DaysDuration() | MonthsDuration():
            return str(value)
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
    return value


def fresh(value: Any) -> Any:
    """Copy plain JSON so that nothing is shared; several times faster than `copy.deepcopy`."""
    kind = type(value)
    if kind is dict:
        return {key: fresh(item) for key, item in value.items()}
    if kind is list:
        return [fresh(item) for item in value]
    return value
