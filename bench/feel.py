"""(g) The condition of a gateway: compiled by us, by `eval` as SpiffWorkflow does it, by feelin in an embedded V8.

All three evaluate the same condition over the same data, in turn. Ours is parsed when a diagram is loaded; `eval`
and feelin read the text each time, as their makers wrote them. How long feelin reads is measured beside it.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine

import feel
from bench.databases import Databases
from bench.environments import NotToBeHad, tool
from bench.part import Effort, Part, figure

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).parent / "peers"
DATA = {
    "dossier_id": 4711,
    "campaign_id": 3,
    "award": "huan_chuong_lao_dong",
    "return_count": 1,
    "outcome": "approve",
    "state_level": "president",
    "is_state_award": True,
    "needs_party_opinion": False,
    "has_unawarded": False,
}
CONDITIONS = {
    "one comparison": ('outcome = "approve"', 'outcome == "approve"'),
    "a gateway": (
        'outcome = "approve" and state_level = "president"',
        'outcome == "approve" and state_level == "president"',
    ),
    "with a number": ('return_count < 3 and outcome != "refuse"', 'return_count < 3 and outcome != "refuse"'),
}
"""Name → the condition in FEEL and in Python."""

GATEWAY = "a gateway"
OURS, STOCK, ASKED, INSIDE = "trình khen", "stock eval", "feelin, asked from Python", "feelin, inside V8"
READ = "of which reading the text"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def measure(_databases: Databases, effort: Effort) -> Part:
    """Evaluate each condition in turns of thousands; feelin, which takes long, in turns of a few hundred."""
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in CONDITIONS}
    missing = ""
    try:
        with _embedded() as ask:
            _run(taken, effort, ask)
    except NotToBeHad as reason:
        missing = f"feelin is not here: {reason}"
        _run(taken, effort, None)
    found = {name: {who: median(turns) for who, turns in each.items()} for name, each in taken.items()}
    gateway = found[GATEWAY]
    ratios = {"feel_us": gateway[OURS], "feel_vs_stock_eval": gateway[STOCK] / gateway[OURS]}
    if ASKED in gateway:
        ratios |= {
            "feel_vs_feelin": gateway[ASKED] / gateway[OURS],
            "feel_vs_feelin_inside": gateway[INSIDE] / gateway[OURS],
        }
    return Part(
        key="feel",
        title="(g) The condition of a gateway, µs (median of the turns)",
        head=("", *CONDITIONS),
        rows=[(who, *(figure(each[who]) for each in found.values())) for who in gateway],
        figures={"microseconds": found},
        ratios=ratios,
        notes=[missing] if missing else [],
    )


def _run(taken: dict[str, dict[str, list[float]]], effort: Effort, ask: Callable[..., dict[str, Any]] | None) -> None:
    engine = PythonScriptEngine().environment
    for turn in range(1 + effort.of(15, 5)):
        for name, (text, python) in CONDITIONS.items():
            ours = feel.parse(text)
            took = {
                OURS: _microseconds(lambda ours=ours: ours.evaluate(DATA, now=NOW), 5_000),  # type: ignore[misc]
                STOCK: _microseconds(lambda python=python: engine.evaluate(python, DATA), 2_000),  # type: ignore[misc]
            }
            if ask is not None:
                answer = ask(text=text, data=DATA, times=200)
                if answer["value"] is not ours.evaluate(DATA):
                    raise AssertionError(f"{text}: {answer['value']}")
                took |= {ASKED: answer["asked"], INSIDE: answer["inside"], READ: answer["read"]}
            for who, microseconds in took.items() if turn else ():  # the first turn warms up
                taken[name].setdefault(who, []).append(round(microseconds, 3))


def _microseconds(work: Callable[[], object], times: int) -> float:
    began = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - began) / times * 1e6


@contextmanager
def _embedded() -> Iterator[Callable[..., dict[str, Any]]]:
    """Start a Python with feelin in its V8 and give what asks it. Raises NotToBeHad."""
    place = tool("mini-racer")
    if place.missing:
        raise NotToBeHad(place.missing)
    with TemporaryDirectory() as folder:
        bundle = Path(folder) / "feelin.js"
        _bundle(bundle)
        command = [place.program, str(PEERS / "embedded_feelin.py"), str(bundle)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
            asks, answers = process.stdin, process.stdout

            def ask(**given: Any) -> dict[str, Any]:
                if asks is None or answers is None:
                    raise NotToBeHad("it has no pipes")
                asks.write(f"{json.dumps(given)}\n")
                asks.flush()
                line = answers.readline()
                if not line:
                    raise NotToBeHad("it ended without an answer")
                return json.loads(line)

            yield ask
            process.kill()


def _bundle(target: Path) -> None:
    esbuild = ROOT / "studio" / "node_modules" / "esbuild" / "bin" / "esbuild"
    wanted = [str(PEERS / "feelin.js"), "--bundle", "--format=iife", "--log-level=error", f"--outfile={target}"]
    environment = {"NODE_PATH": str(ROOT / "studio" / "node_modules"), "PATH": str(ROOT / ".venv" / "bin")}
    try:
        ended = subprocess.run(["node", str(esbuild), *wanted], env=environment, capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise NotToBeHad(f"node: {type(error).__name__}") from None
    if ended.returncode:
        raise NotToBeHad("the packages of studio/ are not installed; make bench installs them")
