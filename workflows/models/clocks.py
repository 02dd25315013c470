"""When the clock of a dossier stood still, and which limits were extended."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from workflows.db import Base
from workflows.models.base import Instant, Key, in_order, one_of, ref
from workflows.models.dossiers import Dossier
from workflows.models.law import STOP_REASONS
from workflows.models.operation import SHORTEST_REASON
from workflows.models.organisation import Person
from workflows.models.tasks import UserTask


class ClockStop(Base):
    """A time for which the limits of a dossier that this reason stops do not run; one without an end is still on."""

    __tablename__ = "clock_stop"

    id: Mapped[Key]
    dossier_id: Mapped[int] = ref("dossier.id", index=False)  # the unique key begins with it
    reason: Mapped[str]
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    started_by: Mapped[int | None] = ref("person.id", index=False)
    """Null where the process did it by itself."""
    ended_by: Mapped[int | None] = ref("person.id", index=False)
    note: Mapped[str | None]
    """Why, in the words of whoever stopped it."""

    dossier: Mapped[Dossier] = relationship()
    starter: Mapped[Person | None] = relationship(foreign_keys=[started_by])
    ender: Mapped[Person | None] = relationship(foreign_keys=[ended_by])

    __table_args__ = (
        UniqueConstraint("dossier_id", "reason", "started_at"),
        one_of("reason", STOP_REASONS),
        in_order("started_at", "ended_at"),
        CheckConstraint("ended_by is null or ended_at is not null", name="ended_by_has_a_time"),
        CheckConstraint(f"reason <> 'legal_hold' or length(note) >= {SHORTEST_REASON}", name="hold_has_a_reason"),
        Index(
            "uq_clock_stop_open",
            "dossier_id",
            "reason",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )


class DeadlineExtension(Base):
    """A later date that whoever may extend has given to a task, or to the dossier as a whole."""

    __tablename__ = "deadline_extension"

    id: Mapped[Key]
    task_id: Mapped[int | None] = ref("user_task.id")
    dossier_id: Mapped[int | None] = ref("dossier.id")
    """Of its total limit; null where a task was extended."""
    old_due_at: Mapped[Instant]
    new_due_at: Mapped[Instant]
    reason: Mapped[str]
    extended_by: Mapped[int] = ref("person.id", index=False)
    extended_at: Mapped[Instant]
    document_id: Mapped[int | None] = ref("issued_document.id", index=False)
    """The slip of apology and extension (phiếu xin lỗi và gia hạn)."""

    task: Mapped[UserTask | None] = relationship()
    dossier: Mapped[Dossier | None] = relationship()
    extender: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint("(task_id is null) <> (dossier_id is null)", name="of_one_clock"),
        CheckConstraint("new_due_at > old_due_at", name="later_than_before"),
        CheckConstraint(f"length(reason) >= {SHORTEST_REASON}", name="has_a_reason"),
    )
