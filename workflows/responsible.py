"""Who answers for an open task: those who may do it, and those who head the organ that does it."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from workflows.actors import Actor
from workflows.db import AS_STORED
from workflows.models import Council, CouncilSeat, Position, RoleAssignment, TaskSeparation, UserTask
from workflows.policy import REPORTING_ROLES, SEATS_OF_GROUP, SUBMITTING_ROLES

AUDIENCES = ("assignee", "holders", "head", "submitting_unit")
HEADS = ("appraisal_head", "achievement_head", "proposal_signer", "deciding_authority")
"""Roles that head an organ which handles dossiers, from the nearest to a task upwards."""
HEADS_OF_ACHIEVEMENT = ("achievement_head", "proposal_signer", "deciding_authority")
HEADING_ROLES = ("submitting_head", "reporting_head", *HEADS)
"""All roles that head an organ: whoever has one may give its work to another, and read how punctual it is."""

HOLDERS = (
    select(RoleAssignment.organ_id, RoleAssignment.role, Position.person_id)
    .join(Position, Position.id == RoleAssignment.position_id)
    .where(RoleAssignment.organ_id.in_(bindparam("organ_ids", expanding=True)))
    .where(Position.valid_from <= bindparam("today"))
    .where(or_(Position.valid_to.is_(None), Position.valid_to >= bindparam("today")))
    .distinct()
    .order_by(Position.person_id)
    .execution_options(**AS_STORED)
)
SEATED = (
    select(CouncilSeat.council_id, CouncilSeat.function, CouncilSeat.person_id)
    .where(CouncilSeat.council_id.in_(bindparam("council_ids", expanding=True)))
    .where(CouncilSeat.valid_from <= bindparam("today"))
    .where(or_(CouncilSeat.valid_to.is_(None), CouncilSeat.valid_to >= bindparam("today")))
    .order_by(CouncilSeat.person_id)
    .execution_options(**AS_STORED)
)
_waiting, _done = aliased(UserTask), aliased(UserTask)
BARRED = (
    select(TaskSeparation.task_id, _done.completed_by)
    .join(_waiting, _waiting.id == TaskSeparation.task_id)
    .join(_done, or_(_done.dossier_id == _waiting.dossier_id, _done.duty_id == _waiting.duty_id))
    .where(_done.element_id == TaskSeparation.element_id, _done.completed_by.is_not(None))
    .where(TaskSeparation.task_id.in_(bindparam("task_ids", expanding=True)))
    .execution_options(**AS_STORED)
)


def heading_roles(group: str) -> tuple[str, ...]:
    """Return the roles that head whoever exercises a role, the nearest first; a role is not its own head."""
    if group in SUBMITTING_ROLES:
        ladder: tuple[str, ...] = ("submitting_head",)
    elif group in REPORTING_ROLES:
        ladder = ("reporting_head",)
    else:
        ladder = HEADS_OF_ACHIEVEMENT if group.startswith("achievement_") else HEADS
    return ladder[ladder.index(group) + 1 :] if group in ladder else ladder


def directing_roles(group: str) -> tuple[str, ...]:
    """Return the roles whose holders may give the work of a group to another: those that head it, or are as high."""
    return (
        (group, *heading_roles(group))
        if group in (*HEADS, "submitting_head", "reporting_head")
        else heading_roles(group)
    )


def directed_organs(actor: Actor, group: str) -> set[int]:
    """Return the organs in which the actor may give the work of a group to another person."""
    return {organ_id for role in directing_roles(group) for organ_id in actor.organs(role)}


def may_direct(session: Session, actor: Actor, task: UserTask) -> bool:
    """Whether the actor may give a task to another person of its organ."""
    return _organ_of(session, task) in directed_organs(actor, task.candidate_group)


def may_extend(session: Session, actor: Actor, task: UserTask) -> bool:
    """Whether the actor may put off the due date of a task.

    That is for the heads of organs that handle dossiers: a unit sets no date to itself for what it is asked for, and the
    dates of a campaign's duty are those of the duty.
    """
    if task.dossier_id is None or task.candidate_group in (*SUBMITTING_ROLES, *REPORTING_ROLES):
        return False
    return may_direct(session, actor, task)


class Directory:
    """Who holds which role today, for tasks that are named at once: four statements however many they are."""

    def __init__(self, session: Session, tasks: Collection[UserTask], today: date):
        self._today, self._session = today, session
        self._councils = self._councils_of(tasks)
        self._seats = self._rows(SEATED, council_ids=sorted(self._councils))
        organs = {each.organ_id for each in tasks} | {each.unit_id for each in self._councils.values()}
        organs |= {each.dossier.submitting_unit_id for each in tasks if each.dossier is not None}
        self._holders = self._rows(HOLDERS, organ_ids=sorted(organ for organ in organs if organ is not None))
        self._barred = session.execute(BARRED, {"task_ids": [each.id for each in tasks]}).all() if tasks else []

    def told(self, task: UserTask, audience: Iterable[str]) -> list[int]:
        """Return the ids of the people of an audience (of AUDIENCES), in its order, each once."""
        answers = {
            "assignee": self.bearers,
            "holders": self.workers,
            "head": self.heads,
            "submitting_unit": self._submitters,
        }
        return list(dict.fromkeys(person for name in audience for person in answers[name](task)))

    def bearers(self, task: UserTask) -> list[int]:
        """Return who has a task in hand; where nobody who may do it has, all who may."""
        workers = self.workers(task)
        return [task.assignee_id] if task.assignee_id in workers else workers

    def workers(self, task: UserTask) -> list[int]:
        """Return who may do a task: the one for whom it is reserved, or holders of its role whom no earlier step bars."""
        if task.reserved_for_id is not None:
            return [task.reserved_for_id]
        if task.organ_id is not None:
            found = self._of_role(task.organ_id, task.candidate_group)
        else:
            functions = SEATS_OF_GROUP.get(task.candidate_group, ())
            found = [
                each.person_id
                for each in self._seats
                if each.council_id == task.council_id and each.function in functions
            ]
        barred = {each.completed_by for each in self._barred if each.task_id == task.id}
        return [person for person in found if person not in barred]

    def heads(self, task: UserTask) -> list[int]:
        """Return the nearest heads of the organ that does a task; of a council's task, those of its unit."""
        organ_id = organ_of(task, self._councils)
        rungs = (self._of_role(organ_id, role) for role in heading_roles(task.candidate_group))
        return next((found for found in rungs if found), [])

    def _submitters(self, task: UserTask) -> list[int]:
        unit_id = task.dossier.submitting_unit_id if task.dossier is not None else None
        return [person for role in SUBMITTING_ROLES for person in self._of_role(unit_id, role)]

    def _of_role(self, organ_id: int | None, role: str) -> list[int]:
        return [each.person_id for each in self._holders if (each.organ_id, each.role) == (organ_id, role)]

    def _councils_of(self, tasks: Iterable[UserTask]) -> dict[int, Council]:
        ids = {each.council_id for each in tasks if each.council_id is not None}
        return (
            {each.id: each for each in self._session.scalars(select(Council).where(Council.id.in_(ids)))} if ids else {}
        )

    def _rows(self, query, **keys: list[int]) -> list[Row]:
        return list(self._session.execute(query, {**keys, "today": self._today})) if any(keys.values()) else []


def _organ_of(session: Session, task: UserTask) -> int | None:
    council = session.get(Council, task.council_id) if task.council_id is not None else None
    return organ_of(task, {council.id: council} if council is not None else {})


def organ_of(task: UserTask, councils: dict[int, Council]) -> int | None:
    """Return the organ whose head answers for a task."""
    if task.organ_id is not None:
        return task.organ_id
    council = councils.get(task.council_id) if task.council_id is not None else None
    return council.unit_id if council is not None else None
