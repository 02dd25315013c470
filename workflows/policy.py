"""Answers "may this person?" for one record and for a list, from the same rule.

Every rule is a SQL condition. A list is filtered by it; a single record is loaded through it, so that what one may
not see cannot be told from what does not exist.
"""

from datetime import date
from functools import lru_cache
from typing import NoReturn

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from workflows.actors import Actor, Assignment, load_actor
from workflows.errors import NotAllowed, NotFound
from workflows.models import (
    Account,
    Campaign,
    CampaignDuty,
    CouncilSession,
    Dossier,
    DossierAccess,
    Offer,
    ProcessDefinition,
    ProcessInstance,
    TaskSeparation,
    Unit,
    UserTask,
)

# Seats whose holders do the work of a council's candidate groups.
SEATS_OF_GROUP = {
    "council_secretary": ("secretary",),
    "council_chair": ("chair", "vice_chair"),
    "council_member": ("chair", "vice_chair", "standing", "member"),
}


APPRAISING_ROLES = ("appraisal_specialist", "appraisal_head", "achievement_specialist", "achievement_head")
SUBMITTING_ROLES = ("submitting_officer", "submitting_head")
# These give no sight of what the organ handles for others.
REPORTING_ROLES = ("reporting_officer", "reporting_head")
ROLES_BESIDE_HANDLING = (*SUBMITTING_ROLES, *REPORTING_ROLES, "inspector")

# Other tasks of a dossier, inside conditions on a task. Made once: it takes longer than the rest of a condition.
_done, _handled = aliased(UserTask), aliased(UserTask)


def visible_dossiers(actor: Actor) -> ColumnElement[bool]:
    """Condition on Dossier: those that the actor may see.

    Whoever prepares dossiers of a unit sees what it submitted; whoever handles them there sees what had a step of it.
    A draft is seen by its unit alone, because no other unit has access before a step reaches it. Council members see
    what their council was convened on. An inspector sees every submitted dossier of the province.
    """
    units = handling_organs(actor)
    own = {unit for role in SUBMITTING_ROLES for unit in actor.organs(role)}
    councils = {seat.council_id for seat in actor.seats}
    rules: list[ColumnElement[bool]] = []
    if own:
        rules.append(Dossier.submitting_unit_id.in_(own))
    if units:
        rules.append(exists().where(DossierAccess.dossier_id == Dossier.id, DossierAccess.unit_id.in_(units)))
    if councils:
        rules.append(exists().where(CouncilSession.dossier_id == Dossier.id, CouncilSession.council_id.in_(councils)))
        rules.append(exists().where(_handled.dossier_id == Dossier.id, _handled.council_id.in_(councils)))
    if actor.has("inspector"):
        rules.append(and_(inspected(actor), Dossier.submitted_at.is_not(None)))
    return or_(*rules) if rules else false()


def workable_tasks(actor: Actor) -> ColumnElement[bool]:
    """Condition on UserTask: open tasks that the actor may claim or do, four eyes included."""
    return and_(is_open(), or_(reserved(actor), *queues(actor)), ~separated(actor))


def is_open() -> ColumnElement[bool]:
    """Condition on UserTask: it waits for somebody. Word for word that of the indexes of open tasks."""
    return and_(UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None))


def reserved(actor: Actor) -> ColumnElement[bool]:
    """Condition on UserTask: for the actor alone, such as a ballot, while they are where it is done."""
    by_role = [_of_role(each) for each in actor.assignments]
    # A ballot stays reserved for its member, whose seat may have another function since.
    by_seat = [UserTask.council_id == seat.council_id for seat in actor.seats]
    return and_(UserTask.reserved_for_id == actor.person_id, or_(false(), *by_role, *by_seat))


def queues(actor: Actor) -> list[ColumnElement[bool]]:
    """Conditions on UserTask, one for each queue that the actor works; no task is in two.

    A queue is what waits for a role in an organ, or for a group of seats in a council, and is reserved for nobody.
    """
    groups = {
        (seat.council_id, group): and_(
            UserTask.council_id == seat.council_id, UserTask.candidate_group == group, UserTask.organ_id.is_(None)
        )
        for seat in actor.seats
        for group, functions in SEATS_OF_GROUP.items()
        if seat.function in functions
    }
    roles = {(each.role, each.organ_id): _of_role(each) for each in actor.assignments}
    return [and_(UserTask.reserved_for_id.is_(None), queue) for queue in (*roles.values(), *groups.values())]


def _of_role(held: Assignment) -> ColumnElement[bool]:
    return and_(UserTask.candidate_group == held.role, UserTask.organ_id == held.organ_id)


def separated(actor: Actor) -> ColumnElement[bool]:
    """Condition on UserTask: the actor did a step of the dossier, or of the duty, that bars them from this one."""
    # Two questions, each by the index of its dossier or duty. Asked as one with "or", or where the index of who did
    # what is open to it ("+ 0" shuts that), SQLite reads for each task all that the actor has ever done.
    barring = (
        TaskSeparation.task_id == UserTask.id,
        _done.element_id == TaskSeparation.element_id,
        _done.completed_by + 0 == actor.person_id,
    )
    of_dossier = exists().where(*barring, _done.dossier_id == UserTask.dossier_id)
    return or_(of_dossier, exists().where(*barring, _done.duty_id == UserTask.duty_id))


def load_dossier(session: Session, actor: Actor, reference: str) -> Dossier:
    """Return the dossier with that reference. Raises NotFound also where the actor may not see it."""
    dossier = session.scalar(select(Dossier).where(Dossier.reference == reference, visible_dossiers(actor)))
    if dossier is None:
        raise NotFound
    return dossier


def may_see_task(actor: Actor) -> ColumnElement[bool]:
    """Condition on UserTask: the actor may do it, or may see its dossier, but never another's ballot.

    Having done a step is no right to its dossier: whoever has left the unit sees neither.
    """
    # Its dossier is looked up by key for each task, with only the task lent from outside. A scalar, because PostgreSQL
    # would rather collect everything that the actor may see to answer an EXISTS.
    dossier = select(Dossier.id).where(Dossier.id == UserTask.dossier_id, visible_dossiers(actor))
    of_dossier = dossier.correlate(UserTask).scalar_subquery().is_not(None)
    anothers = and_(UserTask.reserved_for_id.is_not(None), UserTask.reserved_for_id != actor.person_id)
    return or_(workable_tasks(actor), and_(of_dossier, ~anothers), _of_seen_duty(actor))


def overseen_duties(actor: Actor) -> ColumnElement[bool]:
    """Condition on CampaignDuty: those whose every report the actor may read.

    Whoever handles dossiers at the unit that compiles or signs (Sở Nội vụ, UBND tỉnh), and inspectors of the province.
    """
    units, inspecting = handling_organs(actor), actor.organs("inspector")
    provinces = select(func.coalesce(Unit.province_id, Unit.id)).where(Unit.id.in_(inspecting))
    return or_(
        CampaignDuty.collector_id.in_(units),
        CampaignDuty.signer_id.in_(units),
        CampaignDuty.province_id.in_(provinces) if inspecting else false(),
    )


def reporting_organs(actor: Actor) -> set[int]:
    """Return the units for which the actor writes or signs reports of campaigns."""
    return {unit for role in REPORTING_ROLES for unit in actor.organs(role)}


def _of_seen_duty(actor: Actor) -> ColumnElement[bool]:
    """Condition on UserTask: of a duty that the actor oversees, or of their own unit in one."""
    overseen = select(CampaignDuty.id).where(overseen_duties(actor)).correlate(None)
    own = UserTask.organ_id.in_(reporting_organs(actor))
    return and_(UserTask.duty_id.is_not(None), or_(own, UserTask.duty_id.in_(overseen)))


def handling_organs(actor: Actor) -> set[int]:
    """Return the organs in which the actor handles dossiers, whoever submitted them."""
    return {each.organ_id for each in actor.assignments if each.role not in ROLES_BESIDE_HANDLING}


def inspected(actor: Actor) -> ColumnElement[bool]:
    """Condition on Dossier: of the province of an organ in which the actor is an inspector."""
    organs = actor.organs("inspector")
    return Dossier.province_id.in_(select(func.coalesce(Unit.province_id, Unit.id)).where(Unit.id.in_(organs)))


def load_task(session: Session, actor: Actor, task_id: int) -> tuple[UserTask, bool]:
    """Return a task that the actor may see, as it stands now, and whether they may do it. Raises NotFound."""
    found = session.execute(_one_task(actor), {"task_id": task_id}).one_or_none()
    if found is None:
        raise NotFound
    task, workable = found
    return task, workable


@lru_cache(maxsize=256)
def _one_task(actor: Actor) -> Select[UserTask, bool]:
    # Kept for each actor of today: to put it together takes longer than to ask it. With the instance, its definition,
    # the dossier and its plan, which every step reads.
    dossier = joinedload(UserTask.dossier)
    instance = joinedload(UserTask.instance, innerjoin=True)
    return (
        select(UserTask, workable_tasks(actor).label("workable"))
        .where(UserTask.id == bindparam("task_id"), may_see_task(actor))
        .options(
            instance.joinedload(ProcessInstance.definition, innerjoin=True).joinedload(
                ProcessDefinition.deployment, innerjoin=True
            ),
            dossier.joinedload(Dossier.offer).joinedload(Offer.award),
            dossier.joinedload(Dossier.campaign).defer(Campaign.plan),
        )
        .execution_options(populate_existing=True)
    )


def may_work(session: Session, actor: Actor, task: UserTask) -> bool:
    """Whether the actor may claim or do this open task."""
    return bool(session.scalar(select(exists().where(UserTask.id == task.id, workable_tasks(actor)))))


def may_still_work(session: Session, person_id: int, task: UserTask, today: date) -> bool:
    """Whether another person, such as the holder of an open task, may do it with the roles and seats of today."""
    account_id = session.scalar(select(Account.id).where(Account.person_id == person_id, Account.disabled_at.is_(None)))
    return account_id is not None and may_work(session, load_actor(session, account_id, today), task)


def demand_work(session: Session, actor: Actor, task: UserTask) -> None:
    """Raise NotAllowed, saying why, unless the actor may do this open task."""
    if not may_work(session, actor, task):
        refuse_work(session, actor, task)


def refuse_work(session: Session, actor: Actor, task: UserTask) -> NoReturn:
    """Raise NotAllowed, saying why the actor may not do this open task."""
    if session.scalar(select(exists().where(UserTask.id == task.id, separated(actor)))):
        raise NotAllowed(
            "Bạn đã làm một bước trước của hồ sơ này nên không được làm bước này; người khác cùng vai trò phải làm."
        )
    raise NotAllowed(f"Bước “{task.name}” không thuộc vai trò của bạn.")


def may_hold(session: Session, actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor appraises a dossier that is not over: a step of such a role has come to an organ of theirs."""
    organs = {each.organ_id for each in actor.assignments if each.role in APPRAISING_ROLES}
    appraised = exists().where(
        UserTask.dossier_id == dossier.id,
        UserTask.candidate_group.in_(APPRAISING_ROLES),
        UserTask.organ_id.in_(organs),
    )
    return bool(organs) and dossier.closed_at is None and bool(session.scalar(select(appraised)))


def demand_administrator(actor: Actor) -> None:
    """Raise NotAllowed unless the actor administers the system."""
    if not actor.administrator:
        raise NotAllowed("Chỉ quản trị hệ thống được làm việc này.")
