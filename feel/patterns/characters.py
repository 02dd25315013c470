"""Which characters a part of a pattern stands for: single ones, ranges, categories, blocks, classes."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

Holds = Callable[[str], bool]
"""Tells whether one character is meant."""

_CATEGORIES = frozenset(
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn".split()  # noqa: SIM905 - a list of forty strings would hide the names
)
_BLOCKS = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "SpacingModifierLetters": (0x02B0, 0x02FF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Devanagari": (0x0900, 0x097F),
    "Thai": (0x0E00, 0x0E7F),
    "Lao": (0x0E80, 0x0EFF),
    "Georgian": (0x10A0, 0x10FF),
    "Khmer": (0x1780, 0x17FF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "MiscellaneousTechnical": (0x2300, 0x23FF),
    "BoxDrawing": (0x2500, 0x257F),
    "GeometricShapes": (0x25A0, 0x25FF),
    "MiscellaneousSymbols": (0x2600, 0x26FF),
    "Dingbats": (0x2700, 0x27BF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "PrivateUse": (0xE000, 0xF8FF),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}


def single(character: str, *, caseless: bool) -> Holds:
    """Return what holds for the character, or any that differs from it by case only."""
    if not caseless:
        return character.__eq__
    wanted = variants(character)
    return lambda other: not wanted.isdisjoint(variants(other))


def between(low: str, high: str, *, caseless: bool) -> Holds:
    """Return what holds for the characters from one to the other."""
    if not caseless:
        return lambda character: low <= character <= high
    return lambda character: any(low <= variant <= high for variant in variants(character))


def of_property(name: str) -> Holds | None:
    """Return what holds for a category such as `Lu` or a block such as `IsBasicLatin`, or None."""
    if name in _CATEGORIES:
        return lambda character: unicodedata.category(character).startswith(name)
    if name.startswith("Is") and name[2:] in _BLOCKS:
        first, last = _BLOCKS[name[2:]]
        return lambda character: first <= ord(character) <= last
    return None


@lru_cache(maxsize=4_096)
def variants(character: str) -> frozenset[str]:
    """Return the character in all its cases."""
    lower, upper = character.lower(), character.upper()
    return frozenset(one for one in (character, lower, upper, lower.upper(), upper.lower()) if len(one) == 1)


def _starts_name(character: str) -> bool:
    return character in "_:" or unicodedata.category(character)[0] == "L" or unicodedata.category(character) == "Nl"


def _continues_name(character: str) -> bool:
    return _starts_name(character) or character in ".-·" or unicodedata.category(character) in ("Mn", "Mc", "Me", "Nd")


CLASSES: dict[str, Holds] = {
    "s": lambda character: character in " \t\n\r",
    "d": lambda character: unicodedata.category(character) == "Nd",
    "w": lambda character: unicodedata.category(character)[0] not in "PZC",
    "i": _starts_name,
    "c": _continues_name,
}
"""Escapes of one letter; the capital letter stands for all other characters."""

SPELLED = {"n": "\n", "r": "\r", "t": "\t", **{sign: sign for sign in "\\|.-^?*+{}()[]$"}}
"""Characters that are written with a backslash."""


def negated(holds: Holds) -> Holds:
    """Return what holds for all other characters."""
    return lambda character: not holds(character)


def without(holds: Holds, subtracted: Holds) -> Holds:
    """Return what holds for the first and not for the second."""
    return lambda character: holds(character) and not subtracted(character)


def any_of(parts: list[Holds]) -> Holds:
    """Return what holds where one part does."""
    if len(parts) == 1:
        return parts[0]
    return lambda character: any(part(character) for part in parts)
