"""Counting open deadlines anew after a day or a rule has changed: how far it is, and which ones moved."""

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, JsonList, Key, in_order, one_of, ref
from workflows.models.dossiers import Dossier
from workflows.models.organisation import Person
from workflows.models.tasks import UserTask

CAUSES = ("day", "rule", "shipped")
STATES = ("queued", "running", "done")


class Recalculation(Base):
    """One run over all open deadlines, done batch by batch by whichever worker has its row locked."""

    __tablename__ = "recalculation"

    id: Mapped[Key]
    cause: Mapped[str]
    subjects: Mapped[JsonList]
    """What was changed, in words, the first few."""
    requested_by: Mapped[int | None] = ref("person.id", index=False)
    """Null where a new version of the product brought the change."""
    requested_at: Mapped[Instant]
    state: Mapped[str]
    total: Mapped[int]
    """How many deadlines were open when it was asked for; grows where more are found."""
    done: Mapped[int] = mapped_column(default=0)
    moved: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    concerned: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    """Who is still to be told: id of the person → [how many of their tasks moved, one of them]."""
    untold: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many these are."""
    last_instance_id: Mapped[int] = mapped_column(default=0)
    """Instances up to this one are done: whoever comes after a crash goes on from here."""
    started_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]
    settled_at: Mapped[Instant | None]
    """When those instances were looked through again that had not been committed while it ran."""

    requester: Mapped[Person | None] = relationship()

    __table_args__ = (
        one_of("cause", CAUSES),
        one_of("state", STATES),
        in_order("requested_at", "started_at"),
        in_order("started_at", "ended_at"),
        CheckConstraint("done between 0 and total", name="done_of_total"),
        CheckConstraint("moved >= 0 and failed >= 0 and moved + failed <= done", name="moved_and_failed_of_done"),
        CheckConstraint("(state = 'queued') = (started_at is null)", name="started_has_a_time"),
        CheckConstraint("(state = 'done') = (ended_at is not null)", name="done_has_a_time"),
        Index(
            "ix_recalculation_open",
            "id",
            sqlite_where=text("state <> 'done'"),
            postgresql_where=text("state <> 'done'"),
        ),
    )


class MovedDeadline(Base):
    """A deadline that a recalculation has moved, or could not count."""

    __tablename__ = "moved_deadline"

    id: Mapped[Key]
    recalculation_id: Mapped[int] = ref("recalculation.id", index=False)  # the unique keys begin with it
    task_id: Mapped[int | None] = ref("user_task.id", index=False)
    dossier_id: Mapped[int | None] = ref("dossier.id", index=False)
    """Of the total limit of a dossier; null where it is a task's."""
    old_due_at: Mapped[Instant | None]
    new_due_at: Mapped[Instant | None]
    error: Mapped[str | None]
    """Why it could not be counted, as a Vietnamese sentence; the old date then stays."""

    task: Mapped[UserTask | None] = relationship()
    dossier: Mapped[Dossier | None] = relationship()

    __table_args__ = (
        CheckConstraint("(task_id is null) <> (dossier_id is null)", name="of_one_clock"),
        *(
            Index(
                f"uq_moved_deadline_{column}",
                "recalculation_id",
                column,
                unique=True,
                sqlite_where=text(f"{column} is not null"),
                postgresql_where=text(f"{column} is not null"),
            )
            for column in ("task_id", "dossier_id")
        ),
    )
