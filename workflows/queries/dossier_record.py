"""What a dossier holds, as reviewers read it: papers by name, nominees with their facts, the answers of its steps."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Context, Form, Row
from forms.components import RowList
from forms.summary import SummaryPage
from workflows import catalogue, file_kinds, reading, steps
from workflows.errors import WorkflowError
from workflows.models import (
    CouncilSession,
    Deployment,
    Dossier,
    IssuedDocument,
    OfferPaper,
    Person,
    ProcessInstance,
    SessionNominee,
    TaskAnswers,
    UserTask,
)
from workflows.policy import Actor
from workflows.queries import attachments
from workflows.queries.attachments import SentFile
from workflows.steps.dossier_context import fill_dossier

OTHER_PAPER = "Tài liệu khác"
OF_REVOCATION = {"revocation": "Tài liệu đề nghị hủy bỏ"}


@dataclass(frozen=True)
class Paper:
    """A file that was sent, with the name of the paper that it is."""

    name: str
    file: SentFile
    nominee: str | None
    """Name of the nominee that it belongs to."""
    number: int
    """Place of that nominee on the list; 0 for a paper of the dossier."""

    @property
    def shown_in_page(self) -> bool:
        """Whether a browser shows it without another program."""
        return file_kinds.by_media_type(self.file.media_type).shown_in_page


@dataclass(frozen=True)
class Slip:
    """A paper that the system made for the dossier."""

    id: int
    kind: str
    title: str
    document_number: str | None
    issued_at: datetime
    issuer: str | None


@dataclass(frozen=True)
class NomineeFacts:
    """A nominee as an appraiser reads it: what was said of it, and its papers."""

    id: int
    number: int
    name: str
    kind: str
    appraisal: str
    result: str
    result_reason: str | None
    council: tuple[int, int, str] | None
    """What the latest council counted: votes in favour, all votes, and its conclusion."""
    answers: tuple[SummaryPage, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Opinion:
    """The answers with which somebody finished a step."""

    task_id: int
    name: str
    stage: str | None
    person: str
    organ: str | None
    completed_at: datetime | None
    outcome: str | None
    """The label of the button that was pressed."""
    answers: tuple[SummaryPage, ...]


def papers(session: Session, dossier: Dossier) -> tuple[Paper, ...]:
    """Return the current files, those of the dossier first, then nominee by nominee."""
    wanted = session.execute(select(OfferPaper.paper, OfferPaper.name).where(OfferPaper.offer_id == dossier.offer_id))
    names = {paper: name for paper, name in wanted}
    people = {nominee.id: nominee for nominee in dossier.nominees}

    found = []
    for file in attachments.current(session, dossier.id):
        nominee = people[file.nominee_id] if file.nominee_id else None
        name = names.get(file.paper) or OF_REVOCATION.get(file.paper, OTHER_PAPER)
        found.append(Paper(name, file, nominee.name if nominee else None, nominee.number if nominee else 0))
    place = {paper: position for position, paper in enumerate(names)}
    return tuple(sorted(found, key=lambda each: (each.number, place.get(each.file.paper, len(place)))))


def slips(session: Session, actor: Actor, dossier: Dossier) -> tuple[Slip, ...]:
    """Return the papers that the system made and the actor may read, in the order in which they were issued."""
    query = select(IssuedDocument).where(IssuedDocument.dossier_id == dossier.id, reading.readable_documents(actor))
    query = query.order_by(IssuedDocument.id)
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


def nominees(session: Session, dossier: Dossier, sent: tuple[Paper, ...]) -> tuple[NomineeFacts, ...]:
    """Return the nominees on the list with what the dossier says of each; `sent` are the papers of the dossier."""
    deployment = deployment_of(session, dossier)
    surroundings = steps.Surroundings()
    fill_dossier(session, dossier, surroundings)
    context = surroundings.context()
    by_nominee = defaultdict(list)
    for paper in sent:
        by_nominee[paper.file.nominee_id].append(paper)
    counted = _counted(session, dossier)
    return tuple(
        NomineeFacts(
            id=each.id,
            number=each.number,
            name=each.name,
            kind=each.kind,
            appraisal=each.appraisal,
            result=each.result,
            result_reason=each.result_reason,
            council=counted.get(each.id),
            answers=catalogue.form(session, deployment, f"nominee_{each.kind}").summary(each.details, context)
            if deployment
            else (),
            papers=tuple(by_nominee[each.id]),
        )
        for each in dossier.nominees
        if each.removed_at is None
    )


def reads_verdicts(session: Session, actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may know what appraisal and council said of each nominee: whoever handles it, all once it is closed."""
    handled = select(Dossier.id).where(Dossier.id == dossier.id, reading.handled_dossiers(actor))
    return dossier.closed_at is not None or session.scalar(handled) is not None


def without_verdicts(found: tuple[NomineeFacts, ...]) -> tuple[NomineeFacts, ...]:
    """Return the nominees as the unit that submitted them knows them before the dossier is closed."""
    return tuple(replace(each, appraisal="none", result="none", result_reason=None, council=None) for each in found)


def _counted(session: Session, dossier: Dossier) -> dict[int, tuple[int, int, str]]:
    query = (
        select(SessionNominee)
        .join(SessionNominee.session)
        .where(CouncilSession.dossier_id == dossier.id, SessionNominee.conclusion.is_not(None))
        .order_by(SessionNominee.session_id)
    )
    return {row.nominee_id: (row.agree or 0, row.total or 0, row.conclusion or "") for row in session.scalars(query)}


def content(session: Session, dossier: Dossier) -> tuple[SummaryPage, ...]:
    """Return what the pages of the dossier say, in words."""
    deployment = deployment_of(session, dossier)
    if deployment is None:
        return ()
    surroundings = steps.Surroundings()
    fill_dossier(session, dossier, surroundings)
    context = surroundings.context()
    return catalogue.form(session, deployment, "dossier").summary(dossier.content, context)


def opinions(session: Session, actor: Actor, dossier: Dossier, limit: int | None = None) -> tuple[Opinion, ...]:
    """Return the answers of the finished steps that the actor may read, the latest first.

    Ballots leave no answers, so none is among them.
    """
    query = (
        select(UserTask, TaskAnswers.answers, Person.full_name)
        .join(TaskAnswers, TaskAnswers.task_id == UserTask.id)
        .join(Person, Person.id == UserTask.completed_by)
        .where(UserTask.dossier_id == dossier.id, UserTask.completed_at.is_not(None), reading.readable_answers(actor))
        .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
        .limit(limit)
    )
    return tuple(opinion(session, task, answers, name) for task, answers, name in session.execute(query))


def answers_in_words(session: Session, task: UserTask, answers: dict) -> tuple[SummaryPage, ...]:
    """Return the answers of a finished step in words, with the rows that it had then."""
    form = catalogue.form_of(session, task)
    return form.summary(answers, _context_then(session, task, form, answers))


def deployment_of(session: Session, dossier: Dossier) -> Deployment | None:
    """Return the deployment that the dossier's process runs on."""
    query = select(ProcessInstance).where(ProcessInstance.dossier_id == dossier.id).order_by(ProcessInstance.id)
    instance = session.scalars(query.limit(1)).first()
    return instance.definition.deployment if instance else None


def opinion(session: Session, task: UserTask, answers: dict, name: str) -> Opinion:
    """Return a finished step as it is read; `name` is that of whoever did it."""
    form = catalogue.form_of(session, task)
    return Opinion(
        task_id=task.id,
        name=task.name,
        stage=task.stage,
        person=name,
        organ=task.organ.name if task.organ else None,
        completed_at=task.completed_at,
        outcome=outcome_label(form, task.outcome),
        answers=answers_in_words(session, task, answers),
    )


def outcome_label(form: Form, outcome: str | None) -> str | None:
    """Return what stood on the button of an outcome."""
    return next((each.label for each in form.outcomes if each.key == outcome), None)


def _context_then(session: Session, task: UserTask, form: Form, answers: dict) -> Context:
    """Return a context in which every answered row has a name, also one that is no longer in question today."""
    surroundings = steps.Surroundings()
    with suppress(WorkflowError):  # a step that can no longer be prepared (its session is over) can still be read
        steps.prepare(session, None, task, surroundings)
    rows = dict(surroundings.rows)
    names = {str(each.id): each.name for each in task.dossier.nominees} if task.dossier else {}
    for item in (each.item for each in form.placed):
        if isinstance(item, RowList) and item.rows_from:
            known = {row.id: row for row in rows.get(item.rows_from, ())}
            given = [str(answer["row"]) for answer in answers.get(item.key) or []]
            rows[item.rows_from] = tuple(known.get(key) or Row(key, names.get(key, item.row_label)) for key in given)
    return replace(surroundings.context(), rows=rows)
