"""What stands beside the decision tables of criteria: figures that a council sets, and reviewers' own conclusions."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from workflows.db import Base
from workflows.models.base import Instant, Key, in_order, one_of, ref
from workflows.models.campaigns import Campaign
from workflows.models.dossiers import Nominee
from workflows.models.organisation import Person


class PlanFigure(Base):
    """A figure that a plan leaves to a council, such as the norm of a contribution; each day has at most one."""

    __tablename__ = "plan_figure"

    id: Mapped[Key]
    campaign_id: Mapped[int] = ref("campaign.id", index=False)
    name: Mapped[str]
    amount: Mapped[str]
    """A decimal number, as text so that no digit is lost."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str]
    """Number and date of the document that sets it."""
    entered_by: Mapped[int] = ref("person.id", index=False)
    entered_at: Mapped[Instant]

    campaign: Mapped[Campaign] = relationship()
    author: Mapped[Person] = relationship()

    __table_args__ = (
        UniqueConstraint("campaign_id", "name", "valid_from"),
        in_order("valid_from", "valid_to"),
        CheckConstraint("length(source) > 0", name="source_given"),
    )


class CriterionOverride(Base):
    """What a reviewer concludes on one criterion of one nominee against the table; the newest row counts."""

    __tablename__ = "criterion_override"

    id: Mapped[Key]
    nominee_id: Mapped[int] = ref("nominee.id", index=False)
    criterion: Mapped[str]
    verdict: Mapped[str]
    """met, not_met, or as_computed to take an earlier conclusion back."""
    reason: Mapped[str]
    made_by: Mapped[int] = ref("person.id", index=False)
    made_at: Mapped[Instant]

    nominee: Mapped[Nominee] = relationship()
    author: Mapped[Person] = relationship()

    __table_args__ = (
        one_of("verdict", ("met", "not_met", "as_computed")),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        Index("ix_criterion_override_nominee_id_criterion", "nominee_id", "criterion"),
    )
