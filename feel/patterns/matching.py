"""Finds matches of a pattern; the work is counted and bounded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from feel.errors import NoValue
from feel.patterns import characters
from feel.patterns.program import ANCHOR, FOUND, JUMP, ONE, SAVE, SPLIT, Program, program_of
from feel.patterns.reading import One, Reader, Sequence

INSTRUCTIONS_A_STEP = 4
"""Instructions of a pattern that cost one step of the evaluation; one does where groups are repeated (`\\1`)."""

WAITING = 20_000
"""Alternatives that may wait at one time; each takes some room."""

Spend = Callable[[int], None]

_Thread = tuple[int, int, tuple[int, ...]]
"""A line of the program, a place in the text, and what has been saved on the way."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found: start and end of the whole match and of each group, -1 where a group has none."""

    places: tuple[int, ...]

    @property
    def start(self) -> int:
        """The first character of the match."""
        return self.places[0]

    @property
    def end(self) -> int:
        """The first character after the match."""
        return self.places[1]


class Pattern:
    """A compiled pattern; it holds no state."""

    def __init__(self, program: Program, groups: int, *, many_lines: bool, caseless: bool):
        self.groups = groups
        self._code = program.code
        self._repeats_groups = program.repeats_groups
        self._many_lines = many_lines
        self._caseless = caseless

    def matches(self, text: str, spend: Spend) -> Iterator[Match]:
        """Yield the matches from left to right, none inside another; `spend` counts steps and may raise."""
        start = 0
        while start <= len(text) and (match := self.search(text, start, spend)) is not None:
            yield match
            start = match.end if match.end > match.start else match.end + 1

    def search(self, text: str, start: int, spend: Spend) -> Match | None:
        """Return the first match at or after a place."""
        seen: set[Any] = set()
        meter = _Meter(spend, 1 if self._repeats_groups else INSTRUCTIONS_A_STEP)
        for place in range(start, len(text) + 1):
            places = self._matched_at(text, place, seen, meter)
            if places is not None:
                return Match(places)
        return None

    def _matched_at(self, text: str, start: int, seen: set[Any], meter: "_Meter") -> tuple[int, ...] | None:
        """Follow the instructions, best alternative first. What has failed once is not tried again."""
        code, width = self._code, len(self._code)
        thread: _Thread | None = (0, start, (-1,) * (2 * self.groups + 2))
        waiting: list[_Thread] = []
        while thread is not None:
            line, place, saved = thread
            meter.count(waiting)
            operation, operand, _ = code[line]
            if operation == ONE:
                found = place < len(text) and operand(text[place])
                thread = (line + 1, place + 1, saved) if found else None
            elif operation == FOUND:
                return saved
            else:
                state: Any = thread if self._repeats_groups else line + place * width
                thread = None if state in seen else self._moved(thread, text, waiting)
                seen.add(state)
            if thread is None and waiting:
                thread = waiting.pop()
        return None

    def _moved(self, thread: _Thread, text: str, waiting: list[_Thread]) -> _Thread | None:
        """Return where an instruction that takes no character leads; the second way of a split waits."""
        line, place, saved = thread
        operation, operand, other = self._code[line]
        if operation == SPLIT:
            waiting.append((other, place, saved))
            return operand, place, saved
        if operation == JUMP:
            return operand, place, saved
        if operation == SAVE:
            return line + 1, place, (*saved[:operand], place, *saved[operand + 1 :])
        if operation == ANCHOR:
            return (line + 1, place, saved) if self._is_anchored(operand, text, place) else None
        start, end = saved[2 * operand], saved[2 * operand + 1]
        after = place + end - start
        if after > len(text) or not all(map(self._same, text[start:end], text[place:after])):
            return None
        return line + 1, after, saved

    def _is_anchored(self, sign: str, text: str, place: int) -> bool:
        if sign == "^":
            return place == 0 or (self._many_lines and text[place - 1] == "\n" and place < len(text))
        return place == len(text) or (self._many_lines and text[place] == "\n")

    def _same(self, one: str, other: str) -> bool:
        return one == other or (self._caseless and not characters.variants(one).isdisjoint(characters.variants(other)))


class _Meter:
    """Counts instructions and spends steps for them."""

    def __init__(self, spend: Spend, instructions_a_step: int):
        self._spend = spend
        self._each = instructions_a_step
        self._left = instructions_a_step

    def count(self, waiting: list[_Thread]) -> None:
        """Count one instruction; raise NoValue when too many alternatives wait."""
        self._left -= 1
        if self._left == 0:
            self._left = self._each
            self._spend(1)
            if len(waiting) > WAITING:
                raise NoValue("Mẫu này có quá nhiều khả năng trên chuỗi này.")


@lru_cache(maxsize=256)
def compiled(pattern: str, flags: str) -> Pattern:
    """Return the pattern, read under flags of `smixq`; raise NoValue when it is none."""
    if not set(flags) <= set("smixq"):
        raise NoValue("Cờ của mẫu chỉ gồm các chữ s, m, i, x, q.")
    caseless = "i" in flags
    if "q" in flags:
        parts = tuple(One(characters.single(sign, caseless=caseless)) for sign in pattern[:1_001])
        if len(parts) > 1_000:
            raise NoValue("Mẫu dài quá 1000 ký tự.")
        return Pattern(program_of(Sequence(parts)), 0, many_lines=False, caseless=caseless)
    reader = Reader(
        _without_blanks(pattern) if "x" in flags else pattern,
        caseless=caseless,
        dot=(lambda _: True) if "s" in flags else (lambda character: character not in "\n\r"),
    )
    tree = reader.whole()
    return Pattern(program_of(tree), reader.groups, many_lines="m" in flags, caseless=caseless)


def _without_blanks(pattern: str) -> str:
    """Return the pattern without white space, except inside of classes."""
    kept, depth, escaped = [], 0, False
    for sign in pattern:
        if depth or sign not in " \t\n\r":
            kept.append(sign)
            depth += not escaped and (sign == "[") - (depth > 0 and sign == "]")
            escaped = sign == "\\" and not escaped
    return "".join(kept)
