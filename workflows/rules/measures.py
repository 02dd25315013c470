"""Which figures the criteria of a plan ask of a nominee, and what decision tables read of the answers.

A decision table reads one value called `nominee`, a mapping of names: see `facts`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from forms import numbers

BY_WORDS = "check"
"""The measure of a criterion in words, which the one who fills in answers and proves."""
TARGETS = "completion"
"""The measure that compares results with plans, target by target."""
CONTRIBUTION_NORM = "contribution_norm_vnd"
"""The figure that a council sets, by which a contribution counts."""
YEARS_BEFORE = 5
"""How many years before the submission a series of yearly rates may reach: three falls need four rates."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to be entered: `name`, or `name.year` of a series."""

    id: str
    label: str
    counted: bool = False
    """A number of households: a whole one that is not negative."""


_SINGLE: Final[Mapping[str, tuple[Figure, ...]]] = {
    "households": (
        Figure("base_poor", "Số hộ nghèo đầu kỳ", counted=True),
        Figure("base_near_poor", "Số hộ cận nghèo đầu kỳ", counted=True),
        Figure("current_poor", "Số hộ nghèo hiện nay", counted=True),
        Figure("current_near_poor", "Số hộ cận nghèo hiện nay", counted=True),
    ),
    "relapse": (Figure("relapsed", "Số hộ tái nghèo trong các hộ được giúp", counted=True),),
}
_BEFORE_SUBMISSION: Final[Mapping[str, tuple[Figure, ...]]] = {
    "yearly_reduction": (Figure("rate", "Tỷ lệ nghèo đa chiều cuối năm {year} (%)"),),
}
_IN_PERIOD: Final[Mapping[str, tuple[Figure, ...]]] = {
    "poor_vs_plan": (
        Figure("planned_poor_rate_reduction", "Kế hoạch giảm tỷ lệ hộ nghèo năm {year} (điểm %)"),
        Figure("poor_rate_reduction", "Mức giảm tỷ lệ hộ nghèo năm {year} (điểm %)"),
    ),
    "near_poor_vs_plan": (
        Figure("planned_near_poor_rate_reduction", "Kế hoạch giảm tỷ lệ hộ cận nghèo năm {year} (điểm %)"),
        Figure("near_poor_rate_reduction", "Mức giảm tỷ lệ hộ cận nghèo năm {year} (điểm %)"),
    ),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What tables read besides the nominee's own answers."""

    award: str
    plan_awards: tuple[str, ...]
    group: str | None
    """The plan's group of nominees; None where it was not chosen yet."""
    submit_year: int
    first_year: int | None
    last_year: int | None
    launched_by: str | None
    """president, prime_minister, or another level; None where the plan's data do not say."""
    contribution_norm: Decimal | None
    is_duplicate: bool | None
    """Whether the same nominee stands in another dossier for the same period; None where that cannot be told."""
    overrides: Mapping[str, bool]
    """The reviewer's own conclusions by criterion."""


def asked(measures: Iterable[str], setting: Setting) -> tuple[Figure, ...]:
    """Return the figures that some ways of measuring need, in order and once each."""
    found: dict[str, Figure] = {}
    for measure in measures:
        for figure in _figures(measure, setting):
            found.setdefault(figure.id, figure)
    return tuple(found.values())


def facts(kind: str, details: Mapping[str, Any], answers: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Return what decision tables read as `nominee`.

    `details` are the answers of the form of the nominee's kind, `answers` those of the form of its criteria, both
    perhaps unfinished. Whatever is missing or unreadable is None, never a guess.
    """
    first, last = setting.first_year, setting.last_year
    return {
        "award": setting.award,
        "awards": list(setting.plan_awards),
        "group": setting.group,
        "kind": kind,
        "unit_kind": details.get(f"{kind}_kind") or details.get("person_kind"),
        "submit_year": setting.submit_year,
        "campaign_years": last - first + 1 if first and last else None,
        "launched_by": setting.launched_by,
        "pending": details.get("pending_matters"),
        "is_duplicate": setting.is_duplicate,
        "discipline_cases": number(details.get("discipline_cases")),
        "contribution": number(details.get("contribution")),
        "contribution_norm": setting.contribution_norm,
        "targets": [
            {"planned": number(each.get("planned")), "achieved": number(each.get("achieved"))}
            for each in rows(answers, "targets")
        ],
        "figures": _nested(answers, setting),
        "checks": {
            each["row"]: {"met": True, "not_met": False}.get(each.get("state") or "")
            for each in rows(answers, "checks")
        },
        "overrides": dict(setting.overrides),
    }


def rows(answers: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a list among answers that may be unfinished or of another shape."""
    found = answers.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def number(value: Any) -> Decimal | None:
    """Return a number exactly; a text is what somebody typed and no form has taken yet. None for anything else.

    A dot parts thousands: "50.000" is fifty thousand, as the form will read it when everything else is right.
    """
    if isinstance(value, str):
        return numbers.parse(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    read = Decimal(str(value))
    return read if read.is_finite() else None


def given_figures(answers: Mapping[str, Any], setting: Setting) -> dict[str, Decimal]:
    """Return by id the figures that can be counted with: half a household or fewer than none is as good as nothing."""
    given = {each.get("row"): number(each.get("value")) for each in rows(answers, "figures")}
    found = ((figure, given.get(figure.id)) for figure in asked((*_SINGLE, *_BEFORE_SUBMISSION, *_IN_PERIOD), setting))
    return {each.id: read for each, read in found if read is not None and not (each.counted and _is_no_count(read))}


def _is_no_count(read: Decimal) -> bool:
    return read < 0 or read != read.to_integral_value()


def _figures(measure: str, setting: Setting) -> list[Figure]:
    single = list(_SINGLE.get(measure, ()))
    before = range(setting.submit_year - YEARS_BEFORE + 1, setting.submit_year)
    single += [_of_year(each, year) for year in before for each in _BEFORE_SUBMISSION.get(measure, ())]
    return single + [_of_year(each, year) for year in _period(setting) for each in _IN_PERIOD.get(measure, ())]


def _period(setting: Setting) -> range:
    """Return the years of the campaign up to the submission."""
    if setting.first_year is None or setting.last_year is None:
        return range(0)
    return range(setting.first_year, min(setting.last_year, setting.submit_year) + 1)


def _of_year(figure: Figure, year: int) -> Figure:
    return Figure(f"{figure.id}.{year}", figure.label.format(year=year))


def _nested(answers: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """Return the figures by name, a series as {year: number}; every year that is asked is there, if only as None."""
    given = given_figures(answers, setting)
    found: dict[str, Any] = {}
    for figure in asked((*_SINGLE, *_BEFORE_SUBMISSION, *_IN_PERIOD), setting):
        name, _, year = figure.id.partition(".")
        if year:
            found.setdefault(name, {})[year] = given.get(figure.id)
        else:
            found[name] = given.get(figure.id)
    return found
