"""for, some and every."""

import pytest

from tests.unit.feel.sample import assert_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for i in scores return i * 2", ["10", "16", "20"]),
        ("for i in 1..3 return i", ["1", "2", "3"]),
        ("for i in 3..1 return i", ["3", "2", "1"]),
        ("for i in [1..3) return i", ["1", "2"]),
        ("for i in 1..2, j in i..2 return i * 10 + j", ["11", "12", "22"]),
        ("for i in 1..4 return if i = 1 then 1 else partial[-1] * i", ["1", "2", "6", "24"]),
        ("for i in nothing return i", None),
        ("for i in 1..1.5 return i", None),
        ("for i in 7 return i", ["7"]),
        ("some i in scores satisfies i > 9", True),
        ("some i in scores satisfies i > 10", False),
        ("every i in scores satisfies i > 4", True),
        ("every i in scores satisfies i > 5", False),
        ("every i in empty satisfies false", True),
        ("some i in empty satisfies true", False),
        ("some p in people satisfies p.score > 10", None),
        ("every p in people satisfies p.score > 3", None),
        ("some i in scores, j in scores satisfies i + j = 18", True),
    ],
)
def test_loops(text, expected):
    assert_value(text, expected)
