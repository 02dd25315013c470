"""Write what all plans share into the tables: regimes, units, awards, calendars, limits, councils, rewards."""

from dataclasses import asdict

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workflows import calendar_days
from workflows.commands import recalculations
from workflows.commands.shipped_law import load_days, load_limits
from workflows.models import (
    Award,
    BaseWage,
    CalendarYear,
    CouncilRule,
    LegalRegime,
    ReminderRule,
    RewardRate,
    Unit,
    UnitSuccessor,
)
from workflows.rules import confidence
from workflows.rules.days import COUNTRY, DayFacts
from workflows.rules.plans import Plans
from workflows.rules.units import UnitRow

# Kinds of days as the files call them → as the table does.
DAY_KINDS = {"off": "off", "swap_off": "off", "substitute": "off", "swap_work": "working", "half": "half"}


def load(session: Session, read: Plans) -> list[str]:
    """Bring the tables to what the files say; rows that an administrator added in other provinces stay."""
    before = len(session.scalars(select(Unit.id)).all())
    _regimes(session, read)
    _units(session, read)
    _awards(session, read)
    changed = load_days(session, _days(read))
    if changed:
        recalculations.begin(session, None, "shipped", changed)
    _years(session, read)
    _rewards(session, read)
    new = len(read.units) - before
    told = [f"Nạp {new} đơn vị mới."] if new > 0 else []
    return told + ([f"Lịch làm việc đi kèm thay đổi {len(changed)} ngày chính thức."] if changed else [])


def load_rules(session: Session, read: Plans) -> list[str]:
    """Write limits and council rules, which may be scoped to a campaign, and return what changes. Plans come before."""
    told = load_limits(session, read.limits)
    _reminders(session, read)
    _council_rules(session, read)
    return told


def unit_ids(session: Session) -> dict[str, int]:
    """Return the id of every unit by its code."""
    return calendar_days.unit_ids(session)


def _reminders(session: Session, read: Plans) -> None:
    session.execute(delete(ReminderRule))
    for rule in read.reminders:
        session.add(ReminderRule(**asdict(rule) | {"audience": list(rule.audience)}))


def _council_rules(session: Session, read: Plans) -> None:
    session.execute(delete(CouncilRule))
    for rule in read.councils:
        quorum = rule.quorum_with_written or rule.quorum_present
        session.add(
            CouncilRule(
                council_kind=rule.kind,
                award_key=rule.award,
                threshold_percent=rule.threshold_percent,
                secret=rule.secret,
                present_numerator=rule.quorum_present[0],
                present_denominator=rule.quorum_present[1],
                quorum_numerator=quorum[0],
                quorum_denominator=quorum[1],
                source=rule.source,
            )
        )


def _regimes(session: Session, read: Plans) -> None:
    roundings = {rounding.regime: rounding for rounding in read.rewards.roundings}
    for regime in read.regimes:
        rounding = roundings.get(regime.key)
        session.merge(
            LegalRegime(
                key=regime.key,
                name=regime.name,
                confidence=regime.confidence,
                rewards_of=read.rewards.same_as.get(regime.key),
                rounding_mode=rounding.mode if rounding else None,
                rounding_step_dong=rounding.step_vnd if rounding else None,
                effective_from=regime.effective_from,
                effective_to=regime.effective_to,
            )
        )


def _units(session: Session, read: Plans) -> None:
    known = {unit.code: unit for unit in session.scalars(select(Unit))}
    for row in read.units.values():
        unit = known.get(row.id)
        if unit is None:
            unit = known[row.id] = Unit(code=row.id)
            session.add(unit)
        unit.name, unit.short_name, unit.symbol = row.name, _short(row.name), row.symbol
        unit.kind, unit.level, unit.origin = row.kind, row.level, row.origin
        unit.valid_from, unit.valid_to = row.valid_from, row.valid_to
    session.flush()  # parents and successors are named by id
    for row in read.units.values():
        known[row.id].parent_id = known[row.parent].id if row.parent else None
        province = _province(read, row)
        known[row.id].province_id = known[province].id if province else None
        for successor in row.successors:
            session.merge(
                UnitSuccessor(
                    unit_id=known[row.id].id,
                    successor_id=known[successor.unit].id,
                    takes=successor.takes,
                    confidence=successor.confidence,
                )
            )
    session.flush()  # what follows refers to units by id


def _province(read: Plans, row: UnitRow) -> str | None:
    """Return the province that a unit lies in: the nearest unit of that kind on the way up."""
    current: UnitRow | None = row
    while current is not None and current.kind != "province":
        current = read.units[current.parent] if current.parent else None
    return current.id if current else None


def _short(name: str) -> str:
    """Return a name without its province, as lists show it."""
    return name.split(" tỉnh ", maxsplit=1)[0].split(",", maxsplit=1)[0]


def _awards(session: Session, read: Plans) -> None:
    for award in read.awards.values():
        session.merge(
            Award(
                key=award.key,
                name=award.name,
                short_name=award.short_name,
                level=award.level,
                decided_by=award.decided_by,
                object_kinds=list(award.object_kinds),
                reward=award.reward,
                fund=award.fund,
                basis=award.basis,
                effective_from=award.effective_from,
                effective_to=award.effective_to,
            )
        )


def _days(read: Plans) -> list[DayFacts]:
    """Return the days as the table holds them: what is known of the source is how sure it is."""
    return [
        DayFacts(day.day, COUNTRY, day.status, DAY_KINDS[day.kind], day.name, confidence.label(day.confidence))
        for day in read.days_off
    ]


def _years(session: Session, read: Plans) -> None:
    """Write which years are announced; what an administrator has entered of a year stays."""
    known = set(session.scalars(select(CalendarYear.year)))
    session.add_all(CalendarYear(**asdict(year)) for year in read.years if year.year not in known)


def _rewards(session: Session, read: Plans) -> None:
    for wage in read.rewards.wages:
        session.merge(
            BaseWage(
                valid_from=wage.valid_from,
                valid_to=wage.valid_to,
                amount_dong=wage.amount_vnd,
                confidence=wage.confidence,
            )
        )
    session.flush()  # rates refer to regimes
    for row in read.rewards.rows:
        session.merge(
            RewardRate(
                regime_key=row.regime,
                reward=row.award,
                collective=str(row.collective),
                individual=str(row.individual),
                household_factor=None if row.household_factor is None else str(row.household_factor),
                collective_confidence=row.collective_confidence,
                individual_confidence=row.individual_confidence,
            )
        )
