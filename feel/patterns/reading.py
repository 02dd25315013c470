"""Reads a pattern into a tree, or says that it is none."""

from dataclasses import dataclass

from feel.errors import NoValue
from feel.patterns import characters
from feel.patterns.characters import Holds

LENGTH = 1_000
"""Characters of a pattern."""

GROUPS = 20
"""Groups whose match is remembered."""

NESTING = 30
"""Brackets inside one another."""

REPEATS = 1_000
"""The largest number in `{n,m}`."""


@dataclass(frozen=True, slots=True)
class One:
    """One character that is meant."""

    holds: Holds


@dataclass(frozen=True, slots=True)
class Anchor:
    """`^` or `$`: a place, not a character."""

    sign: str


@dataclass(frozen=True, slots=True)
class Again:
    """`\\N`: what group N has matched."""

    group: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`a|b`: the first that leads to a match."""

    branches: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Group:
    """`( … )`: its match is remembered under a number."""

    number: int
    part: "Part"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part several times; `most` is None without an end, `greedy` wants as often as possible."""

    part: "Part"
    least: int
    most: int | None
    greedy: bool


Part = One | Anchor | Again | Sequence | Choice | Group | Repeat


class Reader:
    """The state of reading one pattern. `groups` counts the groups that have begun."""

    def __init__(self, pattern: str, *, caseless: bool, dot: Holds):
        if len(pattern) > LENGTH:
            raise NoValue(f"Mẫu dài quá {LENGTH} ký tự.")
        self._pattern = pattern
        self._place = 0
        self._caseless = caseless
        self._dot = dot
        self._nesting = 0
        self._closed: set[int] = set()
        self.groups = 0

    def whole(self) -> Part:
        """Return the tree of the whole pattern."""
        part = self._choice()
        if self._place < len(self._pattern):
            raise self._wrong()
        return part

    def _choice(self) -> Part:
        self._nesting += 1
        if self._nesting > NESTING:
            raise NoValue(f"Mẫu lồng nhau quá {NESTING} tầng.")
        branches = [self._sequence()]
        while self._took("|"):
            branches.append(self._sequence())
        self._nesting -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Part:
        parts = []
        while self._next() and self._next() not in "|)":
            parts.append(self._repeated(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self, part: Part) -> Part:
        sign = self._next()
        if not sign or sign not in "?*+{":
            return part
        self._place += 1
        least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(sign) or self._counts()
        return Repeat(part, least, most, greedy=not self._took("?"))

    def _counts(self) -> tuple[int, int | None]:
        least = self._number()
        most: int | None = least
        if self._took(","):
            most = None if self._next() == "}" else self._number()
        if not self._took("}") or (most is not None and most < least):
            raise self._wrong()
        return least, most

    def _number(self) -> int:
        start = self._place
        while self._next() in tuple("0123456789"):
            self._place += 1
        digits = self._pattern[start : self._place]
        if not digits or len(digits) > 4 or int(digits) > REPEATS:
            raise self._wrong()
        return int(digits)

    def _atom(self) -> Part:
        sign = self._advance()
        if sign == "(":
            return self._group()
        if sign == "[":
            return One(self._class())
        if sign == "\\":
            return self._escape()
        if sign == ".":
            return One(self._dot)
        if sign in "^$":
            return Anchor(sign)
        if sign in "?*+{}]":
            self._place -= 1
            raise self._wrong()
        return One(characters.single(sign, caseless=self._caseless))

    def _group(self) -> Part:
        number = 0
        if self._took("?"):
            if not self._took(":"):
                raise self._wrong()
        else:
            self.groups += 1
            if self.groups > GROUPS:
                raise NoValue(f"Mẫu có quá {GROUPS} nhóm; nhóm không cần nhớ viết là (?:…).")
            number = self.groups
        part = self._choice()
        if not self._took(")"):
            raise self._wrong()
        self._closed.add(number)
        return Group(number, part) if number else part

    def _escape(self) -> Part:
        sign = self._next()
        if not sign.isdecimal() or not sign.isascii():
            return One(self._escaped())
        number = int(self._advance())
        while (
            (following := self._next()).isascii()
            and following.isdecimal()
            and number * 10 + int(following) <= self.groups
        ):
            number = number * 10 + int(self._advance())
        if number not in self._closed or not number:
            raise self._wrong()
        return Again(number)

    def _escaped(self) -> Holds:
        """Read what follows a backslash, in or outside of a class."""
        sign = self._advance()
        if sign in characters.SPELLED:
            return characters.single(characters.SPELLED[sign], caseless=self._caseless)
        if sign.lower() in characters.CLASSES:
            holds = characters.CLASSES[sign.lower()]
            return holds if sign.islower() else characters.negated(holds)
        if sign in ("p", "P") and self._took("{"):
            end = self._pattern.find("}", self._place)
            holds_property = characters.of_property(self._pattern[self._place : end]) if end > 0 else None
            if holds_property is not None:
                self._place = end + 1
                return holds_property if sign == "p" else characters.negated(holds_property)
        raise self._wrong()

    def _class(self) -> Holds:
        self._nesting += 1
        if self._nesting > NESTING:
            raise NoValue(f"Mẫu lồng nhau quá {NESTING} tầng.")
        is_negated = self._took("^")
        parts: list[Holds] = []
        subtracted: Holds | None = None
        while not self._took("]"):
            if subtracted is not None:
                raise self._wrong()
            if parts and self._pattern.startswith("-[", self._place):
                self._place += 2
                subtracted = self._class()
            else:
                parts.append(self._member())
        if not parts:
            raise self._wrong()
        self._nesting -= 1
        holds = characters.any_of(parts)
        holds = characters.negated(holds) if is_negated else holds
        return characters.without(holds, subtracted) if subtracted is not None else holds

    def _member(self) -> Holds:
        """Read a character, a range or an escape inside a class."""
        low = self._advance()
        if low == "[":
            raise self._wrong()
        if low == "\\":
            if self._next() not in characters.SPELLED:
                return self._escaped()
            low = characters.SPELLED[self._advance()]
        ahead = self._pattern[self._place : self._place + 2]
        if len(ahead) < 2 or ahead[0] != "-" or ahead[1] in "[]":
            return characters.single(low, caseless=self._caseless)
        self._place += 1
        high = self._advance()
        if high == "\\":
            high = characters.SPELLED.get(self._advance(), "")
        if not low <= high:
            raise self._wrong()
        return characters.between(low, high, caseless=self._caseless)

    def _next(self) -> str:
        return self._pattern[self._place : self._place + 1]

    def _advance(self) -> str:
        sign = self._next()
        if not sign:
            raise self._wrong()
        self._place += 1
        return sign

    def _took(self, sign: str) -> bool:
        found = self._next() == sign
        self._place += found
        return found

    def _wrong(self) -> NoValue:
        if self._place >= len(self._pattern):
            return NoValue("Mẫu kết thúc giữa chừng.")
        return NoValue(f"Mẫu sai ở ký tự thứ {self._place + 1}: “{self._pattern[self._place]}”.")
