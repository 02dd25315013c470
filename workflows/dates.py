"""Limits and days off as the tables hold them, handed to the rules that count."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from workflows.clock import utcnow
from workflows.db import AS_STORED, within
from workflows.models import CalendarYear, Campaign, DayOff, Dossier, DueRule, Offer, Unit
from workflows.rules import calendar, deadlines
from workflows.rules import due_state as due_states
from workflows.rules.calendar import Calendar
from workflows.rules.counting import count
from workflows.rules.deadlines import Limit, Setting
from workflows.rules.due_state import DueState

DAY_KINDS = ("off", "working", "half")
_of_rule, _own = aliased(Unit), aliased(Unit)
LIMITS = (
    select(
        *(DueRule.key.label("rule"), DueRule.name, DueRule.value, DueRule.unit, DueRule.start, DueRule.on_return),
        *(DueRule.clause, DueRule.confidence, DueRule.note, DueRule.day, DueRule.month, DueRule.inclusive),
        *(DueRule.backwards, DueRule.max_returns, Campaign.key.label("campaign"), _of_rule.code.label("province")),
        *(DueRule.process_key.label("process"), DueRule.award_key.label("award")),
        *(DueRule.effective_from.label("valid_from"), DueRule.effective_to.label("valid_to")),
        *(DueRule.stopped_by, DueRule.id.label("row_id")),
        select(_own.code).where(_own.id == bindparam("province_id")).scalar_subquery().label("own_province"),
    )
    .select_from(DueRule)
    .outerjoin(Campaign, Campaign.id == DueRule.campaign_id)
    .outerjoin(_of_rule, _of_rule.id == DueRule.province_id)
    .where(DueRule.key == bindparam("rule_key"), DueRule.withdrawn_at.is_(None))
    .order_by(DueRule.id)
    .execution_options(**AS_STORED)
)

DAYS_OFF = select(
    *(DayOff.day, DayOff.kind, DayOff.unit_id, DayOff.status, DayOff.note),
    select(func.max(CalendarYear.year)).where(CalendarYear.announced).scalar_subquery().label("announced"),
).execution_options(**AS_STORED)


def due_at(session: Session, rule_key: str, dossier: Dossier, start: datetime) -> datetime | None:
    """Return when a step of a dossier is due that starts at an instant.

    None where no number is set, or where the limit counts back from a conference whose day nobody has entered.
    """
    limit = limit_of(session, rule_key, dossier, start)
    if limit is None or limit.backwards:
        return None
    return count(limit, local_date(start), calendar_of(session, dossier.province_id)).due_at


def limit_of(session: Session, rule_key: str, dossier: Dossier, start: datetime) -> Limit | None:
    """Return the limit that holds for a dossier on the day its clock starts."""
    offer, campaign = session.get_one(Offer, dossier.offer_id), session.get_one(Campaign, dossier.campaign_id)
    setting = Setting(on=local_date(start), campaign=campaign.key, process=offer.process_key, award=offer.award_key)
    return limit_in(session, rule_key, dossier.province_id, setting)


def limit_in(session: Session, rule_key: str, province_id: int | None, setting: Setting) -> Limit | None:
    """Return the limit that holds in a setting; its province is that of `province_id`."""
    limits, province = limits_in(session, rule_key, province_id)
    return deadlines.limit_for(limits, rule_key, replace(setting, province=province))


def limits_in(session: Session, rule_key: str, province_id: int | None) -> tuple[list[Limit], str | None]:
    """Return every row of a rule, and the code of a province by which rows name theirs; read once a transaction."""
    if rule_key in (supposed := session.info.get("limits", {})):
        province = session.get(Unit, province_id) if province_id is not None else None
        return supposed[rule_key], province.code if province is not None else None
    known: dict[tuple[str, int | None], tuple[list[Limit], str | None]] = within(session).setdefault("limits", {})
    if (rule_key, province_id) not in known:
        rows = session.execute(LIMITS, {"rule_key": rule_key, "province_id": province_id}).all()
        known[rule_key, province_id] = [_limit(row) for row in rows], rows[0].own_province if rows else None
    return known[rule_key, province_id]


def calendar_of(session: Session, *unit_ids: int | None) -> Calendar:
    """Return the announced calendar of the country with the days of some units added; read once a session.

    `unit_ids`: the wider before the narrower, as a province before one of its organs, which goes before it.
    """
    kept: dict[tuple[int, ...], Calendar] = session.info.setdefault("calendars", {})
    areas = _areas(session)
    own = tuple(unit_id for unit_id in unit_ids if unit_id is not None and unit_id in areas)
    if own not in kept:
        kept[own] = _calendar(session, own)
    return kept[own]


def _areas(session: Session) -> set[int | None]:
    """Return the units that have days of their own."""
    if "days_off" not in session.info:
        session.info["days_off"] = session.execute(DAYS_OFF).all()
    if "areas" not in session.info:
        session.info["areas"] = {row.unit_id for row in session.info["days_off"]}
    return session.info["areas"]


@dataclass(frozen=True)
class SupposedDay:
    """A row of the table of days as it might be; `unit_id` None: of the whole country."""

    day: date
    kind: str
    unit_id: int | None
    status: str
    note: str


def suppose_days(session: Session, days: Iterable[SupposedDay]) -> None:
    """Let this session count as if these were the rows of the table; for one that writes nothing."""
    announced = session.scalar(select(func.max(CalendarYear.year)).where(CalendarYear.announced))
    forget(session)
    session.info["days_off"] = [SimpleNamespace(**asdict(day), announced=announced) for day in days]


def suppose_limits(session: Session, rule_key: str, limits: Iterable[Limit]) -> None:
    """Let this session count as if these were the rows of a rule; for one that writes nothing."""
    session.info["limits"] = {rule_key: list(limits)}


def forget(session: Session) -> None:
    """Read the days off and the limits anew when they are asked for next: they have been changed in this session."""
    for name in ("calendars", "days_off", "areas"):
        session.info.pop(name, None)
    within(session).pop("limits", None)


def _calendar(session: Session, unit_ids: tuple[int, ...]) -> Calendar:
    order = {None: 0} | {unit_id: place for place, unit_id in enumerate(unit_ids, start=1)}
    rows = [row for row in session.info["days_off"] if row.unit_id in order]
    rows.sort(key=lambda row: order[row.unit_id])  # what an area says of a day goes before the country
    announced = {row.day: row for row in rows if row.status == "official"}
    by_kind = {kind: frozenset(day for day, row in announced.items() if row.kind == kind) for kind in DAY_KINDS}
    return Calendar(
        days_off=by_kind["off"],
        days_worked=by_kind["working"],
        half_days=by_kind["half"],
        complete_through=date(rows[0].announced, 12, 31) if rows and rows[0].announced else None,
        names={day: row.note for day, row in announced.items()},
        expected={row.day: row.note for row in rows if row.status != "official" and row.kind == "off"},
    )


def due_state(table: Calendar, due_at: datetime | None, stopped_at: datetime | None = None) -> DueState:
    """Return how a limit stands now; `stopped_at`: since when its clock stands still."""
    return due_states.due_state(due_at, stopped_at, utcnow(), table)


def local_date(instant: datetime) -> date:
    """Return the day in Việt Nam of an instant."""
    return calendar.local_day(instant)


def show(instant: datetime) -> str:
    """Return an instant as people read it in messages: "14:20 ngày 10/12/2026"."""
    return instant.astimezone(calendar.VIETNAM).strftime("%H:%M ngày %d/%m/%Y")


def show_limit(due: datetime) -> str:
    """Return the end of a limit as people read it on papers: "hết ngày 28/12/2026". Its instant is 24:00 of that day."""
    return f"hết ngày {local_date(due - timedelta(microseconds=1)):%d/%m/%Y}"


def _limit(row: Row) -> Limit:
    given = {name: value for name, value in row._mapping.items() if name != "own_province"}
    return Limit(**given | {"stopped_by": tuple(row.stopped_by)})
