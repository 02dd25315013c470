"""Functions about numbers."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)

from feel import limits
from feel.decimals import DECIMAL, number_from_text, shown
from feel.durations import DaysDuration, MonthsDuration
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.runtime import Run

_SCALES = range(-6111, 6177)


def _rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal:
    if not _SCALES[0] <= scale <= _SCALES[-1]:
        raise NoValue("Số chữ số thập phân quá lớn.")
    places = int(scale)
    if _exponent(number) >= -places:
        return number
    shifted = DECIMAL.scaleb(number, places).to_integral_value(rounding=rounding)
    return DECIMAL.plus(DECIMAL.scaleb(shifted, -places))


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _is_odd(number: Decimal) -> bool:
    if number != number.to_integral_value():
        raise NoValue(f"Cần một số nguyên, không phải {shown(number)}.")
    # A number with a positive exponent ends in 0; turning its thousands of digits into an int takes long.
    return _exponent(number) <= 0 and int(number) % 2 == 1


@builtin("decimal(n: number, scale: number)")
def decimal(n: Decimal, scale: Decimal) -> Decimal:
    """Round to a number of decimal places, halves to the even neighbour."""
    return _rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor(n: number, scale?: number)")
def floor(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Round down, towards minus infinity."""
    return _rounded(n, scale, ROUND_FLOOR)


@builtin("ceiling(n: number, scale?: number)")
def ceiling(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    """Round up, towards plus infinity."""
    return _rounded(n, scale, ROUND_CEILING)


@builtin("round up(n: number, scale: number)")
def round_up(n: Decimal, scale: Decimal) -> Decimal:
    """Round away from zero."""
    return _rounded(n, scale, ROUND_UP)


@builtin("round down(n: number, scale: number)")
def round_down(n: Decimal, scale: Decimal) -> Decimal:
    """Round towards zero."""
    return _rounded(n, scale, ROUND_DOWN)


@builtin("round half up(n: number, scale: number)")
def round_half_up(n: Decimal, scale: Decimal) -> Decimal:
    """Round to the nearest, halves away from zero."""
    return _rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number)")
def round_half_down(n: Decimal, scale: Decimal) -> Decimal:
    """Round to the nearest, halves towards zero."""
    return _rounded(n, scale, ROUND_HALF_DOWN)


@builtin("abs(n: number|days and time duration|years and months duration)")
def absolute(n: Decimal | DaysDuration | MonthsDuration) -> Decimal | DaysDuration | MonthsDuration:
    """Return the number or duration without its sign."""
    if isinstance(n, DaysDuration):
        return abs(n)
    return abs(n) if isinstance(n, MonthsDuration) else n.copy_abs()


@builtin("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Return the rest of a division; it has the sign of the divisor."""
    try:
        rest = DECIMAL.remainder(dividend, divisor)
        return DECIMAL.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest
    except DecimalException:
        raise NoValue("Không chia lấy dư được.") from None


@builtin("sqrt(number: number)")
def square_root(number: Decimal) -> Decimal:
    """Return the square root."""
    if number < 0:
        raise NoValue("Số âm không có căn bậc hai.")
    return DECIMAL.sqrt(number)


@builtin("log(number: number)")
def logarithm(run: Run, number: Decimal) -> Decimal:
    """Return the natural logarithm."""
    run.spend(limits.POWER_STEPS)
    if number <= 0:
        raise NoValue("Chỉ số dương có lôgarit.")
    return DECIMAL.ln(number)


@builtin("exp(number: number)")
def exponential(run: Run, number: Decimal) -> Decimal:
    """Return Euler's number to a power."""
    run.spend(limits.POWER_STEPS)
    try:
        return DECIMAL.exp(number)
    except DecimalException:
        raise NoValue("Kết quả quá lớn.") from None


@builtin("odd(number: number)")
def is_odd(number: Decimal) -> bool:
    """Tell whether a whole number is odd."""
    return _is_odd(number)


@builtin("even(number: number)")
def is_even(number: Decimal) -> bool:
    """Tell whether a whole number is even."""
    return not _is_odd(number)


@builtin("number(from: string|number)")
def number_from(from_: str | Decimal) -> Decimal:
    """Return the number that a text spells with a decimal point and no grouping."""
    return _spelled(from_) if isinstance(from_, str) else from_


@builtin("number(from: string, grouping separator: string|null, decimal separator: string|null)")
def number_from_grouped(from_: str, grouping_separator: str | None, decimal_separator: str | None) -> Decimal:
    """Return the number that a text spells with these separators."""
    if grouping_separator not in (" ", ",", ".", None) or decimal_separator not in (".", ",", None):
        raise NoValue("Dấu phân cách phải là dấu chấm, dấu phẩy hoặc dấu cách.")
    if grouping_separator is not None and grouping_separator == decimal_separator:
        raise NoValue("Hai dấu phân cách phải khác nhau.")
    text = from_.replace(grouping_separator, "") if grouping_separator else from_
    return _spelled(text.replace(decimal_separator, ".") if decimal_separator else text)


def _spelled(text: str) -> Decimal:
    body = text.removeprefix("-").removeprefix("+")
    plain = body.replace(".", "", 1).replace("e", "", 1).replace("E", "", 1)
    number = None
    if plain.replace("-", "", 1).replace("+", "", 1).isdigit() and text.isascii():
        number = number_from_text(text)
    if number is None:
        raise NoValue(f"“{text[:40]}” không phải là một số.")
    return number
