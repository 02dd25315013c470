"""Persons have notices beside their letters, and say how they want them by mail.

The version before this one writes letters without notices, and neither drops a letter nor counts its claims: a letter
that both have in hand within five minutes may be noted as failed by the wrong one, and goes again with its Message-ID.
"""

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = UtcDateTime(timezone=True)
STATES = "'queued', 'sending', 'sent', 'failed', 'in_doubt', 'dead', 'dropped'"
NOTICE_REFERENCES = {
    "person_id": "person",
    "dossier_id": "dossier",
    "task_id": "user_task",
    "letter_id": "outbox_message",
}


def upgrade() -> None:
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("is_duty", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("claim", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("fault", sa.String(), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_outbox_message_state_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_outbox_message_state_known"), f"state in ({STATES})")
    _create_notice()
    _create_wishes()


def _create_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("effect_key", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("dossier_id", KEY, nullable=True),
        sa.Column("task_id", KEY, nullable=True),
        sa.Column("is_duty", sa.Boolean(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("read_at", AT, nullable=True),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("letter_id", KEY, nullable=True),
        sa.CheckConstraint(
            "mail in ('at_once', 'waiting', 'digest', 'dropped', 'none')", name=op.f("ck_notice_mail_known")
        ),
        sa.CheckConstraint(
            "read_at is null or created_at is null or created_at <= read_at",
            name=op.f("ck_notice_created_at_before_read_at"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_notice_{column}_{table}"))
            for column, table in NOTICE_REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_notice_effect_key")),
    )
    op.create_index(op.f("ix_notice_letter_id"), "notice", ["letter_id"])
    op.create_index("ix_notice_person_id", "notice", ["person_id", "id"])
    for name, columns, where in (
        ("ix_notice_unread", ["person_id"], sa.text("read_at is null")),
        ("ix_notice_waiting", ["person_id", "created_at"], sa.text("mail = 'waiting'")),
    ):
        op.create_index(name, "notice", columns, sqlite_where=where, postgresql_where=where)


def _create_wishes() -> None:
    op.create_table(
        "notice_setting",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("quiet_days_off", sa.Boolean(), nullable=False),
        sa.Column("muted", sa.JSON(), nullable=False),
        sa.CheckConstraint("mail in ('at_once', 'hourly', 'daily')", name=op.f("ck_notice_setting_mail_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_setting_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_setting")),
    )
    op.create_table(
        "quiet_period",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "last_day is null or first_day is null or first_day <= last_day",
            name=op.f("ck_quiet_period_first_day_before_last_day"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiet_period_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_period")),
    )
    op.create_index("ix_quiet_period_person_id", "quiet_period", ["person_id", "last_day"])
