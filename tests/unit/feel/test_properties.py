"""What holds for every expression and all data, tried with generated ones."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

import feel

WORDS = """
a b năm tỉnh item partial and or not if then else for in return some every satisfies between
null true false instance of function count sum min max date contains substring string upper case(a)
"x" "Đạt" 1 0 2.5 -3 1e3 ( ) [ ] { } , : . .. + - * / ** = != < <= > >= -> @ ? // /* */ ==
[1..3] (> 2) {a: 1} [a] a.b a[1] a[b=1]
""".split()  # noqa: SIM905 - a list of seventy strings would hide the words

FRAGMENTS = [
    *("a", "b", "c.d", "1", "0", "2.5", '"x"', "null", "true", "[1, 2, 3]", "{a: 1, b: [1]}", "[1..3]", "năm"),
    *('@"2026-11-20"', '@"08:30:00@Europe/Paris"', '@"2026-11-20T08:30:00Z"', '@"P1DT2H"', '@"-P14M"', "x.year"),
    *('date("2026-11-20")', "[]", '""', "1e300"),
]

keys = st.sampled_from(["a", "b", "c", "d", "năm"])
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.dates()
    | st.datetimes(timezones=st.none() | st.timezones())
    | st.times()
    | st.timedeltas()
    | st.decimals()
    | st.builds(object)
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner), max_leaves=8)
data = st.dictionaries(keys, values)


@st.composite
def _combined(draw, inner):
    left, right, third = draw(inner), draw(inner), draw(inner)
    shape = draw(
        st.sampled_from(
            [
                "{0} {op} {1}",
                "({0} {op} {1})",
                "-{0}",
                "{0}[{1}]",
                "({0}).a",
                "{0} in {1}",
                "{0} in ({1}, {2})",
                "{0} in (> {1})",
                "{0} in [{1}..{2}]",
                "{0} between {1} and {2}",
                "if {0} then {1} else {2}",
                "for i in {0} return {1} + i",
                "for i in {0}..{1} return i",
                "some i in {0} satisfies {1} = i",
                "every i in {0} satisfies i > {1}",
                "[{0}, {1}, {2}]",
                "{{a: {0}, b: {1}}}",
                "{function}({0})",
                "{function}({0}, {1})",
                "{function}({0}, {1}, {2})",
            ]
        )
    )
    operator = draw(st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or"]))
    function = draw(st.sampled_from(sorted(feel.functions.NAMES)))
    return shape.format(f"({left})", f"({right})", f"({third})", op=operator, function=function)


expressions = st.recursive(st.sampled_from(FRAGMENTS), _combined, max_leaves=6)


def evaluated_or_refused(text, context):
    errors = feel.check(text, context)
    assert all(error.message and 0 <= error.position <= len(text) for error in errors)
    try:
        return feel.parse(text).evaluate(context)
    except feel.FeelError:
        return None


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text):
    evaluated_or_refused(text, {})


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), data)
@settings(max_examples=300, deadline=None)
def test_any_order_of_words_is_read_or_refused(text, context):
    evaluated_or_refused(text, context)


@given(expressions, data)
@settings(max_examples=300, deadline=None)
def test_any_expression_over_any_data_gives_a_plain_value(text, context):
    assert_plain(evaluated_or_refused(text, context))


def assert_plain(value):
    assert type(value) in feel.values.TYPE_NAMES
    if isinstance(value, list):
        for item in value:
            assert_plain(item)
    if isinstance(value, Mapping):
        for item in value.values():
            assert_plain(item)


decimals = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@given(decimals, decimals, st.sampled_from("+-*"))
def test_decimal_arithmetic_is_exact(left, right, operator):
    value = feel.parse(f"a {operator} b").evaluate({"a": left, "b": right})
    one, other = Fraction(left), Fraction(right)
    assert Fraction(value) == {"+": one + other, "-": one - other, "*": one * other}[operator]


@given(decimals)
def test_a_number_in_the_text_equals_the_same_number_in_the_data(number):
    text = format(number, "f")
    assert feel.parse(f"x = {text}").evaluate({"x": number}) is True
    assert feel.parse(f"number(string(x)) = {text}").evaluate({"x": number}) is True


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_a_float_is_the_decimal_that_it_shows(number):
    assert feel.parse("x").evaluate({"x": number}) == Decimal(repr(number))


@given(st.integers(min_value=-(10**34) + 1, max_value=10**34 - 1))
def test_a_whole_number_is_taken_over_exactly(number):
    assert feel.parse("x").evaluate({"x": number}) == number


booleans = st.sampled_from(["true", "false", "null"])


@given(booleans, booleans)
def test_logic_follows_de_morgan(left, right):
    both = feel.parse(f"not({left} and {right})").evaluate({})
    either = feel.parse(f"not({left}) or not({right})").evaluate({})
    assert both is either


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_string_that_is_written_out_is_read_back(text):
    data = {"x": {text: text}}
    shown = feel.parse("string([x])").evaluate(data)
    assert feel.parse(shown).evaluate({}) == feel.parse("[x]").evaluate(data)


@given(st.lists(decimals, min_size=1), decimals)
def test_a_value_is_in_the_range_from_the_smallest_to_the_largest(numbers, number):
    within = feel.parse("x in [min(l)..max(l)]").evaluate({"l": numbers, "x": number})
    assert within is (min(numbers) <= number <= max(numbers))
