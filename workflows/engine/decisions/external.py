"""Finds functions outside of FEEL (Java, PMML), which models may name and which are never run here."""

import re
from dataclasses import fields, is_dataclass
from typing import Any

from workflows.engine.decisions.model import Element, FunctionBox, Place, Text

_IN_TEXT = re.compile(r"\)\s*(?::\s*[\w ]+)?\s*external\s*\{")


def inside(element: Element) -> bool:
    """Tell whether an element has or makes such a function."""
    waiting: list[Any] = [element]
    while waiting:
        part = waiting.pop()
        if isinstance(part, FunctionBox) and part.kind != "FEEL":
            return True
        if isinstance(part, Text) and _IN_TEXT.search(part.text):
            return True
        if isinstance(part, tuple):
            waiting += part
        elif is_dataclass(part) and not isinstance(part, (Text, Place)):
            waiting += [getattr(part, field.name) for field in fields(part)]
    return False
