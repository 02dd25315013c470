"""Compare what a scenario expects with what was played: the way, whose work each step was, and the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from workflows.scenario_files import Scenario
from workflows.scenarios.expecting import open_at_end, path_of, place, stations
from workflows.trying.doers import Doer, read_doer
from workflows.trying.played import Played

END = "kết thúc ở đó"
NOT_OPEN = "chưa kết thúc"


@dataclass(frozen=True)
class Verdict:
    """What came of a scenario.

    `outcome`: passed, parted (another way or another end), reassigned (a step is the work of others), refused (an act
    could not be done), overtime, unreadable. `step`: of parted the place on the path, from 1, at which `went` came
    instead of `expected` (0 where the end alone differs); else the number of the act. `message` says what they are
    about: of reassigned the name of the step, with whose work it was expected to be and is, in `whose`.
    """

    outcome: str
    step: int = 0
    expected: str = ""
    went: str = ""
    message: str = ""
    whose: tuple[Mapping[str, str], ...] = ()

    @property
    def details(self) -> dict[str, object]:
        """What is kept of it beside its outcome."""
        given: dict[str, object] = {"step": self.step, "expected": self.expected, "went": self.went}
        return given | {"message": self.message} | ({"whose": list(self.whose)} if self.whose else {})


@dataclass(frozen=True)
class Known:
    """What things are called: elements by "<process>/<element>", roles by their key."""

    elements: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)


def judged(scenario: Scenario, played: Played, known: Known) -> Verdict:
    """Return the verdict on what was played: of several differences the one that came first."""
    parted_at, parted = _way(scenario, played, known)
    for number, verdict in _whose(scenario, played, known):
        if number <= parted_at:
            return verdict
        break
    if parted is not None:
        return parted
    if played.stopped is not None:
        where = played.stopped.element_name or played.stopped.element_id
        message = f"{where}: {played.stopped.message}" if where else played.stopped.message
        return Verdict("overtime" if played.stopped.is_overtime else "refused", played.stopped.number, message=message)
    return _ended(scenario, played, known)


def _way(scenario: Scenario, played: Played, known: Known) -> tuple[int, Verdict | None]:
    """Return after which act the way parts from what is expected, and how; None where it does not."""
    went = path_of(played)
    after = [done.number for done in played.done for each in done.path if not each.type.endswith("Gateway")]
    called = dict(known.elements) | {place(each): each.name or each.element_id for each in stations(played)}
    for number, (expected, came) in enumerate(zip_longest(scenario.path, went), start=1):
        if expected == came:
            continue
        if came is None and played.stopped is not None:
            break
        said = called.get(expected or "", expected or END), called.get(came or "", came or END)
        return after[number - 1] if came else len(played.done), Verdict("parted", number, *said)
    return len(played.done), None


def _whose(scenario: Scenario, played: Played, known: Known) -> Iterator[tuple[int, Verdict]]:
    """Yield the acts whose step is the work of others than expected, also the one that could not be done for that."""
    found = {done.number: (done.name, done.by) for done in played.done}
    if played.stopped is not None and 0 < played.stopped.number <= len(scenario.acts):
        step = scenario.acts[played.stopped.number - 1].get("step")
        waiting = next((each for each in played.steps if each.element_id == step), None)
        if waiting is not None:
            found[played.stopped.number] = (waiting.name, waiting.by)
    for number, act in enumerate(scenario.acts, start=1):
        name, by = found.get(number, ("", None))
        if "by" in act and by is not None and read_doer(act["by"]) != by:
            yield number, _others(number, name, (read_doer(act["by"]), by), known)


def _others(number: int, name: str, doers: tuple[Doer, Doer], known: Known) -> Verdict:
    whose = tuple({**each.as_json(), "role": known.roles.get(each.role, each.role)} for each in doers)
    return Verdict("reassigned", number, whose[0]["role"], whose[1]["role"], name, whose)


def _ended(scenario: Scenario, played: Played, known: Known) -> Verdict:
    """Compare how things stand at the end."""
    if scenario.end_event != played.end_event:
        return Verdict("parted", 0, scenario.end_event or NOT_OPEN, played.end_event or NOT_OPEN)
    if scenario.status and scenario.status != played.status:
        return Verdict("parted", 0, scenario.status, played.status, message="Trạng thái hồ sơ")
    for name, value in scenario.variables.items():
        if played.variables.get(name) != value:
            return Verdict("parted", 0, str(value), str(played.variables.get(name)), message=f"Biến “{name}”")
    return _left_open(scenario, played, known) or Verdict("passed")


def _left_open(scenario: Scenario, played: Played, known: Known) -> Verdict | None:
    """Compare whose work the steps are that are open at the end."""
    wanted: dict[str, list[Doer]] = {}
    for given in scenario.open:
        wanted.setdefault(given.get("step", ""), []).append(read_doer(given))
    names = {each.element_id: each.name for each in played.steps}
    for given in open_at_end(played):
        step, by = given["step"], read_doer(given)
        if step in wanted and by not in wanted[step]:
            return _others(len(played.done), names[step], (wanted[step][0], by), known)
    return None
