"""Functions about numbers: rounding, roots, powers, numbers from text."""

import pytest

from tests.unit.feel.sample import assert_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("floor(1.9)", "1"),
        ("floor(-1.1)", "-2"),
        ("ceiling(1.1)", "2"),
        ("ceiling(-1.9)", "-1"),
        ("round half up(2.5, 0)", "3"),
        ("round half up(-2.5, 0)", "-3"),
        ("round half up(1.125, 2)", "1.13"),
        ("decimal(2.5, 0)", "2"),
        ("round up(1.121, 2)", "1.13"),
        ("round down(1.129, 2)", "1.12"),
        ("floor(1.55, 1)", "1.5"),
        ("abs(-5)", "5"),
        ("modulo(-7, 3)", "2"),
        ("modulo(7, 0)", None),
        ("sqrt(16)", "4"),
        ("sqrt(-1)", None),
        ("odd(3)", True),
        ("even(3)", False),
        ('number("1.50")', "1.50"),
        ('number("1,5")', None),
        ('number("1.000,5", ".", ",")', "1000.5"),
        ('number("nan")', None),
        ("decimal(1 / 3, 2.5)", "0.33"),
        ("decimal(1, 6177)", None),
        ("decimal(n: 1.25, scale: 1)", "1.2"),
        ("floor(1.5, null)", None),
        ('floor("1")', None),
        ("ceiling(-1.56, 1)", "-1.5"),
        ("floor(-1.56, 1)", "-1.6"),
        ("round down(-1.126, 2)", "-1.12"),
        ("round up(-1.126, 2)", "-1.13"),
        ("round half down(-5.5, 0)", "-5"),
        ("round half down(5.5, 0)", "5"),
        ("round half up(scale: 0, n: 5.5)", "6"),
        ("round half up(5.5)", None),
        ("log(0)", None),
        ("log(-1)", None),
        ("decimal(log(10), 8)", "2.30258509"),
        ("decimal(exp(5), 4)", "148.4132"),
        ("exp(100000)", None),
        ("modulo(10.1, -4.5)", "-3.4"),
        ("modulo(-12, -5)", "-2"),
        ("even(2.5)", None),
        ("odd(-3)", True),
        ("2 ** -1", "0.5"),
        ("(-8) ** 0.5", None),
        ("10 ** 1000000", None),
    ],
)
def test_functions_of_numbers(text, expected):
    assert_value(text, expected)
