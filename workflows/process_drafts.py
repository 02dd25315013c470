"""The files of a draft as they stand: those of its base, with what was saved over them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from workflows.errors import Conflict
from workflows.models import DeployedFile, Deployment, DraftFile, ProcessDraft

CLOSED = {
    "waiting": "Bản thảo đang chờ duyệt. Rút đề nghị duyệt rồi sửa.",
    "approved": "Bản thảo đã duyệt, đang chờ ngày áp dụng. Rút lại rồi sửa.",
    "published": "Bản thảo đã ban hành. Lập bản thảo mới để sửa tiếp.",
    "discarded": "Bản thảo đã bỏ.",
}
"""Why a draft cannot be changed, by its state; an open one can."""


@dataclass(frozen=True)
class Saved:
    """The last saving of a file; `content` is None where the draft takes it away."""

    revision: int
    content: bytes | None
    saved_at: datetime
    saved_by: int


def deployed_files(session: Session, deployment_id: int) -> dict[str, bytes]:
    """Return the files of a deployment by name."""
    query = select(DeployedFile.name, DeployedFile.content).where(DeployedFile.deployment_id == deployment_id)
    return {name: content.encode() for name, content in session.execute(query.order_by(DeployedFile.name))}


def saved_files(session: Session, draft: ProcessDraft) -> dict[str, Saved]:
    """Return the last saving of each file that was ever saved in a draft."""
    last = (
        select(DraftFile.name, func.max(DraftFile.revision).label("revision"))
        .where(DraftFile.draft_id == draft.id)
        .group_by(DraftFile.name)
        .subquery()
    )
    rows = session.scalars(
        select(DraftFile)
        .join(last, (last.c.name == DraftFile.name) & (last.c.revision == DraftFile.revision))
        .where(DraftFile.draft_id == draft.id)
        .order_by(DraftFile.name)
    )
    return {
        row.name: Saved(row.revision, None if row.content is None else row.content.encode(), row.saved_at, row.saved_by)
        for row in rows
    }


def over(files: dict[str, bytes], saved: dict[str, Saved]) -> dict[str, bytes]:
    """Return the files with what was saved over them."""
    found = {**files, **{name: each.content for name, each in saved.items() if each.content is not None}}
    return {
        name: content for name, content in sorted(found.items()) if not (name in saved and saved[name].content is None)
    }


def files_of(session: Session, draft: ProcessDraft) -> dict[str, bytes]:
    """Return all files of a draft as they stand."""
    return over(deployed_files(session, draft.base_id), saved_files(session, draft))


def undo_target(session: Session, draft: ProcessDraft, name: str) -> int | None:
    """Return the revision whose content undoing brings back (0: as deployed); None where there is none.

    A saving that says the same as the one before last took that one back: undoing goes on before both.
    """
    rows = session.execute(
        select(DraftFile.revision, DraftFile.content)
        .where(DraftFile.draft_id == draft.id, DraftFile.name == name)
        .order_by(DraftFile.revision)
    )
    base = deployed_files(session, draft.base_id).get(name)
    steps: list[tuple[int, str | None]] = [(0, base.decode())] if base is not None else []
    for revision, content in rows:
        if len(steps) > 1 and steps[-2][1] == content:
            steps.pop()
        elif not steps or steps[-1][1] != content:
            steps.append((revision, content))
    return steps[-2][0] if len(steps) > 1 and steps[-2][1] is not None else None


def hold_deployments(session: Session) -> None:
    """Let no other transaction deploy until this one ends, so that what is laid over the newest files stays newest.

    On SQLite a transaction that writes is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(hashtext('deployment'))"))


def newest_deployment(session: Session) -> Deployment | None:
    """Return what is in force; None where nothing was ever deployed."""
    return session.scalar(select(Deployment).order_by(Deployment.number.desc()).limit(1))


def merged(session: Session, draft: ProcessDraft) -> dict[str, bytes]:
    """Return the files that the draft would put in force: what is deployed now, with what the draft changes.

    Raises Conflict naming the files that both the draft and a deployment since its beginning have changed.
    """
    newest = newest_deployment(session)
    saved = saved_files(session, draft)
    base = deployed_files(session, draft.base_id)
    if newest is None or newest.id == draft.base_id:
        return over(base, saved)
    now = deployed_files(session, newest.id)
    own: dict[str, Saved] = {name: each for name, each in saved.items() if each.content != base.get(name)}
    both = [name for name, each in own.items() if now.get(name) not in (base.get(name), each.content)]
    if both:
        listed = ", ".join(sorted(both))
        raise Conflict(
            f"Từ khi bản thảo bắt đầu, lần triển khai {newest.number} cũng đã đổi: {listed}. "
            "Lập bản thảo mới từ quy trình đang áp dụng rồi làm lại các thay đổi này."
        )
    return over(now, own)
