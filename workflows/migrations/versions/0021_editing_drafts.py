"""Automatic savings of an editor come in runs, and who has a file of a draft open."""

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("draft_file", sa.Column("autosaved_since", UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "draft_editing",
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["process_draft.id"], name=op.f("fk_draft_editing_draft_id_process_draft")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_editing_person_id_person")),
        sa.PrimaryKeyConstraint("draft_id", "name", "person_id", name=op.f("pk_draft_editing")),
    )


def downgrade() -> None:
    op.drop_table("draft_editing")
    with op.batch_alter_table("draft_file") as table:
        table.drop_column("autosaved_since")
