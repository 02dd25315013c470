"""How forms read FEEL: parsing with the editor's leading "=", and the names that an expression may see."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import feel


def parse(text: str) -> feel.Expression:
    """Return the expression of `text`, with or without the leading "=" that form-js writes. Raises feel.FeelError."""
    return feel.parse(text.strip().removeprefix("="))


def holds(expression: feel.Expression | None, scope: Mapping[str, Any]) -> bool:
    """Return whether the expression is exactly true; null, errors and other values count as false."""
    return expression is not None and value_of(expression, scope) is True


def value_of(expression: feel.Expression, scope: Mapping[str, Any]) -> Any:
    """Return what the expression gives. Only the names that it reads are handed over: scopes hold long lists."""
    return expression.evaluate({name: exact(scope[name]) for name in expression.names if name in scope})


def exact(value: Any) -> Any:
    """Return `value` with every float as the Decimal that its digits spell, so that FEEL computes without rounding."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {key: exact(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [exact(each) for each in value]
    return value
