"""Who is reminded of a due date and when, and which open tasks were escalated."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, JsonList, Key, in_order, one_of, ref
from workflows.models.tasks import UserTask

REMINDER_EFFECTS = ("notify", "flag", "escalate")


class ReminderRule(Base):
    """One moment before or after a due date: who is told, and what follows."""

    __tablename__ = "reminder_rule"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(index=True)
    """Due rule that it belongs to; "report.*" for a family; "*" for whatever has no row of its own."""
    percent: Mapped[int | None]
    """Share of the limit, in working days, that is used up."""
    days: Mapped[int | None]
    """Days after the due day; negative: before it."""
    unit: Mapped[str]
    """Of `days`: working_day or calendar_day."""
    audience: Mapped[JsonList]
    """assignee, holders, head, submitting_unit."""
    effect: Mapped[str]
    """notify; flag: the task is marked as overdue, too; escalate: the head is told, too."""
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]

    __table_args__ = (
        one_of("unit", ("working_day", "calendar_day")),
        one_of("effect", REMINDER_EFFECTS),
        CheckConstraint("(percent is null) <> (days is null)", name="one_moment"),
        CheckConstraint("percent is null or percent between 1 and 99", name="percent_in_range"),
        CheckConstraint("effect = 'notify' or (days is not null and days > 0)", name="overdue_before_escalated"),
        in_order("effective_from", "effective_to"),
    )


class TaskEscalation(Base):
    """That an open task was found overdue for one due date: the flag that its head sees."""

    __tablename__ = "task_escalation"

    id: Mapped[Key]
    task_id: Mapped[int] = ref("user_task.id")
    due_at: Mapped[Instant]
    """The due date that was missed; a later one may be missed again."""
    raised_at: Mapped[Instant]
    head_told_at: Mapped[Instant | None]

    task: Mapped[UserTask] = relationship()

    __table_args__ = (
        UniqueConstraint("task_id", "due_at"),
        in_order("due_at", "raised_at"),
        in_order("raised_at", "head_told_at"),
    )
