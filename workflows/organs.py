"""Which unit stands today for an organ that a plan named: plans outlive mergers, so units are followed to successors."""

from datetime import date

from workflows.models import Offer, Unit

SUBMITTING = "submitting_unit"
# More than one unit may be asked at once; the step that consults chooses among them.
CONSULTED = "consulted"
NEVER_ONE_UNIT = frozenset({SUBMITTING, CONSULTED})
LONGEST_SUCCESSION = 10


def standing(unit: Unit, day: date, task: str = "") -> list[Unit]:
    """Return the units that stand for `unit` on a day: itself while it is valid, else those that took over.

    `task` is the plan's field of work ("giảm nghèo"); where a unit was divided, whoever took that field is meant.
    """
    found, asked = [unit], 0
    while any(not _is_valid(each, day) for each in found) and asked < LONGEST_SUCCESSION:
        asked += 1
        found = _without_repeats(
            later for each in found for later in ([each] if _is_valid(each, day) else _successors(each, task))
        )
    return [each for each in found if _is_valid(each, day)]


def submitting_units(offer: Offer, day: date) -> list[Unit]:
    """Return the units that may submit a dossier for an offer on a day, by name."""
    return _units(offer, SUBMITTING, day)


def consulted_units(offer: Offer, day: date) -> list[Unit]:
    """Return the units that may be asked for their opinion on a dossier for an offer on a day, by name."""
    return _units(offer, CONSULTED, day)


def organs_of(offer: Offer, day: date) -> dict[str, Unit]:
    """Return the unit of every other organ of an offer on a day. An organ that nobody stands for is left out."""
    found: dict[str, Unit] = {}
    for row in sorted(offer.organs, key=lambda row: row.unit_id):
        if row.organ in NEVER_ONE_UNIT or row.organ in found:
            continue
        if units := standing(row.unit, day, field_of_work(offer)):
            found[row.organ] = units[0]
    return found


def field_of_work(offer: Offer) -> str:
    """Return the field of work of the offer's plan, by which a divided unit's successor is chosen."""
    return str((offer.campaign.plan.get("running") or {}).get("task") or "")


def _units(offer: Offer, organ: str, day: date) -> list[Unit]:
    named = [row.unit for row in offer.organs if row.organ == organ]
    units = _without_repeats(later for unit in named for later in standing(unit, day, field_of_work(offer)))
    return sorted(units, key=lambda unit: unit.name)


def _successors(unit: Unit, task: str) -> list[Unit]:
    meant = [each.successor for each in unit.successions if task and task in (each.takes or "")]
    return meant or [each.successor for each in unit.successions]


def _is_valid(unit: Unit, day: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to)


def _without_repeats(units) -> list[Unit]:
    return list({unit.id: unit for unit in units}.values())
