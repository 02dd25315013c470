"""Do a dossier's work with made-up people: whoever may do the next step does it, by the same commands as the pages.

The answers are samples; the way is the straight one (the first outcome of each step), unless a step says otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms import Context
from forms.samples import as_posted, sample
from workflows import asking, assessing, catalogue, dates, editing, organs, policy
from workflows.clock import utcnow
from workflows.commands import attachments, dossiers, nominee_criteria, nominees, tasks
from workflows.commands.attachments import Slot
from workflows.commands.dossiers import Typed
from workflows.commands.nominees import Change
from workflows.errors import OperationFailed
from workflows.models import (
    Account,
    Campaign,
    CouncilSeat,
    Dossier,
    DueTimer,
    Nominee,
    Offer,
    Position,
    ProcessInstance,
    RegisterEntry,
    RoleAssignment,
    UserTask,
)
from workflows.policy import Actor
from workflows.rules.calendar import VIETNAM
from workflows.storage import KeptFile

# Closing what others still work on comes after them.
LAST_FORMS = frozenset({"vote_closing", "report_closing"})
SAMPLE_NAMES = {
    "individual": "Nguyễn Minh Họa",
    "collective": "Phòng Nghiệp vụ minh họa",
    "household": "Hộ ông Trần Minh Họa",
    "enterprise": "Công ty TNHH Minh Họa",
}


@dataclass(frozen=True)
class OfferFacts:
    """An award of a plan, and whether it can run."""

    id: int
    campaign: str
    code: str
    title: str
    process: str | None
    unavailable_reason: str | None


@dataclass(frozen=True)
class Done:
    """A step that somebody did."""

    element_id: str
    name: str
    lane: str | None
    who: str
    due_at: datetime | None
    outcome: str | None


@dataclass(frozen=True)
class Ending:
    """How a dossier stands: `status` awarded, …; None while it runs."""

    status: str
    end_event: str | None
    registered: int
    wakes_at: datetime | None
    """When its next timer is due, if it only waits for time."""


def offers(session: Session, campaign: str | None, award: str | None) -> list[OfferFacts]:
    """Return the awards of one plan, or of all plans, in the plans' order."""
    query = select(Offer).join(Campaign).order_by(Campaign.key, Offer.id)
    if campaign:
        query = query.where(Campaign.key == campaign)
    if award:
        query = query.where(or_(Offer.award_key == award, Offer.code == award))
    return [
        OfferFacts(each.id, each.campaign.key, each.code, each.title, each.process_key, each.unavailable_reason)
        for each in session.scalars(query)
    ]


def prepare(
    session: Session, offer_id: int, paper: KeptFile, unit_id: int | None = None, kinds: Sequence[str] = ()
) -> str:
    """Open a dossier with one nominee of each kind, its papers and its pages filled. Return its reference.

    Of the first unit that may submit unless another is named, with nominees of all `kinds` of the offer unless some are.
    """
    offer = session.get_one(Offer, offer_id)
    units = organs.submitting_units(offer, dates.local_date(utcnow()))
    if not units:
        raise OperationFailed(f"{offer.title}: hiện không có đơn vị nào trình được.")
    submitter = unit_id or units[0].id
    actor = _officer(session, submitter)
    dossier = dossiers.start(session, actor, offer_id, submitter)
    task = editing.open_task(session, dossier)
    if task is None:
        raise OperationFailed(f"{offer.title}: quy trình không mở bước lập hồ sơ.")
    for kind in kinds or offer.object_kinds:
        _nominate(session, actor, dossier, task, kind)
    _attach(session, actor, dossier, paper)
    _fill(session, actor, dossier, task)
    return dossier.reference


def step(session: Session, reference: str) -> Done | None:
    """Let somebody do one open step of the dossier; None when there is none to do."""
    task = waiting(session, reference)
    if task is None:
        return None
    actor, outcome, answers = work_on(session, task)
    tasks.complete(session, actor, task.id, outcome, answers)
    return Done(task.element_id, task.name, task.lane, f"{actor.name}, {actor.capacity}", task.due_at, outcome)


def waiting(session: Session, reference: str) -> UserTask | None:
    """Return the open step of the dossier that is to be done next; None when there is none."""
    dossier = session.scalars(select(Dossier).where(Dossier.reference == reference)).one()
    found = session.scalars(
        select(UserTask)
        .where(UserTask.dossier_id == dossier.id, UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None))
        .order_by(UserTask.id)
    )
    return min(found, key=lambda each: (each.form_key in LAST_FORMS, each.id), default=None)


def work_on(session: Session, task: UserTask) -> tuple[Actor, str | None, dict]:
    """Return who does an open step, with which outcome and which answers. Raises OperationFailed when nobody may."""
    actor = worker_of(session, task)
    outcome = task.outcomes[0] if task.outcomes else None
    return actor, outcome, sample_answers(session, actor, task, outcome)


def ending(session: Session, reference: str) -> Ending:
    """Return how a dossier stands now."""
    dossier = session.scalars(select(Dossier).where(Dossier.reference == reference)).one()
    instance = session.scalars(select(ProcessInstance).where(ProcessInstance.dossier_id == dossier.id)).first()
    entries = select(RegisterEntry.id).join(Nominee, Nominee.id == RegisterEntry.nominee_id)
    timer = session.scalar(
        select(DueTimer.due_at)
        .where(DueTimer.instance_id == instance.id, DueTimer.kind == "engine")
        .where(DueTimer.fired_at.is_(None), DueTimer.cancelled_at.is_(None))
        .order_by(DueTimer.due_at)
        .limit(1)
        if instance
        else select(DueTimer.due_at).where(DueTimer.id.is_(None))
    )
    return Ending(
        status=dossier.status,
        end_event=instance.end_event if instance else None,
        registered=len(session.scalars(entries.where(Nominee.dossier_id == dossier.id)).all()),
        wakes_at=timer,
    )


def _nominate(session: Session, actor: Actor, dossier: Dossier, task: UserTask, kind: str) -> None:
    form = catalogue.form(session, task.instance.definition.deployment, f"nominee_{kind}")
    today = dates.local_date(utcnow())
    given = {"full_name": SAMPLE_NAMES[kind]} | ({"discipline_cases": "0"} if "discipline_cases" in form.items else {})
    answers = sample(form, editing.context(session, actor, task), outcome=None, today=today, given=given)
    saved = nominees.add(session, actor, dossier.reference, kind, as_posted(answers))
    _answer_criteria(session, actor, dossier, session.get_one(Nominee, saved.id))


def _answer_criteria(session: Session, actor: Actor, dossier: Dossier, nominee: Nominee) -> None:
    """Answer what the criteria ask, first the group, because it decides about the rest."""
    group = next((code for code, _ in assessing.asked(session, dossier, nominee).groups), None)
    choice = {"group": [group]} if group else {}
    saved = nominee_criteria.save(session, actor, dossier.reference, nominee.id, Change(choice, nominee.version))
    context = asking.context_of(assessing.asked(session, dossier, nominee))
    posted = choice | as_posted(sample_criteria(context))
    nominee_criteria.save(session, actor, dossier.reference, nominee.id, Change(posted, saved.version))


def sample_criteria(context: Context) -> dict:
    """Return answers to whatever the criteria of a plan ask: results above every plan, rates that fall, all said to be met."""
    proof = "Báo cáo minh họa"
    figures = context.rows.get("figures", ())
    rows = [
        {"row": row.id, "value": str(max(1, 50 - 10 * place)), "source": proof} for place, row in enumerate(figures)
    ]
    checks = [{"row": row.id, "state": "met", "evidence": proof} for row in context.rows.get("checks", ())]
    targets = [{"row": "1", "name": "Số hộ thoát nghèo", "planned": "100", "achieved": "120", "source": proof}]
    return {"figures": rows, "checks": checks, "targets": targets if context.values.get("asks_targets") else []}


def _attach(session: Session, actor: Actor, dossier: Dossier, paper: KeptFile) -> None:
    people = session.scalars(select(Nominee).where(Nominee.dossier_id == dossier.id)).all()
    for wanted in dossier.offer.papers:
        if not wanted.required:
            continue
        for_whom: Iterable[int | None] = (
            [None]
            if wanted.per == "dossier"
            else [each.id for each in people if wanted.applies_to in ("all", each.kind)]
        )
        for nominee_id in for_whom:
            attachments.add(session, actor, dossier.reference, Slot(wanted.paper, nominee_id), paper)


def _fill(session: Session, actor: Actor, dossier: Dossier, task: UserTask) -> None:
    form = editing.form_of(session, task)
    context = editing.context(session, actor, task)
    today = dates.local_date(utcnow())
    answers = sample(form, context, outcome="sign", today=today, given=sample_minutes(context))
    for page in form.pages_open(answers, context):
        keys = {each.item.key for each in form.placed if each.page == page.key}
        posted = as_posted({key: value for key, value in answers.items() if key in keys})
        dossiers.save_content(session, actor, dossier.reference, page.key, Typed(posted, dossier.content_revision))


def sample_minutes(context: Context) -> dict:
    """Return answers about the minutes of the unit's council that agree with each other."""
    votes = [
        {"row": row.id, "yes_votes": "5", "no_votes": "0", "invalid_votes": "0"}
        for row in context.rows.get("nominees", ())
    ]
    return {"minutes_source": "entered", "member_count": "5", "present_count": "5", "votes": votes}


def sample_answers(session: Session, actor: Actor, task: UserTask, outcome: str | None) -> dict:
    """Return answers with which an open step can be finished. Raises FormInvalid where samples do not do."""
    if task.form_key == editing.FORM_OF_CONTENT:
        return {}
    context = editing.context(session, actor, task)
    today = dates.local_date(utcnow())
    return sample(
        catalogue.form_of(session, task), context, outcome=outcome, today=today, given=sample_times(task, context)
    )


def sample_times(task: UserTask, context: Context) -> dict:
    """Return the answers that samples cannot guess: times that must follow each other."""
    if task.form_key == "council_plan":
        return {"meets_at": _local(utcnow() + timedelta(hours=1))}
    if task.form_key == "council_minutes":
        started = datetime.fromisoformat(str(context.values["started_at"]))
        return {"ended_at": _local(started.replace(tzinfo=started.tzinfo or VIETNAM) + timedelta(hours=2))}
    return {}


def _local(instant: datetime) -> str:
    return f"{instant.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _officer(session: Session, unit_id: int) -> Actor:
    account = session.scalar(
        select(Account.id)
        .join(Position, Position.person_id == Account.person_id)
        .join(RoleAssignment, RoleAssignment.position_id == Position.id)
        .where(RoleAssignment.role == "submitting_officer", RoleAssignment.organ_id == unit_id)
        .order_by(Account.id)
    )
    if account is None:
        raise OperationFailed("Đơn vị trình chưa có cán bộ lập hồ sơ.")
    return policy.load_actor(session, account, dates.local_date(utcnow()))


def worker_of(session: Session, task: UserTask) -> Actor:
    """Return somebody who may do the task; raises OperationFailed when nobody may."""
    found = next(workers_of(session, task), None)
    if found is None:
        place = f"({task.element_id}, vai trò {task.candidate_group})"
        raise OperationFailed(f"Không ai làm được bước “{task.name}” {place}.")
    return found


def workers_of(session: Session, task: UserTask) -> Iterator[Actor]:
    """Yield everybody who may do an open task, those first who came first."""
    by_role = (
        select(Position.person_id)
        .join(RoleAssignment)
        .where(RoleAssignment.role == task.candidate_group, RoleAssignment.organ_id == task.organ_id)
    )
    by_seat = select(CouncilSeat.person_id).where(CouncilSeat.council_id == task.council_id)
    people = (
        Account.person_id.in_(by_role) | Account.person_id.in_(by_seat) | (Account.person_id == task.reserved_for_id)
    )
    open_accounts = select(Account.id).where(people, Account.disabled_at.is_(None))
    for account_id in session.scalars(open_accounts.order_by(Account.id)).all():
        actor = policy.load_actor(session, account_id, dates.local_date(utcnow()))
        if policy.may_work(session, actor, task):
            yield actor
