"""Changes of processes before they are published: their files, and who asked for and approved them."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Key, in_order, one_of, ref
from workflows.models.organisation import Person
from workflows.models.processes import Deployment

DRAFT_STATES = ("open", "waiting", "approved", "published", "discarded")
REVIEW_STATES = ("pending", "approved", "declined", "withdrawn", "stale")
SHORTEST_TITLE = 5


class ProcessDraft(Base):
    """A change of diagrams, tables and forms that somebody works on, over the deployment that it began from."""

    __tablename__ = "process_draft"

    id: Mapped[Key]
    title: Mapped[str]
    base_id: Mapped[int] = ref("deployment.id")
    state: Mapped[str]
    owner_id: Mapped[int] = ref("person.id")
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    editor_id: Mapped[int | None] = ref("person.id", index=False)
    """Who had it open last; others are warned, not kept out."""
    edited_at: Mapped[Instant | None]
    deployment_id: Mapped[int | None] = ref("deployment.id")
    """What it became."""
    version: Mapped[int] = mapped_column()

    base: Mapped[Deployment] = relationship(foreign_keys=[base_id])
    deployment: Mapped[Deployment | None] = relationship(foreign_keys=[deployment_id])
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    editor: Mapped[Person | None] = relationship(foreign_keys=[editor_id])

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        one_of("state", DRAFT_STATES),
        in_order("created_at", "changed_at"),
        CheckConstraint(f"length(title) >= {SHORTEST_TITLE}", name="has_a_title"),
        CheckConstraint("(editor_id is null) = (edited_at is null)", name="edited_by_someone"),
        CheckConstraint("(state = 'published') = (deployment_id is not null)", name="published_became_something"),
    )


class DraftFile(Base):
    """One saving of a file of a draft: an earlier one can be taken again. Numbers are never used twice."""

    __tablename__ = "draft_file"

    draft_id: Mapped[int] = ref("process_draft.id", primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str | None]
    """Null: the draft takes the file away."""
    saved_at: Mapped[Instant]
    saved_by: Mapped[int] = ref("person.id", index=False)
    autosaved_since: Mapped[Instant | None]
    """When the run of automatic savings began whose last this is; null for what was saved on purpose."""

    saver: Mapped[Person] = relationship()

    __table_args__ = (CheckConstraint("revision > 0", name="revision_positive"),)


class DraftReview(Base):
    """A request to publish a draft from a day on, and what another person decided of it: four eyes."""

    __tablename__ = "draft_review"

    id: Mapped[Key]
    draft_id: Mapped[int] = ref("process_draft.id")
    state: Mapped[str]
    note: Mapped[str]
    """What the change is for."""
    effective_on: Mapped[date]
    checksum: Mapped[str]
    """Of all files as the asker saw them: what was approved is what is published."""
    moves_instances: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the running instances that can go over to it do so as soon as it is published."""
    asked_by: Mapped[int] = ref("person.id", index=False)
    asked_at: Mapped[Instant]
    decided_by: Mapped[int | None] = ref("person.id", index=False)
    decided_at: Mapped[Instant | None]
    reason: Mapped[str | None]
    """Why it was declined, or why it could not be published."""

    draft: Mapped[ProcessDraft] = relationship()
    asker: Mapped[Person] = relationship(foreign_keys=[asked_by])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])

    __table_args__ = (
        one_of("state", REVIEW_STATES),
        in_order("asked_at", "decided_at"),
        CheckConstraint("asked_by <> decided_by", name="four_eyes"),
        CheckConstraint("(decided_by is null) = (decided_at is null)", name="decided_by_someone"),
        CheckConstraint("state not in ('approved', 'declined') or decided_by is not null", name="decided"),
        CheckConstraint("state <> 'declined' or length(reason) >= 10", name="refusal_has_a_reason"),
        CheckConstraint("length(note) >= 10", name="has_a_note"),
        CheckConstraint("length(checksum) = 64", name="checksum_whole"),
        Index(
            "uq_draft_review_pending",
            "draft_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )
