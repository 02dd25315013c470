"""Which unit does today the work of a unit that a plan named years ago, because provinces and departments were merged.

Two tiers since 01/7/2025 (Nghị định 129/2025/NĐ-CP); departments merged from 01/3/2025. Most successors are inferred from
functions, so every answer says how sure it is and what it passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workflows.rules.confidence import needs_check


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that took over some or all of another's work."""

    unit: str
    takes: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit with its days of validity; `valid_to` is the last valid day."""

    id: str
    name: str
    symbol: str | None
    kind: str
    level: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    origin: str
    successors: tuple[Successor, ...] = ()
    confidence: str = "read"
    note: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands for a unit on a day."""

    named: str
    unit: str | None
    """The unit of that day, or None if there is none or if several claim the work equally."""
    candidates: tuple[str, ...]
    """All units of that day that took over work of the named unit; more than one means that a choice was made or is open."""
    certain: bool
    """False if a link on the way is inferred or from memory: show “cần kiểm tra”."""

    @property
    def is_ambiguous(self) -> bool:
        """Say whether a person has to choose."""
        return self.unit is None and len(self.candidates) > 1


def is_valid(unit: UnitRow, day: date) -> bool:
    """Say whether a unit exists on a day."""
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or day <= unit.valid_to)


def unit_on(units: Mapping[str, UnitRow], unit_id: str, day: date, task: str | None = None) -> Standing:
    """Return who does on a day the work of a unit, following its successors.

    With a task (“giảm nghèo”) the heirs of that task are preferred where work was split. Raise KeyError for an unknown
    unit.
    """
    certain_by_unit = _heirs(units, unit_id, day)
    candidates = tuple(certain_by_unit)
    preferred = candidates
    if len(candidates) > 1 and task is not None:
        with_task = _heirs(units, unit_id, day, task)
        preferred = tuple(with_task) or candidates
    chosen = preferred[0] if len(preferred) == 1 else None
    return Standing(
        named=unit_id,
        unit=chosen,
        candidates=candidates,
        certain=chosen is not None and certain_by_unit[chosen],
    )


def _heirs(units: Mapping[str, UnitRow], unit_id: str, day: date, task: str | None = None) -> dict[str, bool]:
    """Map each unit of the day that is reached through successors to whether every link on its way is certain."""
    found: dict[str, bool] = {}
    waiting, seen = [(unit_id, True)], {unit_id}
    while waiting:
        current, certain = waiting.pop(0)
        unit = units[current]
        if is_valid(unit, day):
            found[current] = certain
            continue
        links = unit.successors
        if task is not None and len(links) > 1:
            links = tuple(link for link in links if task in link.takes)
        for link in links:
            if link.unit not in seen:
                seen.add(link.unit)
                waiting.append((link.unit, certain and not needs_check(link.confidence)))
    return found
