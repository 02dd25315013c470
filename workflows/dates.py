"""Limits and days off as the tables hold them, handed to the rules that count."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workflows.clock import utcnow
from workflows.models import Campaign, DayOff, Dossier, DueRule, Offer, Unit
from workflows.rules import calendar, deadlines
from workflows.rules.calendar import Calendar
from workflows.rules.deadlines import Limit, Setting


def due_at(session: Session, rule_key: str, dossier: Dossier, start: datetime) -> datetime | None:
    """Return when a step of a dossier is due that starts at an instant.

    None where no number is set, or where the limit counts back from a conference whose day nobody has entered.
    """
    limit = limit_of(session, rule_key, dossier, start)
    if limit is None or limit.backwards:
        return None
    return deadlines.due_at(limit, start, calendar_of(session, dossier.province_id))


def limit_of(session: Session, rule_key: str, dossier: Dossier, start: datetime) -> Limit | None:
    """Return the limit that holds for a dossier on the day its clock starts."""
    offer = session.get_one(Offer, dossier.offer_id)
    setting = Setting(
        on=local_date(start),
        campaign=session.get_one(Campaign, dossier.campaign_id).key,
        province=session.get_one(Unit, dossier.province_id).code if dossier.province_id else None,
        process=offer.process_key,
        award=offer.award_key,
    )
    return deadlines.limit_for(_limits(session, rule_key), rule_key, setting)


def calendar_of(session: Session, unit_id: int | None = None) -> Calendar:
    """Return the announced calendar of the country, with the days of one unit's area added; read once a session."""
    kept: dict[int | None, Calendar] = session.info.setdefault("calendars", {})
    if unit_id not in kept:
        kept[unit_id] = _calendar(session, unit_id)
    return kept[unit_id]


def _calendar(session: Session, unit_id: int | None) -> Calendar:
    if "days_off" not in session.info:
        query = select(DayOff.day, DayOff.kind, DayOff.unit_id).where(DayOff.status == "official")
        session.info["days_off"] = session.execute(query).all()
    rows = [row for row in session.info["days_off"] if row.unit_id in (None, unit_id)]
    return Calendar(
        days_off=frozenset(row.day for row in rows if row.kind == "off"),
        days_worked=frozenset(row.day for row in rows if row.kind in ("working", "half")),
    )


@dataclass(frozen=True)
class TimeLeft:
    """A limit as people count it: its last day, and the working days left to it (negative when over)."""

    day: date
    working_days: int


def time_left(table: Calendar, due: datetime | None) -> TimeLeft | None:
    """Return the last day of a limit and what is left of it today; None without a limit.

    A limit ends at 24:00 of its last day, which is midnight of the next: never show the instant's own date.
    """
    if due is None:
        return None
    today, last = local_date(utcnow()), local_date(due - timedelta(microseconds=1))
    if today <= last:
        return TimeLeft(last, calendar.working_days_between(table, today, last))
    return TimeLeft(last, -max(1, calendar.working_days_between(table, last, today)))


def local_date(instant: datetime) -> date:
    """Return the day in Việt Nam of an instant."""
    return calendar.local_day(instant)


def show(instant: datetime) -> str:
    """Return an instant as people read it in messages: "14:20 ngày 10/12/2026"."""
    return instant.astimezone(calendar.VIETNAM).strftime("%H:%M ngày %d/%m/%Y")


def show_limit(due: datetime) -> str:
    """Return the end of a limit as people read it on papers: "hết ngày 28/12/2026". Its instant is 24:00 of that day."""
    return f"hết ngày {local_date(due - timedelta(microseconds=1)):%d/%m/%Y}"


def _limits(session: Session, rule_key: str) -> list[Limit]:
    province = aliased(Unit)
    rows = session.execute(
        select(DueRule, Campaign.key, province.code)
        .outerjoin(Campaign, Campaign.id == DueRule.campaign_id)
        .outerjoin(province, province.id == DueRule.province_id)
        .where(DueRule.key == rule_key)
    )
    return [
        Limit(
            rule=row.key,
            name=row.name,
            value=row.value,
            unit=row.unit,
            start=row.start,
            on_return=row.on_return,
            clause=row.clause,
            confidence=row.confidence,
            note=row.note,
            day=row.day,
            month=row.month,
            inclusive=row.inclusive,
            backwards=row.backwards,
            max_returns=row.max_returns,
            campaign=campaign,
            province=province_code,
            process=row.process_key,
            award=row.award_key,
            valid_from=row.effective_from,
            valid_to=row.effective_to,
        )
        for row, campaign, province_code in rows
    ]
