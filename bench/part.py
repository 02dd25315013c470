"""What one part of the bench hands over: raw figures for the JSON, lines for the table, ratios to be reached."""

from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Part:
    """A finished measurement. `figures` is plain JSON; `rows` are cells of text, `head` names them."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    figures: dict[str, Any]
    ratios: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Effort:
    """How much to do: `full` for figures that may be quoted, else a quick look of about a minute in all."""

    full: bool

    def of(self, full: int, quick: int) -> int:
        """Return how many times something is done."""
        return full if self.full else quick


def summary(milliseconds: list[float]) -> dict[str, float]:
    """Return median, 95th percentile and mean of some durations, in milliseconds."""
    ordered = sorted(milliseconds)
    return {
        "p50_ms": round(median(ordered), 3),
        "p95_ms": round(ordered[int((len(ordered) - 1) * 0.95)], 3),
        "mean_ms": round(sum(ordered) / len(ordered), 3),
        "count": len(ordered),
    }


def figure(value: float) -> str:
    """Return a number with three digits that matter, as people read it."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
