"""Reads a range that is written in a string."""

from collections.abc import Callable
from typing import Any

from feel.decimals import number_from_text
from feel.errors import FeelError, NoValue
from feel.functions.registry import builtin
from feel.lexer import Kind, Token, tokens_of
from feel.temporal_texts import (
    date_from_text,
    date_time_from_text,
    duration_from_text,
    temporal_from_text,
    time_from_text,
)
from feel.values import Range, range_of


@builtin("range(from: string)")
def range_from(from_: str) -> Range:
    """Return the range that a text such as "[1..3)" writes; both its ends are literals."""
    try:
        tokens = tokens_of(from_)[:-1]
    except FeelError as error:
        raise NoValue(error.message) from None
    texts = [token.text if token.kind is Kind.SYMBOL else "" for token in tokens]
    if texts.count("..") != 1 or texts[0] not in ("[", "(", "]") or texts[-1] not in ("]", ")", "["):
        raise NoValue("Khoảng viết như [1..3], (1..3] hoặc [1..3).")
    middle = texts.index("..")
    low, high = _literal(tokens[1:middle]), _literal(tokens[middle + 1 : -1])
    return range_of(low, high, texts[0] == "[", texts[-1] == "]")


_CALLS: dict[str, Callable[[str], Any]] = {
    "date": date_from_text,
    "time": time_from_text,
    "date and time": date_time_from_text,
    "duration": duration_from_text,
}


def _literal(tokens: list[Token]) -> Any:
    """Return the value of a number, a string, `@"…"` or a call such as `date("…")`."""
    shape = [token.text if token.kind is Kind.SYMBOL else token.kind for token in tokens]
    if shape in ([Kind.NUMBER], ["-", Kind.NUMBER]):
        return number_from_text("".join(token.text for token in tokens))
    if shape == [Kind.STRING]:
        return tokens[0].text
    if shape == ["@", Kind.STRING]:
        return temporal_from_text(tokens[1].text)
    name = " ".join(token.text for token in tokens[:-3])
    if shape[-3:] == ["(", Kind.STRING, ")"] and name in _CALLS:
        return _CALLS[name](tokens[-2].text)
    raise NoValue("Hai đầu của khoảng phải là số, chuỗi, ngày, giờ hoặc khoảng thời gian viết thẳng.")
