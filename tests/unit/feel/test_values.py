"""What each construct of the language gives, construct by construct."""

from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest

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
    """Return the value with numbers as text, so that 1 and true, 1 and 1.0 differ in tests."""
    return _plain(feel.parse(text).evaluate(DATA))


def _plain(value):
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


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
    assert value_of(text) == expected


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
    assert value_of(text) is expected if not isinstance(expected, str) else value_of(text) == expected


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
    assert value_of(text) is expected


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
    assert value_of(text) is expected


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
    assert value_of(text) == expected


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
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(scores)", "3"),
        ("count([])", "0"),
        ("count(nothing)", None),
        ("count(list: scores)", "3"),
        ("sum(scores)", "23"),
        ("sum(1, 2, 3)", "6"),
        ("sum([])", None),
        ('sum([1, "a"])', None),
        ("sum([0.1, 0.2])", "0.3"),
        ("mean([1, 2])", "1.5"),
        ("mean([])", None),
        ("min(scores)", "5"),
        ("max(1, 5, 3)", "5"),
        ('max(["a", "b"])', "b"),
        ("min([])", None),
        ('min([1, "a"])', None),
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
        ("list contains(scores, 8)", True),
        ('list contains(scores, "8")', False),
        ("list contains([1, null], null)", True),
        ("append(scores, 1)", ["5", "8", "10", "1"]),
        ("concatenate(scores, [1], [2])", ["5", "8", "10", "1", "2"]),
        ("distinct values([1, 2, 1.0, null, null])", ["1", "2", None]),
        ("reverse(scores)", ["10", "8", "5"]),
        ("index of([1, 2, 1], 1)", ["1", "3"]),
        ("all([true, null])", None),
        ("any([true, null])", True),
        ("is defined(n)", True),
        ("is defined(missing)", False),
        ('string length(["abc"])', "3"),
        ("count(7)", "1"),
    ],
)
def test_functions(text, expected):
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-11-20") = decided_on', True),
        ("decided_on > date(2026, 11, 19)", True),
        ("decided_on.year", "2026"),
        ("decided_on.month", "11"),
        ("decided_on.day", "20"),
        ("decided_on.weekday", "5"),
        ('date("2026-02-30")', None),
        ('date("20/11/2026")', None),
        ("date(2026, 1.5, 1)", None),
        ("decided_on = 1", None),
    ],
)
def test_dates(text, expected):
    assert value_of(text) == expected


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


def test_a_variable_may_bear_the_name_of_a_function():
    assert feel.parse("count + count([1])").evaluate({"count": 4}) == 5


def test_warnings_say_where_and_why_there_is_no_value():
    warnings = []
    assert feel.parse("total / count > 1").evaluate({"total": 1, "count": 0}, warnings) is None
    assert [(warning.position, warning.message) for warning in warnings] == [
        (6, "Phép tính không có kết quả (chia cho 0 hoặc số quá lớn)."),
        (14, "Không xếp thứ tự được giá trị trống với số."),
    ]
