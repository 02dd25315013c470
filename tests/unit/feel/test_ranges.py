"""Ranges as values, read from text, and how they lie to one another."""

import pytest

from tests.unit.feel.sample import assert_value

TRUE = """
before(1, 10)
before(1, (1..10])
before(1, [5..10])
before([1..10), 10)
before([1..10], 15)
before([1..10], [15..20])
before([1..10), [10..20])
before([1..10], (10..20])
after(10, 5)
after(12, [1..10])
after(10, [1..10))
after([11..20], 10)
after((11..20], 11)
after([11..20], [1..11))
meets([1..5], [5..10])
met by([5..10], [1..5])
overlaps([1..5], [3..8])
overlaps([1..8], [3..5])
overlaps([5..8], [1..5])
overlaps before([1..5], [3..8])
overlaps before([1..5), (1..5])
overlaps before([1..5], (1..5])
overlaps before([1..5], [5..8])
overlaps after([3..8], [1..5])
overlaps after((1..5], [1..5))
overlaps after((1..5], [1..5])
finishes(10, [1..10])
finishes([5..10), [1..10))
finishes((1..10], [1..10])
finished by([1..10], 10)
finished by([1..10], (1..10])
includes([1..10], 5)
includes([1..10], [1..5])
includes([1..10], (1..10))
during(5, [1..10])
during((1..5], (1..10])
starts(1, [1..10])
starts((1..5], (1..10])
started by([1..10], 1)
started by([1..10], [1..5])
coincides(5, 5)
coincides([1..5], [1..5])
before(point: 1, range: (1..5])
includes((> 5), 7)
includes((<= 5), [1..5])
before((< 5), 5)
overlaps((> 5), (< 7))
""".strip().splitlines()

FALSE = """
before(10, 1)
before(1, [1..10])
before([1..10], 10)
before([1..10], [10..20])
after(5, 10)
after(10, [1..10])
after([11..20], 12)
meets([1..5), [5..10])
meets([1..5], (5..10])
met by([5..10], [1..5))
overlaps([1..5], [6..8])
overlaps([1..5], (5..8])
overlaps([1..5), [5..8])
overlaps before([1..5), [1..5])
overlaps before([1..5], [6..8])
overlaps after([1..5], [1..5))
overlaps after([6..8], [1..5])
finishes(10, [1..10))
finishes([5..10), [1..10])
finished by([1..10), 10)
includes([1..10], 12)
includes((1..10], 1)
during(10, [1..10))
starts(1, (1..10])
starts((1..5], [1..10])
started by((1..10], 1)
coincides(3, 4)
coincides([1..5], [1..5))
overlaps((> 5), (< 5))
""".strip().splitlines()

UNTOLD = """
before(1, "a")
meets(1, 2)
includes(5, [1..10])
before([1..2])
coincides([1..5], 1)
overlaps((!= 5), [1..2])
before(null, 1)
before(true, false)
""".strip().splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [*((text, True) for text in TRUE), *((text, False) for text in FALSE), *((text, None) for text in UNTOLD)],
)
def test_how_points_and_ranges_lie_to_one_another(text, expected):
    assert_value(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('range("[1..3]") = [1..3]', True),
        ('range("(1..3[") = (1..3)', True),
        ('range("]1..3)") = (1..3)', True),
        ('range("[-3..-1]") = [-3..-1]', True),
        ('range("[\\"a\\"..\\"c\\"]") = ["a".."c"]', True),
        ('range("[@\\"2026-01-01\\"..date(\\"2026-12-31\\")]").end.month', "12"),
        ('range(" [ 1 .. 3 ] ") = [1..3]', True),
        ('range("[3..1]")', None),
        ('range("[1..\\"b\\"]")', None),
        ('range("[1..]")', None),
        ('range("> 1")', None),
        ('range("")', None),
        ('range("[1..n]")', None),
        ('range("[1..3")', None),
        ('range("[\\"a")', None),
        ("[1..3].start", "1"),
        ("(1..3].start included", False),
        ("(< 3).end", "3"),
        ("(< 3).start", None),
        ("(>= 3).start included", True),
        ("(= 3).end", "3"),
        ("[3..1]", None),
        ('["a"..1]', None),
        ("(< 10) = (< 10)", True),
        ("(= 10) = [10..10]", False),
        ("5 in (!= 5)", False),
        ("4 in (!= 5)", True),
    ],
)
def test_ranges_are_values(text, expected):
    assert_value(text, expected)
