"""What an organ's work was called off, for private calendars: found by organ and moment."""

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CALLED_OFF = sa.text("cancelled_at is not null")


def upgrade() -> None:
    op.create_index(
        "ix_user_task_called_off",
        "user_task",
        ["organ_id", "cancelled_at", "id"],
        sqlite_where=CALLED_OFF,
        postgresql_where=CALLED_OFF,
    )
