"""Two administrators, a draft of a change of processes, and what one does with it."""

from datetime import date

from sqlalchemy import select

from service import shipped
from tests import product
from workflows import models, process_drafts
from workflows.commands import drafting, publishing
from workflows.models import ProcessDraft

DECIDE = "decide.bpmn"
NOTE = "Thư ký trình thay cho Chánh Văn phòng"
TODAY = date(2026, 12, 10)


def administrators(session) -> tuple:
    """Return the administrator and a second one."""
    first = session.scalars(select(models.Account).where(models.Account.administrator)).one()
    second = session.scalars(
        select(models.Account).where(models.Account.administrator.is_(False)).order_by(models.Account.id)
    ).first()
    second.administrator = True
    session.flush()
    return product.actor(session, first.id), product.actor(session, second.id)


def people_of(sessions) -> tuple:
    """Return two administrators and somebody who is none."""
    with sessions.begin() as session:
        found = administrators(session)
        other = session.scalars(select(models.Account.id).where(models.Account.administrator.is_(False))).first()
        return (*found, product.actor(session, other))


def begun(sessions, actor, title: str = "Đổi người trình quyết định") -> int:
    """Begin a draft."""
    with sessions.begin() as session:
        return drafting.begin(session, actor, title).id


def edited(name: str = DECIDE, old: bytes = b"deciding_authority", new: bytes = b"council_secretary") -> bytes:
    content = shipped.definitions()[name]
    assert old in content
    return content.replace(old, new)


def save(
    sessions, actor, draft_id: int, content: bytes | None = None, name: str = DECIDE, seen: dict[str, int] | None = None
):
    with sessions.begin() as session:
        return drafting.save(session, actor, draft_id, {name: content if content is not None else edited()}, seen)[name]


def ask(sessions, actor, draft_id: int, day: date = TODAY) -> int:
    with sessions.begin() as session:
        return publishing.ask(session, actor, draft_id, NOTE, day).id


def state(sessions, draft_id: int) -> str:
    with sessions() as session:
        return session.get_one(ProcessDraft, draft_id).state


def in_force(sessions) -> dict[str, bytes]:
    with sessions() as session:
        return process_drafts.deployed_files(session, process_drafts.newest_deployment(session).id)


def standing(sessions, draft_id: int) -> dict[str, bytes]:
    with sessions() as session:
        return process_drafts.files_of(session, session.get_one(ProcessDraft, draft_id))
