"""The head of a dossier's page, which stands over all its parts, and the papers that the system made for it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import dates, editing, offering, policy, reading
from workflows.errors import NotFound
from workflows.models import (
    Attachment,
    Decision,
    Dossier,
    DossierRevision,
    IssuedDocument,
    Person,
    Role,
    TaskAnswers,
    UserTask,
)
from workflows.policy import Actor
from workflows.queries import holds, revocations
from workflows.queries.holds import Hold
from workflows.queries.rests import Rest, rest_of_dossier
from workflows.queries.revocations import Case
from workflows.rules.due_state import DueState


@dataclass(frozen=True)
class OpenStep:
    """Work that waits: what, of whom, until when, and where the actor may do it (None: not theirs)."""

    task_id: int
    name: str
    who: str
    due: DueState
    is_mine: bool
    on_own_pages: bool
    """Whether it is worked on the pages of preparing a dossier."""


@dataclass(frozen=True)
class StageTimes:
    """When work of a stage began and when it was last done."""

    stage: str
    since: datetime
    done_at: datetime | None
    is_open: bool


@dataclass(frozen=True)
class Head:
    """How a dossier stands."""

    reference: str
    award: str
    offer: str
    campaign: str
    unit: str
    status: str
    stage: str
    due: DueState
    created_at: datetime
    submitted_at: datetime | None
    received_at: datetime | None
    closed_at: datetime | None
    return_reason: str | None
    rest: Rest | None
    """Why the process stands still."""
    nominees: tuple[tuple[str, int], ...]
    """Number of nominees by kind."""
    steps: tuple[OpenStep, ...]
    stages: tuple[StageTimes, ...]
    without: tuple[str, ...]
    """Stages that its way does not have, unless it came to them later, as when an award is taken back."""
    papers: int
    opinions: int
    decisions: tuple[tuple[str | None, date, str], ...]
    """Number, day and title of each decision."""
    revisions: tuple[tuple[int, datetime, str], ...]
    """Number, moment and submitter of each submission."""
    may_withdraw: bool
    hold: Hold | None
    cases: tuple[Case, ...]
    """Whether an award of it was to be taken back, the newest first."""
    may_go_on: bool
    """Whether the actor may let such a case go on without the explanation that is overdue."""
    may_hold: bool
    """Whether the actor may place a hold of the law, or lift it."""


@dataclass(frozen=True)
class SlipPage:
    """A paper that the system made, as `workflows.issuing` keeps it."""

    reference: str
    unit: str
    kind: str
    title: str
    document_number: str | None
    issued_at: datetime
    issuer: str | None
    data: dict


def head(session: Session, actor: Actor, dossier: Dossier) -> Head:
    """Return how a dossier stands. That the actor may see it is not checked."""
    kinds = Counter(each.kind for each in dossier.nominees if each.removed_at is None)
    stages = tuple(_stages(session, dossier))
    been = {each.stage for each in stages}
    return Head(
        reference=dossier.reference,
        award=dossier.offer.award.name,
        offer=dossier.offer.title,
        campaign=dossier.campaign.name,
        unit=dossier.submitting_unit.name,
        status=dossier.status,
        stage=dossier.stage,
        due=_due(session, dossier, dossier),
        created_at=dossier.created_at,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        closed_at=dossier.closed_at,
        return_reason=dossier.return_reason,
        rest=rest_of_dossier(session, dossier.id),
        nominees=tuple(sorted(kinds.items())),
        steps=tuple(_open_steps(session, actor, dossier)),
        stages=stages,
        without=tuple(each for each in offering.stages_left_out(dossier.offer) if each not in been),
        papers=_papers(session, dossier),
        opinions=_opinions(session, actor, dossier),
        decisions=tuple(_decisions(session, dossier)),
        revisions=tuple(_revisions(session, dossier)),
        may_withdraw=editing.may_withdraw(session, actor, dossier),
        hold=holds.of_dossier(session, actor, dossier),
        cases=revocations.of_dossier(session, dossier),
        may_go_on=revocations.may_go_on(session, actor, dossier),
        may_hold=policy.may_hold(session, actor, dossier),
    )


def slip(session: Session, actor: Actor, reference: str, document_id: int) -> SlipPage:
    """Return a paper that the system made for a dossier. Raises NotFound."""
    dossier = policy.load_dossier(session, actor, reference)
    query = select(IssuedDocument).where(IssuedDocument.dossier_id == dossier.id, reading.readable_documents(actor))
    found = session.scalar(query.where(IssuedDocument.id == document_id))
    if found is None:
        raise NotFound
    return SlipPage(
        reference=dossier.reference,
        unit=dossier.submitting_unit.name,
        kind=found.kind,
        title=found.title,
        document_number=found.document_number,
        issued_at=found.issued_at,
        issuer=found.issuer.full_name if found.issuer else None,
        data=found.data,
    )


def _open_steps(session: Session, actor: Actor, dossier: Dossier):
    """Yield the open steps; ballots of one vote are one step for whoever looks on."""
    query = select(UserTask).where(UserTask.dossier_id == dossier.id, UserTask.completed_at.is_(None))
    seen = set()
    for task in session.scalars(query.where(UserTask.cancelled_at.is_(None)).order_by(UserTask.id)):
        mine = policy.may_work(session, actor, task) and task.assignee_id in (None, actor.person_id)
        if task.element_id in seen and not mine:
            continue
        seen.add(task.element_id)
        due = _due(session, dossier, task)
        yield OpenStep(task.id, task.name, _who(session, task), due, mine, task.form_key in editing.FORMS)


def _who(session: Session, task: UserTask) -> str:
    if task.assignee is not None:
        return task.assignee.full_name
    if task.organ is not None:
        return task.organ.name
    role = session.get(Role, task.candidate_group)
    return role.name if role else ""


def _due(session: Session, dossier: Dossier, of: Dossier | UserTask) -> DueState:
    return dates.due_state(dates.calendar_of(session, dossier.province_id), of.due_at, of.stopped_at)


def _stages(session: Session, dossier: Dossier):
    query = select(
        UserTask.stage,
        func.min(UserTask.created_at),
        func.max(UserTask.completed_at),
        func.count().filter(UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None)),
    ).where(UserTask.dossier_id == dossier.id, UserTask.stage.is_not(None))
    for stage, since, done_at, waiting in session.execute(query.group_by(UserTask.stage)):
        yield StageTimes(stage or "", since, done_at, bool(waiting))


def _papers(session: Session, dossier: Dossier) -> int:
    sent = select(func.count(Attachment.id)).where(Attachment.dossier_id == dossier.id)
    current = sent.where(Attachment.removed_at.is_(None), Attachment.replaced_by_id.is_(None))
    made = select(func.count(IssuedDocument.id)).where(IssuedDocument.dossier_id == dossier.id)
    return (session.scalar(current) or 0) + (session.scalar(made) or 0)


def _opinions(session: Session, actor: Actor, dossier: Dossier) -> int:
    query = select(func.count(TaskAnswers.task_id)).join(UserTask, UserTask.id == TaskAnswers.task_id)
    return session.scalar(query.where(UserTask.dossier_id == dossier.id, reading.readable_answers(actor))) or 0


def _decisions(session: Session, dossier: Dossier):
    query = select(Decision).where(Decision.dossier_id == dossier.id).order_by(Decision.id)
    return [(each.document_number, each.signed_on, each.title) for each in session.scalars(query)]


def _revisions(session: Session, dossier: Dossier):
    query = select(DossierRevision.number, DossierRevision.submitted_at, Person.full_name)
    query = query.join(Person, Person.id == DossierRevision.submitted_by)
    rows = session.execute(
        query.where(DossierRevision.dossier_id == dossier.id).order_by(DossierRevision.number.desc())
    )
    return [(number, at, name) for number, at, name in rows]
