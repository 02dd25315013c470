"""How tests of the language write down what an expression gives."""

from decimal import Decimal

import feel


def told(text, context=None, now=None):
    """Return the value: numbers in digits, dates and durations in their canonical text, the rest as it is."""
    return _told(feel.parse(text, strict=False).evaluate(context or {}, now=now))


def _told(value):
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return [_told(item) for item in value]
    if isinstance(value, dict):
        return {key: _told(item) for key, item in value.items()}
    return value if value is None or isinstance(value, (bool, str)) else str(value)


def warnings_of(text, context=None):
    """Return the messages of the warnings that the expression gives."""
    return [
        warning.message for warning in feel.parse(text, strict=False).evaluate_with_warnings(context or {}).warnings
    ]
