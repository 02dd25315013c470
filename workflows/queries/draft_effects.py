"""What a change of processes means for the instances that run now: which stay well where they are moved, which cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import bundle_files, catalogue
from workflows.engine import Process, load_process, main_processes, migration
from workflows.models import ProcessDefinition, ProcessInstance
from workflows.remembering import Memory

MOST_TRIED = 500
"""Instances looked at per process; beyond it a page says so."""
NAMED = 5
"""So many instances are named for each reason."""


@dataclass(frozen=True)
class Hindrance:
    """Why instances cannot go over, how many, and the first of them as (id, reference of the dossier)."""

    reason: str
    count: int
    first: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Effect:
    """What a change means for the running instances of one main process."""

    key: str
    name: str
    running: int
    tried: int
    can_move: int
    hindrances: tuple[Hindrance, ...]
    """The most frequent first."""


_known: Memory[Effect] = Memory(64)


def effects(session: Session, files: Mapping[str, bytes], changed: frozenset[str]) -> tuple[Effect, ...]:
    """Return the effect on each main process that differs itself or calls one that does. The files must be sound.

    Nothing is moved: instances stay on their version when a draft is published.
    """
    processes = _touched(files, changed)
    return tuple(
        _known.of(_stand(session, process), partial(_effect, session, process, name)) for name, process in processes
    )


def touched(files: Mapping[str, bytes], changed: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return key and name of each main process that differs itself or calls one that does. The files must be sound."""
    return tuple((process.key, name) for name, process in _touched(files, changed))


def _touched(files: Mapping[str, bytes], changed: frozenset[str]) -> Iterator[tuple[str, Process]]:
    diagrams = {name: content for name, content in files.items() if name.endswith(".bpmn")}
    stamp = bundle_files.checksum(diagrams)
    for key, name in main_processes(diagrams).items():
        process = load_process(key, diagrams, stamp)
        if not changed.isdisjoint(process.containers):
            yield name, process


def _stand(session: Session, process: Process) -> tuple[object, ...]:
    """Return what says that the running instances of a process stand as they stood, and that the draft is the same."""
    query = (
        select(func.count(), func.sum(ProcessInstance.version), func.max(ProcessInstance.id))
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .where(ProcessDefinition.key == process.key, ProcessInstance.status != "ended")
    )
    return str(session.get_bind().engine.url), process.key, process.checksum, *session.execute(query).one()


def _effect(session: Session, process: Process, name: str) -> Effect:
    query = (
        select(ProcessInstance)
        .join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_id)
        .options(joinedload(ProcessInstance.definition).joinedload(ProcessDefinition.deployment))
        .options(joinedload(ProcessInstance.dossier))
        .where(ProcessDefinition.key == process.key, ProcessInstance.status != "ended")
        .order_by(ProcessInstance.id)
    )
    kept: dict[str, list[tuple[int, str]]] = {}
    running = tried = can_move = 0
    for instance in session.scalars(query.execution_options(yield_per=200)):
        running += 1
        if tried == MOST_TRIED:
            continue
        tried += 1
        old = catalogue.process_of(session, instance.definition)
        obstacles = migration.plan(old, instance.state, process, {}).obstacles
        can_move += not obstacles
        reference = instance.dossier.reference if instance.dossier else ""
        for reason in dict.fromkeys(each.reason for each in obstacles):
            kept.setdefault(reason, []).append((instance.id, reference))
    hindrances = [Hindrance(reason, len(found), tuple(found[:NAMED])) for reason, found in kept.items()]
    hindrances.sort(key=lambda each: -each.count)
    return Effect(process.key, name, running, tried, can_move, tuple(hindrances))
