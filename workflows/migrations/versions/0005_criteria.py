"""Nominees carry what their criteria ask, reviewers conclude against a table with a reason, councils set figures.

The version before this one fills neither: a nominee that it adds has no figures, and a decision that it makes keeps no
comparison.
"""

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "plan_figure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_plan_figure_source_given")),
        sa.CheckConstraint(
            "valid_to is null or valid_from is null or valid_from <= valid_to",
            name=op.f("ck_plan_figure_valid_from_before_valid_to"),
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_plan_figure_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_plan_figure_entered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_figure")),
        sa.UniqueConstraint(
            "campaign_id", "name", "valid_from", name=op.f("uq_plan_figure_campaign_id_name_valid_from")
        ),
    )
    op.create_table(
        "criterion_override",
        sa.Column("id", KEY, nullable=False),
        sa.Column("nominee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict in ('met', 'not_met', 'as_computed')", name=op.f("ck_criterion_override_verdict_known")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_criterion_override_reason_given")),
        sa.ForeignKeyConstraint(["nominee_id"], ["nominee.id"], name=op.f("fk_criterion_override_nominee_id_nominee")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_criterion_override_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_override")),
    )
    op.create_index("ix_criterion_override_nominee_id_criterion", "criterion_override", ["nominee_id", "criterion"])
    op.add_column("nominee", sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("decision_item", sa.Column("criteria", sa.JSON(), nullable=False, server_default="{}"))
