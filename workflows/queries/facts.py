"""Dossiers and tasks as plain facts, for programs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.components import Field
from workflows import catalogue, duties, editing, policy
from workflows.errors import NotFound
from workflows.models import Campaign, Dossier, Nominee, Offer, ProcessInstance, Unit, UserTask
from workflows.policy import Actor
from workflows.queries import attachments
from workflows.queries.attachments import SentFile

PAGE_SIZE = 50


@dataclass(frozen=True)
class DossierRow:
    """A dossier in a list."""

    reference: str
    campaign: str
    award: str
    unit: str
    status: str
    stage: str
    due_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True)
class NomineeFacts:
    """A nominee with the answers of its form."""

    id: int
    number: int
    kind: str
    name: str
    appraisal: str
    result: str
    result_reason: str | None
    version: int
    details: dict


@dataclass(frozen=True)
class InstanceFacts:
    """A process of a dossier and where it stands."""

    id: int
    process: str
    version: int
    status: str
    tokens: list
    started_at: datetime
    ended_at: datetime | None
    end_event: str | None


@dataclass(frozen=True)
class DossierFacts(DossierRow):
    """A dossier with what it holds."""

    content: dict
    content_revision: int
    return_reason: str | None
    nominees: tuple[NomineeFacts, ...]
    documents: tuple[SentFile, ...]
    instances: tuple[InstanceFacts, ...]


@dataclass(frozen=True)
class Question:
    """A question of a form, by the name under which it is posted."""

    name: str
    kind: str
    label: str
    required: bool


@dataclass(frozen=True)
class TaskFacts:
    """A task with what it asks."""

    id: int
    name: str
    element_id: str
    reference: str
    form_key: str
    outcomes: list
    is_open: bool
    holder: str | None
    due_at: datetime | None
    questions: tuple[Question, ...]
    rows: dict


def dossiers(session: Session, actor: Actor, *, status: str, page: int) -> list[DossierRow]:
    """Return one page of the dossiers that the actor may see, the newest first."""
    query = _rows().where(policy.visible_dossiers(actor)).order_by(Dossier.id.desc())
    if status:
        query = query.where(Dossier.status == status)
    return [DossierRow(*row) for row in session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))]


def dossier(session: Session, actor: Actor, reference: str) -> DossierFacts:
    """Return everything about one dossier. Raises NotFound."""
    found = policy.load_dossier(session, actor, reference)
    row = session.execute(_rows().where(Dossier.id == found.id)).one()
    people = session.scalars(
        select(Nominee).where(Nominee.dossier_id == found.id, Nominee.removed_at.is_(None)).order_by(Nominee.number)
    )
    running = session.scalars(
        select(ProcessInstance).where(ProcessInstance.dossier_id == found.id).order_by(ProcessInstance.id)
    )
    return DossierFacts(
        **vars(DossierRow(*row)),
        content=found.content,
        content_revision=found.content_revision,
        return_reason=found.return_reason,
        nominees=tuple(_nominee(each) for each in people),
        documents=tuple(attachments.current(session, found.id)),
        instances=tuple(_instance(each) for each in running),
    )


def task(session: Session, actor: Actor, task_id: int) -> TaskFacts:
    """Return one task that the actor may see, with its questions while it is open. Raises NotFound."""
    found = session.scalar(select(UserTask).where(UserTask.id == task_id, policy.may_see_task(actor)))
    if found is None or not (found.dossier or found.duty):
        raise NotFound
    asks = found.is_open and found.form_key not in editing.FORMS and policy.may_work(session, actor, found)
    context = editing.context(session, actor, found) if asks else None
    return TaskFacts(
        id=found.id,
        name=found.name,
        element_id=found.element_id,
        reference=found.dossier.reference if found.dossier else duties.reference(found.duty) if found.duty else "",
        form_key=found.form_key,
        outcomes=found.outcomes,
        is_open=found.is_open,
        holder=found.assignee.full_name if found.assignee else None,
        due_at=found.due_at,
        questions=tuple(_questions(session, found)) if asks else (),
        rows={name: [{"row": row.id, "label": row.label} for row in rows] for name, rows in context.rows.items()}
        if context
        else {},
    )


def _questions(session: Session, found: UserTask):
    for key, placed in catalogue.form_of(session, found).items.items():
        if isinstance(placed.item, Field):
            yield Question(key, placed.item.kind, placed.item.label, placed.item.required)
            continue
        for name, cell in placed.item.cells.items():
            if isinstance(cell.item, Field):
                yield Question(f"{key}[].{name}", cell.item.kind, cell.item.label, cell.item.required)


def _rows():
    return (
        select(
            Dossier.reference,
            Campaign.key,
            Offer.title,
            Unit.name,
            Dossier.status,
            Dossier.stage,
            Dossier.due_at,
            Dossier.submitted_at,
        )
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .join(Offer, Offer.id == Dossier.offer_id)
        .join(Unit, Unit.id == Dossier.submitting_unit_id)
    )


def _nominee(row: Nominee) -> NomineeFacts:
    return NomineeFacts(
        row.id, row.number, row.kind, row.name, row.appraisal, row.result, row.result_reason, row.version, row.details
    )


def _instance(row: ProcessInstance) -> InstanceFacts:
    definition = row.definition
    return InstanceFacts(
        row.id, definition.key, definition.version, row.status, row.tokens, row.started_at, row.ended_at, row.end_event
    )
