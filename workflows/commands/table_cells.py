"""Change one cell of a decision table of a draft, for whoever works without the drawing editor."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows import process_drafts
from workflows.commands import drafting
from workflows.engine.decisions import with_cell
from workflows.errors import Invalid, NotFound
from workflows.policy import Actor

LONGEST = 5_000


@dataclass(frozen=True)
class Cell:
    """A cell of a file by the id of its element, and the FEEL that is to stand in it."""

    file: str
    id: str
    text: str


def change(session: Session, actor: Actor, draft_id: int, cell: Cell, seen: int) -> int:
    """Write into a cell and return the file's revision; `seen` is the one that was read. That it is sound FEEL is not
    checked: a draft may be wrong.

    Raises as `drafting.save`, Invalid for a text that is too long, NotFound without that cell.
    """
    draft = drafting.hold_open(session, actor, draft_id)
    content = process_drafts.files_of(session, draft).get(cell.file)
    if content is None or not cell.id:
        raise NotFound
    text = cell.text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST or any(not each.isprintable() and each not in "\n\t" for each in text):
        raise Invalid({"o-dang-sua": [f"Nội dung một ô nhiều nhất {LONGEST} ký tự, không có ký tự điều khiển."]})
    changed = with_cell(cell.file, content, cell.id, text)
    return drafting.save(session, actor, draft_id, {cell.file: changed}, {cell.file: seen})[cell.file]
