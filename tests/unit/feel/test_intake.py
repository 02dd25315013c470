"""What is taken over from Python: plain data, and nothing that an object may hide."""

from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest

import feel


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


class Secretive:
    secret = "hidden"

    def __call__(self):
        raise AssertionError("never called")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, Decimal(1)),
        (0.1, Decimal("0.1")),
        (Decimal("1.50"), Decimal("1.50")),
        (Level.HIGH, Decimal(3)),
        (Colour.RED, "red"),
        ((1, 2), [Decimal(1), Decimal(2)]),
        ({"a": {"b": 1}, 5: 6}, {"a": {"b": Decimal(1)}}),
        (10**40, None),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("nan"), None),
        (Secretive(), None),
        (Secretive.__call__, None),
        ({1, 2}, None),
        (b"x", None),
    ],
)
def test_only_plain_data_is_taken_over(value, expected):
    result = feel.parse("x").evaluate({"x": value})
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize("path", ["x.secret", "x.__class__", "x.__dict__", "[x].secret[1]"])
def test_attributes_of_objects_are_out_of_reach(path):
    assert feel.parse(path).evaluate({"x": Secretive()}) in (None, [])


def test_the_data_is_never_changed():
    data = {"scores": [1, 2], "person": {"name": "Ân"}}
    result = feel.parse("[scores, person]").evaluate(data)
    result[0].append(3)
    result[1]["name"] = "Bé"
    assert data == {"scores": [1, 2], "person": {"name": "Ân"}}
