"""Each form of a boxed expression."""

from decimal import Decimal

import pytest

from tests.unit.decisions.drawn import decision, evaluated, given, knowledge, literal, loaded, ref, value_of


def entry(name, logic, kind=""):
    variable = f'<variable name="{name}"{ref(kind)}/>' if name else ""
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def context(*entries):
    return f"<context>{''.join(entries)}</context>"


def iteration(tag, domain, body):
    inner = "return" if tag == "for" else "satisfies"
    return f'<{tag} iteratorVariable="x"><in>{literal(domain)}</in><{inner}>{literal(body)}</{inner}></{tag}>'


def conditional(condition):
    parts = zip(("if", "then", "else"), (condition, '"yes"', '"no"'), strict=True)
    return f"<conditional>{''.join(f'<{tag}>{literal(part)}</{tag}>' for tag, part in parts)}</conditional>"


def filtered(source, condition):
    return f"<filter><in>{literal(source)}</in><match>{literal(condition)}</match></filter>"


def test_a_literal_counts_in_decimals():
    assert value_of(literal("a + b"), a=Decimal("0.1"), b=Decimal("0.2")) == Decimal("0.3")


def test_names_may_have_several_words_in_vietnamese():
    drawn = (given("năm thành tích"), decision("d", literal("năm thành tích + 1"), ["năm thành tích"]))
    result = loaded(*drawn).evaluate("d", {"năm thành tích": 2025}, now=None)
    assert result.value == 2026


def test_the_entries_of_a_context_see_those_above():
    assert value_of(context(entry("a", literal("n * 2")), entry("b", literal("a + 1"))), n=1) == {"a": 2, "b": 3}


def test_an_entry_without_a_name_is_the_result():
    assert value_of(context(entry("a", literal("2")), entry("", literal("a * a")))) == 4


def test_an_entry_of_another_type_is_null_with_a_warning():
    result = evaluated(decision("d", context(entry("a", literal('"text"'), "number"))))
    assert result.value == {"a": None}
    assert "mục “a”" in str(result.warnings[0])


def test_an_invocation_gives_each_parameter_its_value():
    twice = knowledge("twice", ["n"], literal("n * 2"))
    call = f'<invocation>{literal("twice")}<binding><parameter name="n"/>{literal("a + 1")}</binding></invocation>'
    assert evaluated(given("a"), twice, decision("d", call, ["a"], ["twice"]), a=4).value == 10


def test_an_invocation_with_an_unknown_parameter_is_null():
    call = f'<invocation>{literal("twice")}<binding><parameter name="m"/>{literal("1")}</binding></invocation>'
    result = evaluated(knowledge("twice", ["n"], literal("n * 2")), decision("d", call, (), ["twice"]))
    assert result.value is None
    assert "“m”" in str(result.warnings[0])


def test_a_list_and_a_relation():
    assert value_of(f"<list>{literal('1')}{literal('n')}</list>", n=2) == [1, 2]
    cells = f"<row>{literal('1')}{literal('2')}</row><row>{literal('3')}{literal('4')}</row>"
    relation = f'<relation><column name="a"/><column name="b"/>{cells}</relation>'
    assert value_of(relation) == [{"a": 1, "b": 2}, {"a": 3, "b": 4}]


def test_a_function_in_a_context_can_call_itself():
    body = literal("if n <= 1 then 1 else n * factorial(n - 1)")
    function = f'<functionDefinition><formalParameter name="n" typeRef="number"/>{body}</functionDefinition>'
    boxed = context(entry("factorial", function), entry("", literal("factorial(5)")))
    assert evaluated(decision("d", boxed)).value == 120


@pytest.mark.parametrize(("condition", "expected"), [("n > 1", "yes"), ("n > 5", "no"), ("null", "no")])
def test_a_conditional(condition, expected):
    assert value_of(conditional(condition), n=2) == expected


def test_a_condition_that_is_neither_true_nor_false_is_null():
    assert value_of(conditional('"text"')) is None


@pytest.mark.parametrize(
    ("tag", "domain", "body", "expected"),
    [
        ("for", "[1, 2, 3]", "x * n", [2, 4, 6]),
        ("for", "1..3", "x + count(partial)", [1, 3, 5]),
        ("some", "[1, 2, 3]", "x > n", True),
        ("some", "[1, 2]", "x > n", False),
        ("some", '[1, "a"]', "x > n", None),
        ("every", "[1, 2]", "x <= n", True),
        ("every", "[3, null]", "x <= n", False),
        ("every", "[]", "x <= n", True),
    ],
)
def test_iterations(tag, domain, body, expected):
    domain = "[1..3]" if domain == "1..3" else domain
    assert value_of(iteration(tag, domain, body), n=2) == expected


def test_nothing_to_go_over_is_null():
    assert value_of(iteration("for", "null", "x")) is None


def test_a_filter_sees_the_element_and_its_entries():
    assert value_of(filtered("[1, 2, 3]", "item > n"), n=1) == [2, 3]
    assert value_of(filtered("[{a: 1}, {a: 2}]", "a = 2")) == [{"a": 2}]
    assert value_of(filtered("[1, 2]", '"text"')) is None


def test_an_external_function_is_never_run():
    java = (
        '<functionDefinition kind="Java"><formalParameter name="n"/>'
        f"{context(entry('class', literal(chr(34) + 'java.lang.Math' + chr(34))))}</functionDefinition>"
    )
    found = loaded(decision("d", context(entry("cos", java), entry("", literal("cos(1)")))))
    result = found.evaluate("d", {}, now=None)
    assert (result.value, found.is_external("d")) == (None, True)
    assert "Không chạy hàm ngoài (external JAVA)." in str(result.errors[0])
