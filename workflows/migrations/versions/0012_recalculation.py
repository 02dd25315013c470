"""Days and limits that administrators change: what came with the product, what is counted anew, which deadlines moved.

The version before this one knows no withdrawn limit and counts by it as by any other.
"""

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = UtcDateTime(timezone=True)
NOT_DONE = "state <> 'done'"


def upgrade() -> None:
    op.add_column("due_rule", sa.Column("shipped_from", sa.String(), nullable=True))
    op.add_column("due_rule", sa.Column("withdrawn_at", AT, nullable=True))
    op.create_table(
        "shipped_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("day", "status", name=op.f("pk_shipped_day")),
    )
    _make_recalculation()
    _make_moved_deadline()


def _make_recalculation() -> None:
    op.create_table(
        "recalculation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("requested_by", KEY, nullable=True),
        sa.Column("requested_at", AT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("total", "done", "moved", "failed", "last_instance_id")
        ),
        sa.Column("started_at", AT, nullable=True),
        sa.Column("ended_at", AT, nullable=True),
        sa.CheckConstraint("cause in ('day', 'rule', 'shipped')", name=op.f("ck_recalculation_cause_known")),
        sa.CheckConstraint("state in ('queued', 'running', 'done')", name=op.f("ck_recalculation_state_known")),
        sa.CheckConstraint(
            "started_at is null or requested_at is null or requested_at <= started_at",
            name=op.f("ck_recalculation_requested_at_before_started_at"),
        ),
        sa.CheckConstraint(
            "ended_at is null or started_at is null or started_at <= ended_at",
            name=op.f("ck_recalculation_started_at_before_ended_at"),
        ),
        sa.CheckConstraint("done between 0 and total", name=op.f("ck_recalculation_done_of_total")),
        sa.CheckConstraint(
            "moved >= 0 and failed >= 0 and moved + failed <= done",
            name=op.f("ck_recalculation_moved_and_failed_of_done"),
        ),
        sa.CheckConstraint(
            "(state = 'queued') = (started_at is null)", name=op.f("ck_recalculation_started_has_a_time")
        ),
        sa.CheckConstraint("(state = 'done') = (ended_at is not null)", name=op.f("ck_recalculation_done_has_a_time")),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_recalculation_requested_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalculation")),
    )
    where = sa.text(NOT_DONE)
    op.create_index("ix_recalculation_open", "recalculation", ["id"], sqlite_where=where, postgresql_where=where)


def _make_moved_deadline() -> None:
    tables = {"recalculation_id": "recalculation", "task_id": "user_task", "dossier_id": "dossier"}
    op.create_table(
        "moved_deadline",
        sa.Column("id", KEY, nullable=False),
        sa.Column("recalculation_id", KEY, nullable=False),
        sa.Column("task_id", KEY, nullable=True),
        sa.Column("dossier_id", KEY, nullable=True),
        sa.Column("old_due_at", AT, nullable=True),
        sa.Column("new_due_at", AT, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("(task_id is null) <> (dossier_id is null)", name=op.f("ck_moved_deadline_of_one_clock")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_moved_deadline_{column}_{table}"))
            for column, table in tables.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_deadline")),
    )
    for column in ("task_id", "dossier_id"):
        where = sa.text(f"{column} is not null")
        op.create_index(
            f"uq_moved_deadline_{column}",
            "moved_deadline",
            ["recalculation_id", column],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
