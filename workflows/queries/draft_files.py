"""What the files of a draft are, and what those who read them call them."""

from collections.abc import Container, Mapping

from workflows import draft_limits
from workflows.comparing import read_bundle
from workflows.errors import DefinitionRejected

LIMITS_TITLE = "Thời hạn của các bước"
KINDS = {".bpmn": "diagram", ".dmn": "table", ".form": "form", ".limits": "limits", ".scenario": "scenario"}


def kind(name: str) -> str:
    """Return what a file holds: diagram, table, form, limits or scenario."""
    return KINDS[name[name.rindex(".") :]]


def titles(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return what each file is called by those who read it; its own name where it cannot be read."""
    found = {}
    for name, content in files.items():
        try:
            items = read_bundle({name: content})
        except DefinitionRejected:
            items = ()
        named = next(
            (each.name for each in items if each.kind in ("process", "decision", "form", "scenario") and each.name), ""
        )
        found[name] = LIMITS_TITLE if name == draft_limits.NAME else named or name
    return found


def others(files: Mapping[str, bytes], saved: Container[str]) -> tuple[tuple[str, str, str], ...]:
    """Return (name, kind, title) of the files that a draft has not saved."""
    return tuple((name, kind(name), title) for name, title in titles(files).items() if name not in saved)
