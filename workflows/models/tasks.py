"""Work for people: the open-task table that the inbox reads, drafts and answers."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, JsonList, Key, one_of, ref
from workflows.models.dossiers import Dossier
from workflows.models.duties import CampaignDuty
from workflows.models.organisation import Person, Unit
from workflows.models.processes import ProcessInstance

OPEN = "completed_at is null and cancelled_at is null"
FOR_THE_GROUP = f"{OPEN} and reserved_for_id is null"
STANDS_STILL = "(stopped_at is not null or rest is not null)"
RESTS = ("suspended", "incident")
IN_QUEUE = ("candidate_group", "organ_id", "due_at", "id")
NARROWED_BY = ("campaign_key", "award_key", "element_id")


def _partial(name: str, *columns: str, where: str) -> Index:
    """Return an index on the rows alone for which `where` is true; a query must say it word for word."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class UserTask(Base):
    """Work for a person: open, completed or cancelled.

    The inbox asks this table alone which tasks it shows, in what order and how many; each view reads one index.
    """

    __tablename__ = "user_task"

    id: Mapped[Key]
    instance_id: Mapped[int] = ref("process_instance.id", index=False)  # the unique key begins with it
    dossier_id: Mapped[int | None] = ref("dossier.id", index=False)
    duty_id: Mapped[int | None] = ref("campaign_duty.id", index=False)
    """The campaign's duty that it is a step of, where there is no dossier."""
    campaign_key: Mapped[str | None]
    award_key: Mapped[str | None]
    """What the dossier is for, copied from it so that the inbox can be narrowed; a dossier never changes it."""
    engine_id: Mapped[str]
    process_key: Mapped[str]
    element_id: Mapped[str]
    path: Mapped[JsonList]
    """Ids of the call activities and sub-processes around the element, outermost first."""
    name: Mapped[str]
    lane: Mapped[str | None]
    stage: Mapped[str | None]
    form_key: Mapped[str]
    candidate_group: Mapped[str] = ref("role.key", index=False)
    organ_id: Mapped[int | None] = ref("unit.id", index=False)
    session_id: Mapped[int | None] = ref("council_session.id")
    council_id: Mapped[int | None] = ref("council.id", index=False)
    outcomes: Mapped[JsonList]
    outcome_variable: Mapped[str]
    due_rule: Mapped[str | None]
    due_rule_id: Mapped[int | None] = ref("due_rule.id", index=False)
    """The row by which it is due; null: none holds, or it was made before this was kept."""
    clock_from: Mapped[Instant | None]
    """The event from which its limit is counted; null where no limit counts."""
    stopped_at: Mapped[Instant | None]
    """Since when the limit of this open task stands still; its `due_at` is then that of the moment before."""
    due_at: Mapped[Instant | None]
    rest: Mapped[str | None]
    """Why this open task can move nothing although its limit runs: its process is `suspended` or has an `incident`."""
    follow_up_at: Mapped[Instant | None]
    priority: Mapped[int] = mapped_column(default=50)
    reserved_for_id: Mapped[int | None] = ref("person.id", index=False)
    """The only person who may do it (a ballot); null: whoever has the role."""
    assignee_id: Mapped[int | None] = ref("person.id", index=False)
    claimed_at: Mapped[Instant | None]
    created_at: Mapped[Instant]
    completed_at: Mapped[Instant | None]
    completed_by: Mapped[int | None] = ref("person.id", index=False)
    cancelled_at: Mapped[Instant | None]
    outcome: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    instance: Mapped[ProcessInstance] = relationship()
    dossier: Mapped[Dossier | None] = relationship()
    duty: Mapped[CampaignDuty | None] = relationship()
    organ: Mapped[Unit | None] = relationship()
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id])
    completer: Mapped[Person | None] = relationship(foreign_keys=[completed_by])
    separations: Mapped[list["TaskSeparation"]] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("instance_id", "engine_id"),
        CheckConstraint("completed_at is null or cancelled_at is null", name="one_end"),
        CheckConstraint("(completed_at is null) = (completed_by is null)", name="completed_by_someone"),
        CheckConstraint("(assignee_id is null) = (claimed_at is null)", name="claimed_by_someone"),
        CheckConstraint("priority between 0 and 100", name="priority_in_range"),
        one_of("rest", RESTS),
        CheckConstraint(
            "organ_id is not null or council_id is not null or reserved_for_id is not null", name="someone_can_do_it"
        ),
        # The work of a queue, with what it is narrowed by, and the part of it that nobody holds.
        _partial("ix_user_task_open_group", *IN_QUEUE, *NARROWED_BY, where=FOR_THE_GROUP),
        _partial("ix_user_task_open_free", *IN_QUEUE, *NARROWED_BY, where=f"{FOR_THE_GROUP} and assignee_id is null"),
        _partial(
            "ix_user_task_open_council",
            *("council_id", "candidate_group", "due_at", "id"),
            where=f"{FOR_THE_GROUP} and council_id is not null",
        ),
        _partial(
            "ix_user_task_open_reserved",
            *("reserved_for_id", "due_at", "id"),
            where=f"{OPEN} and reserved_for_id is not null",
        ),
        _partial(
            "ix_user_task_open_assignee", *("assignee_id", "due_at", "id"), where=f"{OPEN} and assignee_id is not null"
        ),
        _partial("ix_user_task_open_still", *IN_QUEUE, where=f"{FOR_THE_GROUP} and {STANDS_STILL}"),
        # What an organ has done, for its head and for the calendars of those who had it before them.
        _partial("ix_user_task_finished", "organ_id", "completed_at", "id", where="completed_at is not null"),
        _partial("ix_user_task_called_off", "organ_id", "cancelled_at", "id", where="cancelled_at is not null"),
        _partial("ix_user_task_done", "completed_by", "completed_at", "id", where="completed_by is not null"),
        # Four eyes: who did that step of this dossier. Sight: which councils had a step of it.
        Index("ix_user_task_dossier_id", "dossier_id", "element_id", "completed_by"),
        Index("ix_user_task_council_id", "council_id", "dossier_id"),
        _partial("ix_user_task_duty_id", "duty_id", "element_id", "completed_by", where="duty_id is not null"),
    )

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a person."""
        return self.completed_at is None and self.cancelled_at is None


class TaskSeparation(Base):
    """Four eyes: whoever completed `element_id` of the same dossier may not do this task."""

    __tablename__ = "task_separation"

    task_id: Mapped[int] = ref("user_task.id", primary_key=True)
    element_id: Mapped[str] = mapped_column(primary_key=True)


class TaskAnswers(Base):
    """The checked answers with which a task was completed; kept apart because lists never read them."""

    __tablename__ = "task_answers"

    task_id: Mapped[int] = ref("user_task.id", primary_key=True)
    answers: Mapped[Json]


class TaskDraft(Base):
    """What one person has typed so far; `revision` says on which save the next one builds."""

    __tablename__ = "task_draft"

    task_id: Mapped[int] = ref("user_task.id", primary_key=True)
    person_id: Mapped[int] = ref("person.id", primary_key=True)
    answers: Mapped[Json]
    revision: Mapped[int]
    saved_at: Mapped[Instant]

    __table_args__ = (CheckConstraint("revision > 0", name="revision_positive"),)
