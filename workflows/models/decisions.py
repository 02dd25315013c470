"""Decisions, their numbers, issued papers, the register of awards and the rewards."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Json, Key, one_of, ref
from workflows.models.campaigns import NOMINEE_KINDS, Award, Campaign
from workflows.models.dossiers import Dossier, Nominee
from workflows.models.duties import CampaignDuty
from workflows.models.organisation import Person, Unit


class NumberSeries(Base):
    """A book of document numbers: per organ, kind of document and year, from 1, without gaps."""

    __tablename__ = "number_series"

    id: Mapped[Key]
    organ: Mapped[str]
    """Unit code, or the book's own name where no unit keeps it."""
    document_type: Mapped[str]
    year: Mapped[int]
    last_number: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("organ", "document_type", "year"),
        CheckConstraint("last_number >= 0", name="last_number_not_negative"),
    )


class Decision(Base):
    """A decision on awards: of our own organs (numbered here) or received from above."""

    __tablename__ = "decision"

    id: Mapped[Key]
    dossier_id: Mapped[int] = ref("dossier.id")
    organ_id: Mapped[int | None] = ref("unit.id")
    series_id: Mapped[int | None] = ref("number_series.id", index=False)
    number: Mapped[int | None]
    document_number: Mapped[str | None]
    """As printed: "07/QĐ-SNNMT"."""
    signed_on: Mapped[date]
    signed_by: Mapped[int | None] = ref("person.id")
    signer_title: Mapped[str]
    capacity: Mapped[str]
    title: Mapped[str]
    from_above: Mapped[bool]
    entered_at: Mapped[Instant]
    released_at: Mapped[Instant | None]

    dossier: Mapped[Dossier] = relationship()
    items: Mapped[list["DecisionItem"]] = relationship(
        back_populates="decision", cascade="all, delete-orphan", order_by="DecisionItem.position"
    )

    __table_args__ = (
        UniqueConstraint("series_id", "number"),
        CheckConstraint("(series_id is null) = (number is null)", name="number_in_a_series"),
        CheckConstraint("not from_above or document_number is not null", name="from_above_has_a_number"),
        CheckConstraint("from_above or organ_id is not null", name="ours_has_an_organ"),
        CheckConstraint("released_at is null or document_number is not null", name="released_has_a_number"),
    )


class DecisionItem(Base):
    """What the decision says of one nominee."""

    __tablename__ = "decision_item"

    decision_id: Mapped[int] = ref("decision.id", primary_key=True)
    nominee_id: Mapped[int] = ref("nominee.id", primary_key=True)
    position: Mapped[int]
    result: Mapped[str]
    award_key: Mapped[str] = ref("award.key", index=False)
    reason: Mapped[str | None]
    criteria: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    """How the criteria stood when it was decided: {verdict, lines: [{code, text, clause, verdict, …}]}."""

    decision: Mapped[Decision] = relationship(back_populates="items")
    nominee: Mapped[Nominee] = relationship()

    __table_args__ = (
        one_of("result", ("awarded", "refused")),
        CheckConstraint("result = 'awarded' or reason is not null", name="refusal_has_a_reason"),
    )


class RegisterEntry(Base):
    """A line of the register of awards (sổ khen thưởng)."""

    __tablename__ = "register_entry"

    id: Mapped[Key]
    decision_id: Mapped[int] = ref("decision.id")
    nominee_id: Mapped[int] = ref("nominee.id", index=False)
    book_number: Mapped[int]
    """Order in the decision: the golden-book number of the certificate."""
    award_key: Mapped[str] = ref("award.key")
    campaign_id: Mapped[int] = ref("campaign.id")
    unit_id: Mapped[int] = ref("unit.id")
    kind: Mapped[str]
    name: Mapped[str]
    search_key: Mapped[str]
    sort_key: Mapped[str]
    decided_on: Mapped[date] = mapped_column(index=True)
    registered_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    revoked_by_id: Mapped[int | None] = ref("decision.id", index=False)

    decision: Mapped[Decision] = relationship(foreign_keys=[decision_id])
    nominee: Mapped[Nominee] = relationship()
    award: Mapped[Award] = relationship()
    campaign: Mapped[Campaign] = relationship()
    unit: Mapped[Unit] = relationship()

    __table_args__ = (
        UniqueConstraint("nominee_id", "award_key"),
        UniqueConstraint("decision_id", "book_number"),
        one_of("kind", NOMINEE_KINDS),
        CheckConstraint("(revoked_at is null) = (revoked_by_id is null)", name="revoked_by_a_decision"),
        Index("ix_register_entry_search_key", "search_key"),
    )


class RewardItem(Base):
    """The money due for a line of the register, with the figures it was computed from."""

    __tablename__ = "reward_item"

    id: Mapped[Key]
    entry_id: Mapped[int] = ref("register_entry.id", index=False)
    amount_dong: Mapped[int]
    base_wage_dong: Mapped[int]
    coefficient: Mapped[str]
    fund: Mapped[str]
    source: Mapped[str]
    computed_at: Mapped[Instant]
    paid_on: Mapped[date | None]
    recover_since: Mapped[Instant | None]
    """Since when what was paid is to come back: the award was taken away."""
    recovered_on: Mapped[date | None]
    recovered_dong: Mapped[int | None]

    entry: Mapped[RegisterEntry] = relationship()

    __table_args__ = (
        UniqueConstraint("entry_id"),
        CheckConstraint("amount_dong >= 0", name="amount_not_negative"),
        CheckConstraint("(recovered_on is null) = (recovered_dong is null)", name="recovered_has_an_amount"),
        CheckConstraint("recovered_on is null or recover_since is not null", name="recovered_was_to_be"),
        CheckConstraint("recovered_dong >= 0", name="recovered_not_negative"),
    )


class IssuedDocument(Base):
    """A slip, draft or paper that the system made for a dossier or a campaign's duty, with the data it was made from."""

    __tablename__ = "issued_document"

    id: Mapped[Key]
    dossier_id: Mapped[int | None] = ref("dossier.id")
    duty_id: Mapped[int | None] = ref("campaign_duty.id")
    kind: Mapped[str]
    title: Mapped[str]
    document_number: Mapped[str | None]
    data: Mapped[Json]
    issued_at: Mapped[Instant]
    issued_by: Mapped[int | None] = ref("person.id", index=False)

    dossier: Mapped[Dossier | None] = relationship()
    duty: Mapped[CampaignDuty | None] = relationship()
    issuer: Mapped[Person | None] = relationship()

    __table_args__ = (CheckConstraint("(dossier_id is null) <> (duty_id is null)", name="of_one_subject"),)
