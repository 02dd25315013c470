"""Functions about strings."""

import pytest

from tests.unit.feel.sample import assert_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string(1.50)", "1.5"),
        ("string(100)", "100"),
        ("string(0.00)", "0"),
        ("string(1e3)", "1000"),
        ("string(true)", "true"),
        ("string(word)", "Đạt"),
        ("string(nothing)", None),
        ('string([1, "a", {b: null}])', '[1, "a", {b: null}]'),
        ("string(decided_on)", "2026-11-20"),
        ('contains("thành tích", "tích")', True),
        ('starts with("Bằng khen", "Bằng")', True),
        ('ends with("Bằng khen", "Bằng")', False),
        ('upper case("đạt")', "ĐẠT"),
        ('lower case("ĐẠT")', "đạt"),
        ('string length("Đạt")', "3"),
        ("string length(1)", None),
        ('substring("foobar", 3)', "obar"),
        ('substring("foobar", -2, 1)', "a"),
        ('substring(string: "foobar", start position: 3, length: 2)', "ob"),
        ('substring("foobar", 0)', None),
        ('substring before("a-b", "-")', "a"),
        ('substring after("a-b", "-")', "b"),
        ('string join(["a", null, "b"], ", ")', "a, b"),
        ('string length(["abc"])', "3"),
        ('substring("foobar", 3, 3.8)', "oba"),
        ('substring("\\U01F40Eab", 2)', "ab"),
        ('string length("\\U01F40Eab")', "3"),
        ('substring after("foobar", "x")', ""),
        ('substring after("foobar", "")', "foobar"),
        ('substring before("foobar", "o")', "f"),
        ('contains(null, "a")', None),
        ('contains("a")', None),
        ('contains(string: "foobar", match: "of")', False),
        ('string join(["a"], "X", "foo")', None),
        ('string join([1], "X")', None),
        ('string join("a", "X")', "a"),
        ('string join([], "X")', ""),
        ("string()", None),
        ("string([1..3))", "[1..3)"),
        ("string((< 5))", "< 5"),
        ("string(abs)", None),
        ('string({a: "x", "b c": 1.0})', '{a: "x", "b c": 1}'),
    ],
)
def test_functions_of_strings(text, expected):
    assert_value(text, expected)
