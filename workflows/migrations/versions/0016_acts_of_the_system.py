"""What was done of one kind, outside all dossiers and duties: found by its verb, as the page of a letter asks."""

import sqlalchemy as sa
from alembic import op


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OF_SYSTEM = sa.text("chain = 'system'")


def upgrade() -> None:
    op.create_index(
        "ix_history_entry_system",
        "history_entry",
        ["verb", "sequence"],
        sqlite_where=OF_SYSTEM,
        postgresql_where=OF_SYSTEM,
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: history must not be rewritten")
