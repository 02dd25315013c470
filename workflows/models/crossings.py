"""Running instances that an administrator has taken over to another version of their process."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, Key, in_order, ref
from workflows.models.organisation import Person
from workflows.models.processes import ProcessDefinition, ProcessInstance


class InstanceMigration(Base):
    """One instance going over, with all that is needed to take it back."""

    __tablename__ = "instance_migration"

    id: Mapped[Key]
    instance_id: Mapped[int] = ref("process_instance.id")
    from_definition_id: Mapped[int] = ref("process_definition.id")
    to_definition_id: Mapped[int] = ref("process_definition.id")
    mapping: Mapped[Json]
    """Ids of elements of the old version, each with the one of the new version that takes its place."""
    state: Mapped[str]
    """The engine's state before, byte for byte."""
    before: Mapped[Json]
    """The rest of what was before: {tokens, stage, former_ids, tasks: {id: {column: value}}}."""
    instance_version: Mapped[int]
    """The version of the instance after it; undone only while that is its version."""
    reason: Mapped[str]
    migrated_by: Mapped[int] = ref("person.id")
    migrated_at: Mapped[Instant]
    undone_by: Mapped[int | None] = ref("person.id")
    undone_at: Mapped[Instant | None]
    undo_reason: Mapped[str | None]

    instance: Mapped[ProcessInstance] = relationship()
    from_definition: Mapped[ProcessDefinition] = relationship(foreign_keys=[from_definition_id])
    to_definition: Mapped[ProcessDefinition] = relationship(foreign_keys=[to_definition_id])
    migrator: Mapped[Person] = relationship(foreign_keys=[migrated_by])

    __table_args__ = (
        in_order("migrated_at", "undone_at"),
        CheckConstraint("from_definition_id <> to_definition_id", name="another_version"),
        CheckConstraint("length(reason) > 0", name="has_a_reason"),
        CheckConstraint("(undone_at is null) = (undone_by is null)", name="undone_by_someone"),
        CheckConstraint("(undone_at is null) = (undo_reason is null)", name="undone_for_a_reason"),
    )
