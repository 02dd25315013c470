"""Take running instances over to another version of their process, and back as long as nothing has moved since.

Nothing runs on the way: open tasks keep their rows with claim, draft and due date and take names, forms and outcomes
from the new version; timers keep their instants. What an administrator asks for is done to an instance whole or not
at all; whoever has many does each in a transaction of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, history, incidents, policy, resting, standing
from workflows.clock import utcnow
from workflows.commands.interventions import ENDED, hold, status_by_timers
from workflows.engine import OpenTask, Process, Snapshot, migration
from workflows.engine.migration import MigrationPlan, Obstacle
from workflows.errors import Conflict, NotFound, OperationFailed, StepFailed
from workflows.models import DueTimer, InstanceMigration, ProcessDefinition, ProcessInstance, TaskSeparation, UserTask
from workflows.policy import Actor
from workflows.reasons import demand_reason
from workflows.recording import open_tasks_of, record, separated_from, who_works
from workflows.work import Work

MOVED_ON = (
    "Hồ sơ đã chuyển bước hoặc được can thiệp sau khi đổi phiên bản nên không hoàn tác được. "
    "Có thể chuyển hồ sơ về phiên bản trước."
)
# What a task takes from the diagram, as columns; who does it is looked up when the diagram says otherwise than before.
COLUMNS = {
    "process_id": "process_key",
    "element_id": "element_id",
    "path": "path",
    "name": "name",
    "lane": "lane",
    "stage": "stage",
    "form_key": "form_key",
    "candidate_group": "candidate_group",
    "outcomes": "outcomes",
    "outcome_variable": "outcome_variable",
}
WORKED_BY = ("candidate_group", "organ", "organ_id", "council")


@dataclass(frozen=True)
class Wanted:
    """To which version, and which element of it takes the place of which of the old one."""

    definition_id: int
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Trial:
    """What would become of one instance. `tasks` holds the columns that open tasks would take, by their id."""

    instance_id: int
    obstacles: tuple[Obstacle, ...]
    plan: MigrationPlan
    tasks: Mapping[int, Mapping[str, object]]

    @property
    def can_go(self) -> bool:
        """Whether nothing keeps the instance on its version."""
        return not self.obstacles


def try_out(session: Session, actor: Actor, instance_id: int, wanted: Wanted) -> Trial:
    """Say how an instance would go over; nothing changes.

    Raises NotAllowed unless the actor administers the system, NotFound, Conflict for an instance that has ended, is on
    that version already or runs another process.
    """
    policy.demand_administrator(actor)
    instance = session.get(ProcessInstance, instance_id)
    if instance is None:
        raise NotFound
    trial, _ = _tried(Work(session, instance, actor, utcnow()), wanted)
    return trial


def migrate(session: Session, actor: Actor, instance_id: int, wanted: Wanted, reason: str) -> InstanceMigration:
    """Take an instance over, under its lock. Raises as `try_out`, Invalid without a reason, Conflict with every obstacle."""
    instance = hold(session, actor, instance_id)
    reason = demand_reason(reason)
    work = Work(session, instance, actor, utcnow())
    trial, after = _tried(work, wanted)
    if after is None:
        raise Conflict(" ".join(each.reason for each in trial.obstacles))
    old, new = instance.definition, session.get_one(ProcessDefinition, wanted.definition_id)
    made = InstanceMigration(
        instance_id=instance.id,
        from_definition_id=old.id,
        to_definition_id=new.id,
        mapping=dict(wanted.mapping),
        state=instance.state,
        before=_before(work, trial),
        reason=reason,
        migrated_by=actor.person_id,
        migrated_at=work.now,
    )
    instance.former_ids = _former_ids(work, wanted.mapping)
    instance.definition = new
    for task_id, columns in trial.tasks.items():
        _set(session.get_one(UserTask, task_id), columns)
    record(work, after)
    _settle(work)
    made.instance_version = instance.version
    session.add(made)
    session.flush()  # the caller is told its number, by which it can be taken back
    _note(work, "migrated", old, reason)
    return made


def undo(session: Session, actor: Actor, migration_id: int, reason: str) -> InstanceMigration:
    """Bring an instance back to where and as it was. Raises Conflict where it has moved since, and as `migrate`."""
    policy.demand_administrator(actor)
    made = session.get(InstanceMigration, migration_id)
    if made is None:
        raise NotFound
    instance = hold(session, actor, made.instance_id)
    session.refresh(made)
    reason = demand_reason(reason)
    if made.undone_at is not None:
        raise Conflict("Lần đổi phiên bản này đã được hoàn tác.")
    if instance.version != made.instance_version:
        raise Conflict(MOVED_ON)
    work, new = Work(session, instance, actor, utcnow()), instance.definition
    instance.definition, instance.former_ids = made.from_definition, made.before["former_ids"]
    for task_id, columns in made.before["tasks"].items():
        _set(session.get_one(UserTask, int(task_id)), columns)
    _wait_again(work, made)
    record(work, standing.stood(session, made.from_definition, made.state))
    # What was read is written as it was, to the byte.
    instance.state, instance.tokens = made.state, made.before["tokens"]
    if instance.dossier is not None:
        instance.dossier.stage = made.before["stage"]
    _settle(work)
    made.undone_at, made.undone_by, made.undo_reason = work.now, actor.person_id, reason
    _note(work, "migration_undone", new, reason)
    return made


def _tried(work: Work, wanted: Wanted) -> tuple[Trial, Snapshot | None]:
    """Return what would become of an instance, and how it would stand; None where it cannot go."""
    session, instance = work.session, work.instance
    if instance.status == "ended":
        raise Conflict(ENDED)
    new = session.get(ProcessDefinition, wanted.definition_id)
    if new is None:
        raise NotFound
    if new.id == instance.definition_id:
        raise Conflict(f"Hồ sơ đang chạy phiên bản {new.version} rồi.")
    old_process, new_process = catalogue.process_of(session, instance.definition), catalogue.process_of(session, new)
    plan = migration.plan(old_process, instance.state, new_process, wanted.mapping)
    obstacles = (*plan.obstacles, *_lost_separations(work, old_process, new_process, wanted.mapping))
    if obstacles:
        return Trial(instance.id, obstacles, plan, {}), None
    try:
        after = standing.would_stand(session, instance, new, wanted.mapping)
        tasks = _changes(work, standing.snapshot(session, instance), after, _former_ids(work, wanted.mapping))
        return Trial(instance.id, (), plan, tasks), after
    except (StepFailed, OperationFailed) as error:
        unable = Obstacle(new.key, getattr(error, "element_id", None) or "", str(error), ())
        return Trial(instance.id, (unable,), plan, {}), None


def _lost_separations(work: Work, old: Process, new: Process, mapping: Mapping[str, str]) -> list[Obstacle]:
    """Name the steps that are done and guard a later one, where the new version guards it by a step of another id."""
    guarded, known = _guarded(old), {element.id for element in new.elements}
    steps = {element.id: element for element in old.elements if element.id in guarded}
    unknown = tuple(sorted(_guarded(new) - {element.id for element in old.elements} - set(mapping.values())))
    lost = [steps[each] for each in _done(work) if each in steps and mapping.get(each, each) not in known]
    return [
        Obstacle(
            each.process_id,
            each.id,
            f"Bước “{each.name or each.id}” đã xong, và người làm bước này không được làm một bước sau đó (bốn mắt), nhưng "
            "phiên bản mới không còn bước này; hãy chọn bước thay cho nó.",
            unknown,
        )
        for each in lost
        if unknown
    ]


def _guarded(process: Process) -> set[str]:
    texts = (element.properties.get("notPerformedBy", "") for element in process.elements)
    return {word.strip() for text in texts for word in text.split(",") if word.strip()}


def _done(work: Work) -> list[str]:
    """Return the steps that people have completed, by the names that they have in the present version."""
    query = select(UserTask.element_id).where(UserTask.instance_id == work.instance.id)
    done = work.session.scalars(query.where(UserTask.completed_at.is_not(None)).distinct())
    present = {old: new for new, names in work.instance.former_ids.items() for old in names}
    return sorted({present.get(each, each) for each in done})


def _former_ids(work: Work, mapping: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what steps were called when they were done, by the names that they will have."""
    former = work.instance.former_ids
    found: dict[str, list[str]] = {}
    for each in {*_done(work), *former}:
        new, names = mapping.get(each, each), [*former.get(each, ())]
        if new != each:
            names.append(each)
        if names:
            found[new] = [*found.get(new, ()), *names]
    return {new: sorted(set(names)) for new, names in sorted(found.items())}


def _changes(work: Work, before: Snapshot, after: Snapshot, former: Mapping[str, list[str]]) -> dict[int, dict]:
    """Return the columns that open tasks take from the new version, by their id."""
    old, new = ({task.id: task for task in each.tasks} for each in (before, after))
    found = {}
    for task in _open(work):
        columns, waiting = _columns(work, old[task.engine_id], new[task.engine_id]), new[task.engine_id]
        separations = separated_from(former, waiting)
        if set(separations) != {each.element_id for each in task.separations}:
            columns["separations"] = separations
        found[task.id] = columns
    return found


def _columns(work: Work, old: OpenTask, new: OpenTask) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, column in COLUMNS.items():
        if getattr(old, name) != (value := getattr(new, name)):
            found[column] = list(value) if isinstance(value, tuple) else value
    if any(getattr(old, name) != getattr(new, name) for name in WORKED_BY):
        found |= who_works(work, new)
    return found


def _open(work: Work) -> list[UserTask]:
    return list(open_tasks_of(work.session, work.instance))


def _before(work: Work, trial: Trial) -> dict[str, object]:
    """Return what a migration changes beside the engine's state, as it is now."""
    instance = work.instance
    tasks = {str(task.id): {name: _value(task, name) for name in trial.tasks[task.id]} for task in _open(work)}
    return {
        "tokens": instance.tokens,
        "former_ids": instance.former_ids,
        "stage": instance.dossier.stage if instance.dossier else None,
        "tasks": tasks,
    }


def _value(task: UserTask, name: str) -> object:
    return [each.element_id for each in task.separations] if name == "separations" else getattr(task, name)


def _set(task: UserTask, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        if name != "separations":
            setattr(task, name, value)
            continue
        kept = [each for each in task.separations if each.element_id in value]
        known = {each.element_id for each in kept}
        task.separations = kept + [TaskSeparation(element_id=each) for each in value if each not in known]


def _wait_again(work: Work, made: InstanceMigration) -> None:
    """Let the timers wait that the migration called off; one that had failed is tried anew."""
    called_off = select(DueTimer).where(
        DueTimer.instance_id == made.instance_id, DueTimer.kind == "engine", DueTimer.cancelled_at == made.migrated_at
    )
    for timer in work.session.scalars(called_off):
        timer.cancelled_at, timer.attempts, timer.retry_at = None, 0, None


def _settle(work: Work) -> None:
    """Close the incidents of timers that do not wait any more; without another one the instance runs again."""
    session, instance = work.session, work.instance
    incidents.settle(session, work.actor, instance)
    if instance.status == "incident":
        instance.status = status_by_timers(session, instance)
        resting.mark(session, instance)
    session.flush()  # the version of the instance counts from here


def _note(work: Work, verb: str, from_definition: ProcessDefinition, reason: str) -> None:
    to = work.instance.definition
    history.record(
        work.session,
        work.actor,
        verb,
        **history.of(work.instance),
        definition=f"{to.key}@{to.version}",
        before={"version": from_definition.version},
        after={"version": to.version},
        reason=reason,
    )
