"""Scenarios fail where a step goes to others or takes too long; runs note what they came upon beside their files.

The version before this one asks nothing of what is added; results of the new kinds it shows under their own names.
"""

import sqlalchemy as sa
from alembic import op


revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OUTCOMES = "'passed', 'parted', 'reassigned', 'refused', 'overtime', 'unreadable'"


def upgrade() -> None:
    op.add_column("scenario_run", sa.Column("surroundings", sa.JSON(), server_default="{}", nullable=False))
    with op.batch_alter_table("scenario_result", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_scenario_result_outcome_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_scenario_result_outcome_known"), f"outcome in ({OUTCOMES})")
