"""Arithmetic, logic with three values, comparison and membership."""

import pytest

from tests.unit.feel.sample import assert_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("-n + 1", "-2"),
        ("2 - -n", "5"),
        ("-2 ** 2", "4"),
        ("2 ** 3 ** 2", "64"),
        ("0.1 + 0.2", "0.3"),
        ("rate + 0.2 = 0.3", True),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("10 / 4", "2.5"),
        ("109.9 / 100 * 100", "109.900"),
        ("1 / zero", None),
        ("10 ** 9999", None),
        ('"a" + "b"', "ab"),
        ('"a" + 1', None),
        ("true + 1", None),
        ("-word", None),
        ("n + nothing", None),
    ],
)
def test_arithmetic(text, expected):
    assert_value(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true and true", True),
        ("true and false", False),
        ("false and nothing", False),
        ("nothing and false", False),
        ("true and nothing", None),
        ("nothing and nothing", None),
        ("true or nothing", True),
        ("nothing or true", True),
        ("false or nothing", None),
        ("false or false", False),
        ('"a" or true', True),
        ("n and true", None),
        ("true or false and false", True),
        ("not(true)", False),
        ("not(nothing)", None),
        ("not(n)", None),
        ("if flag then 1 else 2", "1"),
        ("if nothing then 1 else 2", "2"),
        ("if n then 1 else 2", "2"),
    ],
)
def test_logic_has_three_values(text, expected):
    assert_value(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n = 3", True),
        ("n = 3.0", True),
        ("n != 3", False),
        ("n < 4", True),
        ("n <= 3", True),
        ("n > 3", False),
        ("n >= 3", True),
        ('word = "Đạt"', True),
        ('"a" < "b"', True),
        ("flag = true", True),
        ("flag = 1", None),
        ('n = "3"', None),
        ('n < "4"', None),
        ("true < false", None),
        ("nothing = null", True),
        ("missing = null", True),
        ("n = null", False),
        ("n != null", True),
        ("n < null", None),
        ("[1, 2] = [1, 2]", True),
        ("[1, 2] = [2, 1]", False),
        ("{a: 1, b: 2} = {b: 2, a: 1}", True),
        ("{a: 1} = {a: 2}", False),
        ("[1..3] = [1..3]", True),
        ("n between 1 and 3", True),
        ("n between 4 and 5", False),
        ('n between 1 and "b"', None),
        ("n between 1 and 5 and flag", True),
    ],
)
def test_comparison(text, expected):
    assert_value(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n in [1..3]", True),
        ("n in [1..3)", False),
        ("n in (3..5]", False),
        ("n in ]2..4[", True),
        ("n in (2..4)", True),
        ("n in (> 5)", False),
        ("n in (> 5, < 4)", True),
        ("n in >= 3", True),
        ("n in (= 3)", True),
        ("n in (!= 3)", False),
        ("n in 3", True),
        ("n in (1, 2)", False),
        ("n in [1, 2, 3]", True),
        ("n in ([1, 2], [3])", True),
        ("n in ([1..2], [3..4])", True),
        ("n in [[1..4]]", True),
        ("n in scores", False),
        ("8 in scores", True),
        ('word in ("Đạt", "Không đạt")', True),
        ('"b" in ["a".."c"]', True),
        ("nothing in [1..3]", None),
        ('word in ["a", 1]', False),
        ("n in [null..3]", None),
        ("nothing in (null)", True),
        ("[1] in [[1], [2]]", True),
        ("n in (1 + 2)", True),
        ("n in (scores)[1]", False),
        ("decided_on in [date(2026, 1, 1)..date(2026, 12, 31)]", True),
    ],
)
def test_membership(text, expected):
    assert_value(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1] + 2", None),
        ("-[1]", None),
        ("[5] > 3", None),
        ("[5] = 5", None),
        ("[null] = null", False),
        ("not([true])", False),
        ('contains(["foobar"], "oob")', True),
    ],
)
def test_a_list_of_one_stands_for_its_value_only_where_a_function_takes_it(text, expected):
    assert_value(text, expected)
