"""Do the instances of migration runs one by one, each in a transaction of its own, exactly once whoever crashes.

A turn holds the row of its run, so that no second worker takes the same instance and a stop comes between two of them,
and then the instance itself. What became of it is written in the same transaction: it was moved and says so, or neither.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue, dates, history, outbox
from workflows.actors import Actor, load_actor
from workflows.clock import utcnow
from workflows.commands import migrating
from workflows.commands.migrating import Trial, Wanted
from workflows.errors import Conflict, NotFound, WorkflowError
from workflows.models import (
    Account,
    InstanceMigration,
    MigrationRun,
    MigrationRunItem,
    ProcessDefinition,
    ProcessInstance,
    UserTask,
)
from workflows.outbox import task_link

UNDER_WAY = ("trying", "queued", "running")
AT_PUBLISHING = "Chuyển ngay khi ban hành bản mới."
NOT_MOVED = "Lỗi của hệ thống khi chuyển hồ sơ này; hồ sơ giữ nguyên. Báo bộ phận kỹ thuật xem nhật ký."
NO_RIGHT = "Người bắt đầu đợt này không còn là quản trị hệ thống."
CHANGES = {"name": "name", "form_key": "form", "candidate_group": "who", "organ_id": "who", "council_id": "who"}
CHANGES |= {"outcomes": "outcomes", "separations": "separations", "stage": "stage"}
"""Columns of a task that a person notices, by the code of the change."""


@dataclass(frozen=True)
class Turn:
    """The next instance of the oldest run that is under way; None: nothing is left of it but to end it."""

    run_id: int
    item_id: int | None


def next_turn(session: Session) -> Turn | None:
    """Return what is to be done next, its run locked; None where nothing is under way or others are at it."""
    query = select(MigrationRun).where(MigrationRun.state.in_(UNDER_WAY)).order_by(MigrationRun.id).limit(1)
    run = session.scalar(query.with_for_update(of=MigrationRun, skip_locked=True))
    if run is None:
        return None
    return Turn(run.id, _next_item(session, run))


def do(session: Session, turn: Turn) -> None:
    """Try, move or take back one instance, or end the run. Raises whatever keeps the instance where it is."""
    run = session.get_one(MigrationRun, turn.run_id)
    if turn.item_id is None:
        _end(session, run)
        return
    actor = answering(session, run.started_by or run.requested_by)
    if actor is None:
        run.state, run.stopped_because = "stopped", NO_RIGHT
        _note(session, run, "migration_run_stopped", NO_RIGHT)
        return
    item = session.get_one(MigrationRunItem, turn.item_id)
    if run.state == "trying":
        _try_out(session, actor, run, item)
    else:
        run.state = "running"
        _move(session, actor, run, item)
    item.worked_at = utcnow()


def note_failure(session: Session, turn: Turn, error: Exception) -> None:
    """Write down why an instance did not go, unless another worker has done it meanwhile."""
    run = session.get_one(MigrationRun, turn.run_id, with_for_update=True, populate_existing=True)
    item = session.get_one(MigrationRunItem, turn.item_id)
    if run.state not in UNDER_WAY or item.state not in ("waiting", "can"):
        return
    is_known = isinstance(error, WorkflowError)
    item.state = "cannot" if run.state == "trying" else "refused" if is_known else "failed"
    item.reason, item.worked_at = str(error) if is_known else NOT_MOVED, utcnow()


def try_some(session: Session, run_id: int, most: int) -> None:
    """Try the first instances of a run that has just begun, so that a short one need not wait for the worker."""
    run = session.get(MigrationRun, run_id, with_for_update=True, populate_existing=True)
    for _ in range(most):
        if run is None or run.state != "trying" or (item_id := _next_item(session, run)) is None:
            break
        do(session, Turn(run.id, item_id))
        session.flush()  # the next one is asked of the table
    if run is not None and run.state == "trying" and _next_item(session, run) is None:
        _end(session, run)


def answering(session: Session, person_id: int) -> Actor | None:
    """Return who answers for a run, as they stand today; None where they do not administer the system any more."""
    query = select(Account.id).where(
        Account.person_id == person_id, Account.administrator, Account.disabled_at.is_(None)
    )
    account_id = session.scalar(query.order_by(Account.id).limit(1))
    try:
        return load_actor(session, account_id, dates.local_date(utcnow())) if account_id else None
    except NotFound:
        return None


def _next_item(session: Session, run: MigrationRun) -> int | None:
    waits = "waiting" if run.state == "trying" else "can"
    query = select(MigrationRunItem.id).where(MigrationRunItem.run_id == run.id, MigrationRunItem.state == waits)
    return session.scalar(query.order_by(MigrationRunItem.id).limit(1))


def _end(session: Session, run: MigrationRun) -> None:
    now = utcnow()
    if run.state == "trying" and not run.is_automatic:
        run.state = "tried"
    elif run.state == "trying":
        run.state, run.reason, run.started_by, run.started_at = "queued", AT_PUBLISHING, run.requested_by, now
    else:
        run.state, run.ended_at = "done", now
        _note(session, run, "migration_run_ended", run.reason)


def _note(session: Session, run: MigrationRun, verb: str, reason: str | None) -> None:
    said = {"run": run.id, "process": run.definition.key, "version": run.definition.version}
    history.record(session, None, verb, after=said, reason=reason)


def _try_out(session: Session, actor: Actor, run: MigrationRun, item: MigrationRunItem) -> None:
    try:
        trial = migrating.try_out(session, actor, item.instance_id, Wanted(run.definition_id, run.mapping))
    except (Conflict, NotFound) as stays:
        item.state, item.reason = "cannot", str(stays)
        return
    item.state = "can" if trial.can_go else "cannot"
    item.reason = " ".join(each.reason for each in trial.obstacles) or None
    item.findings = _findings(session, run.definition, trial)


def _findings(session: Session, new: ProcessDefinition, trial: Trial) -> dict[str, object]:
    query = select(ProcessInstance).options(joinedload(ProcessInstance.definition))
    instance = session.scalars(query.where(ProcessInstance.id == trial.instance_id)).one()
    before, after = (
        {
            (each.process_id, each.id): each.name or each.id
            for each in catalogue.process_of(session, definition).elements
        }
        for definition in (instance.definition, new)
    )
    names = {element_id: name for (_, element_id), name in {**before, **after}.items()}
    return {
        "obstacles": [
            {
                "process": each.process_id,
                "element": each.element_id,
                "name": before.get((each.process_id, each.element_id), each.element_id),
                "reason": each.reason,
                "suggestions": [[one, names.get(one, one)] for one in each.suggestions],
            }
            for each in trial.obstacles
        ],
        "tasks": [_task(session.get_one(UserTask, task_id), columns) for task_id, columns in trial.tasks.items()],
        "added": [names.get(each, each) for each in trial.plan.added],
        "removed": [names.get(each, each) for each in trial.plan.removed],
    }


def _task(task: UserTask, columns) -> dict[str, object]:
    return {
        "name": task.name,
        "now": columns.get("name", task.name),
        "due": dates.show_limit(task.due_at) if task.due_at else "",
        "changes": sorted({CHANGES[each] for each in columns if each in CHANGES}),
    }


def _move(session: Session, actor: Actor, run: MigrationRun, item: MigrationRunItem) -> None:
    if run.kind == "undo":
        made = migrating.undo(session, actor, item.migration_id or 0, run.reason or "")
    else:
        wanted = Wanted(run.definition_id, run.mapping)
        made = migrating.migrate(session, actor, item.instance_id, wanted, run.reason or "")
    item.state, item.migration_id = "done", made.id
    _tell_holders(session, run, made)


def _tell_holders(session: Session, run: MigrationRun, made: InstanceMigration) -> None:
    """Tell those who hold a task whose form or name is another now; nobody else has to do anything about it."""
    for task_id, columns in made.before["tasks"].items():
        task = session.get_one(UserTask, int(task_id))
        if task.assignee_id is None or not {"form_key", "name", "outcomes"} & columns.keys():
            continue
        outbox.queue(
            session,
            f"task_changed:{run.id}:{task.id}",
            "task_changed",
            task.assignee_id,
            dossier=task.dossier,
            subject=f"Việc “{task.name}” có thay đổi",
            body="Quy trình của hồ sơ đã sang bản khác nên việc bạn đang giữ có biểu mẫu hoặc cách xử lý khác trước. "
            "Hạn không đổi, nội dung đã nhập vẫn còn. Mở việc để xem lại.",
            link=task_link(task.id),
        )
