"""Deployed definitions, running instances, and what they wait for."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, JsonList, Key, in_order, one_of, ref
from workflows.models.dossiers import Dossier
from workflows.models.organisation import Person

if TYPE_CHECKING:
    from workflows.models.duties import CampaignDuty
    from workflows.models.tasks import UserTask

OPEN_TIMER = "fired_at is null and cancelled_at is null"
TIMER_KINDS = ("engine", "reminder")
INSTANCE_STATUSES = ("running", "ended", "suspended", "incident")


class Deployment(Base):
    """Diagrams, tables and forms frozen together. A running instance stays on its own."""

    __tablename__ = "deployment"

    id: Mapped[Key]
    number: Mapped[int]
    checksum: Mapped[str] = mapped_column(index=True)
    """Of all its files. The same files may come again later: that is how a change is taken back."""
    shipped: Mapped[bool]
    """Came with the product, so that the next version of the product may replace it."""
    deployed_by: Mapped[int | None] = ref("person.id")
    deployed_at: Mapped[Instant]

    files: Mapped[list["DeployedFile"]] = relationship(order_by="DeployedFile.name")

    __table_args__ = (UniqueConstraint("number"),)


class DeployedFile(Base):
    """One file of a deployment, byte for byte (UTF-8 text)."""

    __tablename__ = "deployed_file"

    id: Mapped[Key]
    deployment_id: Mapped[int] = ref("deployment.id")
    name: Mapped[str]
    content: Mapped[str]

    __table_args__ = (UniqueConstraint("deployment_id", "name"),)


class ProcessDefinition(Base):
    """A main process of a deployment, by key and version."""

    __tablename__ = "process_definition"

    id: Mapped[Key]
    deployment_id: Mapped[int] = ref("deployment.id")
    key: Mapped[str]
    version: Mapped[int] = mapped_column()
    name: Mapped[str]

    deployment: Mapped[Deployment] = relationship()

    __table_args__ = (UniqueConstraint("key", "version"), UniqueConstraint("deployment_id", "key"))


class ProcessRetirement(Base):
    """A time in which no dossier begins on a process; one without an end still lasts. Rows are kept when it is over."""

    __tablename__ = "process_retirement"

    id: Mapped[Key]
    process_key: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    retired_by: Mapped[int] = ref("person.id", index=False)
    retired_at: Mapped[Instant]
    restored_by: Mapped[int | None] = ref("person.id", index=False)
    restored_at: Mapped[Instant | None]
    restored_reason: Mapped[str | None]

    retirer: Mapped[Person] = relationship(foreign_keys=[retired_by])
    restorer: Mapped[Person | None] = relationship(foreign_keys=[restored_by])

    __table_args__ = (
        in_order("retired_at", "restored_at"),
        CheckConstraint("length(reason) >= 10", name="has_a_reason"),
        CheckConstraint("(restored_by is null) = (restored_at is null)", name="restored_by_someone"),
        CheckConstraint("(restored_at is null) = (restored_reason is null)", name="restored_for_a_reason"),
        Index(
            "uq_process_retirement_standing",
            "process_key",
            unique=True,
            sqlite_where=text("restored_at is null"),
            postgresql_where=text("restored_at is null"),
        ),
    )


class ProcessInstance(Base):
    """One running process. `state` is the engine's own JSON; `version` grows with every step."""

    __tablename__ = "process_instance"

    id: Mapped[Key]
    definition_id: Mapped[int] = ref("process_definition.id")
    dossier_id: Mapped[int | None] = ref("dossier.id")
    state: Mapped[str]
    status: Mapped[str]
    tokens: Mapped[JsonList]
    """Where the tokens stand, for pages: [{process, element, path}]."""
    version: Mapped[int] = mapped_column()
    open_incidents: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many rows of Incident are open, so that a step that is well need not ask."""
    former_ids: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    """Of an instance from another version: {id of an element: what it was called when steps were done before}."""
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    end_event: Mapped[str | None]

    definition: Mapped[ProcessDefinition] = relationship()
    dossier: Mapped[Dossier | None] = relationship()
    duty: Mapped["CampaignDuty | None"] = relationship(back_populates="instance")
    """Asked for only where there is no dossier: see `subjects.duty_of`."""

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        one_of("status", INSTANCE_STATUSES),
        in_order("started_at", "ended_at"),
        CheckConstraint("(status = 'ended') = (ended_at is not null)", name="ended_has_a_time"),
        # A dossier goes one way at a time; a revocation starts after the award's process has ended.
        Index(
            "uq_process_instance_live_dossier",
            "dossier_id",
            unique=True,
            sqlite_where=text("status <> 'ended'"),
            postgresql_where=text("status <> 'ended'"),
        ),
    )


class DueTimer(Base):
    """A moment at which a waiting timer event of an instance must fire, or a task's next reminder goes out.

    A task has one row of kind "reminder" all its life: sending one moves it to the next moment.
    """

    __tablename__ = "due_timer"

    id: Mapped[Key]
    instance_id: Mapped[int] = ref("process_instance.id")
    kind: Mapped[str] = mapped_column(default="engine", server_default="engine")
    task_id: Mapped[int | None] = ref("user_task.id", index=False)
    """Whom a reminder reminds of; null: a timer of the engine."""
    engine_id: Mapped[str]
    element_id: Mapped[str]
    due_at: Mapped[Instant]
    attempts: Mapped[int] = mapped_column(default=0)
    claims: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often a worker was about to fire it and has not come back: written before the step, which may kill the worker."""
    claimed_at: Mapped[Instant | None]
    retry_at: Mapped[Instant | None]
    last_error: Mapped[str | None]
    fired_at: Mapped[Instant | None]
    cancelled_at: Mapped[Instant | None]

    instance: Mapped[ProcessInstance] = relationship()
    task: Mapped["UserTask | None"] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.fired_at is None and self.cancelled_at is None

    __table_args__ = (
        UniqueConstraint("instance_id", "engine_id", "due_at"),
        one_of("kind", TIMER_KINDS),
        CheckConstraint("(kind = 'reminder') = (task_id is not null)", name="reminds_of_a_task"),
        CheckConstraint("fired_at is null or cancelled_at is null", name="one_end"),
        Index(
            "uq_due_timer_task_id",
            "task_id",
            unique=True,
            sqlite_where=text("task_id is not null"),
            postgresql_where=text("task_id is not null"),
        ),
        *(
            Index(name, first, "id", sqlite_where=text(where), postgresql_where=text(where))
            for name, first, where in (
                ("ix_due_timer_fresh", "due_at", f"{OPEN_TIMER} and kind = 'engine' and retry_at is null"),
                ("ix_due_timer_failed", "retry_at", f"{OPEN_TIMER} and kind = 'engine' and retry_at is not null"),
                ("ix_due_timer_reminder", "due_at", f"{OPEN_TIMER} and kind = 'reminder'"),
            )
        ),
    )
