"""How far open deadlines are counted anew after a change, and which of them moved, for administrators."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import reading
from workflows.errors import NotFound
from workflows.models import MovedDeadline, Recalculation, UserTask
from workflows.policy import Actor
from workflows.queries import paging
from workflows.queries.moving import Moving, row_of

PAGE_SIZE = 100
LISTED = 50


@dataclass(frozen=True)
class Run:
    """One recalculation. `percent` is whole, 100 only when it is done."""

    id: int
    cause: str
    subjects: tuple[str, ...]
    person: str | None
    requested_at: datetime
    state: str
    total: int
    done: int
    moved: int
    failed: int
    started_at: datetime | None
    ended_at: datetime | None

    @property
    def percent(self) -> int:
        """How much of it is done."""
        if self.state == "done":
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0


@dataclass(frozen=True)
class RunPage:
    """A recalculation with a page of the deadlines that it moved or could not count."""

    run: Run
    rows: tuple[Moving, ...]
    page: int
    pages: int


def listing(session: Session, actor: Actor) -> tuple[Run, ...]:
    """Return the latest recalculations, the newest first. Raises NotFound unless the actor administers the system."""
    reading.demand_administration(actor)
    query = select(Recalculation).options(joinedload(Recalculation.requester)).order_by(Recalculation.id.desc())
    return tuple(_run(row) for row in session.scalars(query.limit(LISTED)))


def page(session: Session, actor: Actor, number: int, page: int = 1) -> RunPage:
    """Return a recalculation. Raises NotFound, also unless the actor administers the system."""
    reading.demand_administration(actor)
    row = session.get(Recalculation, number)
    if row is None:
        raise NotFound
    page, pages = paging.cut(row.moved + row.failed, page, PAGE_SIZE)
    query = (
        select(MovedDeadline)
        .where(MovedDeadline.recalculation_id == number)
        .options(joinedload(MovedDeadline.task).joinedload(UserTask.dossier), joinedload(MovedDeadline.dossier))
        .order_by(MovedDeadline.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return RunPage(_run(row), tuple(_moving(each) for each in session.scalars(query)), page, pages)


def _run(row: Recalculation) -> Run:
    return Run(
        id=row.id,
        cause=row.cause,
        subjects=tuple(row.subjects),
        person=row.requester.full_name if row.requester else None,
        requested_at=row.requested_at,
        state=row.state,
        total=row.total,
        done=row.done,
        moved=row.moved,
        failed=row.failed,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _moving(row: MovedDeadline) -> Moving:
    item = row.task or row.dossier
    if item is None:
        raise LookupError(row.id)
    return row_of(item, row.old_due_at, row.new_due_at, row.error or "")
