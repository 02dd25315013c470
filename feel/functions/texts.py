"""Functions about strings."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from feel import limits
from feel.decimals import text_of_number
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.lexer import is_one_word
from feel.runtime import Run
from feel.temporal_operators import KINDS
from feel.values import Range


@builtin("contains(string: string, match: string)")
def contains(string: str, match: str) -> bool:
    """Tell whether the string holds the other one."""
    return match in string


@builtin("starts with(string: string, match: string)")
def starts_with(string: str, match: str) -> bool:
    """Tell whether the string begins with the other one."""
    return string.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(string: str, match: str) -> bool:
    """Tell whether the string ends with the other one."""
    return string.endswith(match)


@builtin("upper case(string: string)")
def upper_case(string: str) -> str:
    """Return the string in capitals."""
    return string.upper()


@builtin("lower case(string: string)")
def lower_case(string: str) -> str:
    """Return the string in small letters."""
    return string.lower()


@builtin("string length(string: string)")
def string_length(string: str) -> Decimal:
    """Return the number of characters."""
    return Decimal(len(string))


@builtin("substring(string: string, start position: number, length?: number)")
def substring(string: str, start_position: Decimal, length: Decimal | None = None) -> str:
    """Return a part of the string; positions count from 1, or from the end when negative."""
    place = int(start_position)
    if not place:
        raise NoValue("Vị trí trong chuỗi đếm từ 1.")
    start = place - 1 if place > 0 else max(len(string) + place, 0)
    if length is None:
        return string[start:]
    if length < 1:
        raise NoValue("Độ dài phải từ 1 trở lên.")
    return string[start : start + int(length)]


@builtin("substring before(string: string, match: string)")
def substring_before(string: str, match: str) -> str:
    """Return what stands before the other string; nothing when it is not there."""
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after(string: string, match: string)")
def substring_after(string: str, match: str) -> str:
    """Return what stands after the other string; nothing when it is not there."""
    return string.partition(match)[2] if match else string


@builtin("string join(list: list, delimiter?: string|null)")
def string_join(run: Run, list_: list[Any], delimiter: str | None = None) -> str:
    """Return the strings of a list in one, without its nulls."""
    parts = [part for part in list_ if part is not None]
    run.spend(len(parts))
    if not all(type(part) is str for part in parts):
        raise NoValue("Chỉ nối được danh sách các chuỗi.")
    separator = delimiter or ""
    if sum(map(len, parts)) + len(separator) * len(parts) > limits.STRING_LENGTH:
        raise NoValue(f"Chuỗi dài quá {limits.STRING_LENGTH} ký tự.")
    return separator.join(parts)


@builtin("string(from: any)")
def string(run: Run, from_: object) -> str | None:
    """Return the value as text; a string stays as it is, null stays null."""
    if from_ is None or type(from_) is str:
        return from_
    writing = _Writing(run)
    writing.value(from_)
    run.spend(writing.length // limits.CHARACTERS_A_STEP)
    return "".join(writing.parts)


class _Writing:
    """A text that grows part by part, up to the longest string there may be."""

    def __init__(self, run: Run):
        self.parts: list[str] = []
        self.length = 0
        self._run = run

    def value(self, value: object) -> None:
        """Add a value as an expression would write it."""
        self._run.spend(1)
        if type(value) is list:
            self._all([("", item) for item in value], "[]")
        elif type(value) is dict:
            self._all([(f"{_key(key)}: ", item) for key, item in value.items()], "{}")
        elif type(value) is Range:
            self._range(value)
        elif type(value) in SCALAR_TEXTS:
            self._text(SCALAR_TEXTS[type(value)](value))
        else:
            raise NoValue("Hàm không viết thành chuỗi được.")

    def _text(self, text: str) -> None:
        self.length += len(text)
        if self.length > limits.STRING_LENGTH:
            raise NoValue(f"Chuỗi dài quá {limits.STRING_LENGTH} ký tự.")
        self.parts.append(text)

    def _all(self, items: list[tuple[str, object]], brackets: str) -> None:
        self._text(brackets[0])
        for index, (label, item) in enumerate(items):
            self._text(f"{', ' if index else ''}{label}")
            self.value(item)
        self._text(brackets[1])

    def _range(self, value: Range) -> None:
        if value.operator:
            self._text(f"{value.operator} ")
            self.value(value.high if value.low is None else value.low)
            return
        self._text("[" if value.low_included else "(")
        self.value(value.low)
        self._text("..")
        self.value(value.high)
        self._text("]" if value.high_included else ")")


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _key(key: str) -> str:
    """Return the name of an entry as a context writes it: quoted unless it is one word."""
    return key if is_one_word(key) else _quoted(key)


SCALAR_TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    Decimal: text_of_number,
    str: _quoted,
    **dict.fromkeys(KINDS, str),
}
