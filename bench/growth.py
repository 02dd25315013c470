"""(c) Growth: what a step costs after many returns and with many members.

In process: loading the stored state, one step, writing the state, ours and the library's serializer in turn. The whole
command: a dossier that has gone round a thousand times and a fresh one, in turn, in the product's tables.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.databases import Databases
from bench.diagram import HOUSE, KEY, diagram
from bench.part import Effort, Part, figure
from bench.peers import stock
from bench.peers.house import UNTIL, Host
from bench.rounds import Rounds, deployed
from workflows.db import make_sessions
from workflows.engine import Execution, load_process

ROUNDS = (1, 10, 50, 180, 1000)
DEEPEST_STOCK = 180
"""The library's own instance dies at about 196 rounds: its task tree is then a thousand deep."""
MEMBERS = (5, 15, 50, 150)


class _House:
    """Our engine without tables: `step` is load, complete, write."""

    def __init__(self) -> None:
        self._process = load_process(KEY, {f"{KEY}.bpmn": diagram(HOUSE)}, "bench")
        self._host = Host()
        self._at = Execution.start(self._process, {"until": UNTIL}, self._host).snapshot()

    def step(self, name: str, data: dict) -> None:
        """Complete a step for good."""
        self._at = self.tried(name, data)

    def tried(self, name: str, data: dict):
        """Complete a step and return where the instance would stand."""
        task_id = next(task.id for task in self._at.tasks if task.element_id == name)
        execution = Execution.restore(self._process, self._at.state, self._host)
        execution.complete(task_id, data)
        return execution.snapshot()

    def at_rest(self) -> int:
        """Return the size of the stored state in bytes."""
        return len(self._at.state)


class _Stock:
    """The library alone. Going on happens in memory, because storing each of many rounds would take minutes."""

    def __init__(self) -> None:
        self._workflow = stock.new_workflow()
        self._serializer = stock.new_serializer()
        self._text = ""

    def step(self, name: str, data: dict) -> None:
        """Complete a step for good."""
        stock.finish(self._workflow, stock.ready(self._workflow, name), data)

    def tried(self, name: str, data: dict) -> None:
        """Load the stored instance, complete a step, write it."""
        workflow = self._serializer.deserialize_json(self._text)
        stock.finish(workflow, stock.ready(workflow, name), data)
        self._serializer.serialize_json(workflow)

    def at_rest(self) -> int:
        """Store the instance and return the size in bytes."""
        self._text = self._serializer.serialize_json(self._workflow)
        return len(self._text)


def measure(databases: Databases, effort: Effort) -> Part:
    """Measure a step after 1 … 1,000 rounds and with 5 … 150 members."""
    by_rounds, by_members = _by_rounds(effort), _by_members(effort)
    command = _by_rounds_of_commands(databases, effort)
    rows = [_row(f"{count} rounds", facts, command.get(count)) for count, facts in by_rounds.items()]
    rows += [_row(f"{count} members, a ballot", facts, None) for count, facts in by_members.items()]
    deep = max(command)
    return Part(
        key="growth",
        title="(c) Growth of a step",
        head=("", "ours ms", "ours KB", "stock ms", "stock KB", "times", "whole command ms", "over a fresh one"),
        rows=rows,
        figures={"rounds": by_rounds, "members": by_members, "command_rounds": command},
        ratios={
            "rounds180_vs_stock": by_rounds[DEEPEST_STOCK]["times"],
            "round1000_over_round1": command[deep]["over_fresh"],
        },
        notes=[] if effort.full else [f"A quick look: the whole command went round {deep} times only."],
    )


def _by_rounds(effort: Effort) -> dict[int, dict[str, Any]]:
    found = {}
    house, library = _House(), _Stock()
    for each in (house, library):
        each.step("submit", {"amount": 5000, "category": "science", "members": ["m0"]})
    gone = 0
    for count in ROUNDS:
        sides = (house, library) if count <= DEEPEST_STOCK else (house,)
        for side in sides:
            for number in range(gone, count):
                side.step("completeness", {"complete": False})
                side.step("supplement", {"round": number})
        gone = count
        found[count] = _compare(sides, "completeness", {"complete": False}, effort)
    return found


def _by_members(effort: Effort) -> dict[int, dict[str, Any]]:
    found = {}
    for count in MEMBERS:
        sides = (_House(), _Stock())
        for side in sides:
            side.step("submit", {"amount": 5000, "category": "science", "members": [f"m{n}" for n in range(count)]})
            side.step("completeness", {"complete": True})
        found[count] = _compare(sides, "vote", {"ballot": "yes"}, effort)
    return found


def _compare(sides: tuple, name: str, data: dict, effort: Effort) -> dict[str, Any]:
    """Try the same step on each side in turn; return medians in ms, sizes in bytes and how many times."""
    sizes = [side.at_rest() for side in sides]
    took: list[list[float]] = [[] for _ in sides]
    for _ in range(effort.of(11, 5)):
        for side, times in zip(sides, took, strict=True):
            times.append(_timed(lambda side=side: side.tried(name, data)))
    middle = [round(median(times), 3) for times in took]
    found: dict[str, Any] = {"ours_ms": middle[0], "ours_bytes": sizes[0]}
    if len(sides) > 1:
        found |= {"stock_ms": middle[1], "stock_bytes": sizes[1], "times": round(middle[1] / middle[0], 1)}
    return found


def _by_rounds_of_commands(databases: Databases, effort: Effort) -> dict[int, dict[str, Any]]:
    sessions = make_sessions(databases.copy("sqlite"))
    rounds = deployed(sessions)
    old, gone, found = rounds.open(), 0, {}
    rounds.go_round(rounds.open(), 5)
    for count in ROUNDS if effort.full else ROUNDS[:3]:
        rounds.go_round(old, count - gone)
        pairs = effort.of(30, 8)
        found[count] = _old_and_fresh(rounds, old, pairs)
        gone = count + pairs
    sessions.kw["bind"].dispose()
    return found


def _old_and_fresh(rounds: Rounds, old: int, pairs: int) -> dict[str, Any]:
    """Go round once more with the old dossier and once with a fresh one, in turn."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(pairs):
        for dossier, times in zip((old, rounds.open()), took, strict=True):
            for _ in range(2):
                waiting = rounds.waiting(dossier)
                times.append(_timed(lambda waiting=waiting: rounds.complete(*waiting)))
    aged, fresh = (round(median(times), 3) for times in took)
    return {"command_ms": aged, "fresh_ms": fresh, "over_fresh": round(aged / fresh, 2)}


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _row(name: str, facts: dict[str, Any], command: dict[str, Any] | None) -> tuple[str, ...]:
    theirs = (
        (figure(facts["stock_ms"]), figure(facts["stock_bytes"] / 1024), figure(facts["times"]))
        if "times" in facts
        else ("dies", "", "")
    )
    whole = (figure(command["command_ms"]), figure(command["over_fresh"])) if command else ("", "")
    return (name, figure(facts["ours_ms"]), figure(facts["ours_bytes"] / 1024), *theirs, *whole)
