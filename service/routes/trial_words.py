"""What the variables of a try-out hold, in the words of the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service import display
from service.condition_labels import SHIPPED
from service.labels import label

MOST_SHOWN = 5
"""Of a list."""


@dataclass(frozen=True)
class Said:
    """A variable: what it is called ("" where nobody has named it), its own name, and what it holds."""

    word: str
    name: str
    text: str
    written: Any = None
    """What it holds as it is, where the text is not all of it."""


def variables(given: Mapping[str, Any]) -> list[Said]:
    """Return the variables in words, those with a name of the office first."""
    found = [_said(name, value) for name, value in given.items()]
    return sorted(found, key=lambda each: (not each.word, each.word, each.name))


def _said(name: str, value: Any) -> Said:
    word = label(name, "variable")
    whole = not isinstance(value, list | dict) or _is_short(value)
    return Said("" if word == name else word, name, _text(name, value), None if whole else value)


def _text(name: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "trống"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, str):
        own = SHIPPED.values.get(name, {})
        return own.get(value) or SHIPPED.values.get("", {}).get(value) or _instant(value)
    if isinstance(value, int | float):
        return display.number(value)
    return ", ".join(_text(name, each) for each in value) if _is_short(value) else f"{len(value)} mục"


def _is_short(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_SHOWN and not any(isinstance(x, list | dict) for x in value)


def _instant(text: str) -> str:
    """Return a day or a moment as people write it; any other text as it is."""
    try:
        if len(text) == len("2026-12-10"):
            return display.day(date.fromisoformat(text))
        return display.day_and_hour(datetime.fromisoformat(text)) if text[:4].isdecimal() and "T" in text else text
    except ValueError:
        return text
