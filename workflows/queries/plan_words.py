"""Dates and periods of a plan in words: "10/08/2022", "30/11 hằng năm, 2022–2025", "năm 2023"."""

from collections.abc import Mapping
from datetime import date


def when_words(due_on: date | None, rule: Mapping[str, object]) -> str:
    """Return when a mark of a plan falls; empty where the plan sets no date."""
    if due_on is not None:
        return f"{due_on:%d/%m/%Y}"
    years = "–".join(str(rule[key]) for key in ("from_year", "to_year") if rule.get(key))
    if rule.get("recurring") == "yearly":
        every = f"{rule['day']:02d}/{rule['month']:02d} hằng năm" if rule.get("day") else "Hằng năm"
        return f"{every}, {years}" if years else every
    if rule.get("year"):
        return f"Tháng {rule['month']}/{rule['year']}" if rule.get("month") else f"Năm {rule['year']}"
    return years
