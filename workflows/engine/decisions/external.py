"""Finds functions outside of FEEL (Java, PMML), which models may name and which are never run here."""

import re

from workflows.engine.decisions.model import Element, FunctionBox, Text, parts

_IN_TEXT = re.compile(r"\)\s*(?::\s*[\w ]+)?\s*external\s*\{")


def inside(element: Element) -> bool:
    """Tell whether an element has or makes such a function."""
    return any(
        (isinstance(part, FunctionBox) and part.kind != "FEEL")
        or (isinstance(part, Text) and bool(_IN_TEXT.search(part.text)))
        for part in parts(element)
    )
