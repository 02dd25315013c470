"""One scenario for every engine, and how a contestant is driven. Standard library only: peers have no packages of ours.

A contestant is started with the numbers of ballots and rounds. For each line on its standard input, a number of
dossiers, it runs that many from start to end and prints one line of JSON: the milliseconds of each completion, and
how many dossiers reached their end.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

AMOUNT = 5000
LIMIT = 100_000
"""Above it a dossier is not eligible."""


def completions(ballots: int, rounds: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the steps that people complete, in order, each with its data."""
    yield "submit", {"amount": AMOUNT, "category": "science", "members": [f"m{n}" for n in range(ballots)]}
    for number in range(rounds):
        yield "completeness", {"complete": False}
        yield "supplement", {"round": number}
    yield "completeness", {"complete": True}
    for number in range(ballots):
        yield "vote", {"ballot": "no" if number % 2 else "yes"}
    yield "appraisal", {"score": 7}
    yield "decision", {"approved": True}
    yield "publish", {"url": "x"}


class Contestant:
    """An engine with its normal persistence. `start` returns a dossier's key, `find` an open task of a name."""

    def start(self) -> Any:
        """Begin a dossier and store it."""
        raise NotImplementedError

    def find(self, dossier: Any, name: str) -> Any:
        """Return an open task of the dossier by the name of its step."""
        raise NotImplementedError

    def complete(self, dossier: Any, task: Any, data: dict[str, Any]) -> None:
        """Finish a task in one transaction. Only this is timed."""
        raise NotImplementedError

    def is_finished(self, dossier: Any) -> bool:
        """Tell whether the dossier has reached its end."""
        raise NotImplementedError


def serve(make: Callable[[], Contestant]) -> None:
    """Answer on standard output until the input ends: arguments are the numbers of ballots and rounds."""
    ballots, rounds = (int(each) for each in sys.argv[1:3])
    contestant = make()
    for line in sys.stdin:
        took: list[float] = []
        finished = sum(_run(contestant, ballots, rounds, took) for _ in range(int(line)))
        print(json.dumps({"ms": took, "finished": finished}), flush=True)  # noqa: T201 - the answer


def _run(contestant: Contestant, ballots: int, rounds: int, took: list[float]) -> bool:
    dossier = contestant.start()
    for name, data in completions(ballots, rounds):
        task = contestant.find(dossier, name)
        began = time.perf_counter()
        contestant.complete(dossier, task, data)
        took.append((time.perf_counter() - began) * 1000)
    return contestant.is_finished(dossier)
