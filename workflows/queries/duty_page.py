"""One duty of a campaign: its units, what they report, its papers and its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from forms.summary import SummaryPage
from forms.views import PageView
from workflows import catalogue, dates, duties, duty_figures, history
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import CampaignDuty, HistoryEntry, IssuedDocument, TaskAnswers, UserTask
from workflows.policy import Actor, overseen_duties, reporting_organs
from workflows.queries import dossier_record
from workflows.queries.dossier_record import Slip
from workflows.queries.duties import DutyCard, cards_of

LATEST_ACTS = 60


@dataclass(frozen=True)
class Act:
    """An act of the duty's history. `subject`: what it was done to."""

    at: datetime
    verb: str
    subject: str
    person: str
    capacity: str
    reason: str


@dataclass(frozen=True)
class DutyPage:
    """A duty. What only those may read who see every report is empty for the others."""

    key: str
    code: str
    campaign: str
    card: DutyCard
    collector: str
    signer: str
    is_whole: bool
    """Whether the actor reads every unit's report."""
    readable: frozenset[int]
    """Units whose sent report the actor may read."""
    tables: tuple[dict, ...]
    papers: tuple[Slip, ...]
    acts: tuple[Act, ...]
    chain_is_sound: bool
    may_manage: bool
    may_open: bool


@dataclass(frozen=True)
class ReportPage:
    """The report of a unit that was sent, in words."""

    key: str
    code: str
    duty_id: int
    unit_id: int
    duty: str
    unit: str
    sent_at: datetime | None
    letter_number: str
    signer: str
    signed_on: date | None
    answers: tuple[SummaryPage, ...]


@dataclass(frozen=True)
class PaperPage:
    """A paper that the system made for a duty, as the template of papers prints it."""

    reference: str
    kind: str
    title: str
    document_number: str | None
    data: Mapping[str, Any]
    issued_at: datetime
    issuer: str | None


def page(session: Session, actor: Actor, key: str, duty_id: int) -> DutyPage:
    """Return one duty. Raises NotFound where the actor may not see it."""
    duty = _load(session, actor, key, duty_id)
    is_whole = _sees_all(session, actor, duty)
    may_manage = duties.may_manage(session, actor, duty.campaign, dates.local_date(utcnow()))
    reports = duty_figures.reports_of(session, duty)
    sent = {each.unit_id for each in reports if each.sent_at}
    entries = _entries(session, duty) if is_whole or may_manage else []
    return DutyPage(
        key=duty.campaign.key,
        code=duty.campaign.code,
        campaign=duty.campaign.name,
        card=cards_of(session, actor, [duty])[0],
        collector=duty.collector.name,
        signer=duty.signer.name,
        is_whole=is_whole,
        readable=frozenset(sent if is_whole else sent & reporting_organs(actor)),
        tables=tuple(each for each in duty_figures.tables(duty, reports) if each["rows"]) if is_whole else (),
        papers=_papers(session, duty) if is_whole else (),
        acts=tuple(_act(each) for each in reversed(entries[-LATEST_ACTS:])),
        chain_is_sound=not history.faults(entries),
        may_manage=may_manage,
        may_open=may_manage and not duties.is_open(duty),
    )


def report(session: Session, actor: Actor, key: str, duty_id: int, unit_id: int) -> ReportPage:
    """Return the report that a unit has sent. Raises NotFound where there is none or the actor may not read it."""
    duty, found = _sent(session, actor, (key, duty_id), unit_id)
    task = session.get_one(UserTask, found.task_id)
    answers = session.get_one(TaskAnswers, found.task_id).answers
    return ReportPage(
        key=duty.campaign.key,
        code=duty.campaign.code,
        duty_id=duty.id,
        unit_id=unit_id,
        duty=duties.title(duty),
        unit=found.unit,
        sent_at=found.sent_at,
        letter_number=found.letter_number,
        signer=found.signer,
        signed_on=found.signed_on,
        answers=dossier_record.answers_in_words(session, task, answers),
    )


def printed(session: Session, actor: Actor, key: str, duty_id: int, unit_id: int) -> PaperPage:
    """Return the report that a unit has sent as it is printed. Raises as `report`."""
    duty, found = _sent(session, actor, (key, duty_id), unit_id)
    title = f"Báo cáo kết quả phong trào thi đua “{duty.campaign.name}” năm {duty.year}"
    data = duty_figures.paper_of(duty, found)
    sent_at = found.sent_at or duty.opened_at or utcnow()
    return PaperPage(duties.reference(duty), "unit_report", title, found.letter_number, data, sent_at, found.signer)


def paper(session: Session, actor: Actor, key: str, duty_id: int, number: int) -> PaperPage:
    """Return a paper of a duty. Raises NotFound where there is none or the actor does not read every report."""
    duty = _load(session, actor, key, duty_id)
    found = session.get(IssuedDocument, number)
    if found is None or found.duty_id != duty.id or not _sees_all(session, actor, duty):
        raise NotFound
    issuer = found.issuer.full_name if found.issuer else None
    facts = (found.kind, found.title, found.document_number, found.data, found.issued_at, issuer)
    return PaperPage(duties.reference(duty), *facts)


def form(
    session: Session, form_key: str, given: Mapping[str, Any], errors: Mapping[str, list[str]] | None = None
) -> PageView:
    """Return the form by which a duty is added or dated, with raw answers and what is wrong with them."""
    found = catalogue.record_form(session, form_key)
    return found.view(found.pages[0].key, given, errors=errors or {})


def read(session: Session, form_key: str, posted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return what was typed into such a form, unchecked. Raises forms.FormInvalid for names that it does not have."""
    return catalogue.record_form(session, form_key).read(posted)


def days_of(session: Session, actor: Actor, key: str, duty_id: int) -> dict[str, Any]:
    """Return the days of a duty as answers of the form that changes them. Raises NotFound for who may not manage it."""
    duty = _load(session, actor, key, duty_id)
    if not duties.may_manage(session, actor, duty.campaign, dates.local_date(utcnow())):
        raise NotFound
    found = {"due_on": duty.due_on, "opens_on": duty.opens_on}
    return {name: day.isoformat() for name, day in found.items() if day}


def _load(session: Session, actor: Actor, key: str, duty_id: int) -> CampaignDuty:
    duty = duties.load(session, actor, duty_id)
    if duty.campaign.key != key:
        raise NotFound
    return duty


def _sent(
    session: Session, actor: Actor, place: tuple[str, int], unit_id: int
) -> tuple[CampaignDuty, duty_figures.UnitReport]:
    """Return a duty (`place`: key of its campaign, its id) and what a unit has sent for it. Raises NotFound."""
    duty = _load(session, actor, *place)
    found = next((each for each in duty_figures.reports_of(session, duty) if each.unit_id == unit_id), None)
    readable = _sees_all(session, actor, duty) or unit_id in reporting_organs(actor)
    if found is None or found.task_id is None or not readable:
        raise NotFound
    return duty, found


def _sees_all(session: Session, actor: Actor, duty: CampaignDuty) -> bool:
    query = select(CampaignDuty.id).where(CampaignDuty.id == duty.id, overseen_duties(actor))
    return session.scalar(query) is not None


def _entries(session: Session, duty: CampaignDuty) -> list[HistoryEntry]:
    query = select(HistoryEntry).where(HistoryEntry.chain == history.chain_of(duty)).order_by(HistoryEntry.sequence)
    return list(session.scalars(query.options(joinedload(HistoryEntry.actor))))


def _act(entry: HistoryEntry) -> Act:
    subject = entry.after.get("task") or entry.after.get("unit_name") or entry.after.get("title") or ""
    person = entry.actor.full_name if entry.actor else ""
    return Act(entry.at, entry.verb, subject, person, entry.capacity, entry.reason or "")


def _papers(session: Session, duty: CampaignDuty) -> tuple[Slip, ...]:
    query = select(IssuedDocument).where(IssuedDocument.duty_id == duty.id).order_by(IssuedDocument.id)
    return tuple(
        Slip(
            each.id,
            each.kind,
            each.title,
            each.document_number,
            each.issued_at,
            each.issuer.full_name if each.issuer else None,
        )
        for each in session.scalars(query)
    )
