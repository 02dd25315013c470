"""How far runs that take instances to another version are, what each instance shows, and what is missing for some."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import duties, reading
from workflows.errors import NotFound
from workflows.models import MigrationRun, MigrationRunItem, ProcessDefinition, ProcessInstance
from workflows.models.migration_runs import ITEM_STATES
from workflows.policy import Actor
from workflows.queries import paging

PAGE_SIZE = 100
LISTED = 20
STATES = ITEM_STATES
"""In which an instance of a run may be."""


@dataclass(frozen=True)
class RunRow:
    """A run. `counts`: how many instances are in each state."""

    id: int
    kind: str
    key: str
    name: str
    version: int
    state: str
    requester: str
    requested_at: datetime
    reason: str
    starter: str
    started_at: datetime | None
    ended_at: datetime | None
    stopped_because: str
    undoes: int | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many instances were chosen."""
        return sum(self.counts.values())

    @property
    def is_trying(self) -> bool:
        """Whether instances are still only tried, also where it was stopped meanwhile."""
        return self.state == "trying" or (self.state == "stopped" and self.started_at is None)

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it in hand."""
        return self.state in ("trying", "queued", "running")

    @property
    def handled(self) -> int:
        """How many instances the present work is done with."""
        waiting = self.counts.get("waiting", 0) if self.is_trying else self.counts.get("can", 0)
        return self.total - waiting


@dataclass(frozen=True)
class ItemRow:
    """One instance of a run; `findings` as `MigrationRunItem` has them."""

    instance_id: int
    reference: str
    from_version: int
    state: str
    reason: str
    findings: Mapping[str, Any]
    worked_at: datetime | None


@dataclass(frozen=True)
class Missing:
    """An element of old versions for which some instances need another of the new one."""

    element_id: str
    name: str
    reason: str
    instances: int
    chosen: str
    suggestions: tuple[tuple[str, str], ...]
    """(id, name) of what may take its place."""


@dataclass(frozen=True)
class RunPage:
    """A run with a page of its instances."""

    run: RunRow
    items: tuple[ItemRow, ...]
    shown: str
    """Only instances in this state; empty: all."""
    page: int
    pages: int
    missing: tuple[Missing, ...]
    mapped: tuple[tuple[str, str], ...]
    """What was chosen before, as (old id, new id)."""
    undone_by: int | None
    may_undo: bool


def listing(session: Session, actor: Actor, key: str) -> tuple[RunRow, ...]:
    """Return the latest runs of a process. Raises NotFound unless the actor administers the system."""
    reading.demand_sight_of_processes(actor)
    query = _with_people().join(MigrationRun.definition).where(ProcessDefinition.key == key)
    rows = session.scalars(
        query.where(MigrationRun.state != "discarded").order_by(MigrationRun.id.desc()).limit(LISTED)
    )
    return tuple(_run(session, each) for each in rows)


def run(session: Session, actor: Actor, number: int, shown: str = "", page: int = 1) -> RunPage:
    """Return a run with its instances. Raises NotFound, also unless the actor administers the system."""
    row = _found(session, actor, number)
    counted = _run(session, row)
    total = counted.counts.get(shown, 0) if shown else counted.total
    page, pages = paging.cut(total, page, PAGE_SIZE)
    query = _items(number, shown).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    undone_by = session.scalar(select(MigrationRun.id).where(MigrationRun.undoes_id == number))
    has_moved = row.kind == "move" and row.state in ("done", "stopped") and bool(counted.counts.get("done"))
    return RunPage(
        run=counted,
        items=tuple(_item(each) for each in session.scalars(query)),
        shown=shown,
        page=page,
        pages=pages,
        missing=_missing(session, row) if row.state == "tried" else (),
        mapped=tuple(row.mapping.items()),
        undone_by=undone_by,
        may_undo=has_moved and undone_by is None,
    )


def key_of(session: Session, actor: Actor, number: int) -> str:
    """Return of which process a run is. Raises as `run`."""
    return _found(session, actor, number).definition.key


def results(session: Session, actor: Actor, number: int) -> Iterator[ItemRow]:
    """Yield every instance of a run, for a file. Raises as `run`."""
    _found(session, actor, number)
    for each in session.scalars(_items(number, "").execution_options(yield_per=500)):
        yield _item(each)


def _found(session: Session, actor: Actor, number: int) -> MigrationRun:
    reading.demand_sight_of_processes(actor)
    row = session.scalar(_with_people().where(MigrationRun.id == number))
    if row is None:
        raise NotFound
    return row


def _with_people():
    loaded = (MigrationRun.definition, MigrationRun.requester, MigrationRun.starter)
    return select(MigrationRun).options(*(joinedload(each) for each in loaded))


def _items(number: int, shown: str):
    instance = joinedload(MigrationRunItem.instance)
    query = select(MigrationRunItem).options(instance.joinedload(ProcessInstance.dossier))
    query = query.where(MigrationRunItem.run_id == number).order_by(MigrationRunItem.id)
    return query.where(MigrationRunItem.state == shown) if shown else query


def _run(session: Session, row: MigrationRun) -> RunRow:
    query = select(MigrationRunItem.state, func.count()).where(MigrationRunItem.run_id == row.id)
    counts = {state: number for state, number in session.execute(query.group_by(MigrationRunItem.state))}
    return RunRow(
        id=row.id,
        kind=row.kind,
        key=row.definition.key,
        name=row.definition.name,
        version=row.definition.version,
        state=row.state,
        requester=row.requester.full_name,
        requested_at=row.requested_at,
        reason=row.reason or "",
        starter=row.starter.full_name if row.starter else "",
        started_at=row.started_at,
        ended_at=row.ended_at,
        stopped_because=row.stopped_because or "",
        undoes=row.undoes_id,
        counts=counts,
    )


def _item(row: MigrationRunItem) -> ItemRow:
    return ItemRow(
        instance_id=row.instance_id,
        reference=(row.instance.dossier.reference if row.instance.dossier else "") or duties.name_of(row.instance),
        from_version=row.from_version,
        state=row.state,
        reason=row.reason or "",
        findings=row.findings,
        worked_at=row.worked_at,
    )


def _missing(session: Session, row: MigrationRun) -> tuple[Missing, ...]:
    """Return what to ask once for all instances: each element that is missing for some, the most frequent first."""
    query = select(MigrationRunItem.findings).where(
        MigrationRunItem.run_id == row.id, MigrationRunItem.state == "cannot"
    )
    found: dict[str, list[Mapping[str, Any]]] = {}
    for findings in session.scalars(query):
        for each in {one["element"]: one for one in findings.get("obstacles", ()) if one["suggestions"]}.values():
            found.setdefault(each["element"], []).append(each)
    missing = [
        Missing(
            element_id=element_id,
            name=each[0]["name"],
            reason=each[0]["reason"],
            instances=len(each),
            chosen=row.mapping.get(element_id, ""),
            suggestions=tuple(dict.fromkeys((one[0], one[1]) for obstacle in each for one in obstacle["suggestions"])),
        )
        for element_id, each in found.items()
    ]
    return tuple(sorted(missing, key=lambda each: -each.instances))
