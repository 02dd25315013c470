"""What a plan says, as values: the shapes that the rest of the product reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.rules.calendar import Calendar, CalendarYear, DayOff
from workflows.rules.deadlines import Limit
from workflows.rules.eligibility import Rule
from workflows.rules.regimes import Regime
from workflows.rules.reminding import ReminderRule
from workflows.rules.reward import RewardTables
from workflows.rules.units import UnitRow
from workflows.rules.voting import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A form of award, by whom it is decided and to whom the law allows it."""

    key: str
    name: str
    short_name: str
    level: str
    decided_by: str
    object_kinds: tuple[str, ...]
    variants: tuple[str, ...]
    """The classes of an order that is named without one."""
    reward: str
    """The key of its row in the reward tables."""
    fund: str
    effective_from: date | None
    effective_to: date | None
    basis: str | None
    """Act and article of the competence, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilRule:
    """How a kind of council votes on an award (None: on any award without a rule of its own)."""

    kind: str
    name: str
    organ: str
    """The organ of the process whose council it is."""
    chair: str
    secretary: str
    award: str | None
    threshold_percent: int | None
    """None: more than half of all members."""
    secret: bool
    quorum_present: Share
    quorum_with_written: Share | None
    source: str
    confidence: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganChoice:
    """Which units may be one organ of a process, as the plan names them."""

    organ: str
    as_named: tuple[str, ...]
    members: tuple[str, ...]
    """Concrete units where the plan names a class of them; empty where it names the unit itself."""
    desk: str | None
    """The division that does the organ's paper work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPaper:
    """A paper that a dossier for an offer holds."""

    paper: str
    name: str
    per: str
    """dossier or nominee."""
    applies_to: str
    """all, or the nominee kind for which it is asked."""
    required: bool
    """Must be there when the dossier is submitted; otherwise it is recommended or comes later."""
    needed_by: str
    """submission, publication, council or upward."""
    condition: str | None
    basis: str | None
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion in the words of the plan."""

    id: str
    text: str
    clause: str
    group: str
    group_name: str
    only_for: str | None
    awards: tuple[str, ...]
    """The plan's awards for which it counts; empty: for all of its group."""
    rule: Rule | None
    rule_data: Mapping[str, Any] | None
    evidence: tuple[str, ...]
    """What would show that it is met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What must be met together: one criterion, all of the parts, or any of them."""

    kind: str
    """criterion, all_of or any_of."""
    criterion: str | None = None
    parts: tuple["Need", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Simplified:
    """When an award may be proposed by the simplified procedure, and on what days that holds."""

    when: str
    """The cases of the law, in one sentence without its full stop, since the clause follows."""
    basis: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An award in one period that a campaign offers: for whom, by which process, with which papers and votes."""

    id: str
    plan_awards: tuple[str, ...]
    award: str
    title: str
    period: str
    years: tuple[int, ...]
    process: str | None
    like: str | None
    """The process whose organs run it: its own, or for the simplified procedure that of the award's usual way."""
    simplified: Simplified | None
    """None for what the plan itself offers."""
    object_kinds: tuple[str, ...]
    classes: tuple[str, ...]
    default_class: str | None
    valid_to: date | None
    unavailable_reason: str | None
    replaced_by: str | None
    organs: tuple[OrganChoice, ...]
    variables: Mapping[str, Any]
    """What the process is started with."""
    papers: tuple[OfferPaper, ...]
    councils: tuple[CouncilRule, ...]
    needs: tuple[tuple[str, Need], ...]
    """For each group of nominees what must be met: (id of the group, need)."""
    criteria: tuple[str, ...]
    fund: str
    notes: tuple[str, ...]
    """Assumptions and doubts to be shown to whoever uses the offer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A date or period that the plan sets."""

    id: str
    kind: str
    due_on: date | None
    last_safe_day: date | None
    """The last day that is in time, where the plan says “trước ngày”."""
    text: str
    clause: str
    rule: Mapping[str, Any] | None
    plan_awards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """From which fund the plan pays."""

    id: str
    purpose: str
    fund: str
    plan_awards: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguity:
    """A doubtful point of a plan with the assumption that is in use and the words that show it."""

    id: str
    question: str
    assumption: str
    shown: str
    decided_by: str
    affects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan of a campaign."""

    id: str
    code: str
    title: str
    movement: str
    source_kind: str
    source_note: str
    level: str
    number: str | None
    issued_on: date | None
    issuer: str
    issuer_name: str
    first_year: int
    last_year: int
    province: str
    task: str
    """The work by which an heir is picked where a unit was split."""
    reference_prefix: str
    running_note: str
    consulted: tuple[str, ...]
    """Units that may be asked for their opinion."""
    reporting: tuple[str, ...]
    """Units that report every year; empty where the plan asks for no report."""
    offers: tuple[Offer, ...]
    criteria: tuple[Criterion, ...]
    milestones: tuple[Milestone, ...]
    funds: tuple[Fund, ...]
    ambiguities: tuple[Ambiguity, ...]
    document: Mapping[str, Any]
    """The whole file as read."""
    checksum: str
    """SHA-256 of the file, so that loading it again changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """All plans with the law, units and numbers that they need."""

    plans: tuple[Plan, ...]
    awards: Mapping[str, Award]
    units: Mapping[str, UnitRow]
    limits: tuple[Limit, ...]
    reminders: tuple[ReminderRule, ...]
    councils: tuple[CouncilRule, ...]
    regimes: tuple[Regime, ...]
    days_off: tuple[DayOff, ...]
    years: tuple[CalendarYear, ...]
    calendar: Calendar
    """The calendar of the days that have been announced."""
    rewards: RewardTables
    citations: Mapping[str, str]
    """Short key of a citation (“L84.2a”) to act and article in words."""
