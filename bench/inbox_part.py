"""(e) The inbox as a part of the bench: its first page and its counts as open tasks grow, on both databases."""

from typing import Any

from bench import inbox
from bench.databases import KINDS, NAMES, Databases
from bench.part import Effort, Part, figure

QUICK_SIZES = (1_000, 10_000)
ASKED = ("first_page", "counts")


def measure(databases: Databases, effort: Effort) -> Part:
    """Fill databases of each size, ask each in turn. The ratio is the worst of page and counts, by medians."""
    sizes = inbox.SIZES if effort.full else QUICK_SIZES
    rows, figures, worst = [], {}, []
    for kind in KINDS:
        found = inbox.measure(databases.copy(kind), sizes, effort.of(60, 10))
        figures[kind] = found
        rows += [(f"{NAMES[kind]}, {size:,} open", *_cells(found["sizes"][str(size)])) for size in sizes]
        worst += [found["ratios"][f"specialist_{name}_p50"] for name in ASKED]
    head = ("", "first page p50 ms", "p95", "counts p50 ms", "p95")
    ratios = {"inbox_1m_over_1k": max(worst)} if effort.full else {}
    notes = [] if effort.full else [f"A quick look: {max(sizes):,} at most."]
    return Part("inbox", "(e) The inbox of a specialist", head, rows, figures, ratios, notes)


def _cells(found: dict[str, Any]) -> list[str]:
    of_person = found["specialist"]
    return [figure(of_person[name][part]) for name in ASKED for part in ("p50_ms", "p95_ms")]
