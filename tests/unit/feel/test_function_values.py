"""Functions that are values: written, passed on, built in, made by the host; and types."""

from decimal import Decimal

import pytest

import feel
from feel import types
from feel.errors import NoValue
from feel.values import Function, Parameter
from tests.unit.feel.sample import assert_value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(function(a, b) a + b)(1, 2)", "3"),
        ("(function(a, b) a - b)(b: 1, a: 3)", "2"),
        ("(function(a, b) b = null)(a: 3)", True),
        ("(function() 7)()", "7"),
        ("(function(a: number) a)([5])", "5"),
        ("(function(a: list<number>) a)(5)", ["5"]),
        ('(function(a: number) a)("x")', None),
        ("(function(a: Any) a)(null)", None),
        ("(function(a) a)()", None),
        ("{add: function(a, b) a + b, r: add(n, 4)}.r", "7"),
        ("{plus: function(n) function(x) x + n, r: plus(2)(3)}.r", "5"),
        ("{twice: function(f, x) f(f(x)), r: twice(function(x) x * 3, 2)}.r", "18"),
        ("{fact: function(k) if k = 0 then 1 else k * fact(k - 1), r: fact(5)}.r", "120"),
        ("{f: abs, r: f(-3)}.r", "3"),
        ("{f: max, r: f(1, 5, 3)}.r", "5"),
        ("for f in [floor, ceiling] return f(1.5)", ["1", "2"]),
        ("{m: {f: function(x) x + 1}, r: m.f(1)}.r", "2"),
        ("[function(x) x + 1, function(x) x + 2][2](1)", "3"),
        ("{tính điểm: function(hệ số, điểm) hệ số * điểm, r: tính điểm(điểm: 2, hệ số: 3)}.r", "6"),
        ("count = count", True),
        ("(function(x) x) = (function(x) x)", False),
        ("{count: 4, r: count([1, 2])}.r", "2"),
        ("{count: function(x) 9, r: count([1, 2])}.r", "9"),
        ("is(value1: null)", True),
    ],
)
def test_functions_are_values(text, expected):
    assert_value(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 instance of number", True),
        ("1 instance of string", False),
        ("null instance of number", False),
        ("null instance of Null", True),
        ("null instance of Any", False),
        ('"a" instance of Any', True),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ("[1, null] instance of list<number>", True),
        ("[1] instance of list", None),
        ("[[1]] instance of list<list<number>>", True),
        ("{a: 1} instance of context<>", True),
        ("{a: 1, b: 2} instance of context<a: number>", True),
        ("{a: 1} instance of context<a: string>", False),
        ("{a: 1} instance of context<a: number, b: number>", False),
        ("[1..2] instance of range<number>", True),
        ("[1..2] instance of range<string>", False),
        ("(< 2) instance of range<number>", True),
        ("abs instance of function<number> -> number", True),
        ("(function(a: string) a) instance of function<string>->Any", True),
        ("(function(a: string) a) instance of function<number>->Any", False),
        ("(function() 1) instance of function<>->number", True),
        ("(function() 1) instance of function<number>->number", False),
        ("1 instance of tMoney", None),
        ("1 instance of number and true", True),
        ("not(1 instance of string)", True),
        ('@"2026-11-20" instance of date', True),
        ('@"P1D" instance of days and time duration', True),
        ('@"P1Y" instance of days and time duration', False),
    ],
)
def test_instance_of(text, expected):
    assert_value(text, expected)


def test_types_of_the_caller_are_known_by_name():
    kinds = {"t điểm": types.list_of(types.Type("number")), "mã.loại": types.Type("string")}
    assert feel.parse("[1] instance of t điểm", types=kinds).evaluate({}) is True
    assert feel.parse('"x" instance of mã.loại', types=kinds).evaluate({}) is True
    assert feel.parse("(function(a: t điểm) a)(3)", types=kinds).evaluate({}) == [Decimal(3)]


def test_a_function_of_the_host_is_called_with_fitted_arguments():
    seen = []

    def call(_run, arguments):
        seen.append(arguments)
        if arguments[0] is None:
            raise NoValue("Chưa có điểm.")
        return arguments[0] * 2

    double = Function((Parameter("điểm số", types.named("number")),), call)
    data = {"gấp đôi": double}
    assert feel.parse("gấp đôi([4])", data).evaluate(data) == 8
    assert feel.parse("gấp đôi(điểm số: 5)", data).evaluate(data) == 10
    assert feel.parse('gấp đôi("x")', data).evaluate(data) is None
    assert feel.parse("gấp đôi(null)", data).evaluate_with_warnings(data).warnings[0].message == "Chưa có điểm."
    assert seen == [[4], [5], [None]]


def test_a_function_outlives_its_evaluation():
    add = feel.parse("{k: 10, f: function(x) x + k + outer}.f").evaluate({"outer": 5})
    assert feel.parse("add(1)", ["add"]).evaluate({"add": add}) == 16


def test_strict_reading_refuses_what_can_never_work():
    with pytest.raises(feel.FeelError, match="Không có hàm “nope”"):
        feel.parse("a + nope(1)")
    with pytest.raises(feel.FeelError, match="Không có kiểu “list”"):
        feel.parse("a instance of list")
    assert feel.parse("nope(1)", ["nope"]).evaluate({}) is None
    assert feel.parse("nope(1)", strict=False).evaluate({}) is None
    assert [error.position for error in feel.check("x + nope(y)", ["x"])] == [4, 9]


def test_a_variable_may_bear_the_name_of_a_function():
    assert feel.parse("count + count([1])").evaluate({"count": 4}) == 5
