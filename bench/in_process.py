"""(a) A step in process: ours, the library's own serializer, and the peers, on the lab's scenario.

Every contestant keeps its state in an SQLite file with the write-ahead log, `synchronous=normal`, and commits each
step. They run in turn, dossier by dossier, several times. A figure is the median of all steps of the run; the mean,
in which the few heavy steps of a dossier weigh more, stands beside it.
"""

from statistics import median
from typing import Any

from bench.contestants import HOUSE, STOCK, Contestant, present, running
from bench.part import Effort, Part, figure, summary

SCENARIOS = {
    "12 steps": (5, 1, 6, 2, 2),
    "50 ballots": (50, 1, 3, 1, 1),
    "20 rounds": (5, 20, 3, 1, 1),
}
"""Name → ballots, rounds, turns in full, turns in a quick look, dossiers in a turn."""


def measure(effort: Effort) -> Part:
    """Let everybody who is here run the three scenarios in turn."""
    contestants, absent = present()
    found = {name: _run(name, contestants, effort) for name in SCENARIOS}
    ratios = {}
    for measured, ending in (("p50_ms", ""), ("per_step_ms", "_mean")):
        twelve = {name: facts[measured] for name, facts in found["12 steps"].items()}
        peers = {name: took for name, took in twelve.items() if name not in (HOUSE, STOCK)}
        ratios[f"step_vs_stock{ending}"] = twelve[STOCK] / twelve[HOUSE]
        if peers:
            ratios[f"step_vs_best_peer{ending}"] = min(peers.values()) / twelve[HOUSE]
    return Part(
        key="in_process",
        title="(a) A step in process, ms (median / mean of the steps; in brackets the medians against ours)",
        head=("", *SCENARIOS),
        rows=[(each.name, *(_cell(found[name], each.name) for name in SCENARIOS)) for each in contestants],
        figures={"scenarios": found, "absent": absent, "best_peer": min(peers, key=peers.__getitem__, default=None)},
        ratios=ratios,
        notes=[f"{name} is not here: {reason}" for name, reason in absent.items()],
    )


def _run(name: str, contestants: list[Contestant], effort: Effort) -> dict[str, Any]:
    ballots, rounds, full, quick, dossiers = SCENARIOS[name]
    turns: dict[str, list[float]] = {each.name: [] for each in contestants}
    steps: dict[str, list[float]] = {each.name: [] for each in contestants}
    with running(contestants, ballots, rounds) as runners:
        for runner in runners:
            runner.run(1)  # imports, caches, compiled code
        for _ in range(effort.of(full, quick)):
            for runner in runners:
                took = runner.run(dossiers)
                turns[runner.name].append(sum(took) / len(took))
                steps[runner.name] += took
    return {
        each: {"per_step_ms": round(median(turns[each]), 3), "steps_per_second": round(1000 / median(turns[each]), 1)}
        | summary(steps[each])
        for each in turns
    }


def _cell(found: dict[str, Any], name: str) -> str:
    ours, theirs = found[HOUSE]["p50_ms"], found[name]["p50_ms"]
    both = f"{figure(theirs)} / {figure(found[name]['per_step_ms'])}"
    return both if name == HOUSE else f"{both} ({figure(theirs / ours)}×)"
