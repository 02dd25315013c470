"""What each hit policy makes of the rules that match."""

from decimal import Decimal

import pytest

from tests.unit.decisions.drawn import answer, column, decision, evaluated, given, table

AGES = (([">= 18"], ['"adult"']), ([">= 60"], ['"senior"']), (["[60..70)"], ['"new senior"']))
ORDER = '"new senior", "senior", "adult"'


def result(policy, age, rules=AGES, output=None):
    drawn = table([column("age")], [output or answer(allowed=ORDER)], rules, policy)
    return evaluated(given("age"), decision("d", drawn, ["age"]), age=age)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("F", "adult"),
        ("P", "new senior"),
        ("R", ["adult", "senior", "new senior"]),
        ("O", ["new senior", "senior", "adult"]),
        ("C", ["adult", "senior", "new senior"]),
        ("C#", Decimal(3)),
        ("C<", "adult"),
        ("C>", "senior"),
    ],
)
def test_three_rules_match(policy, expected):
    assert result(policy, 65).value == expected


@pytest.mark.parametrize("policy", ["U", "A", "F", "P"])
def test_one_rule_matches(policy):
    assert result(policy, 20).value == "adult"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("U", None), ("A", None), ("F", None), ("P", None), ("R", None), ("O", None), ("C", []), ("C+", None), ("C#", 0)],
)
def test_no_rule_matches(policy, expected):
    found = result(policy, 5)
    assert (found.value, found.errors) == (expected, ())


def test_unique_with_two_hits_is_an_error_that_names_the_rules():
    found = result("U", 65)
    assert found.value is None
    assert [str(error) for error in found.errors] == [
        "Quyết định “d”: Bảng chỉ cho phép một dòng khớp (UNIQUE) nhưng dòng 1, dòng 2 và dòng 3 cùng khớp."
    ]


def test_any_with_different_outputs_is_an_error_that_names_the_rules():
    found = result("A", 75)
    assert found.value is None
    assert "dòng 1 và dòng 2 cho kết quả khác nhau" in str(found.errors[0])


def test_any_with_equal_outputs_gives_them():
    assert result("A", 65, [([">= 18"], ["1"]), ([">= 60"], ["1.0"])], answer()).value == 1


@pytest.mark.parametrize(("policy", "expected"), [("C+", "0.6"), ("C<", "0.1"), ("C>", "0.3"), ("C#", "3")])
def test_collected_numbers_are_decimals(policy, expected):
    rules = [(["-"], ["0.1"]), (["-"], ["0.2"]), (["-"], ["0.3"])]
    assert result(policy, 1, rules, answer()).value == Decimal(expected)


def test_texts_cannot_be_summed():
    found = result("C+", 65)
    assert found.value is None
    assert "Không gộp được" in str(found.warnings[0])


def test_an_output_that_is_not_among_the_allowed_values_comes_last():
    rules = [(["-"], ['"oth" + "er"']), (["-"], ['"adult"'])]
    assert result("P", 1, rules).value == "adult"


def test_several_outputs_make_a_context_and_rank_from_left_to_right():
    rules = [
        (["-"], ['"low"', "1"]),
        (["-"], ['"high"', "2"]),
        (["-"], ['"high"', "1"]),
    ]
    outputs = [answer("risk", '"high", "low"'), answer("level", "2, 1")]
    drawn = table([column("age")], outputs, rules, "O")
    found = evaluated(given("age"), decision("d", drawn, ["age"]), age=1)
    assert [(each["risk"], each["level"]) for each in found.value] == [("high", 2), ("high", 1), ("low", 1)]


def test_the_default_output_stands_in_where_no_rule_matches():
    assert result("U", 5, AGES, answer(default='"child"')).value == "child"
    assert result("F", 20, AGES, answer(default='"child"')).value == "adult"


def test_a_value_that_is_not_allowed_is_an_error_that_does_not_tell_it():
    drawn = table([column("age", "[0..120]", label="Tuổi")], [answer()], AGES)
    found = evaluated(given("age"), decision("d", drawn, ["age"]), age=130)
    assert found.value is None
    assert "Giá trị của “Tuổi” không nằm trong các giá trị được phép." in str(found.errors[0])


def test_a_missing_value_meets_only_tests_that_do_not_ask_for_it():
    rules = [(["null"], ['"missing"']), ([">= 0"], ['"there"'])]
    assert result("U", None, rules, answer()).value == "missing"
    assert result("F", None, [([">= 0"], ['"there"']), (["-"], ['"else"'])], answer()).value == "else"


def test_a_blank_cell_is_like_a_dash():
    assert result("F", 1, [([""], ['"any"'])], answer()).value == "any"


def test_a_cell_may_read_other_inputs():
    drawn = table([column("result")], [answer()], [([">= plan * 1.1"], ["true"]), (["< plan * 1.1"], ["false"])])
    for value, expected in (("109.9", False), ("110", True), ("110.1", True)):
        inputs = (given("result"), given("plan"), decision("d", drawn, ["result", "plan"]))
        assert evaluated(*inputs, result=Decimal(value), plan=100).value is expected
