"""The reference by which people name a dossier, for example KG-2026-0131; short enough to be read out by telephone."""

import re
from dataclasses import dataclass

WRITTEN = re.compile(r"([A-Z]{2,4}\d{0,2})-(\d{4})-(\d{4,})")


@dataclass(frozen=True, slots=True)
class Reference:
    """A dossier's reference: prefix of the campaign, year of receipt, running number in both."""

    prefix: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.number:04d}"


def parse_reference(text: str) -> Reference | None:
    """Return the reference that a person typed, whatever its case and blanks, or None if it is not one."""
    found = WRITTEN.fullmatch(re.sub(r"\s+", "", text).upper())
    return Reference(found[1], int(found[2]), int(found[3])) if found else None
