"""Work on a change of processes: begin a draft, save its files, take an earlier saving again, bring a whole bundle in."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import bundle_files, draft_limits, history, policy, process_drafts
from workflows.clock import utcnow
from workflows.errors import Conflict, Invalid, NotFound, Overtaken
from workflows.models import DraftFile, Person, ProcessDraft
from workflows.models.process_drafts import SHORTEST_TITLE
from workflows.policy import Actor

LONGEST_TITLE = 200
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
    before, draft.title = draft.title, _demand_title(title)
    facts = {"draft": draft.id, "title": draft.title}
    history.record(session, actor, "draft_renamed", before=facts | {"title": before}, after=facts)
    return draft


def save(
    session: Session,
    actor: Actor,
    draft_id: int,
    files: Mapping[str, bytes | None],
    seen: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Save files of a draft, all or none (None takes one away), and return the revision that each has then.

    `seen` says on which revisions the changes build, a file that it does not name on what is deployed; None where
    nothing was seen. What is saved need not be sound: it is checked before it is published. A content that says
    nothing new makes no revision. Raises NotAllowed, NotFound for what is to be taken away and is not there, Invalid
    for a file that cannot be kept, Conflict where the draft is closed or somebody has saved one of the files since.
    """
    draft = hold_open(session, actor, draft_id)
    texts = {name: _demand_file(name, content) for name, content in files.items()}
    saved = process_drafts.saved_files(session, draft)
    last = {name: saved[name].revision if name in saved else 0 for name in files}
    _demand_seen(session, saved, last, seen)
    standing = process_drafts.over(process_drafts.deployed_files(session, draft.base_id), saved)
    if any(content is None and name not in standing for name, content in files.items()):
        raise NotFound
    _demand_size({**standing, **files})
    changed = [name for name, content in files.items() if standing.get(name) != content]
    session.add_all(
        DraftFile(
            draft_id=draft.id,
            name=name,
            revision=last[name] + 1,
            content=texts[name],
            saved_at=utcnow(),
            saved_by=actor.person_id,
        )
        for name in changed
    )
    draft.editor_id, draft.edited_at = actor.person_id, utcnow()
    draft.changed_at = utcnow() if changed else draft.changed_at
    session.flush()  # two who save at once: the key must speak now
    return {name: last[name] + (name in changed) for name in files}


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
    return save(session, actor, draft_id, {name: content})[name]


def bring_in(session: Session, actor: Actor, draft_id: int, packed: bytes) -> tuple[str, ...]:
    """Make a draft say exactly what a packed bundle says; files that it lacks are taken away. Return what changed.

    All or nothing. Raises as `save`, UploadRejected for what is no sound bundle.
    """
    draft = hold_open(session, actor, draft_id)
    standing = process_drafts.files_of(session, draft)
    files = bundle_files.unpack(packed)
    if draft_limits.NAME not in standing and draft_limits.says_nothing_new(session, files):
        del files[draft_limits.NAME]
    changed = sorted(name for name in standing.keys() | files.keys() if standing.get(name) != files.get(name))
    save(session, actor, draft_id, {name: files.get(name) for name in changed})
    history.record(session, actor, "draft_bundle_taken", after={"draft": draft.id, "files": changed})
    return tuple(changed)


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
        raise Conflict(process_drafts.CLOSED[draft.state])
    return draft


def demand_seen(session: Session, draft: ProcessDraft, seen: Mapping[str, int]) -> None:
    """Raise Conflict where a draft is closed, or somebody has saved one of these files since (0: since it was deployed)."""
    if draft.state != "open":
        raise Conflict(process_drafts.CLOSED[draft.state])
    saved = process_drafts.saved_files(session, draft)
    _demand_seen(session, saved, {name: saved[name].revision if name in saved else 0 for name in seen}, seen)


def editors(session: Session, draft: ProcessDraft) -> frozenset[int]:
    """Return who has saved anything in a draft."""
    saved_by = select(DraftFile.saved_by).where(DraftFile.draft_id == draft.id).distinct()
    return frozenset(session.scalars(saved_by))


def _demand_seen(
    session: Session,
    saved: Mapping[str, process_drafts.Saved],
    last: Mapping[str, int],
    seen: Mapping[str, int] | None,
) -> None:
    overtaken = [name for name in last if seen is not None and seen.get(name, 0) != last[name]]
    for name in overtaken:
        last_saved = saved.get(name)
        who = session.get_one(Person, last_saved.saved_by).full_name if last_saved else "người khác"
        saved_at = last_saved.saved_at if last_saved else None
        raise Overtaken(OVERTAKEN.format(name=name, who=who), who, saved_at, last[name])


def _demand_size(files: Mapping[str, bytes | None]) -> None:
    if sum(len(content or b"") for content in files.values()) > bundle_files.LARGEST_BUNDLE:
        most = bundle_files.LARGEST_BUNDLE // bundle_files.LARGEST_FILE
        raise Invalid({"tep": [f"Tất cả tệp của bản thảo cộng lại lớn hơn {most} MB."]})
    if sum(content is not None for content in files.values()) > bundle_files.MOST_FILES:
        raise Invalid({"tep": [f"Bản thảo có quá {bundle_files.MOST_FILES} tệp."]})


def _demand_title(title: str) -> str:
    title = " ".join(title.split())
    if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
        raise Invalid({"title": [f"Đặt tên bản thảo, từ {SHORTEST_TITLE} đến {LONGEST_TITLE} ký tự."]})
    return title


def _demand_file(name: str, content: bytes | None) -> str | None:
    """Return the text of a file as it is kept. Raises Invalid for one that cannot be."""
    if not bundle_files.is_file_name(name):
        named = f"Tên tệp chỉ gồm chữ không dấu, số, dấu - và _, đuôi {bundle_files.LISTED}."
        raise Invalid({"tep": [named]})
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
