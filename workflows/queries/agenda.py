"""Deadlines by day of a month: a person's own work and the reports to come, or the dates and reports of a campaign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from workflows import dates, duties, policy
from workflows.clock import utcnow
from workflows.models import Campaign, CampaignDuty, DutyUnit, UserTask
from workflows.policy import Actor
from workflows.queries import inbox, inbox_views
from workflows.queries.inbox import TaskRow
from workflows.queries.inbox_views import Views
from workflows.queries.plan_dates import Entry, plan_dates
from workflows.rules import calendar
from workflows.rules.calendar import Calendar
from workflows.rules.months import FIRST_YEAR, LAST_YEAR, ONE_DAY, Month, month_of

WHOLE = (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
MOST_SHOWN = 300
"""Deadlines of one month; whoever has more reads them in the inbox."""


@dataclass(frozen=True)
class Day:
    """A day of the grid with what falls on it."""

    day: date
    in_month: bool
    is_today: bool
    kind: str
    """work, half, off, or expected: a day off that nobody has announced yet."""
    name: str
    """Why it differs from the week; empty for a day like any other."""
    tasks: tuple[TaskRow, ...]
    entries: tuple[Entry, ...]

    @property
    def is_off(self) -> bool:
        """Whether it is not worked."""
        return self.kind == "off"

    @property
    def is_empty(self) -> bool:
        """Whether a list of days may leave it out."""
        return not (self.tasks or self.entries or (self.in_month and (self.name or self.is_today)))


@dataclass(frozen=True)
class Agenda:
    """A month with its weeks; `total`: what falls into the month itself; `is_cut`: there are more deadlines in it than are shown."""

    month: Month
    weeks: tuple[tuple[Day, ...], ...]
    total: int
    is_cut: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    """How much of the person's work stands elsewhere: overdue, still. Empty for a campaign."""

    @property
    def holds_today(self) -> bool:
        """Whether it is the present month."""
        return any(day.is_today and day.in_month for week in self.weeks for day in week)


def of_person(session: Session, actor: Actor, month: Month) -> Agenda:
    """Return the actor's month: what they could do now by its last day, and reports that will be asked of their units."""
    first, last = month.weeks[0][0], month.weeks[-1][-1]
    since, until = calendar.end_of_day(first - ONE_DAY), calendar.end_of_day(last)
    falls = and_(UserTask.due_at > since, UserTask.due_at <= until, UserTask.stopped_at.is_(None))
    views = Views(session, actor)
    pieces = [and_(piece, falls) for piece in views.pieces("mine")]
    ids = inbox_views.page(session, pieces, "due", 0, MOST_SHOWN + 1)
    rows = inbox.rows(session, actor, ids[:MOST_SHOWN])
    entries = _duties(session, _asked_of(actor), (first, last))
    counts = inbox_views.counts(session, views)
    return replace(_agenda(session, month, rows, entries), is_cut=len(ids) > MOST_SHOWN, counts=counts)


def of_campaign(session: Session, actor: Actor, campaign: Campaign, month: Month) -> Agenda:
    """Return a campaign's month: the dates of its plan, and its reports as far as the actor may see them."""
    first, last = month.weeks[0][0], month.weeks[-1][-1]
    seen = and_(CampaignDuty.campaign_id == campaign.id, duties.visible(actor))
    entries = [*plan_dates(campaign, first, last), *_duties(session, seen, (first, last))]
    return _agenda(session, month, (), entries)


def campaign_months(session: Session, actor: Actor, campaign: Campaign) -> tuple[Month, ...]:
    """Return the months on which a date of the plan or a report that the actor may see falls, in order."""
    seen = and_(CampaignDuty.campaign_id == campaign.id, duties.visible(actor))
    days = {day for day, _ in plan_dates(campaign, *WHOLE)} | {day for day, _ in _duties(session, seen, WHOLE)}
    return tuple(sorted({month_of(day) for day in days}))


def reports_to_come(session: Session, actor: Actor) -> list[CampaignDuty]:
    """Return the dated reports, not yet opened, that are asked of the actor's units or that the actor collects."""
    wanted = (_asked_of(actor), CampaignDuty.due_on >= dates.local_date(utcnow()))
    return list(session.scalars(_asked().where(*wanted).limit(MOST_SHOWN)))


def entry_of(duty: CampaignDuty, kind: str) -> Entry:
    """Return a report as something on a day. `kind`: duty (it is due) or opens."""
    return Entry(kind, duties.title(duty), duties.reference(duty), duties.address(duty))


def _asked_of(actor: Actor):
    """Condition on CampaignDuty: the actor's units report, or the actor collects. What is open stands among the tasks."""
    reporting, collecting = policy.reporting_organs(actor), actor.organs("campaign_officer")
    own = exists().where(DutyUnit.duty_id == CampaignDuty.id, DutyUnit.unit_id.in_(reporting))
    return and_(CampaignDuty.instance_id.is_(None), or_(own, CampaignDuty.collector_id.in_(collecting)))


def _duties(session: Session, which, span: tuple[date, date]) -> list[tuple[date, Entry]]:
    falls = or_(CampaignDuty.due_on.between(*span), CampaignDuty.opens_on.between(*span))
    found = []
    for duty in session.scalars(_asked().where(which, falls)):
        for kind, day in (("opens", duty.opens_on), ("duty", duty.due_on)):
            if day is not None and span[0] <= day <= span[1]:
                found.append((day, entry_of(duty, kind)))
    return found


def _asked():
    campaign = joinedload(CampaignDuty.campaign).load_only(Campaign.key, Campaign.code, Campaign.name)
    return select(CampaignDuty).options(campaign).order_by(CampaignDuty.due_on, CampaignDuty.id)


def _agenda(session: Session, month: Month, rows: Iterable[TaskRow], entries: Iterable[tuple[date, Entry]]) -> Agenda:
    table = dates.calendar_of(session)
    today, by_task, by_day = dates.local_date(utcnow()), _tasks_by_day(rows), _by_day(entries)
    weeks = tuple(
        tuple(
            Day(
                day=day,
                in_month=month.first_day <= day <= month.last_day,
                is_today=day == today,
                kind=_kind(table, day),
                name=table.names.get(day) or table.expected.get(day, ""),
                tasks=tuple(by_task.get(day, ())),
                entries=tuple(by_day.get(day, ())),
            )
            for day in week
        )
        for week in month.weeks
    )
    shown = [day for week in weeks for day in week if day.in_month]
    return Agenda(month, weeks, sum(len(day.tasks) + len(day.entries) for day in shown))


def _kind(table: Calendar, day: date) -> str:
    if not calendar.is_working_day(table, day):
        return "off"
    if day in table.half_days:
        return "half"
    return "expected" if day in table.expected and day not in table.names else "work"


def _tasks_by_day(rows: Iterable[TaskRow]) -> dict[date, list[TaskRow]]:
    found: dict[date, list[TaskRow]] = {}
    for row in rows:
        if row.due.day is not None:
            found.setdefault(row.due.day, []).append(row)
    return found


def _by_day(entries: Iterable[tuple[date, Entry]]) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = {}
    for day, entry in entries:
        found.setdefault(day, []).append(entry)
    return found
