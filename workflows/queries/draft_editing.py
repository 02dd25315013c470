"""What the editors of a draft's files need: the text, the revision that it builds on, who else has the file open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import bundle_checks, process_drafts, reading
from workflows.clock import utcnow
from workflows.comparing import read_bundle
from workflows.engine import Problem
from workflows.errors import DefinitionRejected, NotFound
from workflows.models import DraftEditing, ProcessDraft
from workflows.policy import Actor

FORGOTTEN = timedelta(minutes=30)
"""Who has not been heard of for so long does not count as editing any more."""


@dataclass(frozen=True)
class Editing:
    """Somebody has a file open."""

    draft_id: int
    name: str
    who: str
    seen_at: datetime


@dataclass(frozen=True)
class FilePage:
    """A file of a draft as its editor opens it."""

    draft_id: int
    draft_title: str
    name: str
    title: str
    """What those who read it call it; its file name where it cannot be read."""
    text: str
    revision: int
    """0 where the draft has not saved it: then it stands as it is deployed."""
    saved_at: datetime | None
    closed: str
    """Why it cannot be changed; "" where it can."""
    others: tuple[Editing, ...]


def file_page(session: Session, actor: Actor, draft_id: int, name: str) -> FilePage:
    """Return a file of a draft, changed there or not. Raises NotFound unless an administrator asks and it is there."""
    draft = _draft(session, actor, draft_id)
    saved = process_drafts.saved_files(session, draft)
    content = process_drafts.over(process_drafts.deployed_files(session, draft.base_id), saved).get(name)
    if content is None:
        raise NotFound
    last = saved.get(name)
    return FilePage(
        draft_id=draft.id,
        draft_title=draft.title,
        name=name,
        title=_title(name, content),
        text=content.decode(),
        revision=last.revision if last else 0,
        saved_at=last.saved_at if last else None,
        closed=process_drafts.CLOSED.get(draft.state, ""),
        others=tuple(each for each in editing_now(session, [draft.id], but=actor) if each.name == name),
    )


def draft_title(session: Session, actor: Actor, draft_id: int) -> str:
    """Return what a draft is called. Raises NotFound unless an administrator asks."""
    return _draft(session, actor, draft_id).title


def editing_now(session: Session, draft_ids: Sequence[int], *, but: Actor | None = None) -> tuple[Editing, ...]:
    """Return who has which files of the drafts open, the last heard of first. That the actor may see them is not checked."""
    query = select(DraftEditing).options(joinedload(DraftEditing.person))
    rows = session.scalars(
        query.where(DraftEditing.draft_id.in_(draft_ids), DraftEditing.seen_at > utcnow() - FORGOTTEN).order_by(
            DraftEditing.seen_at.desc(), DraftEditing.person_id
        )
    )
    return tuple(
        Editing(row.draft_id, row.name, row.person.full_name, row.seen_at)
        for row in rows
        if but is None or row.person_id != but.person_id
    )


def problems(session: Session, actor: Actor, draft_id: int) -> list[dict[str, str]]:
    """Return everything that keeps a draft from being published: file, element ("" for none) and message of each."""
    files = process_drafts.files_of(session, _draft(session, actor, draft_id))
    return [
        {"file": each.file, "element": each.element_id or "", "message": each.message}
        if isinstance(each, Problem)
        else {"file": each.place.partition(",")[0], "element": "", "message": each.message}
        for each in bundle_checks.problems(session, files)
    ]


def _draft(session: Session, actor: Actor, draft_id: int) -> ProcessDraft:
    reading.demand_sight_of_processes(actor)
    found = session.get(ProcessDraft, draft_id)
    if found is None:
        raise NotFound
    return found


def _title(name: str, content: bytes) -> str:
    try:
        items = read_bundle({name: content})
    except DefinitionRejected:
        return name
    return next((each.name for each in items if each.kind in ("process", "decision", "form") and each.name), name)
