"""Times in which no dossier begins on a process: who said so and why, and who took it back.

The version before this one neither writes nor reads what is added.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
TABLE = "process_retirement"
CHECKS = {
    "retired_at_before_restored_at": "restored_at is null or retired_at is null or retired_at <= restored_at",
    "has_a_reason": "length(reason) >= 10",
    "restored_by_someone": "(restored_by is null) = (restored_at is null)",
    "restored_for_a_reason": "(restored_at is null) = (restored_reason is null)",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", KEY, nullable=False),
        sa.Column("process_key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("retired_by", KEY, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=False),
        sa.Column("restored_by", KEY, nullable=True),
        sa.Column("restored_at", INSTANT, nullable=True),
        sa.Column("restored_reason", sa.String(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}")) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{TABLE}_{column}_person"))
            for column in ("retired_by", "restored_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_process_key"), TABLE, ["process_key"])
    standing = sa.text("restored_at is null")
    op.create_index(
        f"uq_{TABLE}_standing", TABLE, ["process_key"], unique=True, sqlite_where=standing, postgresql_where=standing
    )


def downgrade() -> None:
    op.drop_table(TABLE)
