"""Puts the parts into one JSON file and one table."""

import json
import os
import platform
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.part import Part, figure

RESULTS = Path(__file__).parent / "results" / "latest.json"
AT_LEAST, AT_MOST = "≥", "≤"
TARGETS: dict[str, tuple[str, float, str]] = {
    "step_vs_best_peer": (AT_LEAST, 5, "a step of 12 against the fastest peer"),
    "step_vs_stock": (AT_LEAST, 4, "a step of 12 against the library's serializer"),
    "rounds180_vs_stock": (AT_LEAST, 80, "a step after 180 returns against the library's serializer"),
    "round1000_over_round1": (AT_MOST, 1.3, "a command after 1,000 returns over one after the first"),
    "command_over_floor": (AT_MOST, 3, "the whole command over plain SQL of the same rows"),
    "inbox_1m_over_1k": (AT_MOST, 2, "the inbox at 1,000,000 open tasks over 1,000"),
    "feel_us": (AT_MOST, 10, "a gateway's condition, µs"),
    "feel_vs_feelin": (AT_LEAST, 50, "a gateway's condition against feelin in an embedded V8"),
    "feel_vs_stock_eval": (AT_LEAST, 1, "a gateway's condition against the library's eval"),
}
"""Ratio → (direction, value to be reached, what it says)."""


def save(parts: Iterable[Part], *, full: bool) -> Path:
    """Write bench/results/latest.json and return its path."""
    parts = list(parts)
    ratios = {key: round(value, 2) for part in parts for key, value in part.ratios.items()}
    found = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "full": full,
        "machine": machine(),
        "ratios": ratios,
        "parts": {part.key: part.figures | {"notes": part.notes} for part in parts},
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return RESULTS


def machine() -> dict[str, Any]:
    """Return the kind of machine: what makes figures comparable, and no name of it."""
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "spiffworkflow": version("spiffworkflow"),
        "sqlalchemy": version("sqlalchemy"),
        "load": round(os.getloadavg()[0], 2),
    }


def table(part: Part) -> str:
    """Return a part as text in columns."""
    lines = [part.head, *part.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(part.head))]
    text = [f"\n{part.title}"]
    for line in lines:
        cells = (
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        text.append("  " + "  ".join(cells).rstrip())
    return "\n".join([*text, *(f"  {note}" for note in part.notes)])


def verdicts(parts: Iterable[Part]) -> str:
    """Return the ratios with what was to be reached."""
    found = {key: value for part in parts for key, value in part.ratios.items()}
    lines = ["\nRatios"]
    for key, (direction, wanted, what) in TARGETS.items():
        if key not in found:
            lines.append(f"  {key:<24} {'not measured':>12}   {what}")
            continue
        reached = found[key] >= wanted if direction == AT_LEAST else found[key] <= wanted
        verdict = "reached" if reached else "NOT reached"
        lines.append(f"  {key:<24} {figure(found[key]):>12}   {direction} {wanted:g}  {verdict}: {what}")
    others = {key: value for key, value in found.items() if key not in TARGETS}
    return "\n".join([*lines, *(f"  {key:<24} {figure(value):>12}" for key, value in others.items())])


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
