"""How punctual an organ is, step by step: what it finished on time and late, what is open and late, how long it takes.

Working time is from the day on which a task came to the day on which it was done, whole working days, the first not
counted; days on which the clock stood still are counted too. A task without a limit is neither on time nor late.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, and_, func, select, true
from sqlalchemy.orm import Session

from workflows import dates, policy
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import Role, UserTask
from workflows.policy import Actor
from workflows.queries import inbox, paging
from workflows.queries.inbox import TaskRow
from workflows.queries.worked_days import WorkedDays, local_day, median_of
from workflows.responsible import HEADING_ROLES
from workflows.rules.calendar import end_of_day
from workflows.rules.months import ONE_DAY

KINDS = ("on_time", "late", "unlimited", "open", "open_late")
PAGE_SIZE = 50
STEP = (UserTask.process_key, UserTask.element_id)


@dataclass(frozen=True)
class Period:
    """From one day to another, both of which belong to it."""

    first: date
    last: date

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """The beginning of its first day and the end of its last, in Việt Nam."""
        return end_of_day(self.first - ONE_DAY), end_of_day(self.last)


@dataclass(frozen=True)
class StepFigures:
    """A step of a process in one organ. `working_days`: median of what was finished; None where nothing was."""

    process: str
    element_id: str
    name: str
    on_time: int
    late: int
    unlimited: int
    """Finished, and no limit was set."""
    open: int
    open_late: int
    working_days: float | None

    @property
    def share(self) -> int | None:
        """Per cent of what was finished with a limit that was on time; None where nothing was."""
        judged = self.on_time + self.late
        return round(100 * self.on_time / judged) if judged else None


@dataclass(frozen=True)
class Punctuality:
    """The page of an organ."""

    organ_id: int
    organ: str
    organs: tuple[tuple[int, str], ...]
    """All that the actor heads."""
    period: Period
    steps: tuple[StepFigures, ...]
    total: StepFigures


@dataclass(frozen=True)
class Figure:
    """Which number is asked about: of which step of an organ. `kind`: one of KINDS."""

    organ_id: int
    process: str
    element_id: str
    kind: str


@dataclass(frozen=True)
class Behind:
    """The tasks behind one of the figures, the latest first."""

    organ: str
    step: str
    rows: tuple[TaskRow, ...]
    total: int
    pages: int
    page: int


def headed(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return the organs that the actor heads, by name."""
    found = {each.organ_id: each.organ_name for each in actor.assignments if each.role in HEADING_ROLES}
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))


def punctuality(session: Session, actor: Actor, organ_id: int | None, period: Period) -> Punctuality:
    """Return the figures of an organ, by default of the first that the actor heads. Raises NotFound for any other."""
    organ, organs = _organ(actor, organ_id)
    finished, waiting = _finished(session, organ[0], period), _open(session, organ[0], period)
    days = _days_taken(session, organ[0], period)
    names = {key: row.name for key, row in (waiting | finished).items()}
    steps = [
        StepFigures(
            process=key[0],
            element_id=key[1],
            name=names[key],
            on_time=finished[key].on_time if key in finished else 0,
            late=finished[key].late if key in finished else 0,
            unlimited=finished[key].unlimited if key in finished else 0,
            open=waiting[key].open if key in waiting else 0,
            open_late=waiting[key].open_late if key in waiting else 0,
            working_days=median_of(days.get(key, {})),
        )
        for key in sorted(names, key=lambda key: (names[key], key))
    ]
    return Punctuality(*organ, organs, period, tuple(steps), _total(steps, days.values()))


def behind(session: Session, actor: Actor, figure: Figure, period: Period, page: int) -> Behind:
    """Return the tasks behind a figure, as far as the actor may see them.

    Raises NotFound for an organ that the actor does not head, and for what is no figure.
    """
    organ, _ = _organ(actor, figure.organ_id)
    if figure.kind not in KINDS:
        raise NotFound
    conditions = [
        _of_organ(organ[0]),
        UserTask.process_key == figure.process,
        UserTask.element_id == figure.element_id,
        _of_kind(figure.kind, period),
        policy.may_see_task(actor),
    ]
    total = session.scalar(select(func.count()).select_from(UserTask).where(*conditions)) or 0
    page, pages = paging.cut(total, page, PAGE_SIZE)
    moment = UserTask.due_at if figure.kind in ("open", "open_late") else UserTask.completed_at.desc()
    query = select(UserTask.id).where(*conditions).order_by(moment, UserTask.id)
    rows = inbox.rows(session, actor, session.scalars(query.limit(PAGE_SIZE).offset(PAGE_SIZE * (page - 1))).all())
    return Behind(organ[1], rows[0].name if rows else "", rows, total, pages, page)


def _organ(actor: Actor, organ_id: int | None) -> tuple[tuple[int, str], tuple[tuple[int, str], ...]]:
    organs = headed(actor)
    wanted = organs[:1] if organ_id is None else [each for each in organs if each[0] == organ_id]
    if not wanted:
        raise NotFound
    return wanted[0], organs


def _of_organ(organ_id: int) -> ColumnElement[bool]:
    # What is one person's alone, such as a ballot, says nothing of an organ.
    return and_(UserTask.organ_id == organ_id, UserTask.reserved_for_id.is_(None))


def _done_in(period: Period) -> ColumnElement[bool]:
    since, until = period.instants
    return and_(UserTask.completed_at >= since, UserTask.completed_at < until)


def _of_kind(kind: str, period: Period) -> ColumnElement[bool]:
    overdue = and_(UserTask.due_at <= utcnow(), UserTask.stopped_at.is_(None))
    return {
        "on_time": and_(_done_in(period), UserTask.completed_at <= UserTask.due_at),
        "late": and_(_done_in(period), UserTask.completed_at > UserTask.due_at),
        "unlimited": and_(_done_in(period), UserTask.due_at.is_(None)),
        "open": policy.is_open(),
        "open_late": and_(policy.is_open(), overdue),
    }[kind]


def _counts(*kinds: tuple[str, ColumnElement[bool]]):
    return [func.count().filter(condition).label(kind) for kind, condition in kinds]


def _finished(session: Session, organ_id: int, period: Period) -> dict[tuple[str, str], Row]:
    kinds = [(kind, _of_kind(kind, period)) for kind in ("on_time", "late", "unlimited")]
    query = select(*STEP, func.max(UserTask.name).label("name"), *_counts(*kinds))
    rows = session.execute(query.where(_of_organ(organ_id), _done_in(period)).group_by(*STEP))
    return {(row.process_key, row.element_id): row for row in rows}


def _open(session: Session, organ_id: int, period: Period) -> dict[tuple[str, str], Row]:
    overdue = _of_kind("open_late", period)
    query = select(*STEP, func.max(UserTask.name).label("name"), *_counts(("open", true()), ("open_late", overdue)))
    # Named one by one, the groups let the index of open work be read from the front.
    groups = session.scalars(select(Role.key)).all()
    waiting = (policy.is_open(), _of_organ(organ_id), UserTask.candidate_group.in_(groups))
    return {(row.process_key, row.element_id): row for row in session.execute(query.where(*waiting).group_by(*STEP))}


def _days_taken(session: Session, organ_id: int, period: Period) -> dict[tuple[str, str], Counter[int]]:
    """Return for each step how many tasks took how many working days. Counted by pairs of days in the database."""
    days = (local_day(session, UserTask.created_at), local_day(session, UserTask.completed_at))
    query = select(*STEP, days[0].label("came"), days[1].label("done")).where(_of_organ(organ_id), _done_in(period))
    pairs = query.subquery()
    keys = (pairs.c.process_key, pairs.c.element_id, pairs.c.came, pairs.c.done)
    grouped = select(*keys, func.count().label("number")).group_by(*keys)
    found: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    worked = WorkedDays(dates.calendar_of(session))
    for process, element_id, came, done, number in session.execute(grouped):
        found[process, element_id][worked.between(came, done)] += number
    return found


def _total(steps: Iterable[StepFigures], taken: Iterable[Counter[int]]) -> StepFigures:
    steps, days = list(steps), sum(taken, Counter())
    sums = {kind: sum(getattr(step, kind) for step in steps) for kind in KINDS}
    return StepFigures("", "", "Cả cơ quan", working_days=median_of(days), **sums)
