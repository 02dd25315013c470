"""What a due date rests on: the row of its limit, where its clock began, when it stood still, what put it off."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, defer, joinedload

from workflows import dates
from workflows.models import Campaign, CampaignDuty, ClockStop, DeadlineExtension, Dossier, Offer, UserTask
from workflows.rules.calendar import Calendar, local_day
from workflows.rules.counting import Count, Extension, Stop, count, extended, gaps
from workflows.rules.deadlines import Limit, Setting, limit_for

Clocked = UserTask | Dossier
Subject = Dossier | CampaignDuty
OF_DUTIES = "campaign_report"
"""The process of every duty of a campaign, by which their limits are scoped."""
Stay = tuple[int | None, str | None, int | None, int | None]
"""Dossier, rule, organ, council: tasks that agree in these are stays of one dossier with one step."""
# How dossiers and tasks are read whose clocks are counted by the hundred: with what a count asks, without the content.
WITH_PLAN = (
    joinedload(Dossier.offer).load_only(Offer.process_key, Offer.award_key),
    joinedload(Dossier.campaign).load_only(Campaign.key),
    *(defer(column) for column in (Dossier.content, Dossier.page_revisions)),
)
WITH_DOSSIER = (joinedload(UserTask.dossier).options(*WITH_PLAN), defer(UserTask.path), defer(UserTask.outcomes))


@dataclass(frozen=True)
class Basis:
    """All that a due date is counted from."""

    limit: Limit
    start: datetime
    calendar: Calendar
    stops: tuple[Stop, ...] = ()
    extension: Extension | None = None

    def counted(self, today: date | None = None) -> Count:
        """Return the count. Stops that are on reach up to `today`; None: they have just begun, as `due_at` is kept."""
        stops = [stop if stop.ended_at or today else replace(stop, ended_at=stop.started_at) for stop in self.stops]
        found = count(self.limit, local_day(self.start), self.calendar, stops, today)
        if self.extension is None or found.due_day is None:
            return found
        return extended(found, self.extension, self.calendar, stops, today)


def rule_of(item: Clocked) -> str | None:
    """Return the key of the limit of a task, or of the whole procedure of a dossier."""
    return item.due_rule if isinstance(item, UserTask) else f"total.{item.offer.process_key}"


def basis_of(session: Session, item: Clocked) -> Basis | None:
    """Return the basis of one due date; None where nothing is counted, as for a report that is due on its duty's own day."""
    return bases_of(session, [item])[0]


def bases_of(session: Session, items: Sequence[Clocked]) -> list[Basis | None]:
    """Return the basis of each due date, read for all of them at once."""
    _load_dossiers(session, items)
    limit_at = limits_of(session)
    limits = [_limit(item, limit_at) for item in items]
    stops, puts_off = _stops(session, items), _extensions(session, items)
    returned = [item for item, limit in zip(items, limits, strict=True) if limit and limit.on_return == "resume"]
    stays = stays_of(session, [item for item in returned if isinstance(item, UserTask)])
    found: list[Basis | None] = []
    for item, limit in zip(items, limits, strict=True):
        if limit is None or item.clock_from is None:
            found.append(None)
            continue
        dossier = dossier_of(item)
        own = [stop for stop in stops[dossier.id] if stop.reason in limit.stopped_by] if dossier else []
        if isinstance(item, UserTask) and limit.on_return == "resume":
            own += gaps(stays[stay_of(item)])
        found.append(Basis(limit, item.clock_from, calendar_of(session, item), tuple(own), _extension(item, puts_off)))
    return found


def calendar_of(session: Session, item: Clocked) -> Calendar:
    """Return the calendar by which a task or a dossier is due: the province's, for a task with its organ's own days."""
    subject = subject_of(item)
    organ_id = item.organ_id if isinstance(item, UserTask) else None
    return dates.calendar_of(session, subject.province_id if subject else None, organ_id)


def limits_of(session: Session) -> Callable[[str, Subject, datetime], Limit | None]:
    """Return a way to look limits up that reads the rows of a rule once."""
    known: dict[tuple[str, int | None], tuple[list[Limit], str | None]] = {}

    def limit_at(rule_key: str, subject: Subject, start: datetime) -> Limit | None:
        place = (rule_key, subject.province_id)
        if place not in known:
            known[place] = dates.limits_in(session, *place)
        limits, province = known[place]
        setting = Setting(on=local_day(start), campaign=subject.campaign.key, province=province, process=OF_DUTIES)
        if isinstance(subject, Dossier):
            setting = replace(setting, process=subject.offer.process_key, award=subject.offer.award_key)
        return limit_for(limits, rule_key, setting)

    return limit_at


def dossier_of(item: Clocked) -> Dossier | None:
    """Return the dossier whose clock it is."""
    return item.dossier if isinstance(item, UserTask) else item


def subject_of(item: Clocked) -> Subject | None:
    """Return what the limit is looked up for: the dossier, or the campaign's duty of a task without one."""
    return (item.dossier or item.duty) if isinstance(item, UserTask) else item


def stay_of(task: UserTask) -> Stay:
    """Return what makes two tasks stays with one step."""
    return task.dossier_id, task.due_rule, task.organ_id, task.council_id


def stays_of(session: Session, tasks: Iterable[UserTask]) -> dict[Stay, list[tuple[datetime, datetime | None]]]:
    """Return from when to when each dossier was with each step, for the steps of these tasks; None: it is there still."""
    found: dict[Stay, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    wanted = {stay_of(task) for task in tasks}
    if not wanted:
        return found
    query = select(
        *(UserTask.dossier_id, UserTask.due_rule, UserTask.organ_id, UserTask.council_id),
        *(UserTask.created_at, UserTask.completed_at, UserTask.cancelled_at),
    ).where(
        UserTask.dossier_id.in_({dossier for dossier, *_ in wanted}),
        UserTask.due_rule.in_({rule for _, rule, *_ in wanted}),
    )
    for dossier, rule, organ, council, begun, completed, cancelled in session.execute(query):
        found[dossier, rule, organ, council].append((begun, completed or cancelled))
    return found


def stop_of(row: ClockStop) -> Stop:
    """Return a row as the rules count it."""
    return Stop(row.reason, row.started_at, row.ended_at)


def _load_dossiers(session: Session, items: Iterable[Clocked]) -> None:
    """Have the dossiers, their plans and their awards at hand."""
    tasks = (item for item in items if isinstance(item, UserTask) and item.dossier_id)
    wanted = {task.dossier_id for task in tasks if "dossier" in inspect(task).unloaded}
    plan = joinedload(Dossier.campaign).load_only(Campaign.key)
    query = select(Dossier).where(Dossier.id.in_(wanted)).options(joinedload(Dossier.offer), plan)
    if wanted:
        session.scalars(query).all()


def _limit(item: Clocked, limit_at: Callable[[str, Subject, datetime], Limit | None]) -> Limit | None:
    subject, rule = subject_of(item), rule_of(item)
    if subject is None or rule is None or item.clock_from is None:
        return None
    limit = limit_at(rule, subject, item.clock_from)
    return None if limit is None or limit.backwards else limit


def _stops(session: Session, items: Iterable[Clocked]) -> dict[int, list[Stop]]:
    found: dict[int, list[Stop]] = defaultdict(list)
    wanted = {dossier.id for item in items if (dossier := dossier_of(item))}
    for row in session.scalars(select(ClockStop).where(ClockStop.dossier_id.in_(wanted))):
        found[row.dossier_id].append(stop_of(row))
    return found


def _extensions(session: Session, items: Iterable[Clocked]) -> dict[tuple[type, int], Extension]:
    """Return the last extension of each."""
    tasks = [item.id for item in items if isinstance(item, UserTask)]
    dossiers = [item.id for item in items if isinstance(item, Dossier)]
    query = (
        select(DeadlineExtension)
        .where(DeadlineExtension.task_id.in_(tasks) | DeadlineExtension.dossier_id.in_(dossiers))
        .order_by(DeadlineExtension.extended_at, DeadlineExtension.id)
    )
    return {
        (UserTask, row.task_id) if row.task_id else (Dossier, row.dossier_id or 0): Extension(
            local_day(row.extended_at), local_day(row.new_due_at - timedelta(microseconds=1))
        )
        for row in session.scalars(query)
    }


def _extension(item: Clocked, puts_off: dict[tuple[type, int], Extension]) -> Extension | None:
    """Return the extension of a clock, unless it was given before the clock began anew."""
    found = puts_off.get(_name(item))
    is_older = found is not None and item.clock_from is not None and found.granted_on < local_day(item.clock_from)
    return None if is_older else found


def _name(item: Clocked) -> tuple[type, int]:
    return (UserTask if isinstance(item, UserTask) else Dossier), item.id
