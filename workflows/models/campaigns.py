"""Campaigns as their plans set them out: awards, offers, papers, criteria, dates."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, JsonList, Key, in_order, one_of, ref
from workflows.models.organisation import Unit

NOMINEE_KINDS = ("individual", "collective", "household", "enterprise")


class Award(Base):
    """A form of award (hình thức khen thưởng)."""

    __tablename__ = "award"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    level: Mapped[str]
    decided_by: Mapped[str]
    object_kinds: Mapped[JsonList]
    reward: Mapped[str]
    """Key of its reward rates."""
    fund: Mapped[str]
    basis: Mapped[str | None]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]

    __table_args__ = (in_order("effective_from", "effective_to"),)


class Campaign(Base):
    """An emulation campaign as one plan sets it out; `plan` keeps the whole file."""

    __tablename__ = "campaign"

    id: Mapped[Key]
    key: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    plan_number: Mapped[str | None]
    issued_on: Mapped[date | None]
    issuer_id: Mapped[int | None] = ref("unit.id")
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]
    plan: Mapped[Json]
    checksum: Mapped[str]
    loaded_at: Mapped[Instant]

    issuer: Mapped[Unit | None] = relationship()
    offers: Mapped[list["Offer"]] = relationship(back_populates="campaign", order_by="Offer.id")

    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("code"),
        CheckConstraint("first_year is null or last_year is null or first_year <= last_year", name="years_in_order"),
    )


class Offer(Base):
    """An award that a campaign offers: for whom, in which period, by which process."""

    __tablename__ = "offer"

    id: Mapped[Key]
    campaign_id: Mapped[int] = ref("campaign.id")
    code: Mapped[str]
    award_key: Mapped[str] = ref("award.key")
    title: Mapped[str]
    period: Mapped[str]
    process_key: Mapped[str | None]
    object_kinds: Mapped[JsonList]
    variables: Mapped[Json]
    """What the process is started with, such as `needs_achievement_appraisal`."""
    unavailable_reason: Mapped[str | None]
    """Why no dossier can be started any more; null when one can."""
    notes: Mapped[JsonList]
    """Assumptions and doubts that must be shown."""
    details: Mapped[Json]
    """years, classes, default_class, fund, needs, criteria, replaced_by, as the plan's data have them."""

    campaign: Mapped[Campaign] = relationship(back_populates="offers")
    award: Mapped[Award] = relationship()
    organs: Mapped[list["OfferOrgan"]] = relationship(cascade="all, delete-orphan")
    papers: Mapped[list["OfferPaper"]] = relationship(cascade="all, delete-orphan", order_by="OfferPaper.id")

    __table_args__ = (
        UniqueConstraint("campaign_id", "code"),
        CheckConstraint("process_key is not null or unavailable_reason is not null", name="runs_or_says_why"),
    )


class OfferOrgan(Base):
    """Which unit stands for an organ of the process. `submitting_unit` may have several rows."""

    __tablename__ = "offer_organ"

    offer_id: Mapped[int] = ref("offer.id", primary_key=True)
    organ: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = ref("unit.id", primary_key=True)

    unit: Mapped[Unit] = relationship()


class OfferPaper(Base):
    """A paper that a dossier for this offer holds."""

    __tablename__ = "offer_paper"

    id: Mapped[Key]
    offer_id: Mapped[int] = ref("offer.id")
    paper: Mapped[str]
    name: Mapped[str]
    per: Mapped[str]
    applies_to: Mapped[str]
    """`all`, or the nominee kind that it is asked for."""
    required: Mapped[bool]
    """False: recommended; its absence warns and lets submit."""
    needed_by: Mapped[str]
    condition: Mapped[str | None]
    basis: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("offer_id", "paper", "applies_to", "needed_by"),
        one_of("per", ("dossier", "nominee")),
        one_of("applies_to", ("all", *NOMINEE_KINDS)),
    )


class Criterion(Base):
    """A criterion in the words of the plan."""

    __tablename__ = "criterion"

    id: Mapped[Key]
    campaign_id: Mapped[int] = ref("campaign.id")
    code: Mapped[str]
    text: Mapped[str]
    clause: Mapped[str | None]
    group: Mapped[str | None]
    details: Mapped[Json]
    """group_name, only_for, awards, rule, evidence."""

    __table_args__ = (UniqueConstraint("campaign_id", "code"),)


class Milestone(Base):
    """A date or period that the plan sets."""

    __tablename__ = "milestone"

    id: Mapped[Key]
    campaign_id: Mapped[int] = ref("campaign.id")
    code: Mapped[str]
    kind: Mapped[str]
    due_on: Mapped[date | None]
    text: Mapped[str]
    details: Mapped[Json]

    __table_args__ = (UniqueConstraint("campaign_id", "code"),)
