"""Try-outs of drafts: how each begins and what was done in it.

The version before this one neither writes nor reads what is added.
"""

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "draft_trial",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("start", sa.JSON(), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "changed_at is null or created_at is null or created_at <= changed_at",
            name=op.f("ck_draft_trial_created_at_before_changed_at"),
        ),
        sa.CheckConstraint("length(title) >= 1", name=op.f("ck_draft_trial_has_a_title")),
        sa.ForeignKeyConstraint(["draft_id"], ["process_draft.id"], name=op.f("fk_draft_trial_draft_id_process_draft")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_trial_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_trial")),
    )
    op.create_index(op.f("ix_draft_trial_draft_id"), "draft_trial", ["draft_id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: history must not be rewritten")
