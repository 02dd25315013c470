"""The tables of criteria and the files of the plans say the same: words, clauses, documents, thresholds, operators."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.criteria.tables import shipped
from workflows.rules.eligibility import Comparison, Rule
from workflows.rules.plans import read_plans

PLANS = {plan.id: plan for plan in read_plans(Path(__file__).parents[3] / "campaigns").plans}
WITH_TABLES = [key for key in PLANS if f"{key.replace('-', '_')}_in_force" in shipped().ids]
PASSES = {">=": ">= {}", ">": "> {}", "==": "{}"}
FAILS = {">=": "< {}", ">": "<= {}", "==": "not({}, null)"}


def unquoted(text: str) -> str:
    return text.strip().strip('"')


def in_force(plan: str):
    """Yield (code, criterion, measure, notes) of each line of a plan."""
    for rule in shipped().table(f"{plan.replace('-', '_')}_in_force").rules:
        yield (*(unquoted(each.text) for each in rule.outputs), dict(rule.notes))


def comparisons(rule: Rule | None) -> list[Comparison]:
    if rule is None:
        return []
    if isinstance(rule, Comparison):
        return [rule]
    return [found for part in rule.parts for found in comparisons(part)]


def thresholds(plan: str, measure: str, code: str) -> dict[str, set[str]]:
    """Return the tests of a criterion in the table of its measure, by verdict, and its notes under ""."""
    table = shipped().table(f"{plan.replace('-', '_')}_{measure}")
    found: dict[str, set[str]] = {}
    for rule in table.rules:
        if unquoted(rule.tests[0].text) == code:
            found.setdefault(rule.outputs[0].text.strip(), set()).add(rule.tests[1].text.strip())
            found.setdefault("as_written", set()).add(dict(rule.notes)["Nguyên văn"])
            found.setdefault("threshold", set()).add(rule.outputs[1].text.strip())
    return found


def test_every_plan_with_criteria_has_tables():
    assert set(WITH_TABLES) == {key for key, plan in PLANS.items() if plan.criteria}


@pytest.mark.parametrize("key", WITH_TABLES)
def test_words_clauses_and_documents_are_those_of_the_plan(key):
    criteria = {each.id: each for each in PLANS[key].criteria}
    for code, criterion, _, notes in in_force(key):
        of_plan = criteria[criterion]
        assert notes["Nguyên văn"] == of_plan.text, code
        assert notes["Mục"] == of_plan.clause, code
        assert notes["Minh chứng"] == "; ".join(of_plan.evidence), code


@pytest.mark.parametrize("key", WITH_TABLES)
def test_no_criterion_of_the_plan_is_left_out(key):
    assert {criterion for _, criterion, _, _ in in_force(key)} == {each.id for each in PLANS[key].criteria}


@pytest.mark.parametrize("key", WITH_TABLES)
def test_what_the_plan_measures_is_measured_and_the_rest_is_answered_in_words(key):
    rules = {each.id: each.rule for each in PLANS[key].criteria}
    for code, criterion, measure, _ in in_force(key):
        assert (measure == "check") == (rules[criterion] is None), code


@pytest.mark.parametrize("key", WITH_TABLES)
def test_thresholds_and_operators_are_those_of_the_plan(key):
    lines: dict[str, list[tuple[str, str]]] = {}
    for code, criterion, measure, _ in in_force(key):
        if measure != "check":
            lines.setdefault(criterion, []).append((code, measure))
    for each in PLANS[key].criteria:
        expected = comparisons(each.rule)
        codes = sorted(dict.fromkeys(lines.get(each.id, [])))
        assert len(codes) == len(expected), each.id
        for (code, measure), comparison in zip(codes, expected, strict=True):
            found = thresholds(key, measure, code)
            # A norm that a council sets is compared by how far a contribution goes beyond it.
            bound = Decimal(0) if comparison.threshold is None else comparison.threshold
            assert found["true"] == {PASSES[comparison.operator].format(f"{bound.normalize():f}")}, code
            assert found["false"] == {FAILS[comparison.operator].format(f"{bound.normalize():f}")}, code
            assert "null" in found["null"], code
            assert found["as_written"] == {comparison.as_written}, code
            if comparison.threshold is not None:
                assert found["threshold"] == {f"{bound.normalize():f}"}, code


@pytest.mark.parametrize("key", WITH_TABLES)
def test_every_rule_of_a_measure_belongs_to_a_criterion_in_force(key):
    known: dict[str, set[str]] = {}
    for code, _, measure, _ in in_force(key):
        known.setdefault(measure, set()).add(code)
    for measure in known.keys() - {"check"}:
        table = shipped().table(f"{key.replace('-', '_')}_{measure}")
        assert {unquoted(rule.tests[0].text) for rule in table.rules} == known[measure]
