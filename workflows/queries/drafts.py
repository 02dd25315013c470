"""What the pages of a dossier in preparation show: overview, a form page, nominees, papers, the check before signing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.components import Outcome
from forms.summary import SummaryPage
from forms.views import PageView, Rows
from workflows import catalogue, dates, editing
from workflows.errors import NotFound
from workflows.models import Dossier, HistoryEntry, TaskDraft
from workflows.policy import Actor
from workflows.queries import sections
from workflows.queries.history_facts import PREPARING
from workflows.queries.sections import Draft, Group, Section
from workflows.rules.due_state import DueState
from workflows.steps import completeness

SUPPLEMENT = "dossier_supplement"
# Acts by which an officer writes into the dossier.
WRITING = ("started", *sorted(PREPARING))


@dataclass(frozen=True)
class Head:
    """What stands over every page of a dossier in preparation."""

    reference: str
    award: str
    campaign: str
    unit: str
    task_id: int
    is_supplement: bool
    kinds: tuple[str, ...]
    revision: int
    saved_at: datetime | None


@dataclass(frozen=True)
class Overview:
    """The section list with what stands beside it."""

    head: Head
    groups: tuple[Group, ...]
    due: DueState
    due_clause: str
    return_reason: str
    saved_by: str
    may_withdraw: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many needed sections are in each state."""
        found: dict[str, int] = {}
        for section in sections.sections(self.groups):
            if section.needed and section.kind != "check":
                found[section.state] = found.get(section.state, 0) + 1
        return found


@dataclass(frozen=True)
class SentPaper:
    """A paper with the names of its files, or a word on who writes it."""

    key: str
    name: str
    files: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Check:
    """Everything that was entered, in words, with what is still missing."""

    head: Head
    pages: tuple[SummaryPage, ...]
    nominees: str
    nominee_names: tuple[tuple[int, str, bool], ...]
    """Id, name, whether complete."""
    papers: tuple[SentPaper, ...]
    hard: tuple[Section, ...]
    """Sections without which the dossier cannot go on."""
    soft: tuple[Section, ...]
    """Sections that warn and let go on."""
    final: PageView
    outcomes: tuple[Outcome, ...]
    due: DueState


def draft(session: Session, actor: Actor, reference: str) -> Draft:
    """Return a dossier that the actor may edit now, for its pages.

    Raises NotFound where the actor may not see it, Conflict when it is not open, NotAllowed when others edit it.
    """
    dossier, task = editing.view_open(session, actor, reference)
    return sections.read(session, actor, dossier, task)


def overview(session: Session, actor: Actor, reference: str) -> Overview:
    """Return the section list."""
    found = draft(session, actor, reference)
    dossier, task = found.dossier, found.task
    limit = dates.limit_of(session, task.due_rule, dossier, task.created_at) if task.due_rule else None
    return Overview(
        head=head_of(found),
        groups=sections.groups(session, found),
        due=_due(session, found),
        due_clause=(limit.clause or "") if limit else "",
        return_reason=dossier.return_reason or "",
        saved_by=_saved_by(session, dossier),
        may_withdraw=dossier.submitted_at is not None,
    )


def page(found: Draft, key: str, errors: str | Mapping[str, list[str]] = "wrong") -> PageView:
    """Return a form page with what is stored. `errors`: "wrong" (what was mistyped), "all", or the errors themselves.

    Raises NotFound for a page that the dossier does not ask.
    """
    content = found.dossier.content
    if key not in {each.key for each in found.form.pages_open(content, found.context)}:
        raise NotFound
    if isinstance(errors, str):
        known = sections.page_errors(found, key)
        errors = known if errors == "all" else sections.wrong_only(known, content)
    return found.form.view(key, content, found.context, errors=errors)


def typed_page(found: Draft, key: str, answers: Mapping[str, Any]) -> PageView:
    """Return a form page with answers that are not stored, as somebody typed them."""
    return found.form.view(key, found.dossier.content | dict(answers), found.context)


def neighbours(found: Draft, key: str) -> tuple[int, int, str | None]:
    """Return the place of a page among the pages that are asked, their number, and the key of the next one."""
    keys = [each.key for each in found.form.pages_open(found.dossier.content, found.context) if each != found.final]
    place = keys.index(key) + 1 if key in keys else len(keys)
    return place, len(keys), keys[place] if place < len(keys) else None


def check(session: Session, found: Draft, errors: Mapping[str, list[str]] | None = None) -> Check:
    """Return the answers in words and what is missing; `errors` are those of the final page."""
    form, content, going = found.form, found.dossier.content, _outcome(found)
    listed = _with_gaps(session, found, going)
    return Check(
        head=head_of(found),
        pages=tuple(each for each in form.summary(content, found.context) if each.key != found.final.key),
        nominees=sections.count_in_words(found.nominees),
        nominee_names=tuple((each.nominee.id, each.nominee.name, not each.errors) for each in found.nominees),
        papers=tuple(_sent(found, each) for each in listed if each.kind == "paper"),
        hard=tuple(each for each in listed if each.needed and each.state != "done"),
        soft=tuple(each for each in listed if each.kind == "paper" and each.state == "off" and each.key != "other"),
        final=form.view(found.final.key, content, found.context, errors=errors or {}),
        outcomes=tuple(each for each in form.outcomes_open(content, found.context) if each.key == going),
        due=_due(session, found),
    )


def _with_gaps(session: Session, found: Draft, outcome: str) -> list[Section]:
    """Return the sections; one that is whole by itself but wrong for this way of going on says so."""
    wrong = sections.page_gaps(found, outcome)
    return [
        replace(each, state="fix", why=wrong[each.key]) if each.state == "done" and each.key in wrong else each
        for each in sections.sections(sections.groups(session, found))
        if each.kind != "check"
    ]


def refused(found: Draft, errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return what of a refusal belongs on the check page itself: the final page's fields, and what has no section."""
    return own_errors(found, errors) | sections.page_errors(found, found.final.key)


def own_errors(found: Draft, errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the errors that name no section: sections are listed by themselves."""
    named = {page.key for page in found.form.pages} | {completeness.NOMINEES, completeness.PAPERS}
    return {name: messages for name, messages in errors.items() if name not in named}


def _sent(found: Draft, section: Section) -> SentPaper:
    files = tuple(file.file_name for file in found.files if file.paper == section.key)
    note = section.why if not files and section.state in ("done", "blocked") else ""
    return SentPaper(section.key, section.name, files, note)


@dataclass(frozen=True)
class Supplement:
    """The form of a supplement itself: what was asked for, what was done."""

    view: PageView
    outcomes: tuple[Outcome, ...]
    revision: int
    """Of the person's own draft of it; 0: none yet."""


def supplement(
    session: Session, actor: Actor, found: Draft, errors: Mapping[str, list[str]], posted: Mapping[str, list[str]]
) -> Supplement:
    """Return the supplement with what was just posted, else with what the person has saved of it."""
    form = catalogue.form_of(session, found.task)
    kept = session.get(TaskDraft, (found.task.id, actor.person_id))
    answers = form.read(posted) if posted else kept.answers if kept else {}
    view = form.view(form.pages[0].key, answers, found.context, errors=errors)
    # A slip without single requests has no list to answer.
    asked = tuple(each for each in view.items if not (isinstance(each, Rows) and not each.rows))
    return Supplement(replace(view, items=asked), form.outcomes, kept.revision if kept else 0)


def supplement_answers(session: Session, found: Draft, posted: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the raw answers of the supplement's form. Raises forms.FormInvalid for names that it does not have."""
    return catalogue.form_of(session, found.task).read(posted)


def _outcome(found: Draft) -> str:
    """Return the way in which this dossier will go on: its minutes exist, or the council is still to meet."""
    by_session = found.dossier.content.get("minutes_source") == "session"
    return "convene" if by_session and not found.context.values.get("council_held") else "sign"


def head_of(found: Draft) -> Head:
    """Return the head of a dossier in preparation."""
    dossier = found.dossier
    return Head(
        reference=dossier.reference,
        award=dossier.offer.title,
        campaign=dossier.campaign.name,
        unit=dossier.submitting_unit.name,
        task_id=found.task.id,
        is_supplement=found.task.form_key == SUPPLEMENT,
        kinds=tuple(dossier.offer.object_kinds),
        revision=dossier.content_revision,
        saved_at=dossier.content_saved_at,
    )


def _due(session: Session, found: Draft) -> DueState:
    return dates.due_state(
        dates.calendar_of(session, found.dossier.province_id), found.task.due_at, found.task.stopped_at
    )


def _saved_by(session: Session, dossier: Dossier) -> str:
    entry = session.scalar(
        select(HistoryEntry)
        .where(HistoryEntry.dossier_id == dossier.id, HistoryEntry.verb.in_(WRITING))
        .order_by(HistoryEntry.sequence.desc())
        .limit(1)
    )
    return entry.actor.full_name if entry and entry.actor else ""
