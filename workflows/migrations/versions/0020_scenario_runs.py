"""Runs of scenarios, and whom a recalculation still has to tell."""

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("recalculation", sa.Column("concerned", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("recalculation", sa.Column("untold", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "scenario_run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("draft_id", KEY, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("requested_by", KEY, nullable=True),
        *(
            sa.Column(name, UtcDateTime(timezone=True), nullable=name != "requested_at")
            for name in ("requested_at", "started_at", "ended_at", "claimed_until")
        ),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('queued', 'running', 'done', 'stale')", name=op.f("ck_scenario_run_state_known")),
        sa.CheckConstraint(
            "started_at is null or requested_at is null or requested_at <= started_at",
            name=op.f("ck_scenario_run_requested_at_before_started_at"),
        ),
        sa.CheckConstraint(
            "ended_at is null or started_at is null or started_at <= ended_at",
            name=op.f("ck_scenario_run_started_at_before_ended_at"),
        ),
        sa.CheckConstraint(
            "(state in ('done', 'stale')) = (ended_at is not null)", name=op.f("ck_scenario_run_ended_has_a_time")
        ),
        sa.CheckConstraint(
            "state <> 'running' or started_at is not null", name=op.f("ck_scenario_run_started_has_a_time")
        ),
        sa.CheckConstraint("done >= 0 and total >= 0", name=op.f("ck_scenario_run_counts_up")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["process_draft.id"], name=op.f("fk_scenario_run_draft_id_process_draft")
        ),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_scenario_run_requested_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_run")),
    )
    op.create_index(op.f("ix_scenario_run_draft_id"), "scenario_run", ["draft_id"])
    op.create_index("ix_scenario_run_checksum", "scenario_run", ["checksum", "id"])
    open_run = sa.text("ended_at is null")
    op.create_index(
        "uq_scenario_run_open",
        "scenario_run",
        ["checksum"],
        unique=True,
        sqlite_where=open_run,
        postgresql_where=open_run,
    )
    op.create_table(
        "scenario_result",
        sa.Column("id", KEY, nullable=False),
        sa.Column("run_id", KEY, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "title", "process_key", "outcome")),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("flows", sa.JSON(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('passed', 'parted', 'refused', 'unreadable')", name=op.f("ck_scenario_result_outcome_known")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["scenario_run.id"], name=op.f("fk_scenario_result_run_id_scenario_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_result")),
        sa.UniqueConstraint("run_id", "name", name=op.f("uq_scenario_result_run_id_name")),
    )


def downgrade() -> None:
    op.drop_table("scenario_result")
    op.drop_table("scenario_run")
    with op.batch_alter_table("recalculation") as batch:
        batch.drop_column("untold")
        batch.drop_column("concerned")
