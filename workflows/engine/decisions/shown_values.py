"""Values of the language as plain JSON, and as Vietnamese write them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import feel
from feel.decimals import text_of_number
from feel.values import Function, described
from workflows.engine.decisions.telling_times import WORDS
from workflows.engine.plain import is_plain
from workflows.engine.plain import plain as plain_scalar

LENGTH = 60
TEXT = feel.parse("string(value)")


def plain(value: Any) -> object:
    """Return a value of the language as plain JSON; numbers that are not whole become floats, ranges their text."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    found = plain_scalar(value)
    return found if is_plain(found) else str(TEXT.evaluate({"value": value}))


def shown(value: Any) -> str:
    """Return a value in the words of a sentence: 1.234,5 · đúng · “chuỗi” · 20/11/2026."""
    if value is None:
        return "chưa có"
    if isinstance(value, bool):
        return "đúng" if value else "sai"
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, str):
        return f"“{value if len(value) <= LENGTH else value[: LENGTH - 1] + '…'}”"
    if type(value) in WORDS:
        return WORDS[type(value)](value)
    if isinstance(value, list):
        return f"[{'; '.join(map(shown, value[:5]))}{'; …' if len(value) > 5 else ''}]"
    return described(value) if isinstance(value, (dict, Function)) else str(TEXT.evaluate({"value": value}))


def _number(value: Decimal) -> str:
    whole, _, fraction = text_of_number(value).partition(".")
    grouped = f"{Decimal(whole):,}".replace(",", ".")  # not int: Python reads no whole number of 5,000 digits
    sign = "-" if whole.startswith("-") and not grouped.startswith("-") else ""
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def listed(parts: Sequence[str]) -> str:
    """Return the parts as a list in a sentence: a, b và c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"
