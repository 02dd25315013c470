"""What an administrator wants of a limit, read from its form and checked, before anything is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from forms import Choice, Context, Form, office_form
from forms.views import PageView
from workflows import limit_table, reading
from workflows.errors import NotFound
from workflows.policy import Actor
from workflows.queries.day_proposals import Typed
from workflows.queries.due_rules import names_of
from workflows.rules import limit_changes
from workflows.rules.deadlines import Limit
from workflows.rules.limit_changes import Effect, LimitRow

FORM, END_FORM = "due_rule", "due_rule_end"
Posted = Mapping[str, Sequence[str]]


def form(session: Session, actor: Actor, row_id: int, typed: Typed) -> PageView:
    """Return the form of another limit in place of a row, filled with what that row says. Raises NotFound."""
    return form_of(session, office_form(FORM), _base(session, actor, row_id).limit, typed)


def end_form(typed: Typed) -> PageView:
    """Return the form that asks until when a row holds."""
    asked = office_form(END_FORM)
    return asked.view(asked.pages[0].key, asked.read(typed.posted) if typed.posted else {}, errors=typed.errors)


def wanted_limit(session: Session, actor: Actor, row_id: int, posted: Posted) -> Limit:
    """Return the limit that the form asks for. Raises forms.FormInvalid, NotFound. What overlaps is not checked."""
    base = _base(session, actor, row_id)
    clean = checked(session, office_form(FORM), posted)
    return replace(
        said(base.limit, clean),
        valid_from=date.fromisoformat(clean["valid_from"]),
        valid_to=date.fromisoformat(clean["valid_to"]) if clean.get("valid_to") else None,
    )


def form_of(session: Session, asked: Form, limit: Limit, typed: Typed) -> PageView:
    """Return a form that asks for a limit, filled with what was typed, else with what the limit says."""
    answers = asked.read(typed.posted) if typed.posted else _answers(limit)
    return asked.view(asked.pages[0].key, answers, _context(session), errors=typed.errors)


def checked(session: Session, asked: Form, posted: Posted) -> dict[str, Any]:
    """Return what was answered to a form that asks for a limit. Raises forms.FormInvalid."""
    return asked.check(asked.read(posted), _context(session))


def said(limit: Limit, clean: Mapping[str, Any]) -> Limit:
    """Return a limit as somebody wants it instead; its days stay."""
    return replace(
        limit,
        award=clean.get("award") or None,
        province=clean.get("province") or None,
        campaign=clean.get("campaign") or None,
        process=clean.get("process") or None,
        unit=clean["unit"],
        value=_whole(clean.get("value")),
        day=_whole(clean.get("day")),
        month=_whole(clean.get("month")),
        inclusive=clean.get("reach") != "before",
        on_return=clean["on_return"],
        stopped_by=tuple(clean.get("stopped_by") or ()),
        clause=_line(clean["clause"]),
        confidence=clean["confidence"],
        note=clean.get("note") or None,
    )


def wanted_end(posted: Posted) -> date:
    """Return the last day that the form asks for. Raises forms.FormInvalid."""
    asked = office_form(END_FORM)
    return date.fromisoformat(asked.check(asked.read(posted))["valid_to"])


def rows_of(session: Session, actor: Actor, row_id: int) -> list[LimitRow]:
    """Return the rows of the rule of a row. Raises NotFound."""
    return limit_table.rows(session, _base(session, actor, row_id).limit.rule)


def adding(session: Session, actor: Actor, row_id: int, limit: Limit) -> Effect:
    """Return what another limit would do. Raises Invalid, NotFound."""
    return limit_changes.adding(rows_of(session, actor, row_id), limit)


def ending(session: Session, actor: Actor, row_id: int, last_day: date) -> Effect:
    """Return what the end of a row would do. Raises Invalid, NotFound."""
    return limit_changes.ending(rows_of(session, actor, row_id), row_id, last_day)


def withdrawing(session: Session, actor: Actor, row_id: int) -> Effect:
    """Return what taking a row back would do. Raises Invalid, NotFound."""
    return limit_changes.withdrawing(rows_of(session, actor, row_id), row_id)


def _base(session: Session, actor: Actor, row_id: int) -> LimitRow:
    reading.demand_administration(actor)
    found = next((row for row in limit_table.rows(session) if row.id == row_id), None)
    if found is None:
        raise NotFound
    return found


def _answers(limit: Limit) -> dict[str, Any]:
    same = ("award", "province", "campaign", "process", "unit", "value", "day", "month", "on_return", "clause", "note")
    given = {name: getattr(limit, name) for name in same}
    given["stopped_by"] = list(limit.stopped_by)
    if limit.unit == "date":
        given["reach"] = "through" if limit.inclusive else "before"
    if limit.confidence in ("read", "second-hand", "inferred"):
        given["confidence"] = limit.confidence
    return {name: value for name, value in given.items() if value is not None}


def _context(session: Session) -> Context:
    names = names_of(session)
    known = {
        "awards": names.awards,
        "provinces": names.provinces,
        "campaigns": names.campaigns,
        "processes": names.processes,
    }
    return Context(choices={name: tuple(Choice(*pair) for pair in pairs.items()) for name, pairs in known.items()})


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _line(text: str) -> str:
    return " ".join(text.split())
