"""Many running instances that are taken over to another version of their process, or back, one after the other."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, Key, in_order, one_of, ref
from workflows.models.crossings import InstanceMigration
from workflows.models.organisation import Person
from workflows.models.processes import ProcessDefinition, ProcessInstance

RUN_KINDS = ("move", "undo")
RUN_STATES = ("trying", "tried", "queued", "running", "stopped", "done", "discarded")
ITEM_STATES = ("waiting", "can", "cannot", "done", "refused", "failed")


class MigrationRun(Base):
    """A choice of instances and the version they go to: tried first, then moved by whichever worker has its row locked.

    A run of kind "undo" takes back what another run has moved; it is not tried, each instance says whether it goes.
    """

    __tablename__ = "migration_run"

    id: Mapped[Key]
    kind: Mapped[str]
    definition_id: Mapped[int] = ref("process_definition.id")
    """To which version; of an undoing, the one that is left."""
    undoes_id: Mapped[int | None] = ref("migration_run.id", index=False)
    mapping: Mapped[Json]
    """{id of an element of the old version: id of that of the new one that takes its place}."""
    state: Mapped[str]
    is_automatic: Mapped[bool]
    """Asked for with the publishing of a version: what can go goes as soon as it was tried."""
    requested_by: Mapped[int] = ref("person.id", index=False)
    requested_at: Mapped[Instant]
    reason: Mapped[str | None]
    """Why they are moved, given by who starts it."""
    started_by: Mapped[int | None] = ref("person.id", index=False)
    started_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]
    stopped_because: Mapped[str | None]

    definition: Mapped[ProcessDefinition] = relationship()
    requester: Mapped[Person] = relationship(foreign_keys=[requested_by])
    starter: Mapped[Person | None] = relationship(foreign_keys=[started_by])
    undoes: Mapped["MigrationRun | None"] = relationship(remote_side="MigrationRun.id")

    __table_args__ = (
        one_of("kind", RUN_KINDS),
        one_of("state", RUN_STATES),
        in_order("requested_at", "started_at"),
        in_order("started_at", "ended_at"),
        CheckConstraint("(kind = 'undo') = (undoes_id is not null)", name="undoes_a_run"),
        CheckConstraint("(started_by is null) = (started_at is null)", name="started_by_someone"),
        CheckConstraint("(started_by is null) = (reason is null)", name="started_for_a_reason"),
        CheckConstraint(
            "state not in ('queued', 'running', 'done') or started_at is not null", name="runs_when_started"
        ),
        CheckConstraint("(state = 'done') = (ended_at is not null)", name="done_has_a_time"),
        # What a run has moved is taken back once.
        Index(
            "uq_migration_run_undoes_id",
            "undoes_id",
            unique=True,
            sqlite_where=text("undoes_id is not null"),
            postgresql_where=text("undoes_id is not null"),
        ),
        Index(
            "ix_migration_run_open",
            "id",
            sqlite_where=text("state in ('trying', 'queued', 'running')"),
            postgresql_where=text("state in ('trying', 'queued', 'running')"),
        ),
    )


class MigrationRunItem(Base):
    """One instance of a run: what trying it has shown, and what became of it."""

    __tablename__ = "migration_run_item"

    id: Mapped[Key]
    run_id: Mapped[int] = ref("migration_run.id", index=False)  # the unique key begins with it
    instance_id: Mapped[int] = ref("process_instance.id")
    state: Mapped[str]
    from_version: Mapped[int]
    """Version of the process that it ran on when it was chosen."""
    findings: Mapped[Json]
    """{obstacles: [{process, element, name, reason, suggestions: [[id, name]]}], tasks: [{name, now, due, changes}],
    added: [name], removed: [name]}."""
    reason: Mapped[str | None]
    """Why it did not go."""
    migration_id: Mapped[int | None] = ref("instance_migration.id")
    worked_at: Mapped[Instant | None]

    run: Mapped[MigrationRun] = relationship()
    instance: Mapped[ProcessInstance] = relationship()
    migration: Mapped[InstanceMigration | None] = relationship()

    __table_args__ = (
        UniqueConstraint("run_id", "instance_id"),
        one_of("state", ITEM_STATES),
        CheckConstraint("state <> 'done' or migration_id is not null", name="done_by_a_migration"),
        CheckConstraint("state not in ('refused', 'failed') or reason is not null", name="refused_for_a_reason"),
        Index("ix_migration_run_item_state", "run_id", "state", "id"),
    )
