"""Numbers are decimals of 34 digits (IEEE decimal128), never binary fractions."""

import decimal
from decimal import Decimal

DECIMAL = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)


def number_from_text(text: str) -> Decimal | None:
    """Return the number that the text spells, rounded to 34 digits, or None."""
    try:
        number = DECIMAL.create_decimal(text)
    except (decimal.DecimalException, ValueError):
        return None
    return number if number.is_finite() else None


def text_of_number(number: Decimal) -> str:
    """Return the number in plain digits; equal numbers have the same text."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" or not number else text


def shown(number: Decimal) -> str:
    """Return the number as a message shows it, short even where it has thousands of digits."""
    return text_of_number(number) if abs(number.adjusted()) < 40 else str(number)
