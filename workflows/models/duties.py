"""Duties of a campaign: which report is asked of which units, from when to when, and the process that collects it."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Instant, Key, in_order, one_of, ref
from workflows.models.campaigns import Campaign
from workflows.models.organisation import Unit
from workflows.models.processes import ProcessInstance

DUTY_KINDS = ("yearly", "interim", "final", "conference")


class CampaignDuty(Base):
    """A report that a campaign asks of its units. It is open once `instance_id` names its process."""

    __tablename__ = "campaign_duty"

    id: Mapped[Key]
    campaign_id: Mapped[int] = ref("campaign.id", index=False)  # the unique key begins with it
    kind: Mapped[str]
    year: Mapped[int]
    province_id: Mapped[int | None] = ref("unit.id")
    collector_id: Mapped[int] = ref("unit.id")
    """The unit that collects and compiles (Sở Nội vụ)."""
    signer_id: Mapped[int] = ref("unit.id")
    """The unit whose head signs what goes up (UBND tỉnh)."""
    opens_on: Mapped[date | None]
    """From this day on it opens by itself; null: only when somebody opens it."""
    due_on: Mapped[date | None]
    """The last day that is in time; null: nobody has set it yet."""
    conference_on: Mapped[date | None]
    source: Mapped[str]
    """Where the limit comes from, in words with its clause."""
    created_at: Mapped[Instant]
    opened_at: Mapped[Instant | None]
    instance_id: Mapped[int | None] = ref("process_instance.id", index=False)
    version: Mapped[int] = mapped_column()

    campaign: Mapped[Campaign] = relationship()
    collector: Mapped[Unit] = relationship(foreign_keys=[collector_id])
    signer: Mapped[Unit] = relationship(foreign_keys=[signer_id])
    instance: Mapped[ProcessInstance | None] = relationship(back_populates="duty")
    units: Mapped[list["DutyUnit"]] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("campaign_id", "kind", "year"),
        UniqueConstraint("instance_id"),
        one_of("kind", DUTY_KINDS),
        in_order("opens_on", "due_on"),
        CheckConstraint("(instance_id is null) = (opened_at is null)", name="opened_has_a_time"),
        CheckConstraint("instance_id is null or due_on is not null", name="opened_has_a_limit"),
        CheckConstraint("(kind = 'conference') = (conference_on is not null)", name="conference_has_a_day"),
        CheckConstraint("year between 2000 and 2100", name="year_in_range"),
    )


class DutyUnit(Base):
    """A unit that must report."""

    __tablename__ = "duty_unit"

    duty_id: Mapped[int] = ref("campaign_duty.id", primary_key=True, index=False)
    unit_id: Mapped[int] = ref("unit.id", primary_key=True)

    unit: Mapped[Unit] = relationship()
