"""What a person was told, what of it is unread, and how the person wants it by mail."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from workflows import dates
from workflows.clock import utcnow
from workflows.models import Notice, NoticeSetting, Person, QuietPeriod
from workflows.policy import Actor
from workflows.queries import paging
from workflows.rules.notice_groups import GROUPS

PAGE_SIZE = 30
MOST_COUNTED = 99
# Asked on every page: no more is counted than is shown ("99+").
UNREAD = select(func.count()).select_from(
    select(Notice.person_id)
    .where(Notice.person_id == bindparam("person_id"), Notice.read_at.is_(None))
    .limit(MOST_COUNTED + 1)
    .subquery()
)


@dataclass(frozen=True)
class NoticeRow:
    """One notice."""

    id: int
    kind: str
    subject: str
    body: str
    link: str | None
    is_duty: bool
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class NoticeList:
    """A page of notices, what is unread first, then the newest."""

    rows: tuple[NoticeRow, ...]
    total: int
    unread: int
    newest_id: int
    """Of all notices of the person; what comes later was not seen on this page."""
    page: int
    pages: int


@dataclass(frozen=True)
class Leave:
    """Days of leave, both included."""

    id: int
    first_day: date
    last_day: date


@dataclass(frozen=True)
class WishesPage:
    """How a person wants mail. `muted`: groups that are not wanted; `groups`: all that could be."""

    address: str | None
    mail: str
    quiet_days_off: bool
    muted: frozenset[str]
    groups: tuple[str, ...]
    leaves: tuple[Leave, ...]
    """Those that are not over."""


def unread_count(session: Session, person_id: int) -> int:
    """Return how many notices a person has not read, counted up to one more than MOST_COUNTED."""
    return session.scalar(UNREAD, {"person_id": person_id}) or 0


def listing(session: Session, actor: Actor, page: int = 1, *, unread_only: bool = False) -> NoticeList:
    """Return a page of the actor's own notices."""
    own = [Notice.person_id == actor.person_id]
    counted = select(func.count(), func.count(Notice.id).filter(Notice.read_at.is_(None)), func.max(Notice.id))
    total, unread, newest = session.execute(counted.where(*own)).one()
    page, pages = paging.cut(unread if unread_only else total, page, PAGE_SIZE)
    if unread_only:
        own.append(Notice.read_at.is_(None))
    columns = [getattr(Notice, name) for name in NoticeRow.__dataclass_fields__]
    order = (Notice.read_at.is_not(None), Notice.id.desc())
    found = select(*columns).where(*own).order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    rows = tuple(NoticeRow(*row) for row in session.execute(found))
    return NoticeList(rows, total, unread, newest or 0, page, pages)


def wishes(session: Session, actor: Actor) -> WishesPage:
    """Return how the actor wants mail."""
    asked = (
        select(Person.email, NoticeSetting.mail, NoticeSetting.quiet_days_off, NoticeSetting.muted)
        .outerjoin(NoticeSetting, NoticeSetting.person_id == Person.id)
        .where(Person.id == actor.person_id)
    )
    found = session.execute(asked).one()
    today = dates.local_date(utcnow())
    leaves = (
        select(QuietPeriod.id, QuietPeriod.first_day, QuietPeriod.last_day)
        .where(QuietPeriod.person_id == actor.person_id, QuietPeriod.last_day >= today)
        .order_by(QuietPeriod.first_day, QuietPeriod.id)
    )
    return WishesPage(
        address=found.email,
        mail=found.mail or "at_once",
        quiet_days_off=bool(found.quiet_days_off),
        muted=frozenset(found.muted or ()),
        groups=tuple(GROUPS),
        leaves=tuple(Leave(*row) for row in session.execute(leaves)),
    )
