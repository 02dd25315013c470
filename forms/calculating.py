"""Works out calculated values: what an expression gives becomes JSON, as answers are."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import feel
from forms import numbers
from forms.components import Field
from forms.conditions import value_of

MOST_DIGITS = 15
"""Digits that a JSON number holds exactly."""

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SPELLED = (feel.Date, feel.DateTime, feel.Time, feel.DaysDuration, feel.MonthsDuration)


def calculated(item: Field, scope: Mapping[str, Any], now: datetime | None) -> Any:
    """Return the value of a calculated question; None while data is missing, or for a list or context."""
    if item.calculated is None:
        return None
    value = value_of(item.calculated, scope, now)
    if isinstance(value, Decimal):
        return _number(value, item.digits)
    return str(value) if isinstance(value, _SPELLED) else value if isinstance(value, (str, bool)) else None


def _number(value: Decimal, digits: int) -> int | float | None:
    if abs(value) >= Decimal(10) ** (MOST_DIGITS - digits):
        return None
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def in_words(item: Field, value: Any) -> str:
    """Return a calculated value as people read it; "" where there is none."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, (int, float)):
        return f"{numbers.written(value)} {item.suffix}".strip()
    found = _DAY.fullmatch(str(value or ""))
    return "/".join(reversed(found.groups())) if found else str(value or "")
