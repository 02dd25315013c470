"""Unary tests, construct by construct: the cells of a decision table."""

from decimal import Decimal

import pytest

import feel

CONTEXT = {"limit": 10, "codes": ["A", "B"], "năm báo cáo": 2026}


@pytest.mark.parametrize(
    ("cell", "given", "met"),
    [
        ("-", 5, True),
        ("-", None, True),
        ("5", 5, True),
        ("5", 6, False),
        ('"Đạt"', "Đạt", True),
        ("< 5", 4, True),
        ("< 5", 5, False),
        (">= 5, < 2", 1, True),
        (">= 5, < 2", 3, False),
        ("[1..3]", 3, True),
        ("(1..3)", 3, False),
        ("]1..3]", 1, False),
        ("1, 2, 3", 2, True),
        ("not(1, 2)", 2, False),
        ("not(1, 2)", 3, True),
        ("not(< 5)", 7, True),
        ("not([1..3))", 3, True),
        ("not(null)", None, False),
        ("null", None, True),
        ("null", 1, False),
        ("not(null)", 1, True),
        ("< 5", None, None),
        ("not(< 5)", None, None),
        ('< 5, "a"', "a", True),
        ("limit", 10, True),
        ("< limit", 9, True),
        ("[limit..limit * 2]", 15, True),
        ("năm báo cáo - 1", 2025, True),
        ("codes", "A", True),
        ("codes", "C", False),
        ('codes, "C"', "C", True),
        ("? > 3", 4, True),
        ("? > 3 and ? < 5", 5, False),
        ('contains(?, "ạ")', "Đạt", True),
        ('not(contains(?, "ạ"))', "Đạt", False),
        ('not(contains(?, "a")) and limit = 10', "b", True),
        ("count(?) > 1", [1, 2], True),
        ("some x in ? satisfies x > 1", [1, 2], True),
        ("[1, 2]", [1, 2], True),
        ("= 5", 5, True),
        ("!= 5", 5, False),
        ("-5", -5, True),
        ('@"2026-11-20"', "2026-11-20", None),
        ("true", True, True),
        ("5", "5", None),
        ("? in (1, 3)", 3, True),
    ],
)
def test_a_cell_is_met(cell, given, met):
    assert feel.parse_unary_tests(cell, CONTEXT).evaluate(given, CONTEXT) is met


@pytest.mark.parametrize(
    ("text", "position"),
    [("", 0), ("< ", 2), ("1,", 2), ("not(1", 3), ("1 2", 2), ("- 1 -", 5), ("[1..", 4), ("nope(?)", 0)],
)
def test_a_cell_that_is_none_is_refused(text, position):
    with pytest.raises(feel.FeelError) as caught:
        feel.parse_unary_tests(text)
    assert caught.value.position == position


def test_warnings_of_a_cell_are_collected():
    warnings = []
    assert feel.parse_unary_tests("< 5").evaluate("x", {}, warnings) is None
    assert [warning.message for warning in warnings] == ["Không xếp thứ tự được chuỗi với số."]


def test_the_tested_value_is_no_name_from_outside():
    tests = feel.parse_unary_tests("? > limit")
    assert tests.names == {"limit"}
    assert tests.text == "? > limit"


def test_a_value_that_is_not_plain_data_is_null():
    assert feel.parse_unary_tests("null").evaluate(object(), {}) is True


def test_the_same_cell_is_compiled_once():
    assert feel.parse_unary_tests("< 5") is feel.parse_unary_tests("< 5")
    assert feel.parse_unary_tests("5").evaluate(Decimal(5), {}) is True
