"""Many instances to another version, or back: chosen, tried, started with a reason, stopped, taken up again, taken back.

The work itself is `run_items`, which the worker does.
"""

from collections.abc import Mapping, Set

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from workflows import history, policy
from workflows.clock import utcnow
from workflows.commands.migrating import Wanted
from workflows.commands.run_items import answering
from workflows.db import table_of
from workflows.errors import Conflict, Invalid, NotFound
from workflows.models import InstanceMigration, MigrationRun, MigrationRunItem, ProcessDefinition, ProcessInstance
from workflows.policy import Actor
from workflows.reasons import demand_reason
from workflows.running_instances import Choice, chosen

MOST = 20_000
"""Instances in one run."""
_items = table_of(MigrationRunItem)
NOBODY = "Không có hồ sơ nào đang chạy ở bản khác khớp với lựa chọn. Bỏ bớt điều kiện lọc hoặc đánh dấu hồ sơ."


def begin(
    session: Session, actor: Actor, wanted: Wanted, choice: Choice, *, is_automatic: bool = False
) -> MigrationRun:
    """Choose the instances that shall go to a version; the worker then tries each, and nothing moves yet.

    Of the instances chosen those are left out that are on that version already. Raises NotAllowed unless the actor
    administers the system, NotFound for an unknown version, Invalid where nothing or too much is left.
    """
    policy.demand_administrator(actor)
    definition = session.get(ProcessDefinition, wanted.definition_id)
    if definition is None:
        raise NotFound
    versions = select(ProcessDefinition.id, ProcessDefinition.version).where(ProcessDefinition.key == definition.key)
    numbers = {each: version for each, version in session.execute(versions)}
    columns = chosen(definition.key, choice).with_only_columns(ProcessInstance.id, ProcessInstance.definition_id)
    if choice.instance_ids is not None:
        found = [row for row in session.execute(columns) if row.id in choice.instance_ids]
    else:
        found = list(session.execute(columns))
    found = [row for row in found if row.definition_id != definition.id]
    if not found:
        raise Invalid({"ho-so": [NOBODY]})
    if len(found) > MOST:
        raise Invalid(
            {"ho-so": [f"Mỗi đợt chuyển nhiều nhất {MOST} hồ sơ. Lọc theo bản, bước hoặc đơn vị rồi làm từng đợt."]}
        )
    run = _new(session, actor, MigrationRun(kind="move", definition_id=definition.id, mapping=dict(wanted.mapping)))
    run.state, run.is_automatic = "trying", is_automatic
    session.flush()  # its items need its number
    _add_items(session, run, [(row.id, numbers[row.definition_id], None) for row in found], "waiting")
    _note(session, actor, run, "migration_run_begun", instances=len(found))
    return run


def begin_at_publishing(session: Session, person_id: int, deployment_id: int, keys: Set[str]) -> list[MigrationRun]:
    """Begin a run for each of these processes of a deployment that goes on by itself: what can go goes, the rest stays.

    `person_id`: who answers for it; where they do not administer the system any more, nothing is begun.
    """
    actor = answering(session, person_id)
    query = select(ProcessDefinition.id, ProcessDefinition.key).where(ProcessDefinition.deployment_id == deployment_id)
    begun = []
    for definition_id, key in session.execute(query.order_by(ProcessDefinition.key)):
        running = chosen(key, Choice()).where(ProcessInstance.definition_id != definition_id).limit(1)
        if actor is not None and key in keys and session.scalar(running) is not None:
            begun.append(begin(session, actor, Wanted(definition_id), Choice(), is_automatic=True))
    return begun


def remap(session: Session, actor: Actor, run_id: int, mapping: Mapping[str, str]) -> MigrationRun:
    """Say which steps take the place of missing ones, and have every instance tried anew.

    An empty value leaves an element as it is. Raises NotAllowed, NotFound, Conflict unless the run has been tried.
    """
    run = _held(session, actor, run_id, ("tried",))
    before = dict(run.mapping)
    run.mapping = {old: new for old, new in {**before, **mapping}.items() if new}
    run.state = "trying"
    session.execute(
        update(MigrationRunItem)
        .where(MigrationRunItem.run_id == run.id)
        .values(state="waiting", findings={}, reason=None)
    )
    _note(session, actor, run, "migration_run_remapped", mapping=dict(run.mapping), mapping_before=before)
    return run


def start(session: Session, actor: Actor, run_id: int, reason: str) -> MigrationRun:
    """Let those go that can. Raises as `remap`, Invalid without a reason, Conflict where none can."""
    run = _held(session, actor, run_id, ("tried",))
    reason = demand_reason(reason)
    can = select(MigrationRunItem.id).where(MigrationRunItem.run_id == run.id, MigrationRunItem.state == "can")
    if session.scalar(can.limit(1)) is None:
        raise Conflict("Không có hồ sơ nào chuyển được. Chọn bước thay thế rồi chạy thử lại.")
    run.state, run.reason, run.started_by, run.started_at = "queued", reason, actor.person_id, utcnow()
    _note(session, actor, run, "migration_run_started", reason=reason)
    return run


def stop(session: Session, actor: Actor, run_id: int) -> MigrationRun:
    """Let no further instance go; those that have gone stay. Raises as `remap`, Conflict unless it is under way."""
    run = _held(session, actor, run_id, ("trying", "queued", "running"))
    run.state, run.stopped_because = "stopped", f"{actor.name} đã dừng."
    _note(session, actor, run, "migration_run_stopped")
    return run


def go_on(session: Session, actor: Actor, run_id: int) -> MigrationRun:
    """Take up a run again that was stopped. Raises as `remap`, Conflict also for one that was taken back since."""
    run = _held(session, actor, run_id, ("stopped",))
    if _undoing(session, run) is not None:
        raise Conflict("Đợt này đã được hoàn tác. Lập đợt mới để chuyển tiếp.")
    run.state, run.stopped_because = ("queued" if run.started_at else "trying"), None
    _note(session, actor, run, "migration_run_resumed")
    return run


def discard(session: Session, actor: Actor, run_id: int) -> MigrationRun:
    """Give up a run from which nothing has gone. Raises as `remap`."""
    run = _held(session, actor, run_id, ("tried", "stopped"))
    if run.started_at is not None:
        raise Conflict("Đợt này đã bắt đầu chuyển. Dừng lại hoặc hoàn tác.")
    run.state = "discarded"
    _note(session, actor, run, "migration_run_discarded")
    return run


def undo(session: Session, actor: Actor, run_id: int, reason: str) -> MigrationRun:
    """Bring every instance back that a run has moved, the last first; return the run that does it.

    One that has moved on meanwhile stays, and its line says so. Raises NotAllowed, NotFound, Invalid without a reason,
    Conflict where the run is under way, has moved nothing, or is taken back already.
    """
    run = _held(session, actor, run_id, ("done", "stopped"))
    reason = demand_reason(reason)
    if run.kind != "move" or _undoing(session, run) is not None:
        raise Conflict("Đợt này đã được hoàn tác hoặc là một đợt hoàn tác.")
    query = (
        select(MigrationRunItem.instance_id, MigrationRunItem.from_version, MigrationRunItem.migration_id)
        .join(InstanceMigration, InstanceMigration.id == MigrationRunItem.migration_id)
        .where(
            MigrationRunItem.run_id == run.id, MigrationRunItem.state == "done", InstanceMigration.undone_at.is_(None)
        )
        .order_by(MigrationRunItem.id.desc())
    )
    moved = [(each.instance_id, run.definition.version, each.migration_id) for each in session.execute(query)]
    if not moved:
        raise Conflict("Đợt này chưa chuyển hồ sơ nào nên không có gì để hoàn tác.")
    back = _new(session, actor, MigrationRun(kind="undo", definition_id=run.definition_id, mapping={}))
    back.undoes_id, back.state, back.is_automatic = run.id, "queued", False
    back.reason, back.started_by, back.started_at = reason, actor.person_id, back.requested_at
    session.flush()  # its items need its number; the unique index must speak now
    _add_items(session, back, moved, "can")
    _note(session, actor, back, "migration_run_started", reason=reason, undoes=run.id)
    return back


def _new(session: Session, actor: Actor, run: MigrationRun) -> MigrationRun:
    run.requested_by, run.requested_at = actor.person_id, utcnow()
    session.add(run)
    return run


def _add_items(session: Session, run: MigrationRun, found: list[tuple[int, int, int | None]], state: str) -> None:
    session.execute(
        insert(_items),
        [
            {
                "run_id": run.id,
                "instance_id": instance_id,
                "state": state,
                "from_version": version,
                "findings": {},
                "migration_id": migration_id,
            }
            for instance_id, version, migration_id in found
        ],
    )


def _held(session: Session, actor: Actor, run_id: int, states: tuple[str, ...]) -> MigrationRun:
    """Return a run, locked: the worker is between two instances."""
    policy.demand_administrator(actor)
    run = session.get(MigrationRun, run_id, with_for_update=True, populate_existing=True)
    if run is None:
        raise NotFound
    if run.state not in states:
        raise Conflict("Đợt chuyển đã sang trạng thái khác. Tải lại trang để xem.")
    return run


def _undoing(session: Session, run: MigrationRun) -> int | None:
    return session.scalar(select(MigrationRun.id).where(MigrationRun.undoes_id == run.id))


def _note(
    session: Session, actor: Actor, run: MigrationRun, verb: str, reason: str | None = None, **facts: object
) -> None:
    said = {"run": run.id, "process": run.definition.key, "version": run.definition.version, **facts}
    history.record(session, actor, verb, after=said, reason=reason)
