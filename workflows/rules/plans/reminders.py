"""Building the rows that say when somebody is reminded of a due date, and proving that they belong to a limit."""

from collections import Counter
from collections.abc import Iterable, Iterator

from workflows.rules.plans.tables import day_or_none
from workflows.rules.plans.walking import Document
from workflows.rules.reminding import ANY, FAMILY, ReminderRule


def reminders_of(document: Document) -> tuple[ReminderRule, ...]:
    """Return one row per moment."""
    return tuple(
        ReminderRule(
            key=entry["rule"],
            percent=row.get("percent"),
            days=row.get("days"),
            unit=row.get("unit", "working_day"),
            audience=tuple(row["audience"]),
            effect=row.get("effect", "notify"),
            effective_from=day_or_none(row.get("valid_from")),
            effective_to=day_or_none(row.get("valid_to")),
        )
        for entry in document["rules"]
        for row in entry["moments"]
    )


def reminder_problems(document: Document, due_rules: Iterable[str]) -> Iterator[str]:
    """Yield rows for limits that do not exist, keys that stand twice, and the lack of rows for all other limits."""
    known = {ANY}
    for key in due_rules:
        known |= {key, key.split(".", maxsplit=1)[0] + FAMILY}
    keys = [entry["rule"] for entry in document["rules"]]
    yield from (f"reminders.yaml: không có hạn nào là {key}" for key in keys if key not in known)
    yield from (f"reminders.yaml: khóa {key} bị lặp" for key, count in Counter(keys).items() if count > 1)
    if ANY not in keys:
        yield "reminders.yaml: thiếu dòng mặc định “*”"
