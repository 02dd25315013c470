"""Write down where an instance stands: open tasks, timers, tokens, and what follows for its dossier."""

from collections.abc import Mapping

from sqlalchemy import ScalarResult, bindparam, insert, select
from sqlalchemy.orm import Session

from workflows import catalogue, clocks, council_sessions, dates, duties, reminders, resting, revocations
from workflows.clocks import Cause
from workflows.db import AS_STORED, change, insert_rows, table_of
from workflows.engine import OpenTask, Snapshot, Waits
from workflows.errors import OperationFailed
from workflows.incidents import told
from workflows.models import (
    Council,
    Dossier,
    DossierAccess,
    DossierOrgan,
    DueTimer,
    ProcessInstance,
    TaskSeparation,
    Unit,
    UserTask,
)
from workflows.policy import SEATS_OF_GROUP
from workflows.work import Work

# The unit whose council of a kind is meant, by the organ of the dossier.
UNIT_OF_COUNCIL = {
    "unit": "submitting_unit",
    "department": "department",
    "commune": "commune",
    "province_standing": "province",
    "province": "province",
}

STOPS_CLOCK = "stopsClock"
"""The property of an element at which the clock of a dossier stands still; its value is the reason."""
NOTHING = Waits(frozenset(), frozenset())
"""What the tables say of an instance that has just begun."""
OPEN_TASKS = select(UserTask).where(
    UserTask.instance_id == bindparam("instance_id"), UserTask.completed_at.is_(None), UserTask.cancelled_at.is_(None)
)
OPEN_TIMERS = (
    select(DueTimer)
    .where(DueTimer.instance_id == bindparam("instance_id"), DueTimer.kind == "engine")
    .where(DueTimer.fired_at.is_(None), DueTimer.cancelled_at.is_(None))
    .order_by(DueTimer.due_at)
)
UNIT_OF_ORGAN = (
    select(DossierOrgan.unit_id)
    .where(DossierOrgan.dossier_id == bindparam("dossier_id"), DossierOrgan.organ == bindparam("organ"))
    .execution_options(**AS_STORED)
)
UNITS_WITH_ACCESS = (
    select(DossierAccess.unit_id)
    .where(DossierAccess.dossier_id == bindparam("dossier_id"))
    .execution_options(**AS_STORED)
)


SEPARATED = insert(table_of(TaskSeparation))


def record(work: Work, snapshot: Snapshot, before: Waits | None = None) -> None:
    """Make the tables say what the snapshot says.

    `before` is what they say already, without a task just completed; None: all of it is looked up and compared.
    """
    instance = work.instance
    tokens = [
        {"process": token.process_id, "element": token.element_id, "path": list(token.path)}
        for token in snapshot.tokens
    ]
    ended = {"status": "ended", "ended_at": work.now, "end_event": snapshot.end_event} if snapshot.ended else {}
    change(work.session, instance, state=snapshot.state, tokens=tokens, **ended)
    if instance.dossier is not None:
        _record_stops(work, instance.dossier, snapshot)  # before the tasks: one that is new may stand still at once
    concerned = _record_tasks(work, snapshot, before)
    if before is None or before.timers != {(timer.id, timer.due_at) for timer in snapshot.timers}:
        _record_timers(work, snapshot)
    if instance.dossier is not None:
        _record_dossier(work, instance.dossier, snapshot, concerned)
    work.session.flush()  # constraints must speak before the caller goes on to say that it worked


def _record_stops(work: Work, dossier: Dossier, snapshot: Snapshot) -> None:
    """Let the clock of a dossier stand still while the process is where that is said, and run on when it has left."""
    if snapshot.ended:
        clocks.close(work.session, dossier, work.now)
        return
    process = catalogue.process_of(work.session, work.instance.definition)
    here = (process.element(token.process_id, token.element_id) for token in snapshot.tokens)
    wanted = {reason for each in here if (reason := each.properties.get(STOPS_CLOCK))}
    if not wanted and not dossier.stopped_for:
        return
    by = work.actor.person_id if work.actor else None
    for reason in sorted({each.properties[STOPS_CLOCK] for each in process.elements if STOPS_CLOCK in each.properties}):
        if reason in wanted:
            clocks.stop(work.session, dossier, Cause(reason, by), work.now)
        elif reason in dossier.stopped_for:
            clocks.resume(work.session, dossier, Cause(reason, by), work.now)


def _record_tasks(work: Work, snapshot: Snapshot, before: Waits | None) -> list[UserTask]:
    """Add the tasks that are new and cancel those that are gone. Return the new ones; without `before`, all open ones."""
    kept = {waiting.id for waiting in snapshot.tasks}
    known = (
        {} if before and before.tasks <= kept else {t.engine_id: t for t in open_tasks_of(work.session, work.instance)}
    )
    gone = [task for engine_id, task in known.items() if engine_id not in kept]
    for task in gone:
        task.cancelled_at = work.now
    reminders.call_off(work.session, gone)
    added: list[UserTask] = []
    who: dict[tuple, dict[str, int | None]] = {}  # fifty ballots have one council
    for waiting in snapshot.tasks:
        if waiting.id not in (before.tasks if before else known):
            with told(waiting.process_id, waiting.element_id):
                place = (waiting.candidate_group, waiting.council, waiting.organ, str(waiting.organ_id))
                who[place] = who.get(place) or who_works(work, waiting)
                added.append(_new_task(work, waiting, who[place]))
    counted = [each for each in added if each.duty is None or not duties.is_due_with_it(each.due_rule)]
    clocks.start_all(work.session, counted, work.now)
    insert_rows(work.session, added, "engine_id")
    _record_separations(work, added, snapshot)
    reminders.plan_new(work.session, added)
    return added if before else [*added, *(task for task in known.values() if task.is_open)]


def open_tasks_of(session: Session, instance: ProcessInstance) -> ScalarResult[UserTask]:
    """Return the tasks of an instance that wait."""
    return session.scalars(OPEN_TASKS, {"instance_id": instance.id})


def _new_task(work: Work, waiting: OpenTask, who: Mapping[str, int | None]) -> UserTask:
    dossier, duty = work.instance.dossier, duties.of_instance(work.instance)
    subject = dossier or duty
    task = UserTask(
        instance_id=work.instance.id,
        instance=work.instance,
        dossier_id=dossier.id if dossier else None,
        dossier=dossier,
        duty_id=duty.id if duty else None,
        duty=duty,
        campaign_key=subject.campaign.key if subject else None,
        award_key=dossier.offer.award_key if dossier else None,
        engine_id=waiting.id,
        process_key=waiting.process_id,
        element_id=waiting.element_id,
        path=list(waiting.path),
        name=waiting.name,
        lane=waiting.lane,
        stage=waiting.stage,
        form_key=waiting.form_key,
        candidate_group=waiting.candidate_group,
        **who,
        outcomes=list(waiting.outcomes),
        outcome_variable=waiting.outcome_variable,
        due_rule=waiting.due_rule,
        reserved_for_id=_number(work, waiting, "assigneeExpression", waiting.assignee) if waiting.assignee else None,
        created_at=work.now,
        rest=resting.rest_of(work.instance),
    )
    if duty and duties.is_due_with_it(waiting.due_rule):
        task.due_at = duties.limit_of(duty)
    return task


def _record_separations(work: Work, added: list[UserTask], snapshot: Snapshot) -> None:
    """Write whose doers may not do the new tasks."""
    waiting = {each.id: each for each in snapshot.tasks}
    rows = [
        {"task_id": task.id, "element_id": element}
        for task in added
        for element in separated_from(work.instance.former_ids, waiting[task.engine_id])
    ]
    if rows:
        work.session.execute(SEPARATED, rows)


def who_works(work: Work, waiting: OpenTask) -> dict[str, int | None]:
    """Return the organ or the council that does the work, as columns of its task. Raises OperationFailed for none."""
    council = _council(work, waiting)
    return {"organ_id": None if council else _organ_id(work, waiting), "council_id": council.id if council else None}


def separated_from(former_ids: Mapping[str, list[str]], waiting: OpenTask) -> list[str]:
    """Return the steps whose doer may not do this work, also by the names that they had in an earlier version."""
    names = (name for each in waiting.not_performed_by for name in (each, *former_ids.get(each, ())))
    return list(dict.fromkeys(names))


def _organ_id(work: Work, waiting: OpenTask) -> int:
    if waiting.organ_id:
        return _number(work, waiting, "organExpression", waiting.organ_id)
    if duty := duties.of_instance(work.instance):
        unit_id = duties.unit_of(duty, waiting.organ)
    else:
        places = {"dossier_id": work.instance.dossier_id, "organ": waiting.organ}
        unit_id = work.session.scalar(UNIT_OF_ORGAN, places) if waiting.organ else None
    if unit_id is None:
        raise OperationFailed(
            f"Bước “{waiting.name}” không có cơ quan thực hiện ({waiting.organ or 'chưa nêu'}).",
            expression=_property(work, waiting, "organExpression"),
        )
    return unit_id


def _number(work: Work, waiting: OpenTask, name: str, value: object) -> int:
    """Return the row that an expression of the diagram names."""
    try:
        return int(str(value))
    except ValueError:
        raise OperationFailed(
            f"Bước “{waiting.name}” không xác định được người hoặc cơ quan thực hiện.",
            expression=_property(work, waiting, name),
            values={name: value},
        ) from None


def _property(work: Work, waiting: OpenTask, name: str) -> str | None:
    process = catalogue.process_of(work.session, work.instance.definition)
    return process.element(waiting.process_id, waiting.element_id).properties.get(name)


def _council(work: Work, waiting: OpenTask) -> Council | None:
    if waiting.candidate_group not in SEATS_OF_GROUP:
        return None
    kind, unit = _seat_of_council(work, waiting)
    today = dates.local_date(work.now)
    found = unit and work.session.scalar(
        select(Council)
        .where(Council.kind == kind, Council.unit_id == unit.id, Council.valid_from <= today)
        .where((Council.valid_to.is_(None)) | (Council.valid_to >= today))
        .order_by(Council.valid_from.desc())
        .limit(1)
    )
    if not found:
        name = unit.name if unit else "đơn vị"
        raise OperationFailed(
            f"{name} chưa có Hội đồng Thi đua – Khen thưởng đang hiệu lực để làm bước “{waiting.name}”."
        )
    return found


def _seat_of_council(work: Work, waiting: OpenTask) -> tuple[str | None, Unit | None]:
    """Return the kind of the council that is meant, and its unit."""
    if waiting.council == council_sessions.AWARDING:
        met = council_sessions.awarding(work.session, work.dossier.id)
        return (met.kind, met.unit) if met else (None, None)
    organ = work.session.get(DossierOrgan, (work.instance.dossier_id, UNIT_OF_COUNCIL.get(waiting.council or "", "")))
    return waiting.council, organ.unit if organ else None


def _record_timers(work: Work, snapshot: Snapshot) -> None:
    waiting = {(timer.engine_id, timer.due_at): timer for timer in open_timers(work.session, work.instance)}
    for pending in snapshot.timers:
        if (known := waiting.pop((pending.id, pending.due_at), None)) is not None:
            known.element_id = pending.element_id
        else:
            work.session.add(
                DueTimer(
                    instance_id=work.instance.id,
                    engine_id=pending.id,
                    element_id=pending.element_id,
                    due_at=pending.due_at,
                )
            )
    for gone in waiting.values():
        gone.cancelled_at = work.now


def open_timers(session: Session, instance: ProcessInstance) -> list[DueTimer]:
    """Return the timers of the engine in an instance that wait; reminders are none."""
    return list(session.scalars(OPEN_TIMERS, {"instance_id": instance.id}))


def _record_dossier(work: Work, dossier: Dossier, snapshot: Snapshot, concerned: list[UserTask]) -> None:
    if snapshot.ended:
        status = snapshot.end_properties.get("dossierStatus")
        dossier.status = revocations.settle(work, dossier, status or dossier.status)
        dossier.closed_at = dossier.closed_at or (work.now if status else None)
    stages = [task.stage for task in snapshot.tasks if task.stage]
    if stages:
        dossier.stage = stages[0]
    if organs := {task.organ_id for task in concerned if task.organ_id is not None}:
        known = set(work.session.scalars(UNITS_WITH_ACCESS, {"dossier_id": dossier.id}))
        for organ_id in organs - known:
            work.session.add(DossierAccess(dossier_id=dossier.id, unit_id=organ_id, since=work.now))
