"""Change the limits: another one for some dossiers from a day on, an end, a wrong entry taken back; never overwritten."""

from datetime import date

from sqlalchemy.orm import Session

from workflows import calendar_days, dates, history, limit_table, reading
from workflows.clock import utcnow
from workflows.commands import recalculations
from workflows.errors import NotFound
from workflows.models import DueRule, Recalculation
from workflows.policy import Actor
from workflows.rules import limit_changes
from workflows.rules.deadlines import Limit, in_words
from workflows.rules.limit_changes import Effect, LimitRow


def add(session: Session, actor: Actor, limit: Limit) -> Recalculation | None:
    """Let a limit hold from its first day; a row of the same scope ends the day before. Return what is counted anew.

    Raises NotFound unless the actor administers the system, Invalid for a limit that makes no sense or overlaps.
    """
    rows = _held(session, actor, limit.rule)
    effect = limit_changes.adding(rows, limit)
    row = limit_table.own_row(session, limit)
    session.add(row)
    history.record(session, actor, "due_rule_added", after=limit_table.as_json(limit))
    return _done(session, actor, rows, effect)


def end(session: Session, actor: Actor, row_id: int, last_day: date) -> Recalculation | None:
    """Let a narrower row hold until a day, after which the wider one does. Raises as `add`."""
    rows = _held(session, actor, _key(session, row_id))
    return _done(session, actor, rows, limit_changes.ending(rows, row_id, last_day))


def withdraw(session: Session, actor: Actor, row_id: int) -> Recalculation | None:
    """Take back an own row that was entered wrongly; what it had ended runs on. Raises as `add`."""
    rows = _held(session, actor, _key(session, row_id))
    effect = limit_changes.withdrawing(rows, row_id)
    session.get_one(DueRule, row_id).withdrawn_at = utcnow()
    if effect.withdrawn is not None:
        history.record(session, actor, "due_rule_withdrawn", before=limit_table.as_json(effect.withdrawn.limit))
    return _done(session, actor, rows, effect)


def _held(session: Session, actor: Actor, key: str) -> list[LimitRow]:
    reading.demand_administration(actor)
    calendar_days.hold(session)
    rows = limit_table.rows(session, key)
    if not rows:
        raise NotFound
    return rows


def _key(session: Session, row_id: int) -> str:
    row = session.get(DueRule, row_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound
    return row.key


def _done(session: Session, actor: Actor, rows: list[LimitRow], effect: Effect) -> Recalculation | None:
    before = {row.id: row.limit for row in rows}
    for each in effect.redated:
        session.get_one(DueRule, each.id).effective_to = each.limit.valid_to
        history.record(
            session,
            actor,
            "due_rule_ended",
            before=limit_table.as_json(before[each.id]),
            after=limit_table.as_json(each.limit),
        )
    session.flush()  # what is counted below is asked of the table
    dates.forget(session)
    changed = [each for each in (effect.added, effect.withdrawn, *effect.redated) if each is not None]
    return recalculations.begin(
        session, actor, "rule", [f"{each.limit.name}: {in_words(each.limit)}" for each in changed[:1]]
    )
