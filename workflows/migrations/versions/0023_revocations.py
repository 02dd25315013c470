"""Cases in which an award is taken back, what is to be recovered of its reward, and how a dossier stands afterwards.

The version before this one starts no such case and writes none of the new columns.
"""

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = UtcDateTime(timezone=True)
ENDED = "'awarded', 'not_awarded', 'rejected', 'withdrawn', 'discarded', 'cancelled', 'revoked', 'upheld'"
PARENTS = {
    "entry_id": "register_entry",
    "dossier_id": "dossier",
    "instance_id": "process_instance",
    "organ_id": "unit",
    "started_by": "person",
    "decision_id": "decision",
}


def upgrade() -> None:
    with op.batch_alter_table("dossier") as batch:
        for name in ("status_known", "closed_has_a_time"):
            batch.drop_constraint(batch.f(f"ck_dossier_{name}"), type_="check")
        batch.create_check_constraint(
            batch.f("ck_dossier_status_known"), f"status in ('draft', 'submitted', 'returned', {ENDED})"
        )
        batch.create_check_constraint(
            batch.f("ck_dossier_closed_has_a_time"), f"(closed_at is not null) = (status in ({ENDED}))"
        )
    _add_recovery()
    _create_revocation()


def _add_recovery() -> None:
    with op.batch_alter_table("reward_item") as batch:
        batch.add_column(sa.Column("recover_since", AT, nullable=True))
        batch.add_column(sa.Column("recovered_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("recovered_dong", sa.Integer(), nullable=True))
        for name, condition in (
            ("recovered_has_an_amount", "(recovered_on is null) = (recovered_dong is null)"),
            ("recovered_was_to_be", "recovered_on is null or recover_since is not null"),
            ("recovered_not_negative", "recovered_dong >= 0"),
        ):
            batch.create_check_constraint(batch.f(f"ck_reward_item_{name}"), condition)


def _create_revocation() -> None:
    op.create_table(
        "revocation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("dossier_id", KEY, nullable=False),
        sa.Column("instance_id", KEY, nullable=True),
        sa.Column("organ_id", KEY, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_by", KEY, nullable=True),
        sa.Column("started_at", AT, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("settled_at", AT, nullable=True),
        sa.Column("decision_id", KEY, nullable=True),
        sa.Column("items_state", sa.String(), nullable=True),
        sa.Column("items_recovered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status in ('running', 'revoked', 'upheld', 'cancelled')", name=op.f("ck_revocation_status_known")
        ),
        sa.CheckConstraint(
            "items_state in ('recovered', 'lost', 'refused')", name=op.f("ck_revocation_items_state_known")
        ),
        sa.CheckConstraint(
            "settled_at is null or started_at is null or started_at <= settled_at",
            name=op.f("ck_revocation_started_at_before_settled_at"),
        ),
        sa.CheckConstraint(
            "(status = 'running') = (settled_at is null)", name=op.f("ck_revocation_settled_has_a_time")
        ),
        sa.CheckConstraint(
            "(status = 'revoked') = (decision_id is not null)", name=op.f("ck_revocation_revoked_by_a_decision")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_revocation_has_a_reason")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_revocation_{column}_{table}"))
            for column, table in PARENTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocation")),
    )
    for column in ("entry_id", "dossier_id"):
        op.create_index(op.f(f"ix_revocation_{column}"), "revocation", [column])
    standing = sa.text("status in ('running', 'revoked')")
    op.create_index(
        "uq_revocation_standing",
        "revocation",
        ["entry_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: history must not be rewritten")
