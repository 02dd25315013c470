"""Gather the notices that wait for a person's next mail into one letter, once per moment, whoever is quicker."""

from datetime import datetime

from sqlalchemy import Date, Row, and_, bindparam, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session, joinedload

from workflows import dates
from workflows.clock import utcnow
from workflows.models import Notice, NoticeSetting, OutboxMessage, Position, QuietPeriod, Unit
from workflows.rules.mail_times import slot
from workflows.rules.notice_groups import group_of, merely_reminds

DIGEST = "digest"
LISTED_IN_TEXT = 50

# Word for word that of the index of what waits.
_IS_WAITING = Notice.mail == literal_column("'waiting'")
_TODAY = bindparam("today", type_=Date)


def persons_due(session: Session) -> list[int]:
    """Return the persons whose next mail is due."""
    now = utcnow()
    found = session.execute(_waiting(), {"today": dates.local_date(now)}).all()
    return [row.person_id for row in found if _slot_of(session, row, now) is not None]


def gather(session: Session, person_id: int) -> bool:
    """Queue the letter with all that waits for a person; False where none is due, or another worker is at it.

    Reminders of what was done meanwhile are left out, as is what the person has unsubscribed from meanwhile.
    """
    setting = session.scalar(
        select(NoticeSetting).where(NoticeSetting.person_id == person_id).with_for_update(skip_locked=True)
    )
    now = utcnow()
    given = {"today": dates.local_date(now)}
    row = session.execute(_waiting().where(Notice.person_id == person_id), given).one_or_none()
    due = _slot_of(session, row, now) if setting is not None and row is not None else None
    if setting is None or due is None:
        return False
    key = f"{DIGEST}:{person_id}:{due:%Y%m%dT%H%M}"
    if session.scalar(select(exists().where(OutboxMessage.effect_key == key))):
        return False  # what was under way when that letter was written goes with the next
    waiting = select(Notice).where(Notice.person_id == person_id, _IS_WAITING).order_by(Notice.id)
    kept = []
    for notice in session.scalars(waiting.options(joinedload(Notice.task))).all():
        notice.mail = _road(notice, setting)
        if notice.mail == DIGEST:
            kept.append(notice)
    if kept:
        letter = _letter(key, kept, now)
        for notice in kept:
            notice.letter = letter
    return bool(kept)


def is_overtaken(notice: Notice) -> bool:
    """Whether a notice merely reminds of a task that needs no reminding any more."""
    task = notice.task
    return merely_reminds(notice.kind) and task is not None and (not task.is_open or task.stopped_at is not None)


def _road(notice: Notice, setting: NoticeSetting) -> str:
    if is_overtaken(notice):
        return "dropped"
    return "none" if not notice.is_duty and group_of(notice.kind) in setting.muted else DIGEST


def _letter(key: str, notices: list[Notice], now: datetime) -> OutboxMessage:
    first = notices[0]
    said = {"effect_key": key, "person_id": first.person_id, "created_at": now, "state": "queued"}
    if len(notices) == 1:
        facts = {name: getattr(first, name) for name in ("kind", "subject", "link", "is_duty", "dossier_id")}
        return OutboxMessage(body=first.subject, **facts, **said)
    lines = [f"- {notice.subject}" for notice in notices[:LISTED_IN_TEXT]]
    subject = f"{len(notices)} thông báo mới"
    return OutboxMessage(kind=DIGEST, subject=subject, body="\n".join(lines), link="/thong-bao", **said)


def _slot_of(session: Session, row: Row, now: datetime) -> datetime | None:
    """Return the moment for which a letter is due; None where nothing has waited since before it."""
    wish = row.wish or "at_once"
    if row.oldest > now.replace(second=0, microsecond=0) and wish != "daily":
        return None  # the common case, without the calendar
    calendar = dates.calendar_of(session, row.area)
    due = slot(wish, now, calendar, quiet_days_off=bool(row.quiet_days_off), on_leave=row.on_leave)
    return due if due is not None and row.oldest <= due else None


def _waiting():
    """Return the question who waits for mail: since when, and what decides when it may go."""
    still = or_(Position.valid_to.is_(None), Position.valid_to >= _TODAY)
    held = (Position.person_id == Notice.person_id, Position.valid_from <= _TODAY, still)
    area = (
        select(func.coalesce(Unit.province_id, Unit.id))
        .join(Position, Position.unit_id == Unit.id)
        .where(*held)
        .order_by(Position.id)
        .limit(1)
        .correlate(Notice)
        .scalar_subquery()
    )
    leave = and_(
        QuietPeriod.person_id == Notice.person_id, QuietPeriod.first_day <= _TODAY, QuietPeriod.last_day >= _TODAY
    )
    return (
        select(
            *(Notice.person_id, func.min(Notice.created_at).label("oldest"), area.label("area")),
            *(NoticeSetting.mail.label("wish"), NoticeSetting.quiet_days_off),
            exists().where(leave).correlate(Notice).label("on_leave"),
        )
        .outerjoin(NoticeSetting, NoticeSetting.person_id == Notice.person_id)
        .where(_IS_WAITING)
        .group_by(Notice.person_id, NoticeSetting.mail, NoticeSetting.quiet_days_off)
        .order_by(Notice.person_id)
    )
