"""Change the limits: another one for some dossiers from a day on, an end, a wrong entry taken back; never overwritten."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from workflows import calendar_days, dates, history, limit_table, reading
from workflows.clock import utcnow
from workflows.commands import recalculations
from workflows.errors import Conflict, NotFound
from workflows.models import DueRule, Recalculation
from workflows.policy import Actor
from workflows.rules import limit_changes
from workflows.rules.deadlines import Limit, in_words
from workflows.rules.limit_changes import Effect, LimitRow


def add(session: Session, actor: Actor, limit: Limit) -> Recalculation | None:
    """Let a limit hold from its first day; a row of the same scope ends the day before. Return what is counted anew.

    Raises NotFound unless the actor administers the system, Invalid for a limit that makes no sense or overlaps.
    """
    _hold(session, actor)
    if not limit_table.rows(session, limit.rule):
        raise NotFound
    return _count_anew(session, actor, [_add(session, actor, limit)])


def put_in_force(session: Session, actor: Actor | None, limits: Sequence[Limit]) -> Recalculation | None:
    """Let the limits of a published draft hold from their first days, as `add` does; also of rules that are new.

    `actor` is None for the worker, which publishes what an administrator has approved.
    """
    if actor is not None:
        reading.demand_administration(actor)
    calendar_days.hold(session)
    # A rule that is new begins with its default.
    ordered = sorted(limits, key=lambda each: any((each.award, each.province, each.campaign, each.process)))
    changed = [_add(session, actor, limit) for limit in ordered]
    return _count_anew(session, actor, changed) if changed else None


def end(session: Session, actor: Actor, row_id: int, last_day: date) -> Recalculation | None:
    """Let a narrower row hold until a day, after which the wider one does. Raises as `add`, Conflict if it is no more."""
    rows = _held(session, actor, row_id)
    effect = limit_changes.ending(rows, row_id, last_day)
    return _count_anew(session, actor, [_redate(session, actor, rows, effect)])


def withdraw(session: Session, actor: Actor, row_id: int) -> Recalculation | None:
    """Take back an own row that was entered wrongly; what it had ended runs on. Raises as `end`."""
    rows = _held(session, actor, row_id)
    effect = limit_changes.withdrawing(rows, row_id)
    for each in (effect.withdrawn, *effect.absorbed):
        if each is not None:
            session.get_one(DueRule, each.id).withdrawn_at = utcnow()
            history.record(session, actor, "due_rule_withdrawn", before=limit_table.as_json(each.limit))
    return _count_anew(session, actor, [_redate(session, actor, rows, effect)])


def _add(session: Session, actor: Actor | None, limit: Limit) -> LimitRow:
    rows = limit_table.rows(session, limit.rule)
    effect = limit_changes.adding(rows, limit)
    row = limit_table.own_row(session, limit)
    session.add(row)
    session.flush()  # the rows that it ends name it
    closed = tuple(replace(each, ended_by=row.id) for each in effect.redated)
    history.record(session, actor, "due_rule_added", after=limit_table.as_json(limit))
    for ended_id, rest in effect.continued.items():
        _continue(session, actor, rest, session.get_one(DueRule, ended_id), row.id)
    return _redate(session, actor, rows, replace(effect, redated=closed))


def _hold(session: Session, actor: Actor) -> None:
    reading.demand_administration(actor)
    calendar_days.hold(session)


def _held(session: Session, actor: Actor, row_id: int) -> list[LimitRow]:
    """Return the rows of the rule of a row, as they are when nobody else changes them any more."""
    _hold(session, actor)
    row = session.get(DueRule, row_id, populate_existing=True)
    if row is None:
        raise NotFound
    if row.withdrawn_at is not None:
        raise Conflict("Dòng này vừa được thu hồi. Mở lại trang thời hạn để xem các dòng hiện nay.")
    return limit_table.rows(session, row.key)


def _continue(session: Session, actor: Actor | None, rest: LimitRow, ended: DueRule, after_id: int) -> None:
    """Write the row by which one that ended goes on after a temporary one."""
    row = limit_table.continuing_row(session, rest.limit, ended, after_id)
    row.ended_by_row_id, row.effective_to_before = rest.ended_by, rest.held_to
    session.add(row)
    history.record(session, actor, "due_rule_added", after=limit_table.as_json(rest.limit))


def _redate(session: Session, actor: Actor | None, rows: list[LimitRow], effect: Effect) -> LimitRow:
    """Write the dates that rows have now and return the row that a change is about."""
    before = {row.id: row.limit for row in rows}
    for each in effect.redated:
        row = session.get_one(DueRule, each.id)
        row.effective_to = each.limit.valid_to
        row.ended_by_row_id, row.effective_to_before = each.ended_by, each.held_to
        history.record(
            session,
            actor,
            "due_rule_ended",
            before=limit_table.as_json(before[each.id]),
            after=limit_table.as_json(each.limit),
        )
    session.flush()  # what is counted next is asked of the table
    return effect.added or effect.withdrawn or effect.redated[0]


def _count_anew(session: Session, actor: Actor | None, changed: list[LimitRow]) -> Recalculation | None:
    dates.forget(session)
    return recalculations.begin(
        session, actor, "rule", [f"{each.limit.name}: {in_words(each.limit)}" for each in changed]
    )
