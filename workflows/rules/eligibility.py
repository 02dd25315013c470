"""Whether figures meet a quantitative criterion of a plan; missing figures never count against anyone.

The answer is met, not_met, cannot_tell or not_applicable. It is shown to people and never decides: the council chooses.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

MET, NOT_MET, CANNOT_TELL, NOT_APPLICABLE = "met", "not_met", "cannot_tell", "not_applicable"
LABELS: Final = {
    MET: "đạt",
    NOT_MET: "không đạt",
    CANNOT_TELL: "chưa thể kết luận",
    NOT_APPLICABLE: "không áp dụng",
}
COMPARE: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
}
SINGLE_FIGURES: Final = {
    "contribution_value_vnd": "contribution",
    "discipline_cases": "cases",
    "relapse_households": "relapsed",
}
"""Measures that are one figure as it stands, and the name under which it is given."""

Figures = Mapping[str, Any]
"""What is known of a nominee: numbers as int or decimal text, series as {year or target: number}."""
Value = Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a measure with a threshold; every value of the measure must pass it."""

    measure: str
    operator: str
    threshold: Decimal | None
    threshold_data: str | None
    """The name of the figure that holds the threshold, where a council sets it."""
    years: int | None
    """How many years before the submission must pass, one by one."""
    as_written: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met when every part is."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when one part is."""

    parts: tuple["Rule", ...]


Rule = Comparison | AllOf | AnyOf


def judge(rule: Rule, figures: Figures) -> str:
    """Return whether the figures meet a rule. Raise ValueError for a measure that the product does not know."""
    if isinstance(rule, Comparison):
        return _judge_comparison(rule, figures)
    verdicts = [judge(part, figures) for part in rule.parts]
    return all_of(verdicts) if isinstance(rule, AllOf) else any_of(verdicts)


def all_of(verdicts: Iterable[str]) -> str:
    """Combine verdicts of which all must be met; what does not apply is left out."""
    return _combine(verdicts, decisive=NOT_MET, otherwise=MET)


def any_of(verdicts: Iterable[str]) -> str:
    """Combine verdicts of which one must be met; what does not apply is left out."""
    return _combine(verdicts, decisive=MET, otherwise=NOT_MET)


def _combine(verdicts: Iterable[str], *, decisive: str, otherwise: str) -> str:
    applying = [verdict for verdict in verdicts if verdict != NOT_APPLICABLE]
    if not applying:
        return NOT_APPLICABLE
    if decisive in applying:
        return decisive
    return CANNOT_TELL if CANNOT_TELL in applying else otherwise


def _judge_comparison(test: Comparison, figures: Figures) -> str:
    given = figures.get(test.threshold_data) if test.threshold_data else None
    threshold = test.threshold if test.threshold is not None else _number(given)
    values = _values(test, figures)
    if threshold is None or not values:
        return CANNOT_TELL
    if any(value is not None and not COMPARE[test.operator](value, threshold) for value in values):
        return NOT_MET
    return CANNOT_TELL if None in values else MET


def _values(test: Comparison, figures: Figures) -> list[Value]:
    """Return the values of a measure; None for each that the figures do not give."""
    if test.measure in SINGLE_FIGURES:
        return [_number(figures.get(SINGLE_FIGURES[test.measure]))]
    if test.measure == "poor_and_near_poor_households_reduction_pct":
        return [_household_reduction(figures)]
    if test.measure == "poverty_rate_reduction_per_year":
        return _yearly_reductions(test, figures)
    if test.measure.endswith("_vs_plan"):
        return _against_plan(test.measure.removesuffix("_vs_plan"), figures)
    if test.measure.endswith("plan_completion_pct"):
        return _completions(figures)
    raise ValueError(f"unknown measure {test.measure}")


def _household_reduction(figures: Figures) -> Value:
    """Return by how much the poor and near-poor households together became fewer, in percent of the start."""
    names = ("base_poor", "base_near_poor", "current_poor", "current_near_poor")
    parts = [number for name in names if (number := _number(figures.get(name))) is not None]
    if len(parts) < len(names) or parts[0] + parts[1] == 0:
        return None
    start = parts[0] + parts[1]
    return (start - parts[2] - parts[3]) / start * 100


def _yearly_reductions(test: Comparison, figures: Figures) -> list[Value]:
    """Return the fall of the rate in each of the years before the submission, in percentage points."""
    rates, submitted = figures.get("rate") or {}, figures.get("submit_year")
    if not submitted or test.years is None:
        return []
    years = [submitted - 1 - n for n in range(test.years)]
    return [_difference(rates.get(str(year - 1)), rates.get(str(year))) for year in years]


def _against_plan(name: str, figures: Figures) -> list[Value]:
    actual, planned = figures.get(name) or {}, figures.get("planned_" + name) or {}
    return [_difference(actual.get(key), planned[key]) for key in planned]


def _completions(figures: Figures) -> list[Value]:
    """Return the result of each target in percent of its plan; a plan of nothing cannot be completed."""
    results, plan = figures.get("result") or {}, figures.get("plan") or {}
    pairs = [(_number(results.get(key)), _number(plan[key])) for key in plan]
    return [None if result is None or not planned else result / planned * 100 for result, planned in pairs]


def _difference(first: Any, second: Any) -> Value:
    left, right = _number(first), _number(second)
    return None if left is None or right is None else left - right


def _number(value: Any) -> Value:
    return None if value is None else Decimal(str(value))
