"""Play scenarios against the files of a bundle and say how each went."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import takewhile
from time import perf_counter

from workflows.engine.diagram import Container
from workflows.errors import Invalid
from workflows.scenario_files import Scenario
from workflows.scenarios import judging
from workflows.scenarios.expecting import scenario_of
from workflows.scenarios.judging import Known, Verdict
from workflows.trying.acts import read_acts, read_start
from workflows.trying.played import Played
from workflows.trying.staging import Stage


@dataclass(frozen=True)
class Result:
    """How a scenario went: the verdict, the sequence flows taken, as (process, flow), and how long it took.

    `shown` is the same scenario as it was played, where all of its acts could be done.
    """

    verdict: Verdict
    flows: frozenset[tuple[str, str]] = frozenset()
    milliseconds: int = 0
    shown: Scenario | None = None

    @property
    def outcome(self) -> str:
        """The verdict in one word."""
        return self.verdict.outcome

    @property
    def details(self) -> dict[str, object]:
        """What the verdict says beside that."""
        return self.verdict.details


def run(stage: Stage, scenario: Scenario, names: Mapping[str, str]) -> Result:
    """Play a scenario. `names`: what elements are called, by "<process>/<element>"; of those no longer there, the id."""
    began = perf_counter()
    try:
        played = stage.play(read_start(scenario.start), read_acts(list(scenario.acts)))
    except Invalid as invalid:
        return Result(Verdict("refused", message=" ".join(text for texts in invalid.errors.values() for text in texts)))
    verdict = judging.judged(scenario, played, Known(names, stage.roles))
    taken = round((perf_counter() - began) * 1000)
    return Result(verdict, played.flows, taken, _shown(scenario, played) if played.stopped is None else None)


def prepare(stage: Stage, scenario: Scenario, following: Scenario) -> None:
    """Play what a scenario has in common with the one that follows: the stage goes on from there with both."""
    if scenario.start != following.start:
        return
    common = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(scenario.acts, following.acts, strict=False))
    )
    with suppress(Invalid):
        stage.play(read_start(scenario.start), read_acts(list(scenario.acts[:common])))


def names_in(containers: Mapping[str, Container]) -> dict[str, str]:
    """Return what the elements of processes are called, by their place on a path."""
    return {
        f"{container.id}/{element.id}": element.name or element.id
        for container in containers.values()
        for element in container.elements.values()
    }


def _shown(scenario: Scenario, played: Played) -> Scenario:
    now = {each: played.variables.get(each) for each in scenario.variables}
    return replace(scenario_of(scenario.title, (scenario.start, scenario.acts), played), variables=now)
