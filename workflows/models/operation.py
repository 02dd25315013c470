"""What went wrong in a running instance, and what administrators did about it."""

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, Key, in_order, one_of, ref
from workflows.models.organisation import Person
from workflows.models.processes import DueTimer, ProcessInstance
from workflows.models.tasks import UserTask

INCIDENT_KINDS = ("timer", "step", "message")
RESOLUTIONS = ("worked", "passed", "ended", "dismissed")
INTERVENTIONS = ("retry", "suspend", "resume", "cancel", "move")
INTERVENTION_STATES = ("pending", "done", "declined", "stale")
SHORTEST_REASON = 10


class Incident(Base):
    """A step that failed and was undone. The same failure again counts up; it is resolved when the step has worked."""

    __tablename__ = "incident"

    id: Mapped[Key]
    instance_id: Mapped[int] = ref("process_instance.id")
    kind: Mapped[str]
    """What set the step off: a timer, a person's task, a message such as a withdrawal."""
    process_key: Mapped[str]
    """The process, main or called, that holds the element."""
    element_id: Mapped[str]
    cause: Mapped[str]
    """A Vietnamese sentence without personal data."""
    expression: Mapped[str | None]
    values: Mapped[Json]
    """What the step read: names with flags, counters and codes; of any other value only its kind."""
    technical_kind: Mapped[str]
    """Class of the error that was raised."""
    task_id: Mapped[int | None] = ref("user_task.id")
    """The task that was being completed, for kind "step"."""
    timer_id: Mapped[int | None] = ref("due_timer.id")
    """The timer that was firing, for kind "timer"."""
    first_at: Mapped[Instant]
    last_at: Mapped[Instant]
    count: Mapped[int] = mapped_column(default=1)
    resolved_at: Mapped[Instant | None]
    resolved_by: Mapped[int | None] = ref("person.id")
    """Null where it resolved itself by a timer."""
    resolution: Mapped[str | None]

    instance: Mapped[ProcessInstance] = relationship()
    task: Mapped[UserTask | None] = relationship()
    timer: Mapped[DueTimer | None] = relationship()
    resolver: Mapped[Person | None] = relationship()

    __table_args__ = (
        one_of("kind", INCIDENT_KINDS),
        one_of("resolution", RESOLUTIONS),
        in_order("first_at", "last_at"),
        in_order("last_at", "resolved_at"),
        CheckConstraint("count > 0", name="count_positive"),
        CheckConstraint("length(cause) > 0", name="has_a_cause"),
        CheckConstraint("(resolved_at is null) = (resolution is null)", name="resolved_somehow"),
        CheckConstraint("resolved_by is null or resolved_at is not null", name="resolved_by_has_a_time"),
        CheckConstraint("task_id is null or kind = 'step'", name="task_of_a_step"),
        CheckConstraint("timer_id is null or kind = 'timer'", name="timer_of_a_timer"),
        Index(
            "uq_incident_open",
            "instance_id",
            "kind",
            "element_id",
            unique=True,
            sqlite_where=text("resolved_at is null"),
            postgresql_where=text("resolved_at is null"),
        ),
        Index("ix_incident_listed", "resolved_at", "last_at"),
    )


class Intervention(Base):
    """An act of an administrator on an instance. Moving a token is asked by one and decided by another: four eyes."""

    __tablename__ = "intervention"

    id: Mapped[Key]
    instance_id: Mapped[int] = ref("process_instance.id")
    kind: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    requested_by: Mapped[int] = ref("person.id")
    requested_at: Mapped[Instant]
    decided_by: Mapped[int | None] = ref("person.id")
    decided_at: Mapped[Instant | None]
    decision_reason: Mapped[str | None]
    instance_version: Mapped[int]
    """The version of the instance that the asker saw; when it has moved on, the request is stale."""
    token_id: Mapped[str | None]
    process_key: Mapped[str | None]
    """The process in which the token moves."""
    from_element: Mapped[str | None]
    to_element: Mapped[str | None]

    instance: Mapped[ProcessInstance] = relationship()
    requester: Mapped[Person] = relationship(foreign_keys=[requested_by])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])

    __table_args__ = (
        one_of("kind", INTERVENTIONS),
        one_of("state", INTERVENTION_STATES),
        in_order("requested_at", "decided_at"),
        CheckConstraint("requested_by <> decided_by", name="four_eyes"),
        CheckConstraint("kind = 'move' or state = 'done'", name="only_moves_are_asked"),
        CheckConstraint(
            "(kind = 'move') = (token_id is not null and process_key is not null"
            " and from_element is not null and to_element is not null)",
            name="moves_a_token",
        ),
        CheckConstraint(
            "kind <> 'move' or (state in ('done', 'declined')) = (decided_by is not null)", name="decided_by_someone"
        ),
        CheckConstraint("(state = 'pending') = (decided_at is null)", name="decided_has_a_time"),
        CheckConstraint(f"length(reason) >= {SHORTEST_REASON}", name="has_a_reason"),
        CheckConstraint(
            f"state <> 'declined' or length(decision_reason) >= {SHORTEST_REASON}", name="refusal_has_a_reason"
        ),
        Index(
            "uq_intervention_pending",
            "instance_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )
