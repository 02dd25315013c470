"""Deadlines on the pages: why an open task can move nothing, what an organ has done, private calendar addresses.

The version before this one does not say on tasks that their process was suspended or has an incident: until the next
act on that process they are shown as they were.
"""

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = UtcDateTime(timezone=True)
OPEN = "completed_at is null and cancelled_at is null"
STILL = f"{OPEN} and reserved_for_id is null and (stopped_at is not null or rest is not null)"
DONE = "completed_at is not null"
# In plain SQL: SQLite takes a check along with a new column, and adds none to a table that is there.
REST = "ALTER TABLE user_task ADD COLUMN rest VARCHAR CONSTRAINT ck_user_task_rest_known CHECK (rest in ('suspended', 'incident'))"
FILL = (
    "UPDATE user_task SET rest = (SELECT status FROM process_instance WHERE process_instance.id = instance_id)"
    " WHERE completed_at is null AND cancelled_at is null"
    " AND instance_id IN (SELECT id FROM process_instance WHERE status IN ('suspended', 'incident'))"
)


def upgrade() -> None:
    op.execute(REST)
    op.execute(FILL)
    for name, columns, where in (
        ("ix_user_task_open_still", ["candidate_group", "organ_id", "due_at", "id"], STILL),
        ("ix_user_task_finished", ["organ_id", "completed_at", "id"], DONE),
    ):
        op.create_index(name, "user_task", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_table(
        "calendar_feed",
        sa.Column("account_id", KEY, autoincrement=False, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("revoked_at", AT, nullable=True),
        sa.CheckConstraint(
            "revoked_at is null or created_at is null or created_at <= revoked_at",
            name=op.f("ck_calendar_feed_created_at_before_revoked_at"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_feed_public_id")),
    )
