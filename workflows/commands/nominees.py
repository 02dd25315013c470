"""Who a dossier puts forward: add, change, remove, each by the form of its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms import FormInvalid
from workflows import catalogue, editing, history
from workflows.clock import utcnow
from workflows.errors import Conflict, Invalid, NotFound
from workflows.models import Dossier, Nominee, UserTask
from workflows.nomination import list_grown
from workflows.policy import Actor
from workflows.rules import names

UNNAMED = "Chưa nhập tên"
LIST = "nominees"
"""The name of the list among the pages of a dossier (page_revisions)."""


@dataclass(frozen=True)
class SavedNominee:
    """What became of a save: it is always kept; `errors` say what must be mended before the dossier can go up."""

    id: int
    version: int
    errors: dict[str, list[str]]


def add(session: Session, actor: Actor, reference: str, kind: str, posted: Mapping[str, Sequence[str]]) -> SavedNominee:
    """Add a nominee with what was typed, complete or not.

    Raises Invalid when the award is not for this kind, forms.FormInvalid for names that the form does not have, and
    what `editing.open_dossier` raises.
    """
    dossier, task = editing.open_dossier(session, actor, reference)
    if kind not in dossier.offer.object_kinds:
        raise Invalid({"kind": ["Hình thức khen thưởng này không dành cho loại đối tượng đã chọn."]})
    details, errors = _read(session, actor, task, kind, posted)
    number = 1 + (session.scalar(select(func.max(Nominee.number)).where(Nominee.dossier_id == dossier.id)) or 0)
    nominee = Nominee(dossier_id=dossier.id, number=number, kind=kind, **_named(kind, details), details=details)
    session.add(nominee)
    session.flush()  # the history below names its id
    list_grown(session, dossier)
    note(session, actor, dossier, task, "nominee_added", after=facts_of(nominee))
    return SavedNominee(nominee.id, nominee.version, errors)


@dataclass(frozen=True)
class Change:
    """What an edit page sends: names with their values as posted, and the version that the page was opened on."""

    posted: Mapping[str, Sequence[str]]
    version: int


def change(session: Session, actor: Actor, reference: str, nominee_id: int, made: Change) -> SavedNominee:
    """Keep what was typed for a nominee, valid or not. Raises Conflict when somebody else saved it since."""
    dossier, task = editing.open_dossier(session, actor, reference)
    nominee = load(session, dossier, nominee_id)
    details, errors = _read(session, actor, task, nominee.kind, made.posted)
    demand_fresh(nominee, made.version)
    if details == nominee.details:
        return SavedNominee(nominee.id, nominee.version, errors)
    before = facts_of(nominee)
    nominee.details = details
    for field, value in _named(nominee.kind, details).items():
        setattr(nominee, field, value)
    session.flush()  # the caller is told the new version
    note(session, actor, dossier, task, "nominee_changed", before=before, after=facts_of(nominee))
    return SavedNominee(nominee.id, nominee.version, errors)


def remove(session: Session, actor: Actor, reference: str, nominee_id: int, version: int) -> None:
    """Take a nominee off the list; the row stays for the history. Raises Conflict when it was changed since."""
    dossier, task = editing.open_dossier(session, actor, reference)
    nominee = load(session, dossier, nominee_id)
    demand_fresh(nominee, version)
    nominee.removed_at = utcnow()
    _forget_rows(session, dossier, task, str(nominee.id))
    note(session, actor, dossier, task, "nominee_removed", before=facts_of(nominee))


def _read(session: Session, actor: Actor, task: UserTask, kind: str, posted: Mapping[str, Sequence[str]]):
    """Return what is to be kept and what is wrong with it: clean answers, or the raw ones with their errors."""
    form = catalogue.form(session, task.instance.definition.deployment, f"nominee_{kind}")
    raw = form.read(posted)
    try:
        return form.check(raw, editing.context(session, actor, task)), {}
    except FormInvalid as invalid:
        return raw, invalid.errors


def load(session: Session, dossier: Dossier, nominee_id: int) -> Nominee:
    """Return a nominee on the list, as it stands now. Raises NotFound, or Conflict when it was taken off."""
    nominee = session.get(Nominee, nominee_id, populate_existing=True)
    if nominee is None or nominee.dossier_id != dossier.id:
        raise NotFound
    if nominee.removed_at is not None:
        raise Conflict(f"“{nominee.name}” đã được đưa ra khỏi danh sách trước đó.")
    return nominee


def demand_fresh(nominee: Nominee, version: int) -> None:
    """Raise Conflict when the nominee was saved since the version that somebody saw."""
    if nominee.version != version:
        raise Conflict(f"“{nominee.name}” đã được sửa sau khi bạn mở trang. Đối chiếu hai nội dung rồi lưu lại.")


def _named(kind: str, details: Mapping[str, Any]) -> dict[str, str]:
    name = " ".join(str(details.get("full_name") or "").split())[:250] or UNNAMED
    sort = names.person_sort_key if kind == "individual" else names.title_sort_key
    return {"name": name, "search_key": names.search_key(name), "sort_key": sort(name)}


def _forget_rows(session: Session, dossier: Dossier, task: UserTask, row: str) -> None:
    """Drop the removed nominee's rows (votes) from the dossier's pages: a form refuses rows that it does not know."""
    for each in editing.form_of(session, task).placed:
        rows = dossier.content.get(each.item.key)
        if getattr(each.item, "rows_from", "") == LIST and isinstance(rows, list):
            kept = [given for given in rows if given.get("row") != row]
            dossier.content = dossier.content | {each.item.key: kept}


def facts_of(nominee: Nominee) -> dict:
    """Return what the history notes of a nominee."""
    return {"nominee": nominee.id, "kind": nominee.kind, "name": nominee.name}


def note(session: Session, actor: Actor, dossier: Dossier, task: UserTask, verb: str, **facts) -> None:
    """Record an act on the list and count it as a save of it."""
    editing.count_save(dossier, LIST)
    history.record(session, actor, verb, dossier=dossier, element_id=task.element_id, **facts)
