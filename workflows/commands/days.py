"""Change the table of days off, one row or a whole file at once; every row in history, open deadlines counted anew."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from workflows import calendar_days, dates, history, reading
from workflows.commands import recalculations
from workflows.errors import Conflict, Invalid, NotFound
from workflows.models import CalendarYear, DayOff, Recalculation
from workflows.policy import Actor
from workflows.rules.days import COUNTRY, FIRST, LAST, LONGEST_SOURCE, DayChange, DayFacts, faults, in_words

MOVED_ON = "Bảng ngày đã thay đổi sau khi bạn xem. Mở lại trang, xem lại rồi gửi lần nữa."
TAKEN = "Trong phạm vi này đã có một dòng cùng ngày, cùng trạng thái. Sửa dòng đó."
VERBS = {(False, True): "day_added", (True, True): "day_changed", (True, False): "day_removed"}


def apply(session: Session, actor: Actor, changes: Iterable[DayChange]) -> Recalculation | None:
    """Make the table what the changes say, all of them or none. Return the recalculation that follows, if any does.

    Raises NotFound unless the actor administers the system, Conflict where a row is no longer what the change says it
    was, Invalid for what may not stand in the table.
    """
    reading.demand_administration(actor)
    changes = list(changes)
    calendar_days.hold(session)
    units = calendar_days.unit_ids(session)
    present = {facts.identity: row for row, facts in calendar_days.rows(session)}
    for change in changes:
        _demand_sound(change, units, present)
        _write(session, change, units, present)
        _note(session, actor, change)
    session.flush()  # what is counted below is asked of the table
    dates.forget(session)
    if not any(change.counts for change in changes):
        return None
    words = [in_words(change) for change in changes if change.counts]
    return recalculations.begin(session, actor, "day", words)


def announce(session: Session, actor: Actor, year: int, source: str) -> CalendarYear:
    """Note that the days off of a year have been announced, by which paper: due dates in it are no longer provisional.

    Raises NotFound unless the actor administers the system and for a year beyond the calendar, Invalid without a source.
    """
    reading.demand_administration(actor)
    if not FIRST.year <= year <= LAST.year:
        raise NotFound
    source = " ".join(source.split())
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise Invalid({"source": [f"Nhập văn bản công bố lịch nghỉ năm {year}: số, ngày, cơ quan ban hành."]})
    calendar_days.hold(session)
    row = session.get(CalendarYear, year) or CalendarYear(year=year)
    before = {"year": year, "announced": row.announced, "source": row.source} if row.source else None
    row.announced, row.source = True, source
    session.add(row)
    after = {"year": year, "announced": True, "source": source}
    history.record(session, actor, "calendar_announced", before=before, after=after)
    return row


def _demand_sound(change: DayChange, units: dict[str, int], present: dict[tuple, DayOff]) -> None:
    before, after = change.before, change.after
    if before is not None:
        row = present.get(before.identity)
        if row is None or calendar_days.facts_of(row, before.scope) != before:
            raise Conflict(MOVED_ON)
    if after is None:
        return
    if wrong := faults(after):
        raise Invalid({field: [text] for field, text in wrong.items()})
    if after.scope != COUNTRY and after.scope not in units:
        raise Invalid({"scope": ["Đơn vị này không còn trong danh mục."]})
    if after.identity in present and (before is None or before.identity != after.identity):
        raise Invalid({"day": [TAKEN]})


def _write(session: Session, change: DayChange, units: dict[str, int], present: dict[tuple, DayOff]) -> None:
    row = present.pop(change.before.identity) if change.before else DayOff()
    if change.after is None:
        session.delete(row)
        return
    _fill(row, change.after, units)
    session.add(row)
    present[change.after.identity] = row


def _fill(row: DayOff, facts: DayFacts, units: dict[str, int]) -> None:
    row.day, row.unit_id = facts.day, units[facts.scope] if facts.scope != COUNTRY else None
    row.kind, row.note, row.status, row.source = facts.kind, facts.name, facts.status, facts.source or None


def _note(session: Session, actor: Actor, change: DayChange) -> None:
    before, after = change.before, change.after
    history.record(
        session,
        actor,
        VERBS[before is not None, after is not None],
        before=before.as_json() if before else None,
        after=after.as_json() if after else None,
    )
