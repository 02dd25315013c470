"""Change a diagram of a draft by its outline: one edit is one saving, and can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows import outlining, policy, process_drafts
from workflows.commands import drafting
from workflows.engine.diagram import FLOW_NODES
from workflows.engine.xml import BPMN, parse
from workflows.errors import Conflict, NotFound
from workflows.models import ProcessDraft
from workflows.policy import Actor

Edit = Callable[[outlining.Document], str]
"""What is to be done; returns the id of what it concerns."""


@dataclass(frozen=True)
class Sheet:
    """A file of a draft, as whoever edits it saw it."""

    draft_id: int
    name: str
    revision: int
    """0 for what is deployed."""


def foreseen(session: Session, actor: Actor, sheet: Sheet, wanted: Edit) -> outlining.Changed:
    """Return what an edit makes of a file. `session` is only read: drawing may take seconds, and nobody waits.

    Raises NotAllowed, NotFound for a file that is not there, Conflict where the draft is closed or the file was saved
    since, Invalid (a Vietnamese sentence) for an edit that cannot be made.
    """
    policy.demand_administrator(actor)
    draft = session.get(ProcessDraft, sheet.draft_id)
    files = process_drafts.files_of(session, draft) if draft is not None else {}
    if draft is None or sheet.name not in files:
        raise NotFound
    drafting.demand_seen(session, draft, {sheet.name: sheet.revision})
    return outlining.change(files[sheet.name].decode(), wanted, _ids_elsewhere(files, sheet.name))


def keep(session: Session, actor: Actor, sheet: Sheet, changed: outlining.Changed) -> str:
    """Save what an edit made of a file, and return the id of what it concerned. Raises as `drafting.save`."""
    content = changed.text.encode()
    drafting.save(session, actor, sheet.draft_id, {sheet.name: content}, {sheet.name: sheet.revision})
    return changed.element


def undo(session: Session, actor: Actor, sheet: Sheet) -> int:
    """Take the last change of a file back; return its new revision.

    Raises as `drafting.save`, Conflict where nothing is left to take back.
    """
    draft: ProcessDraft = drafting.hold_open(session, actor, sheet.draft_id)
    content = process_drafts.files_of(session, draft).get(sheet.name)
    if content is None:
        raise NotFound
    drafting.save(session, actor, sheet.draft_id, {sheet.name: content}, {sheet.name: sheet.revision})
    revision = process_drafts.undo_target(session, draft, sheet.name)
    if revision is None:
        raise Conflict("Không còn thay đổi nào của tệp này để hoàn tác.")
    return drafting.restore(session, actor, sheet.draft_id, sheet.name, revision)


def _ids_elsewhere(files: dict[str, bytes], name: str) -> frozenset[str]:
    """Return the ids of processes and steps of the other diagrams: what one does is known by the id of its step."""
    found: set[str] = set()
    for file, content in files.items():
        root, _ = parse(file, content) if file.endswith(".bpmn") and file != name else (None, [])
        if root is not None:
            found |= {each.get("id", "") for each in root.iter(*FLOW_NODES, f"{BPMN}process")}
    return frozenset(found)
