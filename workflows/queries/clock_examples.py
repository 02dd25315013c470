"""A limit counted for anybody who asks, by the calendar and the rules of this office or by those that ship with the product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import dates
from workflows.models import Unit
from workflows.rules.calendar import VIETNAM, Calendar
from workflows.rules.counting import Count, Stop, count
from workflows.rules.deadlines import Limit, Setting, limit_for
from workflows.rules.plans import Plans

GIVEN = "given"
"""Why the clock stands still in an example: because the asker says so."""


class NotCounted(Exception):
    """What was asked has no last day; the message says why, in Vietnamese."""


@dataclass(frozen=True)
class Asked:
    """A limit from a day: a number of `unit`, or what `rule` says for a dossier of `setting`."""

    start: date
    unit: str | None = None
    value: int | None = None
    rule: str | None = None
    campaign: str | None = None
    award: str | None = None
    province: str | None = None
    process: str | None = None
    stops: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True)
class Example:
    """What was counted."""

    limit: Limit
    calendar: Calendar
    found: Count
    own_tables: bool
    """Whether the days and limits are those of this office's tables."""


def by_tables(session: Session, asked: Asked, today: date) -> Example | None:
    """Count by the tables; None where no calendar has been loaded into them. Raises NotCounted."""
    unit_id = _unit_id(session, asked.province)
    calendar = dates.calendar_of(session, unit_id)
    if not calendar.days_off:
        return None
    limits, _ = dates.limits_in(session, asked.rule, unit_id) if asked.rule else ([], None)
    return Example(*_counted(asked, calendar, limits, today), own_tables=True)


def by_files(read: Plans, asked: Asked, today: date) -> Example:
    """Count by what ships with the product. Raises NotCounted."""
    if asked.province is not None and asked.province not in read.units:
        raise NotCounted(f"Không có tỉnh “{asked.province}”.")
    return Example(*_counted(asked, read.calendar, read.limits, today), own_tables=False)


def _unit_id(session: Session, code: str | None) -> int | None:
    if code is None:
        return None
    found = session.scalar(select(Unit.id).where(Unit.code == code))
    if found is None:
        raise NotCounted(f"Không có tỉnh “{code}”.")
    return found


def _counted(asked: Asked, calendar: Calendar, limits: Sequence[Limit], today: date) -> tuple[Limit, Calendar, Count]:
    limit = _limit(asked, limits)
    stops = [Stop(GIVEN, _noon(first), _noon(last) if last else None) for first, last in asked.stops]
    found = count(limit, asked.start, calendar, stops, today)
    if found.due_day is None:
        raise NotCounted(f"Hạn “{limit.name}” không quy định số ngày nên không có ngày hết hạn.")
    return limit, calendar, found


def _limit(asked: Asked, limits: Sequence[Limit]) -> Limit:
    if asked.rule is None:
        return Limit(
            rule="example.asked",
            name="Số ngày được hỏi",
            value=asked.value,
            unit=asked.unit or "working_day",
            start="ngày được hỏi",
            on_return="none",
            confidence="read_in_law",
        )
    if not any(limit.rule == asked.rule for limit in limits):
        raise NotCounted(f"Không có hạn “{asked.rule}”.")
    setting = Setting(
        on=asked.start, campaign=asked.campaign, province=asked.province, process=asked.process, award=asked.award
    )
    limit = limit_for(limits, asked.rule, setting)
    if limit is None:
        raise NotCounted(f"Hạn “{asked.rule}” không có dòng nào áp dụng cho ngày và phạm vi này.")
    return limit


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=VIETNAM)
