"""Duties of campaigns, and tasks and papers that belong to one instead of a dossier.

The version before this one knows no such task or paper: it lists none of them and opens no duty.
"""

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = UtcDateTime(timezone=True)
OF_A_DUTY = sa.text("duty_id is not null")


def upgrade() -> None:
    _create_duty()
    op.create_table(
        "duty_unit",
        sa.Column("duty_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["campaign_duty.id"], name=op.f("fk_duty_unit_duty_id_campaign_duty")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_duty_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("duty_id", "unit_id", name=op.f("pk_duty_unit")),
    )
    op.create_index(op.f("ix_duty_unit_unit_id"), "duty_unit", ["unit_id"])
    _widen_user_task()
    _widen_issued_document()


def _create_duty() -> None:
    references = {
        "campaign_id": "campaign",
        "province_id": "unit",
        "collector_id": "unit",
        "signer_id": "unit",
        "instance_id": "process_instance",
    }
    op.create_table(
        "campaign_duty",
        sa.Column("id", KEY, nullable=False),
        sa.Column("campaign_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("province_id", KEY, nullable=True),
        sa.Column("collector_id", KEY, nullable=False),
        sa.Column("signer_id", KEY, nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("conference_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("opened_at", AT, nullable=True),
        sa.Column("instance_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('yearly', 'interim', 'final', 'conference')", name=op.f("ck_campaign_duty_kind_known")
        ),
        sa.CheckConstraint(
            "due_on is null or opens_on is null or opens_on <= due_on",
            name=op.f("ck_campaign_duty_opens_on_before_due_on"),
        ),
        sa.CheckConstraint(
            "(instance_id is null) = (opened_at is null)", name=op.f("ck_campaign_duty_opened_has_a_time")
        ),
        sa.CheckConstraint(
            "instance_id is null or due_on is not null", name=op.f("ck_campaign_duty_opened_has_a_limit")
        ),
        sa.CheckConstraint(
            "(kind = 'conference') = (conference_on is not null)",
            name=op.f("ck_campaign_duty_conference_has_a_day"),
        ),
        sa.CheckConstraint("year between 2000 and 2100", name=op.f("ck_campaign_duty_year_in_range")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_campaign_duty_{column}_{table}"))
            for column, table in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_duty")),
        sa.UniqueConstraint("campaign_id", "kind", "year", name=op.f("uq_campaign_duty_campaign_id_kind_year")),
        sa.UniqueConstraint("instance_id", name=op.f("uq_campaign_duty_instance_id")),
    )
    for column in ("province_id", "collector_id", "signer_id"):
        op.create_index(op.f(f"ix_campaign_duty_{column}"), "campaign_duty", [column])


def _widen_user_task() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"  # it adds no foreign key to a table that is there
    duty = sa.ForeignKey("campaign_duty.id", name=op.f("fk_user_task_duty_id_campaign_duty"))
    op.add_column("user_task", sa.Column("duty_id", KEY, duty, nullable=True), inline_references=on_sqlite)
    op.create_index(
        "ix_user_task_duty_id",
        "user_task",
        ["duty_id", "element_id", "completed_by"],
        sqlite_where=OF_A_DUTY,
        postgresql_where=OF_A_DUTY,
    )


def _widen_issued_document() -> None:
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.alter_column("dossier_id", existing_type=KEY, nullable=True)
        batch_op.add_column(sa.Column("duty_id", KEY, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_issued_document_duty_id_campaign_duty"), "campaign_duty", ["duty_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_issued_document_of_one_subject"), "(dossier_id is null) <> (duty_id is null)"
        )
        batch_op.create_index(batch_op.f("ix_issued_document_duty_id"), ["duty_id"])
