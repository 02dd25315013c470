"""The legal clock: what stops a limit, from when it is counted, since when it stands still, and by whom it was extended.

The version before this one fills none of it: a task that it makes keeps the date that it was given, and a dossier that
it returns is stopped by its history alone.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from workflows.db import UtcDateTime


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = UtcDateTime(timezone=True)
OPEN_STOP = "ended_at is null"
RULE = sa.table("due_rule", sa.column("on_return"), sa.column("stopped_by", sa.JSON))
TASK = sa.table(
    "user_task",
    *map(sa.column, ("due_rule", "dossier_id")),
    *(sa.column(name, AT) for name in ("clock_from", "created_at")),
)
DOSSIER = sa.table(
    "dossier",
    *map(sa.column, ("id", "status")),
    *(sa.column(name, AT) for name in ("received_at", "due_at", "clock_from", "stopped_at")),
    sa.column("stopped_for", sa.JSON),
)
STOP = sa.table("clock_stop", *map(sa.column, ("dossier_id", "reason", "started_at")))
HISTORY = sa.table("history_entry", *map(sa.column, ("dossier_id", "verb")), sa.column("at", AT))
CLOCKED = (("user_task", ("clock_from", "stopped_at")), ("dossier", ("clock_from", "stopped_at")))


def upgrade() -> None:
    _add_columns()
    _make_tables()
    _fill_rules_and_tasks()
    _fill_dossiers()


def _add_columns() -> None:
    op.add_column("due_rule", sa.Column("stopped_by", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("due_rule", sa.Column("shipped", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("dossier", sa.Column("stopped_for", sa.JSON(), nullable=False, server_default="[]"))
    for table, instants in CLOCKED:
        for name in instants:
            op.add_column(table, sa.Column(name, AT, nullable=True))
        name = op.f(f"fk_{table}_due_rule_id_due_rule")
        rule = sa.ForeignKey("due_rule.id", name=name)
        op.add_column(table, sa.Column("due_rule_id", KEY, rule, nullable=True), inline_references=_on_sqlite())


def _on_sqlite() -> bool:
    """Whether a column must bring its foreign key along: SQLite adds none to a table that is there."""
    return op.get_bind().dialect.name == "sqlite"


def _make_tables() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "clock_stop",
        sa.Column("id", KEY, nullable=False),
        sa.Column("dossier_id", KEY, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_at", AT, nullable=False),
        sa.Column("ended_at", AT, nullable=True),
        sa.Column("started_by", KEY, nullable=True),
        sa.Column("ended_by", KEY, nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "reason in ('applicant', 'consultation', 'legal_hold', 'publication')",
            name=op.f("ck_clock_stop_reason_known"),
        ),
        sa.CheckConstraint(
            "ended_at is null or started_at is null or started_at <= ended_at",
            name=op.f("ck_clock_stop_started_at_before_ended_at"),
        ),
        sa.CheckConstraint("ended_by is null or ended_at is not null", name=op.f("ck_clock_stop_ended_by_has_a_time")),
        sa.CheckConstraint(
            "reason <> 'legal_hold' or length(note) >= 10", name=op.f("ck_clock_stop_hold_has_a_reason")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_clock_stop_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["started_by"], ["person.id"], name=op.f("fk_clock_stop_started_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_clock_stop_ended_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_stop")),
        sa.UniqueConstraint(
            "dossier_id", "reason", "started_at", name=op.f("uq_clock_stop_dossier_id_reason_started_at")
        ),
    )
    op.create_index(
        "uq_clock_stop_open",
        "clock_stop",
        ["dossier_id", "reason"],
        unique=True,
        sqlite_where=sa.text(OPEN_STOP),
        postgresql_where=sa.text(OPEN_STOP),
    )
    _make_extensions()


def _make_extensions() -> None:
    op.create_table(
        "deadline_extension",
        sa.Column("id", KEY, nullable=False),
        sa.Column("task_id", KEY, nullable=True),
        sa.Column("dossier_id", KEY, nullable=True),
        sa.Column("old_due_at", AT, nullable=False),
        sa.Column("new_due_at", AT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("extended_by", KEY, nullable=False),
        sa.Column("extended_at", AT, nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.CheckConstraint(
            "(task_id is null) <> (dossier_id is null)", name=op.f("ck_deadline_extension_of_one_clock")
        ),
        sa.CheckConstraint("new_due_at > old_due_at", name=op.f("ck_deadline_extension_later_than_before")),
        sa.CheckConstraint("length(reason) >= 10", name=op.f("ck_deadline_extension_has_a_reason")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_deadline_extension_{column}_{table}"))
            for column, table in (
                ("task_id", "user_task"),
                ("dossier_id", "dossier"),
                ("extended_by", "person"),
                ("document_id", "issued_document"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_extension")),
    )
    for column in ("task_id", "dossier_id"):
        op.create_index(op.f(f"ix_deadline_extension_{column}"), "deadline_extension", [column])


def _fill_rules_and_tasks() -> None:
    """Say what held until now: a return stopped what has a word about returns, and a limit ran from the task's making."""
    stopped = RULE.c.on_return != "none"
    op.execute(RULE.update().where(stopped).values(stopped_by=["applicant"]))
    clocked = sa.and_(TASK.c.due_rule.is_not(None), TASK.c.dossier_id.is_not(None))
    op.execute(TASK.update().where(clocked).values(clock_from=TASK.c.created_at))


def _fill_dossiers() -> None:
    """Count from reception, or from the last supplement, which restarted every limit; what is returned stands still."""
    begun = sa.func.coalesce(_last("clock_resumed"), DOSSIER.c.received_at)
    op.execute(DOSSIER.update().where(DOSSIER.c.due_at.is_not(None)).values(clock_from=begun))
    since = _last("returned")
    away = sa.and_(DOSSIER.c.status == "returned", since.is_not(None))
    waiting = sa.select(DOSSIER.c.id, sa.literal("applicant"), since).where(away)
    op.execute(STOP.insert().from_select(["dossier_id", "reason", "started_at"], waiting))
    stopped_at = sa.case((DOSSIER.c.due_at.is_not(None), since))
    op.execute(DOSSIER.update().where(away).values(stopped_for=["applicant"], stopped_at=stopped_at))


def _last(verb: str) -> sa.ScalarSelect[datetime]:
    """Return when this happened last to a dossier."""
    return (
        sa.select(sa.func.max(HISTORY.c.at))
        .where(HISTORY.c.dossier_id == DOSSIER.c.id, HISTORY.c.verb == verb)
        .correlate(DOSSIER)
        .scalar_subquery()
    )
