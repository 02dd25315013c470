"""What the pages of nominees show: the table of the list, one nominee's form, what goes with one that is removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from forms import Form
from forms.summary import SummaryPage
from forms.views import PageView
from workflows import asking, catalogue
from workflows.errors import Conflict, NotFound
from workflows.models import Nominee
from workflows.queries import drafts, sections
from workflows.queries.drafts import Head
from workflows.queries.sections import Draft, NomineeState

# What tells one nominee from another at a glance, in this order, whatever its kind.
FACTS = ("position", "workplace", "address")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    id: int
    kind: str
    name: str
    facts: tuple[str, ...]
    missing: int
    """Questions not answered, or not rightly."""
    files: int
    lacks: tuple[tuple[str, str], ...]
    """Key and name of each required paper that it has not yet."""


@dataclass(frozen=True)
class Listing:
    """The table with the counts of its filter."""

    head: Head
    rows: tuple[Row, ...]
    kind: str
    counts: dict[str, int]
    asks_criteria: bool


@dataclass(frozen=True)
class Case:
    """What a nominee's page is drawn from: the stored answers, or what was just typed. `id` None: a new one."""

    kind: str
    answers: Mapping[str, Any]
    errors: Mapping[str, list[str]]
    id: int | None = None
    version: int = 0
    name: str = ""


@dataclass(frozen=True)
class Removal:
    """A nominee about to be taken off the list, with what goes with it."""

    head: Head
    id: int
    version: int
    name: str
    kind: str
    files: int


def listing(session: Session, draft: Draft, kind: str = "") -> Listing:
    """Return the nominees of a dossier in preparation; `kind` narrows the list."""
    counts: dict[str, int] = {}
    for each in draft.nominees:
        counts[each.nominee.kind] = counts.get(each.nominee.kind, 0) + 1
    rows = tuple(_row(draft, each) for each in draft.nominees if kind in ("", each.nominee.kind))
    return Listing(drafts.head_of(draft), rows, kind, counts, asks_criteria(session, draft))


def asks_criteria(session: Session, draft: Draft) -> bool:
    """Whether the dossier's deployment has a page for what the criteria ask."""
    return asking.form_in(session, draft.task.instance.definition.deployment) is not None


def find(session: Session, draft: Draft, nominee_id: int) -> Nominee:
    """Return a nominee on the list. Raises NotFound, or Conflict when it was taken off."""
    row = session.get(Nominee, nominee_id)
    if row is None or row.dossier_id != draft.dossier.id:
        raise NotFound
    if row.removed_at is not None:
        raise Conflict(f"“{row.name}” đã được đưa ra khỏi danh sách trước đó.")
    return row


def page(session: Session, draft: Draft, case: Case) -> PageView:
    """Return the page of a nominee. Raises NotFound for a kind that the award is not for."""
    if case.kind not in draft.dossier.offer.object_kinds:
        raise NotFound
    form = _form(session, draft, case.kind)
    return form.view(form.pages[0].key, case.answers, draft.context, errors=case.errors)


def stored(session: Session, draft: Draft, row: Nominee, errors: str) -> Case:
    """Return a nominee as it is kept. `errors`: "wrong" (what was mistyped) or "all"."""
    known = sections.errors_of(_form(session, draft, row.kind), row.details, draft.context)
    shown = known if errors == "all" else sections.wrong_only(known, row.details)
    return Case(row.kind, row.details, shown, row.id, row.version, row.name)


def typed(
    session: Session, draft: Draft, kind: str, posted: Mapping[str, Sequence[str]], row: Nominee | None = None
) -> Case:
    """Return a nominee as it was just typed, without errors. Raises forms.FormInvalid for unknown names."""
    answers = _form(session, draft, kind).read(posted)
    return Case(kind, answers, {}, row.id, row.version, row.name) if row else Case(kind, answers, {})


def in_words(session: Session, draft: Draft, row: Nominee) -> SummaryPage | None:
    """Return what is kept of a nominee, as one reads it."""
    return next(iter(_form(session, draft, row.kind).summary(row.details, draft.context)), None)


def removal(session: Session, draft: Draft, nominee_id: int) -> Removal:
    """Return what the page that asks before removing shows."""
    row = find(session, draft, nominee_id)
    files = sum(file.nominee_id == row.id for file in draft.files)
    return Removal(drafts.head_of(draft), row.id, row.version, row.name, row.kind, files)


def _row(draft: Draft, each: NomineeState) -> Row:
    nominee = each.nominee
    sent = [file.paper for file in draft.files if file.nominee_id == nominee.id]
    asked = [paper for paper in draft.papers if paper.per == "nominee" and paper.required]
    lacking = [(p.paper, p.name) for p in asked if p.applies_to in ("all", nominee.kind) and p.paper not in sent]
    facts = [str(nominee.details.get(key) or "").strip() for key in FACTS]
    return Row(
        id=nominee.id,
        kind=nominee.kind,
        name=nominee.name,
        facts=tuple(fact for fact in facts if fact),
        missing=len(each.errors),
        files=len(sent),
        lacks=tuple(lacking),
    )


def _form(session: Session, draft: Draft, kind: str) -> Form:
    return catalogue.form(session, draft.task.instance.definition.deployment, f"nominee_{kind}")
