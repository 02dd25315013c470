"""The quantitative rules of a plan as its file writes them; the decision tables (bpmn/criteria_*.dmn) judge by the same."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a measure with a threshold; every value of the measure must pass it."""

    measure: str
    operator: str
    threshold: Decimal | None
    threshold_data: str | None
    """The name of the figure that holds the threshold, where a council sets it."""
    years: int | None
    """How many years before the submission must pass, one by one."""
    as_written: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met when every part is."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when one part is."""

    parts: tuple["Rule", ...]


Rule = Comparison | AllOf | AnyOf
