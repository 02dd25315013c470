"""Days off and limits that ship with the product, written so that what an office has changed is never undone.

A shipped day that an administrator has changed or removed stays so. A shipped limit is never overwritten: one that the
files now say otherwise holds until yesterday, and a new row from today, so that what was counted by it stays explained.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import calendar_days, dates, history
from workflows.clock import utcnow
from workflows.models import Campaign, DayOff, DueRule, ShippedDay
from workflows.rules.days import COUNTRY, DayChange, DayFacts, in_words
from workflows.rules.deadlines import Limit
from workflows.rules.deadlines import in_words as limit_in_words

ONE_DAY = timedelta(days=1)
# By which a limit is counted; the others are words about it.
COUNTED = ("value", "unit", "on_return", "stopped_by", "day", "month", "inclusive", "backwards", "max_returns")
WORDS = ("name", "start", "clause", "confidence", "note")


def load_days(session: Session, shipped: Iterable[DayFacts]) -> list[str]:
    """Bring days of the whole country to what the files say where nobody has changed them.

    Return what counts otherwise than before, in words; nothing where there was no calendar yet.
    """
    calendar_days.hold(session)
    said = {(row.day, COUNTRY, row.status): row for row in session.scalars(select(ShippedDay))}
    rows = {facts.identity: row for row, facts in calendar_days.rows(session) if facts.scope == COUNTRY}
    fresh, first_note, changes = not rows, not said, []
    for facts in shipped:
        row, last = rows.get(facts.identity), said.pop(facts.identity, None)
        if _is_ours(row, last, first_note=first_note) and (row is None or _facts(row) != facts):
            changes.append(DayChange(_facts(row) if row else None, facts))
            _put(session, row or DayOff(), facts)
        session.merge(_note(facts))
    for identity, last in said.items():  # the files no longer name it
        row = rows.get(identity)
        if row is not None and _facts(row) == _said(last):
            changes.append(DayChange(_facts(row), None))
            session.delete(row)
        session.delete(last)
    session.flush()  # whoever counts next asks the table
    return [] if fresh else _tell(session, changes)


def load_limits(session: Session, shipped: Iterable[Limit]) -> list[str]:
    """Bring the limits that ship with the product to what the files say. Return in Vietnamese what changes or stays.

    Where an office has ended a row or entered one of its own for the same dossiers, its word holds and is told.
    """
    calendar_days.hold(session)
    today = dates.local_date(utcnow())
    campaigns = {key: each for key, each in session.execute(select(Campaign.key, Campaign.id))}
    units = calendar_days.unit_ids(session)
    rows = session.scalars(select(DueRule).where(DueRule.withdrawn_at.is_(None)).order_by(DueRule.id)).all()
    told, named = [], set()
    for limit in shipped:
        new = _row(limit, campaigns, units)
        of_scope = [row for row in rows if _scope(row) == _scope(new)]
        named.add((_scope(new), new.shipped_from))
        known = _known(of_scope, new)
        if known is None:
            session.add(new)
        elif known.shipped_from is None or _alike(known, new):
            _say_again(known, new)
        elif known.effective_to != new.effective_to or any(not row.shipped for row in of_scope):
            told.append(f"Giữ hạn “{new.name}” mà quản trị đã đặt; bản đi kèm nay là {limit_in_words(limit)}.")
        else:
            told.append(f"Hạn “{new.name}” từ {today:%d/%m/%Y} là {limit_in_words(limit)}.")
            _replace(session, known, new, today)
    for row in rows:
        if row.shipped and (_scope(row), row.shipped_from) not in named:
            _end(row, today)
    session.flush()  # whoever counts next asks the table
    return told


def _is_ours(row: DayOff | None, last: ShippedDay | None, *, first_note: bool) -> bool:
    """Tell whether a day stands as the product left it. Before the first note there was no page to change one on."""
    if last is None:
        return row is None or first_note
    return row is not None and _facts(row) == _said(last)


def _put(session: Session, row: DayOff, facts: DayFacts) -> None:
    row.day, row.status = facts.day, facts.status
    row.kind, row.note, row.source = facts.kind, facts.name, facts.source or None
    session.add(row)


def _note(facts: DayFacts) -> ShippedDay:
    source = facts.source or None
    return ShippedDay(day=facts.day, status=facts.status, kind=facts.kind, note=facts.name, source=source)


def _said(row: ShippedDay) -> DayFacts:
    return DayFacts(row.day, COUNTRY, row.status, row.kind, row.note, row.source or "")


def _facts(row: DayOff) -> DayFacts:
    return calendar_days.facts_of(row, None)


def _tell(session: Session, changes: list[DayChange]) -> list[str]:
    for change in changes:
        before, after = change.before, change.after
        verb = "day_changed" if before and after else "day_added" if after else "day_removed"
        told = [each.as_json() if each else None for each in (before, after)]
        history.record(session, None, verb, before=told[0], after=told[1])
    return [in_words(change) for change in changes if change.counts]


def _row(limit: Limit, campaigns: dict[str, int], units: dict[str, int]) -> DueRule:
    return DueRule(
        key=limit.rule,
        campaign_id=campaigns[limit.campaign] if limit.campaign else None,
        province_id=units[limit.province] if limit.province else None,
        process_key=limit.process,
        award_key=limit.award,
        effective_from=limit.valid_from,
        effective_to=limit.valid_to,
        shipped=True,
        shipped_from=limit.valid_from.isoformat() if limit.valid_from else "",
        **{name: _plain(getattr(limit, name)) for name in (*COUNTED, *WORDS)},
    )


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _scope(row: DueRule) -> tuple:
    return row.key, row.campaign_id, row.province_id, row.process_key, row.award_key


def _known(of_scope: Sequence[DueRule], new: DueRule) -> DueRule | None:
    """Return the row that stands for a row of the files: the last that was written for it."""
    ours = [row for row in of_scope if row.shipped]
    noted = [row for row in ours if row.shipped_from == new.shipped_from]
    unnoted = [row for row in ours if row.shipped_from is None and row.effective_from == new.effective_from]
    return noted[-1] if noted else next(iter(unnoted), None)


def _alike(known: DueRule, new: DueRule) -> bool:
    return all(getattr(known, name) == getattr(new, name) for name in COUNTED)


def _say_again(known: DueRule, new: DueRule) -> None:
    """Give a row the words of the files; one from before rows were noted also what it is counted by."""
    names = WORDS if known.shipped_from is not None else (*WORDS, *COUNTED, "effective_to", "shipped_from")
    for name in names:
        if getattr(known, name) != getattr(new, name):
            setattr(known, name, getattr(new, name))


def _replace(session: Session, known: DueRule, new: DueRule, today: date) -> None:
    """Let a new row hold in place of one: from today, or from when the other would have if that never held."""
    first = today if _end(known, today) else known.effective_from
    new.effective_from = max(filter(None, (first, new.effective_from)))
    session.add(new)


def _end(row: DueRule, today: date) -> bool:
    """Let a row hold until yesterday; one that has not held for a day yet is withdrawn. Return whether it has."""
    has_held = row.effective_from is None or row.effective_from < today
    if not has_held:
        row.withdrawn_at = utcnow()
    elif row.effective_to is None or row.effective_to >= today:
        row.effective_to = today - ONE_DAY
    row.ended_by_row_id = row.effective_to_before = None  # whatever is taken back later, it does not run on
    return has_held
