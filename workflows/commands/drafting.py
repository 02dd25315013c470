"""Work on a change of processes: begin a draft, save its files, take an earlier saving again, bring a whole bundle in."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import bundle_files, history, policy, process_drafts
from workflows.clock import utcnow
from workflows.errors import Conflict, Invalid, NotFound
from workflows.models import DraftFile, ProcessDraft
from workflows.models.process_drafts import SHORTEST_TITLE
from workflows.policy import Actor

LONGEST_TITLE = 200
CLOSED = {
    "waiting": "Bản thảo đang chờ duyệt. Rút đề nghị duyệt rồi sửa.",
    "approved": "Bản thảo đã duyệt, đang chờ ngày áp dụng. Rút lại rồi sửa.",
    "published": "Bản thảo đã ban hành. Lập bản thảo mới để sửa tiếp.",
    "discarded": "Bản thảo đã bỏ.",
}
OVERTAKEN = "Tệp “{name}” vừa được {who} lưu. Mở lại để xem bản mới trước khi lưu; nội dung của bạn chưa được ghi."


def begin(session: Session, actor: Actor, title: str) -> ProcessDraft:
    """Begin a draft over what is in force. Raises NotAllowed, Invalid without a title, Conflict before any deployment."""
    policy.demand_administrator(actor)
    title = _demand_title(title)
    base = process_drafts.newest_deployment(session)
    if base is None:
        raise Conflict("Chưa triển khai quy trình nào để sửa.")
    now = utcnow()
    draft = ProcessDraft(
        title=title, base_id=base.id, state="open", owner_id=actor.person_id, created_at=now, changed_at=now
    )
    session.add(draft)
    session.flush()  # the caller and history need its number
    history.record(session, actor, "draft_begun", after={"draft": draft.id, "title": title, "base": base.number})
    return draft


def rename(session: Session, actor: Actor, draft_id: int, title: str) -> ProcessDraft:
    """Call a draft otherwise. Raises as `save`, Invalid without a title."""
    draft = hold_open(session, actor, draft_id)
    draft.title = _demand_title(title)
    return draft


def save(session: Session, actor: Actor, draft_id: int, file: tuple[str, bytes | None], seen: int | None = None) -> int:
    """Save a file of a draft (`file`: name, content; None takes it away) and return its revision.

    `seen` is the revision on which the change builds, 0 for the file as it is deployed; None where nothing was seen.
    What is saved need not be sound: it is checked before it is published. A content that says nothing new makes no
    revision. Raises NotAllowed, NotFound, Invalid for a file that cannot be kept, Conflict where the draft is closed
    or somebody has saved the file since.
    """
    draft = hold_open(session, actor, draft_id)
    name, content = file
    text = _demand_file(name, content)
    saved = process_drafts.saved_files(session, draft)
    last = saved[name].revision if name in saved else 0
    if seen is not None and seen != last:
        raise Conflict(OVERTAKEN.format(name=name, who="người khác"))
    standing = process_drafts.over(process_drafts.deployed_files(session, draft.base_id), saved)
    if content is None and name not in standing:
        raise NotFound
    _note_editor(draft, actor)
    if standing.get(name) == content:
        return last
    session.add(
        DraftFile(
            draft_id=draft.id,
            name=name,
            revision=last + 1,
            content=text,
            saved_at=utcnow(),
            saved_by=actor.person_id,
        )
    )
    draft.changed_at = utcnow()
    session.flush()  # two who save at once: the key must speak now
    return last + 1


def restore(session: Session, actor: Actor, draft_id: int, name: str, revision: int) -> int:
    """Take an earlier saving of a file again (0: as it is deployed) and return the new revision. Raises as `save`."""
    draft = hold_open(session, actor, draft_id)
    if revision:
        earlier = session.get(DraftFile, (draft.id, name, revision))
        if earlier is None:
            raise NotFound
        content = None if earlier.content is None else earlier.content.encode()
    else:
        content = process_drafts.deployed_files(session, draft.base_id).get(name)
        if content is None and name not in process_drafts.saved_files(session, draft):
            raise NotFound
    return save(session, actor, draft_id, (name, content))


def bring_in(session: Session, actor: Actor, draft_id: int, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Make a draft say exactly what a bundle says; files that it lacks are taken away. Return the names that changed.

    All or nothing. Raises as `save`.
    """
    draft = hold_open(session, actor, draft_id)
    standing = process_drafts.files_of(session, draft)
    for name, content in files.items():
        _demand_file(name, content)
    changed = {name for name in standing.keys() | files.keys() if standing.get(name) != files.get(name)}
    for name in sorted(changed):
        save(session, actor, draft_id, (name, files.get(name)))
    history.record(session, actor, "draft_bundle_taken", after={"draft": draft.id, "files": sorted(changed)})
    return tuple(sorted(changed))


def discard(session: Session, actor: Actor, draft_id: int) -> None:
    """Give a draft up; its files stay readable. Raises as `save`."""
    draft = hold_open(session, actor, draft_id)
    draft.state, draft.changed_at = "discarded", utcnow()
    history.record(session, actor, "draft_discarded", after={"draft": draft.id, "title": draft.title})


def hold(session: Session, actor: Actor, draft_id: int) -> ProcessDraft:
    """Return a draft as it stands now, locked. Raises NotAllowed unless the actor administers the system, NotFound."""
    policy.demand_administrator(actor)
    query = select(ProcessDraft).where(ProcessDraft.id == draft_id).with_for_update(of=ProcessDraft)
    draft = session.scalar(query.execution_options(populate_existing=True))
    if draft is None:
        raise NotFound
    return draft


def hold_open(session: Session, actor: Actor, draft_id: int) -> ProcessDraft:
    """Return a draft that can be changed, locked. Raises as `hold`, Conflict for one that cannot."""
    draft = hold(session, actor, draft_id)
    if draft.state != "open":
        raise Conflict(CLOSED[draft.state])
    return draft


def editors(session: Session, draft: ProcessDraft) -> frozenset[int]:
    """Return who has saved anything in a draft."""
    saved_by = select(DraftFile.saved_by).where(DraftFile.draft_id == draft.id).distinct()
    return frozenset(session.scalars(saved_by))


def _note_editor(draft: ProcessDraft, actor: Actor) -> None:
    draft.editor_id, draft.edited_at = actor.person_id, utcnow()


def _demand_title(title: str) -> str:
    title = " ".join(title.split())
    if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
        raise Invalid({"title": [f"Đặt tên bản thảo, từ {SHORTEST_TITLE} đến {LONGEST_TITLE} ký tự."]})
    return title


def _demand_file(name: str, content: bytes | None) -> str | None:
    """Return the text of a file as it is kept. Raises Invalid for one that cannot be."""
    if not bundle_files.is_file_name(name):
        raise Invalid({"tep": ["Tên tệp chỉ gồm chữ không dấu, số, dấu - và _, đuôi .bpmn, .dmn hoặc .form."]})
    if content is None:
        return None
    if len(content) > bundle_files.LARGEST_FILE:
        raise Invalid({"tep": [f"Tệp “{name}” lớn hơn {bundle_files.LARGEST_FILE // 1024} KB."]})
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise Invalid({"tep": [f"Tệp “{name}” không phải văn bản UTF-8."]}) from None
    if "\0" in text:
        raise Invalid({"tep": [f"Tệp “{name}” không phải văn bản UTF-8."]})
    return text
