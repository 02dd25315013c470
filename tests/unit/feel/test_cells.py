"""Unary tests: what a cell of a decision table may hold, and when it is met."""

import pytest

import feel


@pytest.mark.parametrize(
    ("cell", "given", "met"),
    [
        ("true", True, True),
        ("true", False, False),
        ("true", None, False),
        ("false", None, False),
        ("null", None, True),
        ("list contains(?, 1)", [1, 2], True),
        ("list contains(?, 3)", [1, 2], False),
    ],
)
def test_a_boolean_that_is_written_is_compared_and_one_that_is_computed_settles_the_test(cell, given, met):
    assert feel.parse_unary_tests(cell).evaluate(given, {}) is met
