"""The law as data with dates: regimes, limits, calendars, councils' rules, rewards."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from workflows.db import Base
from workflows.models.base import Instant, JsonList, Key, in_order, one_of, ref

COUNCIL_KINDS = ("unit", "department", "commune", "province_standing", "province")
STOP_REASONS = ("applicant", "consultation", "legal_hold", "publication")
"""What lets a clock stand still: the dossier is with its unit, others are asked, a hold of the law, names are public."""


class LegalRegime(Base):
    """The body of law under which a dossier is handled."""

    __tablename__ = "legal_regime"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    confidence: Mapped[str]
    rewards_of: Mapped[str | None]
    """Regime whose reward coefficients hold; null: its own."""
    rounding_mode: Mapped[str | None]
    rounding_step_dong: Mapped[int | None]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]

    __table_args__ = (in_order("effective_from", "effective_to"), one_of("rounding_mode", ("up", "nearest")))


class BaseWage(Base):
    """The monthly base wage (mức lương cơ sở), by which rewards are computed."""

    __tablename__ = "base_wage"

    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    amount_dong: Mapped[int]
    confidence: Mapped[str]

    __table_args__ = (in_order("valid_from", "valid_to"), CheckConstraint("amount_dong > 0", name="amount_positive"))


class RewardRate(Base):
    """Coefficients of one reward under one regime, in base wages; decimal texts, exact."""

    __tablename__ = "reward_rate"

    regime_key: Mapped[str] = ref("legal_regime.key", primary_key=True)
    reward: Mapped[str] = mapped_column(primary_key=True)
    collective: Mapped[str]
    individual: Mapped[str]
    household_factor: Mapped[str | None]
    collective_confidence: Mapped[str]
    individual_confidence: Mapped[str]


class CouncilRule(Base):
    """How a kind of council votes on an award (null: on any), from a day to a day."""

    __tablename__ = "council_rule"

    id: Mapped[Key]
    council_kind: Mapped[str]
    award_key: Mapped[str | None] = ref("award.key")
    province_id: Mapped[int | None] = ref("unit.id")
    threshold_percent: Mapped[int | None]
    """Share of `basis` that must agree; null means more than half."""
    secret: Mapped[bool]
    present_numerator: Mapped[int]
    present_denominator: Mapped[int]
    """Share of all members who must be in the room."""
    quorum_numerator: Mapped[int]
    quorum_denominator: Mapped[int]
    """Share of all members who must be in the room or have given a written opinion."""
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    source: Mapped[str]

    __table_args__ = (
        one_of("council_kind", COUNCIL_KINDS),
        CheckConstraint(
            "threshold_percent is null or (threshold_percent > 0 and threshold_percent <= 100)",
            name="threshold_is_a_share",
        ),
        CheckConstraint("quorum_numerator > 0 and quorum_numerator <= quorum_denominator", name="quorum_is_a_share"),
        CheckConstraint(
            "present_numerator > 0 and present_numerator <= present_denominator", name="presence_is_a_share"
        ),
        in_order("effective_from", "effective_to"),
    )


class DueRule(Base):
    """How long a step may take; the narrower row wins (campaign, province, process, award), then the later one."""

    __tablename__ = "due_rule"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    campaign_id: Mapped[int | None] = ref("campaign.id")
    province_id: Mapped[int | None] = ref("unit.id")
    process_key: Mapped[str | None]
    award_key: Mapped[str | None] = ref("award.key")
    value: Mapped[int | None]
    """Number of `unit`; null: none is set."""
    unit: Mapped[str]
    start: Mapped[str]
    on_return: Mapped[str]
    stopped_by: Mapped[JsonList] = mapped_column(default=list, server_default="[]")
    """Which of STOP_REASONS let it stand still."""
    day: Mapped[int | None]
    month: Mapped[int | None]
    inclusive: Mapped[bool] = mapped_column(default=True)
    backwards: Mapped[bool] = mapped_column(default=False)
    max_returns: Mapped[int | None]
    clause: Mapped[str | None]
    confidence: Mapped[str]
    note: Mapped[str | None]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    shipped: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Came with the product, so that its next version may replace it. What an office has entered or changed stays."""
    shipped_from: Mapped[str | None]
    """Of a shipped row: the first day that the file of the product names for it (ISO), "" where it names none."""
    withdrawn_at: Mapped[Instant | None]
    """Since when an own row that was entered wrongly holds for nothing; it stays for what was counted by it."""
    ended_by_row_id: Mapped[int | None] = ref("due_rule.id", index=False)
    """The later row that ended this one; null where it ends by itself, or because somebody said so."""
    effective_to_before: Mapped[date | None]
    """Until when it held before that row ended it; null: without end."""
    continues_after_row_id: Mapped[int | None] = ref("due_rule.id", index=False)
    """The temporary row after which this one goes on with what that row had ended."""

    __table_args__ = (
        one_of("unit", ("working_day", "calendar_day", "date", "none")),
        one_of("on_return", ("restart", "resume", "none")),
        CheckConstraint("value is null or value >= 0", name="value_not_negative"),
        CheckConstraint("(unit = 'date') = (day is not null and month is not null)", name="date_has_day_and_month"),
        in_order("effective_from", "effective_to"),
    )


class DayOff(Base):
    """A day that differs from the weekly pattern, for the country or one unit's area."""

    __tablename__ = "day_off"

    id: Mapped[Key]
    day: Mapped[date] = mapped_column(index=True)
    unit_id: Mapped[int | None] = ref("unit.id")
    kind: Mapped[str]
    note: Mapped[str]
    status: Mapped[str]
    """Only `official` days count; a proposal or an assumption is shown as such."""
    source: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("day", "unit_id", "status"),
        # To a UNIQUE of several columns two nulls differ: the days of the whole country need an index of their own.
        Index(
            "uq_day_off_country",
            "day",
            "status",
            unique=True,
            sqlite_where=text("unit_id is null"),
            postgresql_where=text("unit_id is null"),
        ),
        one_of("kind", ("off", "working", "half")),
        one_of("status", ("official", "proposal", "assumed")),
    )


class ShippedDay(Base):
    """A day off of the whole country as the product's files last said: a row that differs was changed by an office."""

    __tablename__ = "shipped_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    note: Mapped[str]
    source: Mapped[str | None]


class CalendarYear(Base):
    """Whether the days off of a year have been announced; a due date after the last such year is provisional."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    announced: Mapped[bool]
    source: Mapped[str]
