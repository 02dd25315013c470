"""What an administrator wants of the calendar, read from a form or a file and checked, before anything is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Choice, Context, office_form
from forms.views import PageView
from workflows import calendar_days, dates, reading
from workflows.clock import utcnow
from workflows.errors import Conflict, Invalid, NotFound
from workflows.models import Unit
from workflows.policy import Actor
from workflows.rules import day_files, days
from workflows.rules.days import COUNTRY, DayChange, DayFacts
from workflows.rules.names import title_sort_key

FORM = "calendar_day"
WHOLE_COUNTRY = "country"  # what a select posts for it; "" would be "nothing chosen"
Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Typed:
    """What a form shows instead of what stands: posted fields with their errors, or answers for an empty form."""

    posted: Posted | None = None
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    filled: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DayPage:
    """The form of a row, with the row as it stands; None for a new one."""

    facts: DayFacts | None
    view: PageView


def page(session: Session, actor: Actor, number: int | None, typed: Typed) -> DayPage:
    """Return the form of a row (`number` None: of a new one) with what was typed, or what stands. Raises NotFound."""
    reading.demand_administration(actor)
    form = office_form(FORM)
    facts = _facts(session, number) if number is not None else None
    answers = form.read(typed.posted) if typed.posted else _answers(facts) if facts else typed.filled
    return DayPage(facts, form.view(form.pages[0].key, answers, _context(session), errors=typed.errors))


def proposed(session: Session, actor: Actor, number: int | None, posted: Posted) -> tuple[DayChange, ...]:
    """Return the change that the form asks for; nothing where all stays as it is.

    Raises forms.FormInvalid and Invalid for what is missing or wrong, NotFound.
    """
    reading.demand_administration(actor)
    form = office_form(FORM)
    before = _facts(session, number) if number is not None else None
    clean = form.check(form.read(posted), _context(session))
    after = DayFacts(
        day=date.fromisoformat(clean["day"]),
        scope=COUNTRY if clean["scope"] == WHOLE_COUNTRY else clean["scope"],
        status=clean["status"],
        kind=clean["kind"],
        name=_line(clean["name"]),
        source=_line(clean.get("source") or ""),
    )
    if wrong := days.faults(after):
        raise Invalid({field: [text] for field, text in wrong.items()})
    taken = {facts.identity for _, facts in calendar_days.rows(session)}
    if after.identity in taken and (before is None or before.identity != after.identity):
        raise Invalid({"day": ["Trong phạm vi này đã có một dòng cùng ngày, cùng trạng thái. Sửa dòng đó."]})
    return () if before == after else (DayChange(before, after),)


def removal(session: Session, actor: Actor, number: int) -> tuple[DayChange, ...]:
    """Return the change that takes a row away. Raises NotFound."""
    reading.demand_administration(actor)
    return (DayChange(_facts(session, number), None),)


def from_file(session: Session, actor: Actor, content: bytes, *, without_others: bool) -> tuple[DayChange, ...]:
    """Return what a file changes; `without_others`: rows of its years that it does not name go away.

    Raises Invalid with every line that is wrong, NotFound unless the actor administers the system.
    """
    reading.demand_administration(actor)
    wanted = day_files.read(content, calendar_days.unit_ids(session))
    present = [facts for _, facts in calendar_days.rows(session)]
    return days.differences(present, wanted, without_others=without_others)


def as_file(session: Session, actor: Actor, first_year: int, last_year: int) -> bytes:
    """Return the rows of some years as a file. Raises NotFound unless the actor administers the system."""
    reading.demand_administration(actor)
    rows = (facts for _, facts in calendar_days.rows(session))
    return day_files.written(row for row in rows if first_year <= row.day.year <= last_year)


def years(session: Session, actor: Actor) -> tuple[int, int]:
    """Return the first and the last year that have rows. Raises NotFound unless the actor administers the system."""
    reading.demand_administration(actor)
    found = [facts.day.year for _, facts in calendar_days.rows(session)] or [dates.local_date(utcnow()).year]
    return min(found), max(found)


def areas(session: Session) -> dict[str, str]:
    """Return the name of every area that a day may be entered for, by its code; provinces first."""
    query = select(Unit.code, Unit.name, Unit.kind).where(Unit.valid_to.is_(None))
    found = sorted(session.execute(query), key=lambda row: (row.kind != "province", title_sort_key(row.name)))
    return {row.code: row.name for row in found}


def restored(texts: object) -> tuple[DayChange, ...]:
    """Return the changes that a page carried as JSON. Raises Conflict for what is none."""
    try:
        return tuple(
            DayChange(*(DayFacts.from_json(each) if each else None for each in (pair["before"], pair["after"])))
            for pair in _pairs(texts)
        )
    except (KeyError, TypeError, ValueError):
        raise Conflict("Nội dung gửi lên không đọc được. Mở lại trang và làm lại từ đầu.") from None


def _pairs(texts: object) -> list[dict]:
    if not isinstance(texts, list) or not all(isinstance(pair, dict) for pair in texts):
        raise TypeError("a list of pairs is wanted")
    if not texts or not all(pair["before"] or pair["after"] for pair in texts):
        raise ValueError("nothing is changed")
    return texts


def _facts(session: Session, number: int) -> DayFacts:
    found = next((facts for row, facts in calendar_days.rows(session) if row.id == number), None)
    if found is None:
        raise NotFound
    return found


def _answers(facts: DayFacts) -> dict[str, str]:
    return facts.as_json() | {"scope": facts.scope or WHOLE_COUNTRY}


def _context(session: Session) -> Context:
    scopes = [Choice(WHOLE_COUNTRY, "Cả nước"), *(Choice(code, name) for code, name in areas(session).items())]
    return Context(choices={"scopes": tuple(scopes)})


def _line(text: str) -> str:
    return " ".join(text.split())
