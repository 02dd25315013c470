"""Incidents and interventions; a dossier whose process an administrator has cancelled."""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE = "'draft', 'submitted', 'returned', 'awarded', 'not_awarded', 'rejected', 'withdrawn', 'discarded'"


def upgrade() -> None:
    op.add_column("process_instance", sa.Column("open_incidents", sa.Integer(), server_default="0", nullable=False))
    _widen_dossier()
    _create_incident()
    _create_intervention()


def _widen_dossier() -> None:
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        for name in ("status_known", "submitted_has_a_time", "closed_has_a_time"):
            batch_op.drop_constraint(batch_op.f(f"ck_dossier_{name}"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_dossier_status_known"), f"status in ({BEFORE}, 'cancelled')")
        batch_op.create_check_constraint(
            batch_op.f("ck_dossier_submitted_has_a_time"),
            "status in ('draft', 'discarded', 'cancelled') or submitted_at is not null",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_dossier_closed_has_a_time"),
            "(closed_at is not null) = (status in ('awarded', 'not_awarded', 'rejected', 'withdrawn', 'discarded', 'cancelled'))",
        )


def _create_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", KEY, nullable=False),
        sa.Column("instance_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("process_key", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("expression", sa.String(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("technical_kind", sa.String(), nullable=False),
        sa.Column("task_id", KEY, nullable=True),
        sa.Column("timer_id", KEY, nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", KEY, nullable=True),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.CheckConstraint("kind in ('timer', 'step', 'message')", name=op.f("ck_incident_kind_known")),
        sa.CheckConstraint(
            "resolution in ('worked', 'passed', 'ended', 'dismissed')", name=op.f("ck_incident_resolution_known")
        ),
        sa.CheckConstraint(
            "last_at is null or first_at is null or first_at <= last_at",
            name=op.f("ck_incident_first_at_before_last_at"),
        ),
        sa.CheckConstraint(
            "resolved_at is null or last_at is null or last_at <= resolved_at",
            name=op.f("ck_incident_last_at_before_resolved_at"),
        ),
        sa.CheckConstraint("count > 0", name=op.f("ck_incident_count_positive")),
        sa.CheckConstraint("length(cause) > 0", name=op.f("ck_incident_has_a_cause")),
        sa.CheckConstraint("(resolved_at is null) = (resolution is null)", name=op.f("ck_incident_resolved_somehow")),
        sa.CheckConstraint(
            "resolved_by is null or resolved_at is not null", name=op.f("ck_incident_resolved_by_has_a_time")
        ),
        sa.CheckConstraint("task_id is null or kind = 'step'", name=op.f("ck_incident_task_of_a_step")),
        sa.CheckConstraint("timer_id is null or kind = 'timer'", name=op.f("ck_incident_timer_of_a_timer")),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_incident_instance_id_process_instance")
        ),
        sa.ForeignKeyConstraint(["resolved_by"], ["person.id"], name=op.f("fk_incident_resolved_by_person")),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name=op.f("fk_incident_task_id_user_task")),
        sa.ForeignKeyConstraint(["timer_id"], ["due_timer.id"], name=op.f("fk_incident_timer_id_due_timer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    for column in ("instance_id", "resolved_by", "task_id", "timer_id"):
        op.create_index(op.f(f"ix_incident_{column}"), "incident", [column])
    op.create_index("ix_incident_listed", "incident", ["resolved_at", "last_at"])
    is_open = sa.text("resolved_at is null")
    op.create_index(
        "uq_incident_open",
        "incident",
        ["instance_id", "kind", "element_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _create_intervention() -> None:
    op.create_table(
        "intervention",
        sa.Column("id", KEY, nullable=False),
        sa.Column("instance_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("requested_by", KEY, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("instance_version", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.String(), nullable=True),
        sa.Column("process_key", sa.String(), nullable=True),
        sa.Column("from_element", sa.String(), nullable=True),
        sa.Column("to_element", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind in ('retry', 'suspend', 'resume', 'cancel', 'move')", name=op.f("ck_intervention_kind_known")
        ),
        sa.CheckConstraint(
            "state in ('pending', 'done', 'declined', 'stale')", name=op.f("ck_intervention_state_known")
        ),
        sa.CheckConstraint(
            "decided_at is null or requested_at is null or requested_at <= decided_at",
            name=op.f("ck_intervention_requested_at_before_decided_at"),
        ),
        sa.CheckConstraint("requested_by <> decided_by", name=op.f("ck_intervention_four_eyes")),
        sa.CheckConstraint("kind = 'move' or state = 'done'", name=op.f("ck_intervention_only_moves_are_asked")),
        sa.CheckConstraint(
            "(kind = 'move') = (token_id is not null and process_key is not null and from_element is not null and to_element is not null)",
            name=op.f("ck_intervention_moves_a_token"),
        ),
        sa.CheckConstraint(
            "kind <> 'move' or (state in ('done', 'declined')) = (decided_by is not null)",
            name=op.f("ck_intervention_decided_by_someone"),
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_at is null)", name=op.f("ck_intervention_decided_has_a_time")
        ),
        sa.CheckConstraint("length(reason) >= 10", name=op.f("ck_intervention_has_a_reason")),
        sa.CheckConstraint(
            "state <> 'declined' or length(decision_reason) >= 10", name=op.f("ck_intervention_refusal_has_a_reason")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_intervention_decided_by_person")),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_intervention_instance_id_process_instance")
        ),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_intervention_requested_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention")),
    )
    for column in ("instance_id", "requested_by", "decided_by"):
        op.create_index(op.f(f"ix_intervention_{column}"), "intervention", [column])
    is_pending = sa.text("state = 'pending'")
    op.create_index(
        "uq_intervention_pending",
        "intervention",
        ["instance_id"],
        unique=True,
        sqlite_where=is_pending,
        postgresql_where=is_pending,
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: history must not be rewritten")
