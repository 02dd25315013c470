"""Who has a file of a draft open in an editor."""

from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, ref
from workflows.models.organisation import Person


class DraftEditing(Base):
    """Somebody has a file of a draft open, as last heard from the page. Others are warned, not kept out."""

    __tablename__ = "draft_editing"

    draft_id: Mapped[int] = ref("process_draft.id", primary_key=True, index=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = ref("person.id", primary_key=True, index=False)
    seen_at: Mapped[Instant]

    person: Mapped[Person] = relationship()
