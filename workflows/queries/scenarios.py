"""Scenarios on a page: how each went, what all of them cover of the diagrams, and where no scenario goes yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import bundle_checks, bundle_files, catalogue, process_drafts, reading, scenario_runs
from workflows.engine.checks import accepted
from workflows.engine.diagram import Container, Flow
from workflows.errors import DefinitionRejected, NotFound
from workflows.models import ProcessDraft, Role, ScenarioResult, ScenarioRun
from workflows.policy import Actor
from workflows.queries.processes import called, named
from workflows.scenario_files import Scenario

Flows = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Row:
    """A scenario. `outcome`: passed, parted, refused, unreadable, or "" where it has not run with these files."""

    name: str
    title: str
    process: str
    process_name: str
    acts: int
    outcome: str
    details: Mapping[str, Any]
    state: str
    """Whether the draft has "added" or "changed" it; "" elsewhere."""

    @property
    def short_title(self) -> str:
        """Its title without the name of its process, for where that stands above it."""
        rest = self.title.removeprefix(f"{self.process_name}: ")
        return rest[:1].upper() + rest[1:]

    @property
    def can_be_accepted(self) -> bool:
        """Whether what it has shown can become what it expects."""
        return "shown" in self.details


@dataclass(frozen=True)
class Missed:
    """A flow that no scenario takes: from where to where, and when it would be taken."""

    source: str
    source_type: str
    name: str
    condition: str
    target: str


@dataclass(frozen=True)
class Way:
    """A flow that leaves an element, and whether a scenario takes it."""

    id: str
    name: str
    target_name: str
    is_covered: bool


@dataclass(frozen=True)
class Station:
    """An element with the ways that leave it."""

    id: str
    type: str
    name: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Part:
    """A main process, or one that is called: how many of its flows some scenario takes."""

    id: str
    name: str
    covered: int
    total: int
    missed: tuple[Missed, ...] = ()

    @property
    def percent(self) -> int:
        """How much that is: 100 only where it is all."""
        return self.covered * 100 // self.total if self.total else 100


@dataclass(frozen=True)
class Coverage:
    """The part that is shown: its drawing, its flows taken and not taken, and the same as an outline."""

    part: Part
    xml: str
    taken: tuple[str, ...]
    missed: tuple[str, ...]
    outline: tuple[tuple[str, tuple[Station, ...]], ...]
    """(sub-process name, "" for the process itself; its elements in path order)."""


@dataclass(frozen=True)
class Page:
    """The scenarios of a draft, or of what is in force."""

    title: str
    rows: tuple[Row, ...]
    run: ScenarioRun | None
    parts: tuple[Part, ...]
    shown: Coverage | None
    may_change: bool
    outdated: tuple[str, ...] = ()
    """What has changed since the run beside the files, in words: it does not count any more."""

    @property
    def groups(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The scenarios by the name of their process."""
        names = dict.fromkeys(row.process_name for row in self.rows)
        return tuple((name, tuple(row for row in self.rows if row.process_name == name)) for name in sorted(names))

    @property
    def acceptable(self) -> tuple[Row, ...]:
        """Those that went otherwise and can be accepted as they went."""
        return tuple(row for row in self.failed if row.can_be_accepted)

    @property
    def failed(self) -> tuple[Row, ...]:
        """Those that ran and did not pass."""
        return tuple(row for row in self.rows if row.outcome not in ("", "passed"))

    @property
    def is_running(self) -> bool:
        """Whether results are still to come."""
        return self.run is not None and self.run.ended_at is None


def of_draft(session: Session, actor: Actor, draft_id: int, part: str = "") -> Page:
    """Return the scenarios of a draft; `part`: the process to draw. Raises NotFound unless an administrator asks."""
    reading.demand_sight_of_processes(actor)
    draft = session.get(ProcessDraft, draft_id)
    if draft is None:
        raise NotFound
    files = scenario_runs.files_of(session, draft)
    base = process_drafts.deployed_files(session, draft.base_id)
    states = {name: _state(base.get(name), content) for name, content in files.items()}
    page = _page(session, files, containers_of(files), part, states)
    return Page(draft.title, *page, may_change=draft.state == "open", outdated=_outdated(session, page[1]))


def of_process(session: Session, actor: Actor, key: str, part: str = "") -> Page:
    """Return the scenarios of a process in force. Raises NotFound for an unknown one, and as `of_draft`."""
    reading.demand_sight_of_processes(actor)
    definition = catalogue.current_definition(session, key)
    files = process_drafts.deployed_files(session, definition.deployment_id)
    containers = dict(catalogue.process_of(session, definition).containers)
    page = _page(session, files, containers, part or key, {})
    rows = tuple(row for row in page[0] if row.process == key)
    return Page(definition.name, rows, *page[1:], may_change=False, outdated=_outdated(session, page[1]))


def role_names(session: Session) -> dict[str, str]:
    """Return what roles are called, by their keys."""
    return {key: name for key, name in session.execute(select(Role.key, Role.name))}


def _outdated(session: Session, run: ScenarioRun | None) -> tuple[str, ...]:
    return scenario_runs.outdated(session, run) if run and run.state == "done" else ()


def result_of(page: Page, name: str) -> Row:
    """Return one scenario of a page. Raises NotFound."""
    found = next((row for row in page.rows if row.name == name), None)
    if found is None:
        raise NotFound
    return found


def taken_by(results: Sequence[ScenarioResult]) -> Flows:
    """Return the flows that scenarios take which have passed."""
    return frozenset((process, flow) for each in results if each.outcome == "passed" for process, flow in each.flows)


def coverage(containers: Mapping[str, Container], taken: Flows) -> tuple[Part, ...]:
    """Return how much of each process is covered, what its sub-processes hold counted with it."""
    found = []
    for container in containers.values():
        if container.parent_id is None:
            flows = [(each, flow) for each in _with_inner(containers, container) for flow in each.flows]
            left = tuple(_missed(each, flow) for each, flow in flows if (each.id, flow.id) not in taken)
            found.append(Part(container.id, container.name, len(flows) - len(left), len(flows), left))
    return tuple(found)


def _missed(container: Container, flow: Flow) -> Missed:
    source = container.elements[flow.source]
    named_so = called(container, source), source.type, flow.name, flow.condition or ""
    return Missed(*named_so, named(container, flow.target).name)


def _page(
    session: Session,
    files: Mapping[str, bytes],
    containers: Mapping[str, Container],
    part: str,
    states: Mapping[str, str],
) -> tuple[tuple[Row, ...], ScenarioRun | None, tuple[Part, ...], Coverage | None]:
    run = scenario_runs.latest(session, bundle_files.checksum(files))
    results = {each.name: each for each in run.results} if run else {}
    found = scenario_runs.scenarios_of(files)
    names = {each.id: each.name for each in containers.values()}
    rows = tuple(_row(name, each, results.get(name), (names, states.get(name, ""))) for name, each in found.items())
    taken = taken_by(list(results.values()))
    parts = coverage(containers, taken)
    chosen = next((each for each in parts if each.id == part), None)
    if part and chosen is None:
        raise NotFound
    if chosen is None and parts:
        chosen = max(parts, key=lambda each: (each.total - each.covered, each.id))
    shown = _shown(files, containers, chosen, taken) if chosen else None
    return rows, run, parts, shown


def containers_of(files: Mapping[str, bytes]) -> Mapping[str, Container]:
    """Return all processes of a draft with what they contain; none where its diagrams cannot be loaded."""
    try:
        return accepted(bundle_checks.diagrams_of(files))[1]
    except DefinitionRejected:
        return {}


def _with_inner(containers: Mapping[str, Container], container: Container) -> list[Container]:
    inner = [each for each in containers.values() if each.parent_id == container.id]
    return [container, *(deeper for each in inner for deeper in _with_inner(containers, each))]


def _shown(files: Mapping[str, bytes], containers: Mapping[str, Container], part: Part, taken: Flows) -> Coverage:
    own = _with_inner(containers, containers[part.id])
    flows = [(each.id, flow.id) for each in own for flow in each.flows]
    return Coverage(
        part=part,
        xml=files[own[0].file].decode(),
        taken=tuple(flow for place, flow in flows if (place, flow) in taken),
        missed=tuple(flow for place, flow in flows if (place, flow) not in taken),
        outline=tuple((each.name if each is not own[0] else "", _stations(each, taken)) for each in own),
    )


def _stations(container: Container, taken: Flows) -> tuple[Station, ...]:
    return tuple(
        Station(
            element.id,
            element.type,
            element.name,
            tuple(
                Way(flow.id, flow.name, named(container, flow.target).name, (container.id, flow.id) in taken)
                for flow in container.flows
                if flow.source == element.id
            ),
        )
        for element in container.in_path_order()
    )


def _row(
    name: str, scenario: Scenario | None, result: ScenarioResult | None, known: tuple[Mapping[str, str], str]
) -> Row:
    """Return a row; `known`: what processes are called, and whether the draft has changed the scenario."""
    names, state = known
    process = scenario.process if scenario else ""
    return Row(
        name=name,
        title=scenario.title if scenario else name,
        process=process,
        process_name=names.get(process) or process,
        acts=len(scenario.acts) if scenario else 0,
        outcome=result.outcome if result else "",
        details=result.details if result else {},
        state=state,
    )


def _state(before: bytes | None, after: bytes) -> str:
    if before == after:
        return ""
    return "added" if before is None else "changed"
