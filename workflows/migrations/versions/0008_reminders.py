"""Reminders: their rules, their rows among the due timers, and the tasks that were escalated.

Whoever still runs the version before this one takes a due reminder for a timer of the engine: stop its workers first.
"""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "fired_at is null and cancelled_at is null"
INDEXES = [
    ("ix_due_timer_fresh", ["due_at", "id"], f"{OPEN} and kind = 'engine' and retry_at is null"),
    ("ix_due_timer_failed", ["retry_at", "id"], f"{OPEN} and kind = 'engine' and retry_at is not null"),
    ("ix_due_timer_reminder", ["due_at", "id"], f"{OPEN} and kind = 'reminder'"),
]


def upgrade() -> None:
    _widen_due_timer()
    _create_reminder_rule()
    _create_task_escalation()


def _widen_due_timer() -> None:
    for name in ("ix_due_timer_fresh", "ix_due_timer_failed"):
        op.drop_index(name, "due_timer")
    with op.batch_alter_table("due_timer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), server_default="engine", nullable=False))
        batch_op.add_column(sa.Column("task_id", KEY, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_due_timer_task_id_user_task"), "user_task", ["task_id"], ["id"])
        batch_op.create_check_constraint(batch_op.f("ck_due_timer_kind_known"), "kind in ('engine', 'reminder')")
        batch_op.create_check_constraint(
            batch_op.f("ck_due_timer_reminds_of_a_task"), "(kind = 'reminder') = (task_id is not null)"
        )
    for name, columns, where in INDEXES:
        op.create_index(name, "due_timer", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    of_a_task = sa.text("task_id is not null")
    op.create_index(
        "uq_due_timer_task_id",
        "due_timer",
        ["task_id"],
        unique=True,
        sqlite_where=of_a_task,
        postgresql_where=of_a_task,
    )


def _create_reminder_rule() -> None:
    op.create_table(
        "reminder_rule",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.CheckConstraint("unit in ('working_day', 'calendar_day')", name=op.f("ck_reminder_rule_unit_known")),
        sa.CheckConstraint("effect in ('notify', 'flag', 'escalate')", name=op.f("ck_reminder_rule_effect_known")),
        sa.CheckConstraint("(percent is null) <> (days is null)", name=op.f("ck_reminder_rule_one_moment")),
        sa.CheckConstraint(
            "percent is null or percent between 1 and 99", name=op.f("ck_reminder_rule_percent_in_range")
        ),
        sa.CheckConstraint(
            "effect = 'notify' or (days is not null and days > 0)",
            name=op.f("ck_reminder_rule_overdue_before_escalated"),
        ),
        sa.CheckConstraint(
            "effective_to is null or effective_from is null or effective_from <= effective_to",
            name=op.f("ck_reminder_rule_effective_from_before_effective_to"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_rule")),
    )
    op.create_index(op.f("ix_reminder_rule_key"), "reminder_rule", ["key"])


def _create_task_escalation() -> None:
    op.create_table(
        "task_escalation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "raised_at is null or due_at is null or due_at <= raised_at",
            name=op.f("ck_task_escalation_due_at_before_raised_at"),
        ),
        sa.CheckConstraint(
            "head_told_at is null or raised_at is null or raised_at <= head_told_at",
            name=op.f("ck_task_escalation_raised_at_before_head_told_at"),
        ),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name=op.f("fk_task_escalation_task_id_user_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_escalation")),
        sa.UniqueConstraint("task_id", "due_at", name=op.f("uq_task_escalation_task_id_due_at")),
    )
    op.create_index(op.f("ix_task_escalation_task_id"), "task_escalation", ["task_id"])
