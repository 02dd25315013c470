"""What persons are told. Written with the change that it reports; its letter is delivered after that is committed."""

import re

from sqlalchemy import Date, Row, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from workflows.clock import utcnow
from workflows.db import AS_STORED
from workflows.models import Dossier, Notice, NoticeSetting, OutboxMessage, Person, QuietPeriod
from workflows.rules.calendar import local_day
from workflows.rules.notice_groups import group_of

# States of a letter from which it may be sent once more.
MAY_GO_AGAIN = ("sent", "failed", "in_doubt", "dead")
_TASK = re.compile(r"/viec/([0-9]+)")
# One statement: whether it was told before, and how the person wants it by mail.
ASKED = (
    select(
        or_(
            exists().where(Notice.effect_key == bindparam("effect_key")),
            exists().where(OutboxMessage.effect_key == bindparam("effect_key")),  # from before there were notices
        ).label("told"),
        *(NoticeSetting.mail, NoticeSetting.quiet_days_off, NoticeSetting.muted),
        exists()
        .where(QuietPeriod.person_id == Person.id, QuietPeriod.last_day >= bindparam("today", type_=Date))
        .label("has_leave"),
    )
    .select_from(Person)
    .outerjoin(NoticeSetting, NoticeSetting.person_id == Person.id)
    .where(Person.id == bindparam("person_id"))
    .execution_options(**AS_STORED)
)


def task_link(task_id: int) -> str:
    """Return the address of a task within the product."""
    return f"/viec/{task_id}"


def queue(  # noqa: PLR0913 - a message is that much
    session: Session,
    effect_key: str,
    kind: str,
    person_id: int,
    *,
    dossier: Dossier | None,
    subject: str,
    body: str,
    link: str | None = None,
    is_duty: bool = True,
    letter: str | None = None,
) -> None:
    """Tell a person something, once per `effect_key` whatever is repeated: in the bell, and by mail as the person wishes.

    `link`: address within the product, from "/" on; None: that of the dossier. That of a task (`task_link`) makes the
    notice one of that task: a kind that begins with "reminder" is not mailed any more once the task is done.
    `is_duty=False`: the person may unsubscribe from the mail of this kind, if `rules.notice_groups` knows it.
    `letter`: what the mail says instead of `body`, where that holds what does not belong into a mail.
    """
    pending = any(isinstance(row, Notice) and row.effect_key == effect_key for row in session.new)
    given = {"effect_key": effect_key, "person_id": person_id, "today": local_day(utcnow())}
    asked = None if pending else session.execute(ASKED, given).one()
    if asked is None or asked.told:
        return
    link = link or (f"/ho-so/{dossier.reference}" if dossier is not None else None)
    is_duty = is_duty or group_of(kind) is None
    task = _TASK.fullmatch(link or "")
    said = {"effect_key": effect_key, "kind": kind, "person_id": person_id, "subject": subject, "link": link}
    said |= {"is_duty": is_duty, "created_at": utcnow(), "dossier_id": dossier.id if dossier is not None else None}
    notice = Notice(body=body, task_id=int(task[1]) if task else None, mail=_road(asked, kind, is_duty=is_duty), **said)
    if notice.mail == "at_once":
        notice.letter = OutboxMessage(body=letter or body, state="queued", **said)
    session.add(notice)


def _road(wish: Row, kind: str, *, is_duty: bool) -> str:
    """Return how a notice goes by mail. Whether today is a quiet day is asked by who gathers what waits."""
    if wish.mail is None:
        return "waiting" if wish.has_leave else "at_once"
    if not is_duty and group_of(kind) in wish.muted:
        return "none"
    return "at_once" if wish.mail == "at_once" and not wish.quiet_days_off and not wish.has_leave else "waiting"
