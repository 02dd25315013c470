"""Searching and sorting Vietnamese names: people type without accents and expect the Vietnamese alphabet's order."""

import unicodedata
from typing import Final

ALPHABET: Final = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Level, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries."""
_RANK: Final = {letter: f"{position:02d}" for position, letter in enumerate(ALPHABET, start=10)}
_TONE_RANK: Final = {mark: str(position) for position, mark in enumerate(TONES)}
_WORD_END: Final = "00"


def search_key(text: str) -> str:
    """Return lower case without accents, đ as d, every run of other signs as one blank: what a search compares."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def person_sort_key(name: str) -> str:
    """Return a key that sorts people by given name (the last word), then by the rest.

    It holds digits only, so that every database sorts it alike.
    """
    words = name.split()
    return title_sort_key(" ".join([*words[-1:], *words[:-1]]))


def title_sort_key(text: str) -> str:
    """Return a key that sorts texts from left to right by the Vietnamese alphabet; tones only break ties of letters."""
    letters, tones = [], []
    for word in search_words(text):
        for letter, tone in word:
            letters.append(_RANK[letter])
            tones.append(tone)
        letters.append(_WORD_END)
    return "".join(letters) + _WORD_END + "".join(tones)


def search_words(text: str) -> list[list[tuple[str, str]]]:
    """Split a text into words of (letter of ALPHABET, rank of its tone); signs outside the alphabet are dropped."""
    words = []
    for word in text.lower().split():
        pairs = [pair for character in unicodedata.normalize("NFC", word) if (pair := _letter_and_tone(character))]
        if pairs:
            words.append(pairs)
    return words


def _letter_and_tone(character: str) -> tuple[str, str] | None:
    parts = unicodedata.normalize("NFD", character)
    tone = next((mark for mark in parts if mark in TONES[1:]), "")
    letter = unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts)
    return (letter, _TONE_RANK[tone]) if letter in _RANK else None
