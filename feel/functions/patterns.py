"""Functions that look for patterns in strings."""

from typing import Any

from feel import limits
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.patterns import Match, Pattern, compiled
from feel.runtime import Run


@builtin("matches(input: string, pattern: string, flags?: string|null)")
def matches(run: Run, input_: str, pattern: str, flags: str | None = None) -> bool:
    """Tell whether the pattern is found in the text."""
    return compiled(pattern, flags or "").search(input_, 0, run.spend) is not None


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string|null)")
def replace(run: Run, input_: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    """Return the text with each match replaced; `$1` stands for what group 1 matched."""
    expression = _never_empty(run, pattern, flags)
    pieces = [replacement] if "q" in (flags or "") else _pieces(replacement, expression.groups)
    parts: list[str] = []
    length, last = 0, 0
    for match in expression.matches(input_, run.spend):
        new = [input_[last : match.start], *(_filled(piece, match, input_) for piece in pieces)]
        length += sum(map(len, new))
        if length > limits.STRING_LENGTH:
            raise NoValue(f"Chuỗi dài quá {limits.STRING_LENGTH} ký tự.")
        run.spend(sum(map(len, new)) // limits.CHARACTERS_A_STEP)
        parts += new
        last = match.end
    return "".join([*parts, input_[last:]])


@builtin("split(string: string, delimiter: string)")
def split(run: Run, string: str, delimiter: str) -> list[str]:
    """Return the parts of the text between the matches of a pattern."""
    parts: list[str] = []
    last = 0
    for match in _never_empty(run, delimiter, None).matches(string, run.spend):
        parts.append(string[last : match.start])
        last = match.end
        if len(parts) >= limits.LIST_SIZE:
            raise NoValue(f"Danh sách có quá {limits.LIST_SIZE} phần tử.")
    return [*parts, string[last:]]


def _never_empty(run: Run, pattern: str, flags: str | None) -> Pattern:
    expression = compiled(pattern, flags or "")
    if expression.search("", 0, run.spend) is not None:
        raise NoValue("Mẫu này khớp cả với chuỗi trống.")
    return expression


def _pieces(replacement: str, groups: int) -> list[str | int]:
    """Return the texts and numbers of groups that the replacement is made of."""
    pieces: list[str | int] = []
    place = 0
    while place < len(replacement):
        sign, following = replacement[place], replacement[place + 1 : place + 2]
        place += 2
        if sign == "\\" and following in ("\\", "$"):
            pieces.append(following)
        elif sign == "$" and following.isascii() and following.isdecimal():
            number = int(following)
            while (digit := replacement[place : place + 1]).isascii() and digit.isdecimal():
                if number * 10 + int(digit) > groups:
                    break
                number, place = number * 10 + int(digit), place + 1
            pieces.append(number)
        elif sign in "\\$":
            raise NoValue("Trong chuỗi thay thế, “$” viết thành “\\$”, “\\” viết thành “\\\\”.")
        else:
            pieces.append(sign)
            place -= 1
    return pieces


def _filled(piece: Any, match: Match, text: str) -> str:
    if isinstance(piece, str):
        return piece
    if 2 * piece >= len(match.places) or min(match.places[2 * piece : 2 * piece + 2]) < 0:
        return ""
    return text[match.places[2 * piece] : match.places[2 * piece + 1]]
