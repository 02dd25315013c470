"""What a valid answer is: marshmallow fields that read what Vietnamese officials type and return JSON values.

Each accepts its own answers again, so that a draft that was checked once may be checked as often as one likes.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields

from forms import messages, numbers

FIRST_YEAR, LAST_YEAR = 1900, 2100
_DATE = re.compile(r"([0-9]{1,2})\s*[/.\- ]\s*([0-9]{1,2})\s*[/.\- ]\s*([0-9]{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{1,3}", re.ASCII)
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?:\s*(?::|h|g|giờ)\s*([0-5][0-9])?)?(?:\s*phút)?", re.IGNORECASE)
_DOCUMENT_NUMBER = re.compile(r"[0-9]{1,6}[a-zđ]?(?:/[0-9]{4})?/[^\W_][\w.&–\-]*(?:/[^\W_][\w.&–\-]*)*")
_TAX_CODE = re.compile(r"[0-9]{10}(?:-?[0-9]{3})?")


class Text(fields.String):
    """A line of text: NFC, trimmed, without control characters. Markup stays text; escaping is the renderer's work."""

    def __init__(self, *, minimum: int = 0, maximum: int = 250, **kwargs: Any):
        super().__init__(**kwargs)
        self.minimum, self.maximum = minimum, maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(messages.WRONG_TYPE)
        text = self._tidy(value)
        if len(text) > self.maximum:
            raise ValidationError(messages.too_long(len(text), self.maximum))
        if text and len(text) < self.minimum:
            raise ValidationError(messages.too_short(len(text), self.minimum))
        return text

    def _tidy(self, value: str) -> str:
        return " ".join(_printable(value, keep="").split())


class LongText(Text):
    """Paragraphs: line ends become `\\n`, at most one empty line stands between paragraphs."""

    def _tidy(self, value: str) -> str:
        lines = [line.strip() for line in _printable(value.replace("\r\n", "\n"), keep="\n").split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class DocumentNumber(Text):
    """The number and sign of a document, such as `02/BB-HĐTĐKT`; a number below ten gets its leading zero."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        text = re.sub(r"\s*([/\-–])\s*", r"\1", re.sub(r"^số:?\s+", "", text, flags=re.IGNORECASE))
        if not _DOCUMENT_NUMBER.fullmatch(text):
            raise ValidationError(messages.NOT_A_DOCUMENT_NUMBER)
        return text if text[1:2] != "/" else f"0{text}"


class TaxCode(Text):
    """A tax code of ten digits, or thirteen for a dependent unit, stored as `0101234567-001`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).replace(" ", "")
        if not _TAX_CODE.fullmatch(text):
            raise ValidationError(messages.NOT_A_TAX_CODE)
        return text if len(text) != 13 else f"{text[:10]}-{text[10:]}"


class _Numeric:
    """What numbers have in common. At most 15 digits, so that the JSON number returned is exact."""

    misread: str

    def __init__(
        self,
        *,
        minimum: float | None = None,
        maximum: float | None = None,
        digits: int = 0,
        unit: str = "",
        **kwargs: Any,
    ):
        super().__init__(**kwargs)
        self.minimum, self.maximum, self.digits, self.unit = minimum, maximum, digits, unit

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        exact = self._exact(value)
        if len(exact.as_tuple().digits) > 15 or abs(exact) >= Decimal(10) ** 15:
            raise ValidationError(messages.NUMBER_TOO_LONG)
        if exact != round(exact, self.digits):
            raise ValidationError(messages.too_precise(self.digits) if self.digits else messages.NOT_A_WHOLE_NUMBER)
        if self._is_outside(exact):
            raise ValidationError(messages.out_of_range(self.minimum, self.maximum))
        return int(exact) if exact == exact.to_integral_value() else float(exact)

    def _exact(self, value: Any) -> Decimal:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e18:
            return Decimal(repr(value))
        if not isinstance(value, str):
            raise ValidationError(messages.WRONG_TYPE)
        read = numbers.parse(_printable(value, keep="").strip().removesuffix(self.unit or "\n"))
        if read is None:
            raise ValidationError(self.misread)
        return read

    def _is_outside(self, exact: Decimal) -> bool:
        return (self.minimum is not None and exact < Decimal(repr(self.minimum))) or (
            self.maximum is not None and exact > Decimal(repr(self.maximum))
        )


class Number(_Numeric, fields.Float):
    """A number with decimals, "1.234,5"."""

    misread = messages.NOT_A_DECIMAL


class WholeNumber(_Numeric, fields.Integer):
    """A whole number: people, votes, đồng."""

    misread = messages.NOT_A_NUMBER


class Year(fields.Integer):
    """A year of four digits, written without a dot."""

    def __init__(self, *, minimum: float | None = None, maximum: float | None = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.first, self.last = int(minimum or FIRST_YEAR), int(maximum or LAST_YEAR)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        text = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
        if not re.fullmatch(r"[0-9]{4}", text):
            raise ValidationError(messages.NOT_A_YEAR)
        if not self.first <= int(text) <= self.last:
            raise ValidationError(messages.year_out_of_range(self.first, self.last))
        return int(text)


class Date(fields.String):
    """A day, typed as three parts or as dd/mm/yyyy, kept as an ISO text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return _read_date(value)


class Time(fields.String):
    """A time of day on 24 hours, kept as `HH:MM`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return _read_time(value)


class DateTime(fields.String):
    """A day and time in Viet Nam, kept as `YYYY-MM-DDTHH:MM` without a zone; whoever needs an instant converts it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if isinstance(value, Mapping):
            time = value.get("time", "")
            day = _read_date({part: text for part, text in value.items() if part != "time"})
        elif isinstance(value, str):
            day, _, time = value.strip().partition("T" if "T" in value else " ")
            day = _read_date(day)
        else:
            raise ValidationError(messages.WRONG_TYPE)
        if not time:
            raise ValidationError(messages.TIME_MISSING)
        return f"{day}T{_read_time(time)}"


class OneOf(fields.String):
    """One value of a list. Values that come with the case are compared when the case is known."""

    def __init__(self, *, values: tuple[str, ...] | None = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.values = values

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(messages.WRONG_TYPE)
        if len(value) > 200 or (self.values is not None and value not in self.values):
            raise ValidationError(messages.NOT_A_CHOICE)
        return value


class SomeOf(fields.List[str]):
    """Several values of a list, each once, in the order of the list."""

    def __init__(self, *, values: tuple[str, ...] | None = None, **kwargs: Any):
        super().__init__(fields.String(), **kwargs)
        self.values = values

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str | None]:
        chosen = [value] if isinstance(value, str) else value
        if not isinstance(chosen, (list, tuple)) or not all(isinstance(each, str) for each in chosen):
            raise ValidationError(messages.WRONG_TYPE)
        if len(chosen) > 500 or (self.values is not None and not set(chosen) <= set(self.values)):
            raise ValidationError(messages.NOT_A_CHOICE)
        once = list(dict.fromkeys(chosen))
        return [*once] if self.values is None else [each for each in self.values if each in once]


class Tick(fields.Boolean):
    """A box, ticked or not."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        known = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False, "": False}
        if isinstance(value, bool):
            return value
        if not isinstance(value, str) or value not in known:
            raise ValidationError(messages.WRONG_TYPE)
        return known[value]


def _printable(text: str, *, keep: str) -> str:
    """Return `text` in NFC; control and format characters become spaces or vanish, lone surrogates vanish."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        letter
        if letter in keep
        else " "
        if letter in "\t\n\r"
        else letter
        if unicodedata.category(letter)[0] != "C"
        else ""
        for letter in composed
    )


def _read_date(value: Any) -> str:
    if isinstance(value, Mapping):
        if not all(isinstance(part, str) for part in value.values()) or not set(value) <= {"day", "month", "year"}:
            raise ValidationError(messages.WRONG_TYPE)
        parts = [value.get(part, "").strip() for part in ("day", "month", "year")]
        if not all(parts):
            raise ValidationError(messages.DATE_INCOMPLETE)
        value = "/".join(parts)
    if not isinstance(value, str):
        raise ValidationError(messages.WRONG_TYPE)
    text = value.strip()
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DATE.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif _SHORT_YEAR.fullmatch(text):
        raise ValidationError(messages.SHORT_YEAR)
    else:
        raise ValidationError(messages.NOT_A_DATE)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(messages.year_out_of_range(FIRST_YEAR, LAST_YEAR))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValidationError(messages.not_in_calendar(day, month, year)) from None


def _read_time(value: Any) -> str:
    if not isinstance(value, str):
        raise ValidationError(messages.WRONG_TYPE)
    found = _TIME.fullmatch(value.strip())
    if not found:
        raise ValidationError(messages.NOT_A_TIME)
    return f"{int(found[1]):02}:{found[2] or '00'}"
