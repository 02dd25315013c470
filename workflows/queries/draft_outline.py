"""A diagram of a draft as an outline that can be edited: steps in reading order, who, by when, what follows, problems."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows import outlining, process_drafts, reading
from workflows.comparing import compare, read_bundle
from workflows.engine.diagram import Container
from workflows.engine.xml import BPMN
from workflows.errors import DefinitionRejected, Invalid, NotFound
from workflows.models import DraftFile, Person, ProcessDraft
from workflows.operations.described import DESCRIBED
from workflows.policy import Actor
from workflows.queries import draft_checks
from workflows.queries.comparison_names import NO_CODES, Codes, names_of
from workflows.queries.comparison_words import Difference
from workflows.queries.comparisons import by_matter
from workflows.queries.draft_checks import Wrong
from workflows.queries.processes import OutlineItem, Words


@dataclass(frozen=True)
class OutlineStep:
    """An element with what an editor needs beside its words."""

    item: OutlineItem
    lane_id: str
    host: str
    """Name of the step on whose border it happens; "" where it stands by itself."""
    wrongs: tuple[Wrong, ...]
    """What is wrong with it or with a way that leaves it."""


@dataclass(frozen=True)
class OutlinePart:
    """A process, or a sub-process in it."""

    id: str
    name: str
    is_process: bool
    lanes: tuple[tuple[str, str], ...]
    """(id, name), from top to bottom."""
    steps: tuple[OutlineStep, ...]


@dataclass(frozen=True)
class DraftOutline:
    """A file of a draft in words."""

    draft_id: int
    draft_title: str
    name: str
    revision: int
    """0 where the draft has not saved it."""
    closed: str
    """Why it cannot be changed; "" where it can."""
    unreadable: str
    """Why it has no outline; "" where it has."""
    parts: tuple[OutlinePart, ...]
    wrongs: tuple[Wrong, ...]
    """What is wrong with the file as a whole."""
    elsewhere: int
    """How many problems other files of the draft have."""
    undo: int | None
    """The revision that undoing takes again; None where there is nothing to undo."""

    @property
    def title(self) -> str:
        """What those who read it call it."""
        return self.parts[0].name if self.parts and self.parts[0].name else self.name

    @property
    def problems(self) -> int:
        """How many problems the file has."""
        return len(self.wrongs) + sum(len(step.wrongs) for part in self.parts for step in part.steps)

    def place(self, element: str) -> tuple[OutlinePart, OutlineStep] | None:
        """Return an element and what it stands in; None when it is not there."""
        found = ((part, step) for part in self.parts for step in part.steps if step.item.id == element)
        return next(found, None)


def draft_outline(session: Session, actor: Actor, draft_id: int, name: str) -> DraftOutline:
    """Return the outline of a diagram. Raises NotFound unless an administrator asks and the draft has the file."""
    reading.demand_sight_of_processes(actor)
    draft = session.get(ProcessDraft, draft_id)
    if draft is None or not name.endswith(".bpmn"):
        raise NotFound
    saved = process_drafts.saved_files(session, draft)
    files = process_drafts.over(process_drafts.deployed_files(session, draft.base_id), saved)
    if name not in files:
        raise NotFound
    wrongs = draft_checks.wrongs(session, files)
    own = tuple(each for each in wrongs if each.file == name)
    parts = _Parts(session, files, name, own)
    return DraftOutline(
        draft_id=draft.id,
        draft_title=draft.title,
        name=name,
        revision=saved[name].revision if name in saved else 0,
        closed=process_drafts.CLOSED.get(draft.state, ""),
        unreadable=_unreadable(files[name]),
        parts=parts.found,
        wrongs=tuple(each for each in own if each.element not in parts.placed),
        elsewhere=len(wrongs) - len(own),
        undo=process_drafts.undo_target(session, draft, name),
    )


@dataclass(frozen=True)
class Spot:
    """An element of a file of a draft."""

    draft_id: int
    name: str
    element: str


def values_of(session: Session, actor: Actor, spot: Spot) -> dict[str, str]:
    """Return what an element of a diagram says, by field. Raises NotFound where there is no such element to be seen."""
    reading.demand_sight_of_processes(actor)
    draft = session.get(ProcessDraft, spot.draft_id)
    content = process_drafts.files_of(session, draft).get(spot.name) if draft is not None else None
    if content is None:
        raise NotFound
    found = _values(content, spot.element)
    if found is None:
        raise NotFound
    return found


def values_at(session: Session, actor: Actor, spot: Spot, revision: int) -> dict[str, str] | None:
    """Return what an element said at an earlier revision (0: as deployed); None where that is kept no more.

    Raises NotFound where there is no such draft to be seen.
    """
    reading.demand_sight_of_processes(actor)
    draft = session.get(ProcessDraft, spot.draft_id)
    if draft is None:
        raise NotFound
    content = _content_at(session, draft, spot.name, revision)
    return None if content is None else _values(content, spot.element)


def outcomes_of(session: Session, actor: Actor, draft_id: int, form: str) -> tuple[str, ...]:
    """Return the words that the buttons of a form of a draft give; none where it cannot be read or is not there."""
    files = draft_checks.files_of(session, actor, draft_id)
    return tuple(draft_checks.buttons_of(files, form))


def must_be_told(operation: str) -> bool:
    """Tell whether an operation has parameters."""
    return operation in DESCRIBED and bool(DESCRIBED[operation].parameters)


def since(
    session: Session, actor: Actor, draft_id: int, seen: tuple[str, int], codes: Codes = NO_CODES
) -> tuple[str, tuple[tuple[str, tuple[Difference, ...]], ...]]:
    """Return who saved a file last, and by matter what differs from an earlier revision of it (0: as deployed).

    `seen`: the file and that revision; `codes`: in which words it is told.
    No differences where the earlier one is kept no more, or one of the two cannot be read. Raises NotFound as the
    outline does.
    """
    reading.demand_sight_of_processes(actor)
    draft = session.get(ProcessDraft, draft_id)
    if draft is None:
        raise NotFound
    name, revision = seen
    saved = process_drafts.saved_files(session, draft).get(name)
    who = session.get_one(Person, saved.saved_by).full_name if saved is not None else ""
    before = _content_at(session, draft, name, revision)
    now = process_drafts.files_of(session, draft).get(name)
    if before is None or now is None:
        return who, ()
    try:
        sides = read_bundle({name: before}), read_bundle({name: now})
    except DefinitionRejected:
        return who, ()
    return who, by_matter(compare(*sides), names_of(session, [*sides[0], *sides[1]], codes=codes))


def _content_at(session: Session, draft: ProcessDraft, name: str, revision: int) -> bytes | None:
    if not revision:
        return process_drafts.deployed_files(session, draft.base_id).get(name)
    row = session.get(DraftFile, (draft.id, name, revision))
    return None if row is None or row.content is None else row.content.encode()


def _values(content: bytes, element: str) -> dict[str, str] | None:
    try:
        return outlining.values(outlining.Document(content.decode()), element)
    except Invalid:
        return None


def _unreadable(content: bytes) -> str:
    try:
        outlining.Document(content.decode())
    except Invalid as invalid:
        return str(invalid)
    return ""


class _Parts:
    """The processes and sub-processes of one file, each step with what is wrong with it."""

    def __init__(self, session: Session, files: Mapping[str, bytes], name: str, wrongs: tuple[Wrong, ...]):
        everything = [part for file, content in files.items() for part in draft_checks.parts_of(file, content)]
        self._wrongs = wrongs
        self.placed: set[str] = set()
        own = [part for part in everything if part.file == name]
        words = Words(session, {part.id: part for part in everything}, Counter(), draft_checks.buttons_in(files, own))
        self.found = tuple(self._part(part, words) for part in own)

    def _part(self, part: Container, words: Words) -> OutlinePart:
        lanes = [lane for lane in part.node.iterfind(f"{BPMN}laneSet//{BPMN}lane")]
        named = {
            (reference.text or "").strip(): lane.get("id", "")
            for lane in lanes
            for reference in lane.iterfind(f"{BPMN}flowNodeRef")
        }
        return OutlinePart(
            id=part.id,
            name=part.name,
            is_process=part.parent_id is None,
            lanes=tuple((lane.get("id", ""), lane.get("name", "")) for lane in lanes),
            steps=tuple(self._step(part, item, named) for item in words.items(part)),
        )

    def _step(self, part: Container, item: OutlineItem, lanes: Mapping[str, str]) -> OutlineStep:
        own = {item.id, *(flow.id for flow in part.flows if flow.source == item.id)}
        wrongs = tuple(each for each in self._wrongs if each.element in own)
        self.placed |= {each.element for each in wrongs if each.element}
        host = part.elements.get(part.elements[item.id].node.get("attachedToRef", ""))
        return OutlineStep(item, lanes.get(item.id, ""), host.name or host.id if host else "", wrongs)
