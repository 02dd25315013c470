"""A timer is claimed before its step, so that a step that kills the worker leaves a trace.

The version before this one neither writes nor reads what is added: what it fires it does not claim.
"""

import sqlalchemy as sa
from alembic import op


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("due_timer", sa.Column("claims", sa.Integer(), server_default="0", nullable=False))
    op.add_column("due_timer", sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: history must not be rewritten")
