"""Timers are found by what is due alone, letters may be in doubt, and old idempotency keys are found by their age.

The version before this one neither writes nor reads the two new states of a letter: what stands in one of them is
left alone by it, which is what they mean.
"""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN = "fired_at is null and cancelled_at is null"
NEW = [
    ("ix_due_timer_fresh", ["due_at", "id"], f"{OPEN} and retry_at is null"),
    ("ix_due_timer_failed", ["retry_at", "id"], f"{OPEN} and retry_at is not null"),
]
STATES = "'queued', 'sending', 'sent', 'failed', 'in_doubt', 'dead'"


def upgrade() -> None:
    op.drop_index("ix_due_timer_open", "due_timer")
    for name, columns, where in NEW:
        op.create_index(name, "due_timer", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index("ix_idempotency_key_created_at", "idempotency_key", ["created_at"])
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_outbox_message_state_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_outbox_message_state_known"), f"state in ({STATES})")
