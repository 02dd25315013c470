"""Data that expressions in tests read, and what they give, written down so that 1 and true differ."""

from datetime import date
from decimal import Decimal

import feel

DATA = {
    "n": 3,
    "rate": 0.1,
    "zero": 0,
    "flag": True,
    "word": "Đạt",
    "nothing": None,
    "scores": [5, 8, 10],
    "empty": [],
    "person": {"name": "Ân", "unit": {"code": "KG01"}},
    "people": [{"name": "Ân", "score": 9}, {"name": "Bé", "score": 4}, {"name": "Cúc"}],
    "decided_on": date(2026, 11, 20),
}


def value_of(text):
    """Return the value of the expression; numbers become text, so that 1 and true, 1 and 1.0 differ."""
    return _plain(feel.parse(text, strict=False).evaluate(DATA))


def _plain(value):
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def assert_value(text, expected):
    """Check the value and its kind: true is not "true", and not a number either."""
    value = value_of(text)
    assert value == expected
    assert type(value) is type(expected)
