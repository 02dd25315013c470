"""Drafts of processes: what each changes, what is wrong with it, what it means for running dossiers, who decided what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import bundle_checks, dates, draft_limits, process_drafts, reading
from workflows.clock import utcnow
from workflows.comparing import Change, compare, read_bundle
from workflows.engine.decisions import Flaw
from workflows.errors import Conflict, DefinitionRejected, NotFound
from workflows.models import DraftFile, DraftReview, Person, ProcessDraft
from workflows.policy import Actor
from workflows.queries import draft_effects, draft_files, draft_review, draft_summary, element_words
from workflows.queries.comparison_names import NO_CODES, Codes, names_of
from workflows.queries.comparison_words import Difference
from workflows.queries.comparisons import by_matter
from workflows.queries.draft_effects import Effect
from workflows.queries.draft_summary import Summary


@dataclass(frozen=True)
class DraftRow:
    """A draft in the list."""

    id: int
    title: str
    state: str
    owner: str
    changed_at: datetime
    editor: str
    edited_at: datetime | None
    base: int
    """Number of the deployment that it began from."""
    files: int
    """How many it has saved."""
    deployment: int | None


@dataclass(frozen=True)
class FileRow:
    """A file that a draft has changed. `state`: added, changed, removed, or same after a change was taken back."""

    name: str
    kind: str
    title: str
    state: str
    revision: int
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True)
class DraftPage:
    """A draft with all that a reviewer needs."""

    row: DraftRow
    newest: int
    """Number of the deployment in force."""
    overtaken: str
    """Why it cannot be laid over what is in force; "" where it can."""
    files: tuple[FileRow, ...]
    others: tuple[tuple[str, str, str], ...]
    """(name, kind, title) of the files that it leaves as they are."""
    problems: tuple[tuple[str, str], ...]
    """(where, what is wrong): with any of them it cannot be published."""
    flaws: tuple[Flaw, ...]
    """What the decision tables that it changes forget or answer twice; it can be published with them."""
    differences: tuple[tuple[str, tuple[Difference, ...]], ...]
    processes: tuple[tuple[str, str], ...]
    """(key, name) of the main processes that differ themselves or call one that does."""
    effects: tuple[Effect, ...]
    reviews: tuple[DraftReview, ...]
    """The last first."""
    may_decide: bool
    """Whether the reader may approve or decline the request that waits."""
    could_decide: tuple[str, ...]
    """Names of those who could approve if the reader asked for it now."""
    may_withdraw: bool
    unreadable: tuple[tuple[str, str], ...]
    """Those problems that are of files which cannot be read."""

    @property
    def count(self) -> int:
        """How many differences there are."""
        return sum(len(each) for _, each in self.differences)

    @property
    def following(self) -> tuple[tuple[str, str], ...]:
        """The problems that may only follow from a file that cannot be read."""
        return tuple(each for each in self.problems if each not in self.unreadable) if self.unreadable else ()

    @property
    def authority(self) -> tuple[str, ...]:
        """In a sentence each step at which another may act than before."""
        return draft_review.authority(self.differences)

    @property
    def summary(self) -> Summary:
        """What it does, in sentences."""
        return draft_summary.summary(((file.state, file.kind) for file in self.files), self.differences)

    @property
    def pending(self) -> DraftReview | None:
        """The request that waits for a decision."""
        return next((review for review in self.reviews if review.state == "pending"), None)


@dataclass(frozen=True)
class Saving:
    """One saving of a file; `is_removed` where it was taken away."""

    revision: int
    saved_at: datetime
    saved_by: str
    is_removed: bool


def library(session: Session, actor: Actor) -> tuple[DraftRow, ...]:
    """Return all drafts, what still moves first, the last changed first. Raises NotFound unless an administrator asks."""
    reading.demand_sight_of_processes(actor)
    closed = ProcessDraft.state.in_(("published", "discarded"))
    query = select(ProcessDraft).options(*_WITH).order_by(closed, ProcessDraft.changed_at.desc(), ProcessDraft.id)
    counts = select(DraftFile.draft_id, func.count(func.distinct(DraftFile.name))).group_by(DraftFile.draft_id)
    files = {draft_id: number for draft_id, number in session.execute(counts)}
    return tuple(_row(draft, files.get(draft.id, 0)) for draft in session.scalars(query))


def draft(session: Session, actor: Actor, draft_id: int, codes: Codes = NO_CODES) -> DraftPage:
    """Return a draft as it stands; `codes`: in which words. Raises NotFound unless an administrator asks."""
    found = _found(session, actor, draft_id)
    saved = process_drafts.saved_files(session, found)
    base = process_drafts.deployed_files(session, found.base_id)
    own = process_drafts.over(base, saved)
    newest = process_drafts.newest_deployment(session)
    try:
        files, overtaken = process_drafts.merged(session, found), ""
    except Conflict as conflict:
        files, overtaken = own, str(conflict)
    before = process_drafts.deployed_files(session, newest.id) if newest and not overtaken else base
    if found.state == "published":
        before, files = base, draft_limits.without(own)  # what it did to limits stands in their history
    before = {**before, **draft_limits.before(session, files, dates.local_date(utcnow()))}
    wrong = bundle_checks.problems(session, files)
    called = element_words.called(files) if wrong else {}
    problems = tuple(draft_review.worded(each, called) for each in wrong)
    changes, differences = _differences(session, before, files, codes)
    is_live = found.state in ("open", "waiting", "approved")
    effects = draft_effects.effects(session, files, _processes_of(changes)) if is_live and not problems else ()
    return DraftPage(
        row=_row(found, len(saved)),
        newest=newest.number if newest else 0,
        overtaken=overtaken if is_live else "",
        files=tuple(_files(session, base, saved)),
        others=draft_files.others(own, saved),
        problems=problems,
        flaws=tuple(f for f in bundle_checks.flaws_of(files) if f.file in saved) if not problems else (),
        differences=differences,
        processes=draft_effects.touched(files, _processes_of(changes)) if not problems else (),
        effects=effects,
        reviews=_reviews(session, draft_id),
        may_decide=draft_review.may_decide(session, actor, found),
        could_decide=draft_review.could_decide(session, actor, found) if found.state == "open" else (),
        may_withdraw=draft_review.may_withdraw(session, actor, found),
        unreadable=draft_review.of_unreadable(files, problems),
    )


def savings(session: Session, actor: Actor, draft_id: int, name: str) -> tuple[Saving, ...]:
    """Return each saving of a file of a draft, the last first. Raises NotFound for a file that it never saved."""
    _found(session, actor, draft_id)
    query = select(DraftFile).options(joinedload(DraftFile.saver))
    rows = session.scalars(
        query.where(DraftFile.draft_id == draft_id, DraftFile.name == name).order_by(DraftFile.revision.desc())
    )
    found = tuple(Saving(row.revision, row.saved_at, row.saver.full_name, row.content is None) for row in rows)
    if not found:
        raise NotFound
    return found


def bundle(session: Session, actor: Actor, draft_id: int) -> tuple[str, dict[str, bytes]]:
    """Return the title of a draft and its files. Raises NotFound unless an administrator asks."""
    found = _found(session, actor, draft_id)
    return found.title, process_drafts.files_of(session, found)


def outgoing(session: Session, actor: Actor, draft_id: int) -> tuple[str, dict[str, bytes]]:
    """Return `bundle` with the limits that its diagrams name: as the draft has them, else as they hold today."""
    title, files = bundle(session, actor, draft_id)
    return title, {**draft_limits.outgoing(session, files, dates.local_date(utcnow())), **files}


_WITH = (
    joinedload(ProcessDraft.owner),
    joinedload(ProcessDraft.editor),
    joinedload(ProcessDraft.base),
    joinedload(ProcessDraft.deployment),
)


def _found(session: Session, actor: Actor, draft_id: int) -> ProcessDraft:
    reading.demand_sight_of_processes(actor)
    found = session.scalar(select(ProcessDraft).options(*_WITH).where(ProcessDraft.id == draft_id))
    if found is None:
        raise NotFound
    return found


def _reviews(session: Session, draft_id: int) -> tuple[DraftReview, ...]:
    query = select(DraftReview).options(joinedload(DraftReview.asker), joinedload(DraftReview.decider))
    return tuple(session.scalars(query.where(DraftReview.draft_id == draft_id).order_by(DraftReview.id.desc())))


def _row(found: ProcessDraft, files: int) -> DraftRow:
    return DraftRow(
        id=found.id,
        title=found.title,
        state=found.state,
        owner=found.owner.full_name,
        changed_at=found.changed_at,
        editor=found.editor.full_name if found.editor else "",
        edited_at=found.edited_at,
        base=found.base.number,
        files=files,
        deployment=found.deployment.number if found.deployment else None,
    )


def _files(session: Session, base: Mapping[str, bytes], saved: Mapping[str, process_drafts.Saved]) -> Sequence[FileRow]:
    people = {each.saved_by for each in saved.values()}
    names = {
        person_id: name
        for person_id, name in session.execute(select(Person.id, Person.full_name).where(Person.id.in_(people)))
    }
    contents = {name: each.content or base.get(name, b"") for name, each in saved.items()}
    titles = draft_files.titles(contents)
    return [
        FileRow(
            name,
            draft_files.kind(name),
            titles[name],
            _state(base.get(name), each.content),
            each.revision,
            each.saved_at,
            names[each.saved_by],
        )
        for name, each in saved.items()
    ]


def _state(before: bytes | None, after: bytes | None) -> str:
    if before == after:
        return "same"
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _differences(
    session: Session, before: Mapping[str, bytes], after: Mapping[str, bytes], codes: Codes
) -> tuple[tuple[Change, ...], tuple[tuple[str, tuple[Difference, ...]], ...]]:
    touched = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    try:
        sides = [read_bundle({name: files[name] for name in touched & files.keys()}) for files in (before, after)]
    except DefinitionRejected:
        return (), ()  # what cannot be read stands among the problems
    changes = compare(*sides)
    brought = draft_limits.of_files(after)
    everything = [
        *read_bundle({name: after[name] for name in after if name.endswith((".bpmn", ".form"))}),
        *sides[0],
        *sides[1],
    ]
    return changes, by_matter(changes, names_of(session, everything, brought, codes))


def _processes_of(changes: Sequence[Change]) -> frozenset[str]:
    return frozenset(change.item.scope for change in changes if change.item.kind in ("process", "element", "flow"))
