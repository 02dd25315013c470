"""Which units run an offer on a day: the plan's organs, followed through mergers to their successors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from workflows.rules.plans.values import Offer, OrganChoice
from workflows.rules.units import Standing, UnitRow, unit_on

ORGANS_OF_PROCESS: Final = {
    "department_certificate": ("submitting_unit", "department"),
    "commune_certificate": ("submitting_unit", "commune"),
    "provincial_award": ("submitting_unit", "home_affairs", "province"),
    "prime_minister_award": ("submitting_unit", "home_affairs", "province"),
    "labour_order": ("submitting_unit", "home_affairs", "province"),
}
HANDLING_ORGAN: Final = {
    "department_certificate": "department",
    "commune_certificate": "commune",
    "provincial_award": "home_affairs",
    "prime_minister_award": "home_affairs",
    "labour_order": "home_affairs",
}
"""Who receives and appraises the dossier."""
DECIDING_ORGAN: Final = {
    "department_certificate": "department",
    "commune_certificate": "commune",
    "provincial_award": "province",
    "prime_minister_award": "province",
    "labour_order": "province",
}
"""Who decides, or proposes upward."""
COUNCILS_OF_PROCESS: Final = {
    "department_certificate": ("unit", "department"),
    "commune_certificate": ("unit", "commune"),
    "provincial_award": ("unit", "province_standing"),
    "prime_minister_award": ("unit", "province"),
    "labour_order": ("unit", "province"),
}


@dataclass(frozen=True, slots=True)
class OrganStanding:
    """The units that may be one organ of an offer on a day, and its desk."""

    organ: str
    units: tuple[Standing, ...]
    desk: Standing | None

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """The units that are clear; one for most organs, several submitting units to choose from."""
        return tuple(dict.fromkeys(standing.unit for standing in self.units if standing.unit is not None))


def organs_on(offer: Offer, units: Mapping[str, UnitRow], day: date, task: str) -> dict[str, OrganStanding]:
    """Return for each organ of an offer who stands for it on a day."""
    return {choice.organ: _standing(choice, units, day, task) for choice in offer.organs}


def _standing(choice: OrganChoice, units: Mapping[str, UnitRow], day: date, task: str) -> OrganStanding:
    named = choice.members or choice.as_named
    return OrganStanding(
        organ=choice.organ,
        units=tuple(unit_on(units, unit_id, day, task) for unit_id in named),
        desk=None if choice.desk is None else unit_on(units, choice.desk, day, task),
    )
