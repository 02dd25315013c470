"""Try-outs of drafts: how each begins and what was done in it. What follows of that is played anew each time."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, JsonList, Key, in_order, ref
from workflows.models.organisation import Person
from workflows.models.process_drafts import ProcessDraft


class DraftTrial(Base):
    """A try-out of a draft by one person. Nothing of it is work of the office."""

    __tablename__ = "draft_trial"

    id: Mapped[Key]
    draft_id: Mapped[int] = ref("process_draft.id")
    person_id: Mapped[int] = ref("person.id", index=False)
    title: Mapped[str]
    start: Mapped[Json]
    """See workflows/trying/acts.py."""
    acts: Mapped[JsonList]
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    version: Mapped[int] = mapped_column()

    draft: Mapped[ProcessDraft] = relationship()
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        in_order("created_at", "changed_at"),
        CheckConstraint("length(title) >= 1", name="has_a_title"),
    )
