"""Steps that fail: told with the place and what was read there, noted for administrators, resolved when they work.

A failed step is rolled back, so its incident is written in a transaction of its own, by the entry point that caught
the failure. Nothing personal goes into it: of what a step read, only flags, counters and codes are kept.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from forms.errors import FormInvalid
from workflows import history
from workflows.clock import utcnow
from workflows.errors import Origin, StepFailed, WorkflowError
from workflows.models import DueTimer, Incident, ProcessInstance, UserTask
from workflows.policy import Actor

# What a person or a second try can mend: answered as it is, and no incident.
REFUSALS = (WorkflowError, FormInvalid, OperationalError, StaleDataError, DataError, OverflowError)
UNEXPECTED = "Bước này gặp lỗi ngoài dự kiến của phần mềm ({})."
# Codes and outcomes as diagrams and tables write them; names and texts of people have capitals, spaces or tone marks.
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Counters and row ids are below; numbers of identity papers and telephones are above.
LARGEST_COUNTER = 99_999_999
LONGEST_CAUSE = 500
LONGEST_EXPRESSION = 2_000


@contextmanager
def told(
    process_id: str | None = None,
    element_id: str | None = None,
    *,
    values: Mapping | None = None,
    by: Origin | None = None,
) -> Iterator[None]:
    """Add to what fails inside where it was and what set it off, as far as it is not known from deeper inside.

    What the software did not foresee becomes a StepFailed as well; refusals that a person can answer pass unchanged.
    """
    try:
        yield
    except StepFailed as failed:
        _complete(failed, process_id, element_id, values)
        failed.origin = by or failed.origin
        raise
    except REFUSALS:
        raise
    except Exception as error:
        unforeseen = as_failure(error)
        _complete(unforeseen, process_id, element_id, values)
        unforeseen.origin = by
        raise unforeseen from error


def as_failure(error: Exception) -> StepFailed:
    """Return any error as the failure of a step. The text of a foreign one is left out: it may quote what was typed."""
    if isinstance(error, StepFailed):
        return error
    failed = StepFailed(str(error) if isinstance(error, WorkflowError) else UNEXPECTED.format(type(error).__name__))
    failed.__cause__ = error
    return failed


def note(session: Session, actor: Actor | None, instance: ProcessInstance, failed: StepFailed) -> Incident:
    """Keep a failure on the instance, which must be locked: count it up where it is known, else add it to history.

    `failed.origin` must be set. `actor` is None for a timer.
    """
    origin, now, cause = _origin(failed), utcnow(), kept(str(failed), LONGEST_CAUSE)
    process_id, element_id = _place(session, instance, failed)
    known = session.scalar(open_ones(instance).where(Incident.kind == origin.kind, Incident.element_id == element_id))
    if known is None:
        known = Incident(instance_id=instance.id, kind=origin.kind, element_id=element_id, count=0, first_at=now)
        tell_of(session, instance, open_incidents=instance.open_incidents + 1)
        history.record(
            session,
            actor,
            "incident",
            **history.of(instance),
            element_id=element_id,
            definition=f"{instance.definition.key}@{instance.definition.version}",
            reason=cause,
        )
    known.process_key, known.cause = process_id, cause
    known.expression = kept(failed.expression, LONGEST_EXPRESSION) if failed.expression else None
    known.values = visible(failed.values or {})
    known.technical_kind = type(failed.__cause__ or failed).__name__
    known.task_id, known.timer_id = origin.task_id, origin.timer_id
    known.last_at, known.count = max(now, known.first_at), known.count + 1
    session.add(known)  # not before it is whole: writing history sends to the database whatever was added
    return known


def settle(session: Session, actor: Actor | None, instance: ProcessInstance, by: Origin | None = None) -> None:
    """Resolve what a step that has just been recorded mended: what it set off itself, and what nobody waits for any more."""
    for incident in session.scalars(open_ones(instance)):
        how = _how_it_went(incident, instance, by)
        if how is not None:
            resolve(session, incident, actor, how)


def resolve(session: Session, incident: Incident, actor: Actor | None, how: str) -> None:
    """Close an incident. `how`: worked, passed (the instance took another way), ended, dismissed."""
    # The clock of another machine may be behind the one that noted it.
    incident.resolved_at, incident.resolution = max(utcnow(), incident.last_at), how
    incident.resolved_by = actor.person_id if actor else None
    tell_of(session, incident.instance, open_incidents=incident.instance.open_incidents - 1)


def tell_of(session: Session, instance: ProcessInstance, **columns: object) -> None:
    """Set columns of a locked instance that has made no step: its version stays, and so does what was asked on it."""
    table = cast("Table", ProcessInstance.__table__)  # through the mapper its version would grow
    session.execute(update(table).where(table.c.id == instance.id).values(**columns))
    for name, value in columns.items():
        set_committed_value(instance, name, value)


def open_ones(instance: ProcessInstance):
    """Return the query of the open incidents of an instance, the oldest first."""
    query = select(Incident).where(Incident.instance_id == instance.id, Incident.resolved_at.is_(None))
    return query.order_by(Incident.id)


def kept(text: str, longest: int) -> str:
    """Return a text as every database can keep it: a failure that cannot be noted would come back for ever."""
    return text.encode(errors="replace").decode().replace("\0", "")[:longest]


def visible(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as an administrator may see them: flags, counters and codes; of anything else only the kind.

    A hidden value is {"kind": "text" | "number" | "list" | "object", "size": characters or entries}.
    """
    return {name: _shown(value) for name, value in values.items()}


def _shown(value: object) -> object:
    match value:
        case None | bool():
            return value
        case int() | float():
            return value if abs(value) <= LARGEST_COUNTER else {"kind": "number", "size": 1}
        case str():
            return value if CODE.fullmatch(value) else {"kind": "text", "size": len(value)}
        case list() | tuple():
            return {"kind": "list", "size": len(value)}
        case Mapping():
            return {"kind": "object", "size": len(value)}
    return {"kind": "text", "size": 0}


def _complete(failed: StepFailed, process_id: str | None, element_id: str | None, values: Mapping | None) -> None:
    if failed.element_id is None:
        failed.process_id, failed.element_id = process_id or failed.process_id, element_id
    if failed.values is None:
        failed.values = values


def _origin(failed: StepFailed) -> Origin:
    if failed.origin is None:
        raise ValueError("a failure is noted on the instance that it stopped")
    return failed.origin


def _place(session: Session, instance: ProcessInstance, failed: StepFailed) -> tuple[str, str]:
    """Return (process, element); for a failure that knows no place, those of the task or timer that set it off."""
    origin = _origin(failed)
    if failed.element_id is not None:
        return failed.process_id or instance.definition.key, failed.element_id
    if origin.task_id is not None:
        task = session.get_one(UserTask, origin.task_id)
        return task.process_key, task.element_id
    timer = session.get(DueTimer, origin.timer_id) if origin.timer_id is not None else None
    return instance.definition.key, timer.element_id if timer else ""


def _how_it_went(incident: Incident, instance: ProcessInstance, by: Origin | None) -> str | None:
    if by is not None and (by.kind, by.task_id, by.timer_id) == (incident.kind, incident.task_id, incident.timer_id):
        return "worked"
    if instance.status == "ended":
        return "ended"
    if incident.task is not None and not incident.task.is_open:
        return "worked" if incident.task.completed_at else "passed"
    if incident.timer is not None and (incident.timer.fired_at or incident.timer.cancelled_at):
        return "worked" if incident.timer.fired_at else "passed"
    return None
