"""Lengths of time: of days, hours and seconds in nanoseconds, and of years and months in months."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from feel.decimals import DECIMAL
from feel.errors import NoValue

SECOND = 1_000_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3_600 * SECOND, 86_400 * SECOND
"""In nanoseconds."""

_LONGEST_SECONDS = 10**18
_LONGEST_MONTHS = 10**11
"""More than lies between the first and the last date that there are."""


@dataclass(frozen=True, slots=True, order=True)
class DaysDuration:
    """A days and time duration. Its text is its canonical form, P1DT2H3M4.5S."""

    nanoseconds: int

    @classmethod
    def of(cls, nanoseconds: int) -> "DaysDuration":
        """Return the duration; raise NoValue when it is longer than all time."""
        if abs(nanoseconds) >= _LONGEST_SECONDS * SECOND:
            raise NoValue("Khoảng thời gian quá dài.")
        return cls(nanoseconds)

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """Days, hours, minutes and the nanoseconds that are left, each with the sign of the whole."""
        sign = -1 if self.nanoseconds < 0 else 1
        days, rest = divmod(abs(self.nanoseconds), DAY)
        hours, rest = divmod(rest, HOUR)
        minutes, rest = divmod(rest, MINUTE)
        return sign * days, sign * hours, sign * minutes, sign * rest

    def __str__(self) -> str:
        if not self.nanoseconds:
            return "PT0S"
        days, hours, minutes, rest = map(abs, self.parts)
        time = f"{_counted(hours, 'H')}{_counted(minutes, 'M')}{f'{seconds_text(rest)}S' if rest else ''}"
        return f"{'-' if self.nanoseconds < 0 else ''}P{_counted(days, 'D')}{'T' if time else ''}{time}"

    def __abs__(self) -> "DaysDuration":
        return DaysDuration(abs(self.nanoseconds))

    def __neg__(self) -> "DaysDuration":
        return DaysDuration(-self.nanoseconds)

    def times(self, number: Decimal) -> "DaysDuration":
        """Return the duration so many times, rounded to a nanosecond."""
        product = DECIMAL.multiply(Decimal(self.nanoseconds), number)
        return DaysDuration.of(_whole(product, ROUND_HALF_EVEN))

    def divided(self, number: Decimal) -> "DaysDuration":
        """Return the part of the duration, rounded to a nanosecond; raise DecimalException for a part by zero."""
        quotient = DECIMAL.divide(Decimal(self.nanoseconds), number)
        return DaysDuration.of(_whole(quotient, ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True, order=True)
class MonthsDuration:
    """A years and months duration. Its text is its canonical form, P1Y2M."""

    total: int

    @classmethod
    def of(cls, months: int) -> "MonthsDuration":
        """Return the duration; raise NoValue when it is longer than all time."""
        if abs(months) >= _LONGEST_MONTHS:
            raise NoValue("Khoảng thời gian quá dài.")
        return cls(months)

    @property
    def parts(self) -> tuple[int, int]:
        """Years, and the months that are left, both with the sign of the whole."""
        sign = -1 if self.total < 0 else 1
        years, months = divmod(abs(self.total), 12)
        return sign * years, sign * months

    def __str__(self) -> str:
        if not self.total:
            return "P0M"
        years, months = map(abs, self.parts)
        return f"{'-' if self.total < 0 else ''}P{_counted(years, 'Y')}{_counted(months, 'M')}"

    def __abs__(self) -> "MonthsDuration":
        return MonthsDuration(abs(self.total))

    def __neg__(self) -> "MonthsDuration":
        return MonthsDuration(-self.total)

    def times(self, number: Decimal) -> "MonthsDuration":
        """Return the duration so many times, without the part of a month that may be left."""
        return MonthsDuration.of(_whole(DECIMAL.multiply(Decimal(self.total), number), ROUND_DOWN))

    def divided(self, number: Decimal) -> "MonthsDuration":
        """Return the part of the duration in whole months; raise DecimalException for a part by zero."""
        return MonthsDuration.of(_whole(DECIMAL.divide(Decimal(self.total), number), ROUND_DOWN))


def seconds_text(nanoseconds: int, digits: int = 1) -> str:
    """Return the seconds with as many decimals as they need and at least so many digits before them."""
    whole, rest = divmod(nanoseconds, SECOND)
    return f"{whole:0{digits}}" + (f".{rest:09}".rstrip("0") if rest else "")


def seconds_number(nanoseconds: int) -> Decimal:
    """Return the seconds as a number."""
    whole, rest = divmod(nanoseconds, SECOND)
    return Decimal(nanoseconds).scaleb(-9).normalize() if rest else Decimal(whole)


def _counted(number: int, unit: str) -> str:
    return f"{number}{unit}" if number else ""


def _whole(number: Decimal, rounding: str) -> int:
    if number and number.adjusted() > 30:
        raise NoValue("Khoảng thời gian quá dài.")
    return int(number.to_integral_value(rounding))
