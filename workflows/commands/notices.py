"""Read one's notices, and say how one wants them by mail."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from workflows import dates
from workflows.clock import utcnow
from workflows.errors import Invalid, NotFound
from workflows.models import Notice, NoticeSetting, Person, QuietPeriod
from workflows.policy import Actor
from workflows.rules.mail_times import WISHES
from workflows.rules.notice_groups import GROUPS

MOST_LEAVES = 20
PURGED_AT_ONCE = 500
"""No more than this goes at once, so that nobody waits for the purge."""


@dataclass(frozen=True)
class Wishes:
    """How a person wants mail: at_once, hourly or daily; whether on days off; groups of kinds that are not wanted."""

    mail: str
    quiet_days_off: bool
    muted: frozenset[str]


def mark_read(session: Session, actor: Actor, notice_id: int) -> Notice:
    """Mark one notice of the actor as read. Raises NotFound, also for another person's."""
    own = Notice.id == notice_id, Notice.person_id == actor.person_id
    notice = session.scalar(select(Notice).where(*own))
    if notice is None:
        raise NotFound
    if notice.read_at is None:
        notice.read_at = max(utcnow(), notice.created_at)
    return notice


def mark_all_read(session: Session, actor: Actor, newest_id: int) -> int:
    """Mark as read what the actor has seen: notices up to the one with that id. Return how many."""
    unread = (Notice.person_id == actor.person_id, Notice.read_at.is_(None), Notice.id <= newest_id)
    now = utcnow()
    # A clock that was set back must not make a notice read before it was written.
    ids = session.scalars(select(Notice.id).where(*unread, Notice.created_at <= now)).all()
    session.execute(update(Notice).where(Notice.id.in_(ids)).values(read_at=now))
    return len(ids)


def purge(session: Session, kept_days: int) -> int:
    """Forget some of the notices that were read more than so many days ago, and return how many.

    Fewer than PURGED_AT_ONCE: no more are left. What waits for a mail stays until that has gone, what was never
    read stays for ever.
    """
    read = select(Notice.id).where(Notice.read_at < utcnow() - timedelta(days=kept_days), Notice.mail != "waiting")
    ids = session.scalars(read.order_by(Notice.id).limit(PURGED_AT_ONCE)).all()
    session.execute(delete(Notice).where(Notice.id.in_(ids)))
    return len(ids)


def save_wishes(session: Session, actor: Actor, wishes: Wishes) -> None:
    """Keep how the actor wants mail. What waits already goes as now wished. Raises Invalid for unknown words."""
    errors = {}
    if wishes.mail not in WISHES:
        errors["mail"] = ["Chọn một cách nhận thư."]
    if wishes.muted - set(GROUPS):
        errors["wanted"] = ["Có loại thông báo không tắt được."]
    if errors:
        raise Invalid(errors)
    setting = _setting(session, actor.person_id)
    setting.mail, setting.quiet_days_off, setting.muted = wishes.mail, wishes.quiet_days_off, sorted(wishes.muted)


def add_leave(session: Session, actor: Actor, first_day: date | None, last_day: date | None) -> None:
    """Keep days of leave on which the actor gets no mail; both belong to it. Raises Invalid."""
    errors = {}
    if first_day is None:
        errors["first_day"] = ["Ghi ngày bắt đầu nghỉ, ví dụ 24/12/2026."]
    if last_day is None:
        errors["last_day"] = ["Ghi ngày nghỉ cuối cùng, ví dụ 31/12/2026."]
    elif last_day < dates.local_date(utcnow()):
        errors["last_day"] = ["Kỳ nghỉ này đã qua."]
    elif first_day is not None and last_day < first_day:
        errors["last_day"] = ["Ngày nghỉ cuối cùng không được trước ngày bắt đầu."]
    elif _leaves(session, actor.person_id) >= MOST_LEAVES:
        errors["first_day"] = [f"Đã có {MOST_LEAVES} kỳ nghỉ. Bỏ bớt kỳ cũ trước."]
    if errors or first_day is None or last_day is None:
        raise Invalid(errors)
    _setting(session, actor.person_id)  # the letter of what has gathered is written under its lock
    session.add(QuietPeriod(person_id=actor.person_id, first_day=first_day, last_day=last_day))


def remove_leave(session: Session, actor: Actor, leave_id: int) -> None:
    """Forget days of leave. Raises NotFound, also for another person's."""
    leave = session.get(QuietPeriod, leave_id)
    if leave is None or leave.person_id != actor.person_id:
        raise NotFound
    session.delete(leave)


def unsubscribe(session: Session, person_id: int, group: str) -> None:
    """Send a person no more mail of a group. Raises NotFound without such a person or group."""
    if group not in GROUPS or session.get(Person, person_id) is None:
        raise NotFound
    setting = _setting(session, person_id)
    setting.muted = sorted({*setting.muted, group})


def _setting(session: Session, person_id: int) -> NoticeSetting:
    """Return the row of a person, made if it is not there."""
    setting = session.get(NoticeSetting, person_id, with_for_update=True)
    if setting is None:
        setting = NoticeSetting(person_id=person_id, mail="at_once", quiet_days_off=False, muted=[])
        session.add(setting)
    return setting


def _leaves(session: Session, person_id: int) -> int:
    found = select(func.count()).select_from(QuietPeriod).where(QuietPeriod.person_id == person_id)
    return session.scalar(found) or 0
