"""Instances that went over to another version of their process.

The version before this one neither writes nor reads what is added.
"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFERENCES = {
    "instance_id": "process_instance",
    "from_definition_id": "process_definition",
    "to_definition_id": "process_definition",
    "migrated_by": "person",
    "undone_by": "person",
}


def upgrade() -> None:
    op.add_column("process_instance", sa.Column("former_ids", sa.JSON(), server_default="{}", nullable=False))
    op.create_table(
        "instance_migration",
        sa.Column("id", KEY, nullable=False),
        sa.Column("instance_id", KEY, nullable=False),
        sa.Column("from_definition_id", KEY, nullable=False),
        sa.Column("to_definition_id", KEY, nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("instance_version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("migrated_by", KEY, nullable=False),
        sa.Column("migrated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", KEY, nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undo_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "undone_at is null or migrated_at is null or migrated_at <= undone_at",
            name=op.f("ck_instance_migration_migrated_at_before_undone_at"),
        ),
        sa.CheckConstraint(
            "from_definition_id <> to_definition_id", name=op.f("ck_instance_migration_another_version")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_instance_migration_has_a_reason")),
        sa.CheckConstraint(
            "(undone_at is null) = (undone_by is null)", name=op.f("ck_instance_migration_undone_by_someone")
        ),
        sa.CheckConstraint(
            "(undone_at is null) = (undo_reason is null)", name=op.f("ck_instance_migration_undone_for_a_reason")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_instance_migration_{column}_{table}"))
            for column, table in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance_migration")),
    )
    for column in REFERENCES:
        op.create_index(op.f(f"ix_instance_migration_{column}"), "instance_migration", [column])
