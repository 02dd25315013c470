"""The library of processes: each with its state, its running instances, who changed it last, and who is changing it now."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue, process_drafts, reading, retirements
from workflows.clock import utcnow
from workflows.comparing import Item, read_bundle
from workflows.engine import Process
from workflows.errors import DefinitionRejected
from workflows.models import (
    Deployment,
    Incident,
    Person,
    ProcessDefinition,
    ProcessDraft,
    ProcessInstance,
    ProcessRetirement,
)
from workflows.policy import Actor
from workflows.queries.draft_editing import FORGOTTEN, Editing, editing_now
from workflows.rules.names import search_key

STATES = ("live", "open", "waiting", "approved", "retired")
"""In force; a draft touches it that is worked on, waits for approval, waits for its day; no longer used."""
MOVING = ("open", "waiting", "approved")


@dataclass(frozen=True)
class Wanted:
    """Which processes are shown; "" does not narrow. `state`: one of STATES."""

    text: str = ""
    state: str = ""


@dataclass(frozen=True)
class TouchingDraft:
    """A draft that has changed a file of a process."""

    id: int
    title: str
    state: str
    owner: str
    editing: tuple[tuple[str, datetime], ...]
    """(who, when last heard of) for each who has it open or saved in it within the last half hour, the last first."""


@dataclass(frozen=True)
class Retired:
    """That a process takes no new dossiers, since when, by whom, and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class ProcessRow:
    """A process in the list. `version` 0: it is in a draft alone. `running` and `ended` count all versions."""

    key: str
    name: str
    version: int = 0
    deployment: int = 0
    since: datetime | None = None
    """When its newest version came into force."""
    changed_by: str = ""
    """Who brought that version; "" where it came with the product."""
    running: int = 0
    ended: int = 0
    older: int = 0
    """How many instances still run on an older version."""
    incidents: int = 0
    """Open ones, in whatever version."""
    retired: Retired | None = None
    drafts: tuple[TouchingDraft, ...] = ()

    @property
    def states(self) -> frozenset[str]:
        """Those of STATES that it is in."""
        own = {"retired"} if self.retired else {"live"} if self.version else set()
        return frozenset(own | {draft.state for draft in self.drafts})


@dataclass(frozen=True)
class Library:
    """The processes that are wanted, by name; how many there are by state within the text; drafts that touch none of them."""

    rows: tuple[ProcessRow, ...]
    total: int
    counts: Mapping[str, int]
    incidents: int
    others: tuple[TouchingDraft, ...] = field(default=())


def library(session: Session, actor: Actor, wanted: Wanted) -> Library:
    """Return the library. Raises NotFound unless the actor administers the system."""
    reading.demand_sight_of_processes(actor)
    newest: dict[str, ProcessDefinition] = {}
    with_deployment = joinedload(ProcessDefinition.deployment)
    for definition in session.scalars(
        select(ProcessDefinition).options(with_deployment).order_by(ProcessDefinition.version)
    ):
        newest[definition.key] = definition
    drafts = _moving(session)
    processes = {key: catalogue.process_of(session, each) for key, each in newest.items()}
    touching = {key: tuple(each for each, on in drafts if on.touches(processes[key])) for key in newest}
    rows = [*_deployed(session, newest, touching), *_new(processes, drafts)]
    placed = {draft.id for row in rows for draft in row.drafts}
    found = [row for row in rows if search_key(wanted.text) in search_key(f"{row.name} {row.key}")]
    shown = [row for row in found if not wanted.state or wanted.state in row.states]
    return Library(
        rows=tuple(sorted(shown, key=lambda row: (row.name, row.key))),
        total=len(found),
        counts={state: sum(state in row.states for row in found) for state in STATES},
        incidents=sum(row.incidents for row in rows),
        others=tuple(each for each, _ in drafts if each.id not in placed),
    )


@dataclass(frozen=True)
class _Changes:
    """What a draft has changed: names of files, decisions in its tables, rules in its limits, and its new processes."""

    files: frozenset[str]
    decisions: frozenset[str]
    rules: frozenset[str]
    processes: Mapping[str, str]

    def touches(self, process: Process) -> bool:
        """Whether the process uses anything of it, itself or in what it calls."""
        diagrams = {part.file for part in process.containers.values()}
        if self.files & diagrams:
            return True
        for element in process.elements:
            given = element.properties
            if f"{given.get('formKey')}.form" in self.files or given.get("dueRule") in self.rules:
                return True
            if self.decisions and not self.decisions.isdisjoint(_texts(element.node)):
                return True
        return False


def _texts(node) -> Iterable[str]:
    return (text.strip() for text in node.itertext())


def _moving(session: Session) -> list[tuple[TouchingDraft, _Changes]]:
    query = (
        select(ProcessDraft)
        .options(joinedload(ProcessDraft.owner), joinedload(ProcessDraft.editor))
        .where(ProcessDraft.state.in_(MOVING))
    )
    drafts = session.scalars(query.order_by(ProcessDraft.changed_at.desc(), ProcessDraft.id)).all()
    present = editing_now(session, [draft.id for draft in drafts])
    return [
        (
            TouchingDraft(draft.id, draft.title, draft.state, draft.owner.full_name, _editing(draft, present)),
            _changes(session, draft),
        )
        for draft in drafts
    ]


def _editing(draft: ProcessDraft, present: Iterable[Editing]) -> tuple[tuple[str, datetime], ...]:
    """Return who is at a draft, each once: at an editor, or by sending files in."""
    seen = {each.who: each.seen_at for each in reversed(list(present)) if each.draft_id == draft.id}
    if draft.editor is not None and draft.edited_at is not None and utcnow() - draft.edited_at < FORGOTTEN:
        seen[draft.editor.full_name] = max(draft.edited_at, seen.get(draft.editor.full_name, draft.edited_at))
    return tuple(sorted(seen.items(), key=lambda each: each[1], reverse=True))


def _changes(session: Session, draft: ProcessDraft) -> _Changes:
    base = process_drafts.deployed_files(session, draft.base_id)
    saved = process_drafts.saved_files(session, draft)
    changed = {name: each.content for name, each in saved.items() if each.content != base.get(name)}
    contents = {name: content for name, content in changed.items() if content is not None}
    items = [item for name, content in contents.items() for item in _items(name, content)]
    called = {item.facts.get("@calledElement") for item in items}
    return _Changes(
        files=frozenset(changed),
        decisions=frozenset(item.id for item in items if item.kind == "decision"),
        rules=frozenset(item.scope for item in items if item.kind == "limit"),
        processes={item.id: item.name for item in items if item.kind == "process" and item.id not in called},
    )


def _items(name: str, content: bytes) -> Iterable[Item]:
    try:
        return read_bundle({name: content})
    except DefinitionRejected:
        return ()  # the page of the draft says so


def _deployed(
    session: Session, newest: Mapping[str, ProcessDefinition], touching: Mapping[str, tuple[TouchingDraft, ...]]
) -> Iterable[ProcessRow]:
    counts, incidents = _counts(session), _incidents(session)
    retired = {row.process_key: row for row in retirements.standing(session).values()}
    names = _names(session, [each.deployment for each in newest.values()], retired.values())
    for key, definition in newest.items():
        row = ProcessRow(
            key, definition.name, definition.version, drafts=touching[key], incidents=incidents.get(key, 0)
        )
        mine = {(version, status): number for (k, version, status), number in counts.items() if k == key}
        alive = {version: number for (version, status), number in mine.items() if status == "alive"}
        gone = retired.get(key)
        deployment = definition.deployment
        yield replace(
            row,
            deployment=deployment.number,
            since=deployment.deployed_at,
            changed_by=names.get(deployment.deployed_by or 0, ""),
            running=sum(alive.values()),
            ended=sum(number for (_, status), number in mine.items() if status == "ended"),
            older=sum(number for version, number in alive.items() if version != definition.version),
            retired=Retired(gone.retired_at, names[gone.retired_by], gone.reason) if gone else None,
        )


def _new(processes: Mapping[str, Process], drafts: Iterable[tuple[TouchingDraft, _Changes]]) -> Iterable[ProcessRow]:
    """Return the processes that are in drafts alone."""
    known = {part for process in processes.values() for part in process.containers}
    found: dict[str, ProcessRow] = {}
    for draft, changes in drafts:
        for key, name in changes.processes.items():
            if key not in known:
                row = found.get(key) or ProcessRow(key, name or key)
                found[key] = replace(row, drafts=(*row.drafts, draft))
    return found.values()


def _names(session: Session, deployments: Iterable[Deployment], retired: Iterable[ProcessRetirement]) -> dict[int, str]:
    people = {each.deployed_by for each in deployments} | {each.retired_by for each in retired}
    query = select(Person.id, Person.full_name).where(Person.id.in_(people - {None}))
    return {person_id: name for person_id, name in session.execute(query)}


def _counts(session: Session) -> Counter[tuple[str, int, str]]:
    """Return how many instances there are by (process, version, alive or ended)."""
    rows = session.execute(
        select(ProcessDefinition.key, ProcessDefinition.version, ProcessInstance.status, func.count())
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .group_by(ProcessDefinition.key, ProcessDefinition.version, ProcessInstance.status)
    )
    found: Counter[tuple[str, int, str]] = Counter()
    for key, version, status, number in rows:
        found[key, version, "ended" if status == "ended" else "alive"] += number
    return found


def _incidents(session: Session) -> dict[str, int]:
    """Return how many incidents are open, by process."""
    query = (
        select(ProcessDefinition.key, func.count(Incident.id))
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .join(Incident, Incident.instance_id == ProcessInstance.id)
        .where(Incident.resolved_at.is_(None))
        .group_by(ProcessDefinition.key)
    )
    return {key: number for key, number in session.execute(query)}
