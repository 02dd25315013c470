"""Find ways through processes that together take every flow that can be taken: by trying each other outcome once.

From each walk that goes straight to its end others branch off: at each step every outcome that nobody has chosen there
yet, a long wait where the diagram waits for a time, and once a withdrawal. What called processes do is tried in the first
main process that calls them; in the others only as far as their own flows need it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from workflows.engine.diagram import Container, Element
from workflows.trying.acts import MOST_ACTS, Act, Complete, Message, PassTime, Start
from workflows.trying.looking import Look
from workflows.trying.played import Played
from workflows.trying.playing import WITHDRAWAL
from workflows.trying.referring import portable
from workflows.trying.staging import Stage

Flow = tuple[str, str]
Turn = tuple[str, ...]
LONG_WAIT = PassTime(working_days=45)
BALLOT, AGAINST = "cast_ballot", {"agree": "disagree"}
ANSWERS = {("compile_dossier", "discard"): {"discard_reason": "Lập nhầm đợt khen thưởng"}}
"""What samples do not know: why a dossier is given up."""
DEEPEST = 3
"""How often one walk may leave the straight way."""


@dataclass(frozen=True)
class Walk:
    """A way through a process. `turns`: the places of the acts at which it left the straight way."""

    start: Start
    acts: tuple[Act, ...]
    turns: tuple[int, ...]
    played: Played


class Explorer:
    """Walks through the processes of a stage. `containers`: all processes of its files, with what they contain."""

    def __init__(self, stage: Stage, containers: Mapping[str, Container]):
        self._stage = stage
        self._containers = containers
        self._tried: set[Turn] = set()
        self.walks: list[Walk] = []
        self.refused: list[tuple[Start, Act, str]] = []
        """Turns that could not be taken, and why."""

    @property
    def taken(self) -> frozenset[Flow]:
        """The flows that the walks so far take."""
        return frozenset().union(*(each.played.flows for each in self.walks))

    def explore(self, starts: Sequence[Start]) -> None:
        """Walk from each start until no step has an outcome that was not tried, then until its own flows are taken."""
        begun = [walk for start in starts if (walk := self._walk(start, (), ()))]
        self._branch_off(begun, self._tried, lambda _: True)
        for key in dict.fromkeys(start.process for start in starts):
            own = [each for each in begun if each.start.process == key]
            self._branch_off(own, set(), partial(self._leads_on, key))

    def _branch_off(self, walks: Sequence[Walk], tried: set[Turn], may_turn_in: Callable[[str], bool]) -> None:
        queue = deque(walks)
        while queue:
            walk = queue.popleft()
            first = walk.turns[-1] + 1 if walk.turns else 0
            for place in range(first, min(len(walk.acts), MOST_ACTS - 1)):
                others = list(self._others(walk, place, tried, may_turn_in))
                if others:
                    self._stage.play(walk.start, walk.acts[:place])  # so that each goes on from there
                for acts in others:
                    found = self._walk(walk.start, (*walk.acts[:place], *acts), (*walk.turns, place))
                    if found is not None and len(found.turns) < DEEPEST:
                        queue.append(found)

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
        self.walks.append(Walk(start, whole, turns, played))
        return self.walks[-1]

    def _others(
        self, walk: Walk, place: int, tried: set[Turn], may_turn_in: Callable[[str], bool]
    ) -> Iterable[tuple[Act, ...]]:
        """Yield what may be done instead of an act of a walk, and was not tried."""
        act, standing = walk.acts[place], walk.played.done[place].standing
        inside = [each for each in standing if may_turn_in(each[0])]
        process = next((process for process, element in inside if element == getattr(act, "step", "")), "")
        if isinstance(act, Complete) and process:
            outcomes = self._outcomes(process, act.step)
            tried.add((process, act.step, act.outcome or (outcomes[0] if outcomes else "")))
            for each in outcomes:
                if _is_new((process, act.step, each), tried):
                    yield (Complete(act.step, act.nth, outcome=each, answers=ANSWERS.get((act.step, each))),)
            if act.step == BALLOT and _is_new((BALLOT, *map("/".join, sorted(set(standing)))), tried):
                yield self._all_against(walk, place)
        for here, element in inside:
            if self._waits(here, element) and _is_new((here, element, "wait"), tried):
                yield (LONG_WAIT,)
            for name in self._messages(here, element):
                of = walk.start.process if name == WITHDRAWAL else f"{here}/{element}"
                if _is_new((of, name), tried):
                    yield (Message(name),)

    def _all_against(self, walk: Walk, place: int) -> tuple[Act, ...]:
        """Return the ballots of a vote, every one of them against every nominee."""
        seen = self._stage.play(walk.start, walk.acts[:place], Look(Complete(BALLOT)))
        sampled = seen.desk.sampled if seen.desk else None
        rows = (sampled or {}).get("nominees", [])
        against = [{**row, "choice": AGAINST.get(row["choice"], row["choice"])} for row in rows]
        answers: dict = {**(sampled or {}), "nominees": against}
        if seen.desk:
            answers = portable(seen.desk.form, seen.desk.context, answers)
        return tuple(Complete(BALLOT, answers=answers) for step in seen.steps if step.element_id == BALLOT)

    def _leads_on(self, key: str, process: str) -> bool:
        return process in self._leading(key)

    def _leading(self, key: str) -> set[str]:
        """Return the processes by whose outcome a main process might take one of its own flows that is still missing."""
        taken, own = self.taken, self._own(key)
        found = set()
        for container in own:
            for flow in container.flows:
                if (container.id, flow.id) not in taken:
                    found |= {container.id, *self._before(container, flow.source)}
        return found

    def _before(self, container: Container, element_id: str) -> set[str]:
        """Return the processes that run before an element, without another step between."""
        found: set[str] = set()
        waiting, seen = [element_id], set[str]()
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            element = container.elements[here]
            if element.opens:
                found |= self._called(element.opens)
            elif element.type.endswith(("Gateway", "serviceTask")) or here == element_id:
                waiting += [flow.source for flow in container.flows if flow.target == here]
        return found

    def _called(self, process: str) -> set[str]:
        """Return a process with what it contains, and what those call."""
        found, waiting = set[str](), [process]
        while waiting:
            here = waiting.pop()
            if here in self._containers and here not in found:
                found.add(here)
                waiting += [each.opens for each in self._containers[here].elements.values() if each.opens]
        return found

    def _own(self, key: str) -> list[Container]:
        inner = [each for each in self._containers.values() if each.parent_id == key]
        return [self._containers[key], *(deeper for each in inner for deeper in self._own(each.id))]

    def _outcomes(self, process: str, element_id: str) -> tuple[str, ...]:
        element = self._element(process, element_id)
        given = element.properties.get("outcomes", "") if element else ""
        return tuple(word.strip() for word in given.split(",") if word.strip())

    def _waits(self, process: str, element_id: str) -> bool:
        """Whether the diagram waits for a time where a token stands."""
        container, element = self._containers.get(process), self._element(process, element_id)
        if container is None or element is None:
            return False
        around = [each for each in container.elements.values() if each.node.get("attachedToRef") == element_id]
        after = [flow.target for flow in container.flows if flow.source == element_id]
        behind = [container.elements[each] for each in after] if element.type == "eventBasedGateway" else []
        return any(each.node.find("{*}timerEventDefinition") is not None for each in (element, *around, *behind))

    def _messages(self, process: str, element_id: str) -> list[str]:
        """Return the messages that boundary events wait for around an element."""
        container = self._containers.get(process)
        found = []
        for each in container.elements.values() if container else ():
            awaited = each.node.find("{*}messageEventDefinition")
            if awaited is not None and each.node.get("attachedToRef") == element_id:
                named = each.node.getroottree().getroot().iterfind("{*}message")
                found += [str(one.get("name")) for one in named if one.get("id") == awaited.get("messageRef")]
        return found

    def _element(self, process: str, element_id: str) -> Element | None:
        container = self._containers.get(process)
        return container.elements.get(element_id) if container else None


def fewest(walks: Sequence[Walk]) -> list[Walk]:
    """Return few walks that take every flow which any takes, the most telling first; those that end before others."""
    left = frozenset().union(*(each.played.flows for each in walks))
    chosen = []
    while left:
        best = max(walks, key=lambda each: (len(each.played.flows & left), each.played.has_ended, -len(each.acts)))
        chosen.append(best)
        left -= best.played.flows
    return chosen


def _is_new(turn: Turn, tried: set[Turn]) -> bool:
    if turn in tried:
        return False
    tried.add(turn)
    return True
