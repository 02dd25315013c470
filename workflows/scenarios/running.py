"""Play scenarios against the files of a bundle and say how each went."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile, zip_longest
from time import perf_counter

from workflows.engine.diagram import Container
from workflows.errors import Invalid
from workflows.scenario_files import Scenario
from workflows.trying.acts import read_acts, read_start
from workflows.trying.played import Passed, Played
from workflows.trying.staging import Stage

END = "kết thúc ở đó"


@dataclass(frozen=True)
class Result:
    """How a scenario went.

    `outcome`: passed, parted (another way or another end), refused (an act could not be done), unreadable. `step` is
    the place on the path, from 1, at which `went` came instead of `expected`; 0 where the end alone differs.
    """

    outcome: str
    step: int = 0
    expected: str = ""
    went: str = ""
    message: str = ""
    flows: frozenset[tuple[str, str]] = frozenset()
    """The sequence flows taken, as (process, flow)."""
    milliseconds: int = 0

    @property
    def details(self) -> dict[str, object]:
        """What is kept of it beside its outcome."""
        return {"step": self.step, "expected": self.expected, "went": self.went, "message": self.message}


def path_of(played: Played) -> tuple[str, ...]:
    """Return the elements that tokens came to, in their order; gateways are left out, for they may be drawn otherwise."""
    return tuple(_place(each) for each in _stations(played))


def run(stage: Stage, scenario: Scenario, names: Mapping[str, str]) -> Result:
    """Play a scenario. `names`: what elements are called, by "<process>/<element>"; of those no longer there, the id."""
    began = perf_counter()
    try:
        played = stage.play(read_start(scenario.start), read_acts(list(scenario.acts)))
    except Invalid as invalid:
        return Result("refused", message=" ".join(text for texts in invalid.errors.values() for text in texts))
    found = _judged(scenario, played, names)
    taken = round((perf_counter() - began) * 1000)
    return Result(found.outcome, found.step, found.expected, found.went, found.message, played.flows, taken)


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


def _judged(scenario: Scenario, played: Played, names: Mapping[str, str]) -> Result:
    went = path_of(played)
    called = dict(names) | {_place(each): each.name or each.element_id for each in _stations(played)}
    for number, (expected, came) in enumerate(zip_longest(scenario.path, went), start=1):
        if expected == came:
            continue
        if came is None and played.stopped is not None:
            break
        return Result(
            "parted", number, called.get(expected or "", expected or END), called.get(came or "", came or END)
        )
    if played.stopped is not None:
        where = played.stopped.element_name or played.stopped.element_id
        message = f"{where}: {played.stopped.message}" if where else played.stopped.message
        return Result("refused", played.stopped.number, message=message)
    return _ended(scenario, played)


def _ended(scenario: Scenario, played: Played) -> Result:
    """Compare how things stand at the end."""
    if scenario.end_event != played.end_event:
        return Result("parted", 0, scenario.end_event or "chưa kết thúc", played.end_event or "chưa kết thúc")
    if scenario.status and scenario.status != played.status:
        return Result("parted", 0, scenario.status, played.status, message="Trạng thái hồ sơ")
    for name, value in scenario.variables.items():
        if played.variables.get(name) != value:
            return Result("parted", 0, str(value), str(played.variables.get(name)), message=f"Biến “{name}”")
    return Result("passed")


def _stations(played: Played) -> list[Passed]:
    return [each for done in played.done for each in done.path if not each.type.endswith("Gateway")]


def _place(passed: Passed) -> str:
    return f"{passed.process_id}/{passed.element_id}"
