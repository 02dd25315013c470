"""Find ways through processes that together take every flow that can be taken: by trying each other outcome once.

From each walk that goes straight to its end others branch off: at each step every outcome that nobody has chosen there
yet, at each place where the process stands a long wait, and a withdrawal. What is left is the fewest of them.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflows.engine.diagram import Container
from workflows.trying.acts import MOST_ACTS, Act, Complete, Message, PassTime, Start
from workflows.trying.played import Played
from workflows.trying.playing import WITHDRAWAL
from workflows.trying.staging import Stage

Flow = tuple[str, str]
LONG_WAIT = PassTime(working_days=45)
DEEPEST = 3
"""How often one walk may leave the straight way."""


@dataclass(frozen=True)
class Walk:
    """A way through a process. `turns`: where it left the straight way, in the acts that did."""

    start: Start
    acts: tuple[Act, ...]
    turns: tuple[int, ...]
    played: Played


class Explorer:
    """Walks through the processes of a stage. `containers`: all processes of its files, with what they contain."""

    def __init__(self, stage: Stage, containers: Mapping[str, Container], passes: int = 1):
        self._stage = stage
        self._containers = containers
        self._passes = passes
        self._tried: dict[tuple[str, ...], int] = {}
        self.walks: list[Walk] = []
        self.refused: list[tuple[Start, Act, str]] = []
        """Turns that could not be taken, and why."""

    def explore(self, starts: Iterable[Start]) -> None:
        """Walk on from each start until nothing new can be tried."""
        queue: deque[tuple[Start, tuple[Act, ...], tuple[int, ...]]] = deque((start, (), ()) for start in starts)
        while queue:
            start, acts, turns = queue.popleft()
            walk = self._walk(start, acts, turns)
            if walk is None:
                continue
            self.walks.append(walk)
            if len(turns) < DEEPEST:
                queue.extend(self._branches(walk, len(acts)))

    def _walk(self, start: Start, acts: tuple[Act, ...], turns: tuple[int, ...]) -> Walk | None:
        added, played = self._stage.go_on(start, acts)
        stopped = played.stopped
        if stopped is not None and stopped.number <= len(acts):
            if acts:
                self.refused.append((start, acts[-1], stopped.message))
            return None
        whole = (*acts, *added)
        if stopped is not None:  # what came before it is a walk all the same
            played = self._stage.play(start, whole)
        return Walk(start, whole, turns, played)

    def _branches(self, walk: Walk, known: int) -> Iterable[tuple[Start, tuple[Act, ...], tuple[int, ...]]]:
        """Yield what may be tried instead at each act after the first `known`."""
        for place in range(known, min(len(walk.acts), MOST_ACTS - 1)):
            standing = walk.played.done[place].standing
            for act in self._others(walk.acts[place], standing):
                yield walk.start, (*walk.acts[:place], act), (*walk.turns, place)

    def _others(self, act: Act, standing: Sequence[tuple[str, str]]) -> Iterable[Act]:
        if isinstance(act, Complete):
            process = next((process for process, element in standing if element == act.step), "")
            outcomes = self._outcomes(process, act.step)
            self._count((process, act.step, act.outcome or (outcomes[0] if outcomes else "")))
            for outcome in outcomes:
                if self._is_new((process, act.step, outcome)):
                    yield Complete(act.step, act.nth, outcome=outcome)
        if self._is_new(("", *sorted(f"{process}/{element}" for process, element in standing))):
            yield LONG_WAIT
            yield Message(WITHDRAWAL)

    def _outcomes(self, process: str, element_id: str) -> tuple[str, ...]:
        container = self._containers.get(process)
        element = container.elements.get(element_id) if container else None
        given = element.properties.get("outcomes", "") if element else ""
        return tuple(word.strip() for word in given.split(",") if word.strip())

    def _is_new(self, key: tuple[str, ...]) -> bool:
        """Whether this is to be tried; it counts as tried then."""
        if self._tried.get(key, 0) >= self._passes:
            return False
        self._count(key)
        return True

    def _count(self, key: tuple[str, ...]) -> None:
        self._tried[key] = self._tried.get(key, 0) + 1


def fewest(walks: Sequence[Walk]) -> list[Walk]:
    """Return few walks that take every flow which any takes, the most telling first; those that end before others."""
    left = frozenset().union(*(each.played.flows for each in walks))
    chosen = []
    while left:
        best = max(walks, key=lambda each: (len(each.played.flows & left), each.played.has_ended, -len(each.acts)))
        chosen.append(best)
        left -= best.played.flows
    return chosen
