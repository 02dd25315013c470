"""How forms read FEEL: parsing with the editor's leading "=", and the names that an expression may see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import feel


def parse(text: str) -> feel.Expression:
    """Return the expression of `text`, with or without the leading "=" that form-js writes. Raises feel.FeelError."""
    return feel.parse(text.strip().removeprefix("="))


def holds(expression: feel.Expression | None, scope: Mapping[str, Any], now: datetime | None) -> bool:
    """Return whether the expression is exactly true; null, errors and other values count as false."""
    return expression is not None and value_of(expression, scope, now) is True


def value_of(expression: feel.Expression, scope: Mapping[str, Any], now: datetime | None) -> Any:
    """Return what the expression gives. It takes over only what it reads, and floats as the decimals they show.

    `now` is the host's clock with its zone: what now() and today() give.
    """
    return expression.evaluate(scope, now=now)
