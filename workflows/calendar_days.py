"""The table of days off as facts: what stands in it, and for which areas a day may be entered."""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from workflows.models import DayOff, Unit
from workflows.rules.days import COUNTRY, DayFacts

Identity = tuple  # (day, scope, status), as DayFacts.identity gives it


def facts_of(row: DayOff, code: str | None) -> DayFacts:
    """Return a row as facts; `code` is that of its unit, None for the whole country."""
    return DayFacts(row.day, code or COUNTRY, row.status, row.kind, row.note, row.source or "")


def rows(session: Session) -> list[tuple[DayOff, DayFacts]]:
    """Return every row of the table with its facts, in order of days, the country before areas."""
    query = select(DayOff, Unit.code).outerjoin(Unit, Unit.id == DayOff.unit_id)
    found = [(row, facts_of(row, code)) for row, code in session.execute(query)]
    return sorted(found, key=lambda each: (each[1], each[0].id))


def unit_ids(session: Session) -> dict[str, int]:
    """Return the id of every unit that a day may be entered for, by its code."""
    return {code: unit_id for code, unit_id in session.execute(select(Unit.code, Unit.id))}


def hold(session: Session) -> None:
    """Let no other transaction change days or rules until this one ends; on SQLite it is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(hashtext('calendar'))"))
