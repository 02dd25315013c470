"""Which reports a plan makes its units write: one duty a year, at the interim review, at the final review.

Only plans of a province make duties: their reports are compiled by Sở Nội vụ and go up to Bộ Nội vụ. The plan of a
department asks for its own papers, by no date.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from workflows.rules.calendar import Calendar, previous_working_day
from workflows.rules.deadlines import last_safe_day

KIND_OF_MILESTONE: Final = {"report": "yearly", "interim_review": "interim", "final_review": "final"}
OPENS_DAYS_BEFORE: Final = 30
"""How long before its last day a duty opens where nobody says otherwise [design]."""
DAYS_BEFORE_CONFERENCE: Final = 10
"""What must be in hand at a conference comes in this long before it (Bắc Ninh, Quyết định 86/2025/QĐ-UBND)."""


@dataclass(frozen=True, slots=True)
class PlannedDuty:
    """A report that the plan asks for. `due_on` is the last day in time; None where the plan sets no day."""

    kind: str
    """yearly, interim or final."""
    year: int
    due_on: date | None
    milestone: str
    words: str
    """The limit as the plan has it: “trước ngày 30/11”."""
    clause: str


def duties_of(plan: Mapping[str, Any], through_year: int) -> tuple[PlannedDuty, ...]:
    """Return the duties of a plan (the whole file) up to a year; what has no year is left out, as are repeats."""
    if not reporting_units(plan) or plan["document"]["level"] != "province":
        return ()
    found: dict[tuple[str, int], PlannedDuty] = {}
    for milestone in plan["milestones"]:
        for duty in _of_milestone(milestone, through_year):
            found.setdefault((duty.kind, duty.year), duty)
    return tuple(found.values())


def reporting_units(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes of the units that a plan (the whole file) makes report."""
    running = plan.get("running") or {}
    return tuple((running.get("reporting") or {}).get("members") or ())


def opening_day(due_on: date) -> date:
    """Return the day on which a duty with this last day opens where nobody says otherwise."""
    return due_on - timedelta(days=OPENS_DAYS_BEFORE)


def due_before_conference(conference_on: date, calendar: Calendar) -> date:
    """Return the last day for what must be in hand before a conference; a day off moves back, not forward."""
    return previous_working_day(calendar, conference_on - timedelta(days=DAYS_BEFORE_CONFERENCE))


def _of_milestone(milestone: Mapping[str, Any], through_year: int) -> Iterator[PlannedDuty]:
    rule, kind = milestone["rule"] or {}, KIND_OF_MILESTONE.get(milestone["kind"])
    if kind is None:
        return
    for year in _years(rule, through_year):
        day = _named_day(rule, year)
        due_on = last_safe_day(day, inclusive=milestone["inclusive"]) if day else None
        yield PlannedDuty(
            kind, year, due_on, milestone["id"], _words(rule, milestone["inclusive"]), milestone["source"]["section"]
        )


def _years(rule: Mapping[str, Any], through_year: int) -> range:
    if "year" in rule:
        return range(rule["year"], rule["year"] + 1)
    if rule.get("recurring") == "yearly" and "from_year" in rule:
        return range(rule["from_year"], min(rule.get("to_year", through_year), through_year) + 1)
    return range(0)


def _named_day(rule: Mapping[str, Any], year: int) -> date | None:
    if "month" not in rule:
        return None
    return date(year, rule["month"], rule.get("day") or monthrange(year, rule["month"])[1])


def _words(rule: Mapping[str, Any], inclusive: bool) -> str:
    each = " hằng năm" if rule.get("recurring") == "yearly" else ""
    if "day" in rule:
        return f"{'đến hết' if inclusive else 'trước'} ngày {rule['day']}/{rule['month']}{each}"
    if "month" in rule:
        return f"trong tháng {rule['month']}/{rule['year']}"
    return f"trong năm {rule['year']}" if "year" in rule else ""
