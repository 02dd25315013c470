"""Verdicts on criteria; the vectors of the shipped plans are in tests/unit/campaigns."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workflows.rules.eligibility import AllOf, AnyOf, Comparison, all_of, any_of, judge
from workflows.rules.plans.criteria import criteria_in, verdict
from workflows.rules.plans.values import Need

TEN_MORE = Comparison("yearly_plan_completion_pct", ">=", Decimal(110), None, None, "vượt 10%")
NORM = Comparison("contribution_value_vnd", ">=", None, "contribution_norm_vnd", None, "đạt định mức")
FOUR_A_YEAR = Comparison("poverty_rate_reduction_per_year", ">=", Decimal(4), None, 3, "4%/năm")


def test_every_target_of_the_plan_has_to_pass():
    assert judge(TEN_MORE, {"plan": {"a": 10, "b": 10}, "result": {"a": 11, "b": "11.5"}}) == "met"
    assert judge(TEN_MORE, {"plan": {"a": 10, "b": 10}, "result": {"a": 20, "b": "10.9"}}) == "not_met"


def test_missing_figures_are_never_held_against_anyone():
    assert judge(TEN_MORE, {}) == "cannot_tell"
    assert judge(TEN_MORE, {"plan": {"a": 10, "b": 10}, "result": {"a": 11}}) == "cannot_tell"
    assert judge(TEN_MORE, {"plan": {"a": 0}, "result": {"a": 1}}) == "cannot_tell"


def test_one_figure_that_fails_decides_although_another_is_missing():
    assert judge(TEN_MORE, {"plan": {"a": 10, "b": 10}, "result": {"a": 9}}) == "not_met"


def test_a_norm_that_the_council_has_not_set_leaves_the_criterion_open():
    assert judge(NORM, {"contribution": 50_000_000}) == "cannot_tell"
    assert judge(NORM, {"contribution": 50_000_000, "contribution_norm_vnd": 50_000_000}) == "met"


def test_each_of_the_three_years_counts_not_their_average():
    rates = {"2021": 20, "2022": 15, "2023": 12, "2024": 2}
    assert judge(FOUR_A_YEAR, {"rate": rates, "submit_year": 2025}) == "not_met"
    assert judge(FOUR_A_YEAR, {"rate": {**rates, "2023": 10}, "submit_year": 2025}) == "met"
    assert judge(FOUR_A_YEAR, {"rate": {"2022": 15}, "submit_year": 2025}) == "cannot_tell"
    assert judge(FOUR_A_YEAR, {"rate": rates}) == "cannot_tell"


def test_one_of_two_ways_is_enough():
    either = AnyOf((TEN_MORE, NORM))
    failed = {"plan": {"a": 10}, "result": {"a": 9}}
    assert judge(either, {**failed, "contribution": 5, "contribution_norm_vnd": 5}) == "met"
    assert judge(either, {**failed, "contribution": 4, "contribution_norm_vnd": 5}) == "not_met"
    assert judge(either, failed) == "cannot_tell"
    assert judge(AllOf((TEN_MORE, NORM)), failed) == "not_met"


def test_what_does_not_apply_is_left_out():
    assert all_of(["met", "not_applicable"]) == "met"
    assert any_of(["not_met", "not_applicable"]) == "not_met"
    assert all_of(["not_applicable"]) == any_of([]) == "not_applicable"


def test_a_measure_that_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="unknown measure"):
        judge(replace(NORM, measure="mood"), {})


def test_needs_combine_verdicts_on_single_criteria():
    need = Need(
        kind="all_of",
        parts=(
            Need(kind="criterion", criterion="A"),
            Need(kind="any_of", parts=(Need(kind="criterion", criterion="B"), Need(kind="criterion", criterion="C"))),
        ),
    )
    assert criteria_in(need) == ("A", "B", "C")
    assert verdict(need, {"A": "met", "B": "not_met", "C": "met"}) == "met"
    assert verdict(need, {"A": "met", "B": "not_met"}) == "cannot_tell"
    assert verdict(need, {"A": "not_met"}) == "not_met"
