"""Readable ids from the names that people give."""

import re
import unicodedata
from collections.abc import Container

LONGEST = 40
_RESERVED = {"Start", "End", "start", "end"}


def slug(name: str, otherwise: str) -> str:
    """Return a name in letters without marks, digits and "_", at most 40 long; `otherwise` where nothing is left."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    words = re.findall(r"[a-z0-9]+", "".join(each for each in plain if not unicodedata.combining(each)).lower())
    found = ""
    for word in words:
        if len(found) + len(word) + 1 > LONGEST:
            break
        found = f"{found}_{word}" if found else word
    found = found or (words[0][:LONGEST] if words else "")
    if not found or found in _RESERVED:
        return otherwise
    return found if found[0].isalpha() else f"{otherwise}_{found}"


def unused(wished: str, taken: Container[str]) -> str:
    """Return the wished id, with the first number behind it that makes it one that is not taken."""
    if wished not in taken:
        return wished
    number = 2
    while f"{wished}_{number}" in taken:
        number += 1
    return f"{wished}_{number}"
