"""Paths, filters, lists and contexts."""

import pytest

from tests.unit.feel.sample import assert_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("person.name", "Ân"),
        ("person.unit.code", "KG01"),
        ("person.missing", None),
        ("person.missing.more", None),
        ("missing.more", None),
        ("word.upper", None),
        ("people.name", ["Ân", "Bé", "Cúc"]),
        ("people.score", ["9", "4", None]),
        ("scores[1]", "5"),
        ("scores[-1]", "10"),
        ("scores[n]", "10"),
        ("scores[0]", None),
        ("scores[4]", None),
        ("scores[1.5]", None),
        ("scores[item > 5]", ["8", "10"]),
        ("empty[1]", None),
        ("empty[item > 1]", []),
        ("people[score > 5].name", ["Ân"]),
        ("people[score > n].name", ["Ân", "Bé"]),
        ("people[item.score > 5][1].name", "Ân"),
        ("count(people[score = null])", "1"),
        ("word[1]", "Đạt"),
        ('word[item = "Đạt"]', ["Đạt"]),
        ("nothing[item > 1]", None),
        ("{a: 1, b: a + 1}", {"a": "1", "b": "2"}),
        ('{"a key": 1, năm báo cáo: 2, tổng: năm báo cáo + 1}.tổng', "3"),
        ("[1..3].start included", True),
        ("[]", []),
        ("[[1], 2]", [["1"], "2"]),
    ],
)
def test_data_is_reached(text, expected):
    assert_value(text, expected)
