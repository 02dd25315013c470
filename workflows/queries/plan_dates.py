"""The days that the plan of a campaign sets, yearly ones in each of their years."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.models import Campaign
from workflows.rules.deadlines import last_safe_day


@dataclass(frozen=True)
class Entry:
    """Something that falls on a day. `kind`: duty (a report is due), opens (it is asked for), or a kind of plan date."""

    kind: str
    title: str
    note: str = ""
    link: str = ""


def plan_dates(campaign: Campaign, first: date, last: date) -> list[tuple[date, Entry]]:
    """Return what a plan wants done between two days, each on the last day that is in time."""
    found = []
    for mark in campaign.plan.get("milestones") or ():
        source = mark.get("source") or {}
        entry = Entry(mark["kind"], mark.get("text") or source.get("quote") or "", source.get("section") or "")
        found += [(day, entry) for day in _days(mark, range(first.year, last.year + 1)) if first <= day <= last]
    return sorted(found, key=lambda pair: pair[0])


def _days(mark: Mapping[str, Any], years: range) -> Iterator[date]:
    rule, safe = mark.get("rule") or {}, mark.get("last_safe_day") or ""
    if len(safe) == len("2026-12-31"):  # of a yearly day such as "29/11" each year has its own
        yield date.fromisoformat(safe)
    elif mark.get("date"):
        yield last_safe_day(date.fromisoformat(mark["date"]), inclusive=mark["inclusive"])
    elif rule.get("day") and rule.get("month"):
        for year in _years(rule, years):
            yield last_safe_day(date(year, rule["month"], rule["day"]), inclusive=mark["inclusive"])


def _years(rule: Mapping[str, Any], years: range) -> list[int]:
    first, last = rule.get("year") or rule.get("from_year"), rule.get("year") or rule.get("to_year")
    return [year for year in years if (not first or first <= year) and (not last or year <= last)]
