"""Open tasks with a due date, the rules by which they are reminded of, and what people were told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from workflows import models, reminders
from workflows.rules.calendar import end_of_day
from workflows.rules.reminding import ReminderRule

USUAL = (
    *(ReminderRule(key="*", percent=percent) for percent in (50, 80)),
    *(ReminderRule(key="*", days=days) for days in (-1, 0)),
    ReminderRule(key="*", days=1, effect="escalate"),
)


class Office:
    """A department with an officer who does the work and a head, and dossiers that wait there."""

    def __init__(self, sessions: sessionmaker[Session]):
        self.sessions = sessions
        with sessions.begin() as session:
            for rule in USUAL:
                row = {"percent": rule.percent, "days": rule.days, "effect": rule.effect}
                session.add(models.ReminderRule(key="*", unit=rule.unit, audience=["assignee"], **row))
            self.unit = make.unit(session)
            self.offer = make.offer(session)
            self.officer = make.officer(session, "intake_officer", self.unit)
            self.head = make.officer(session, "appraisal_head", self.unit)
            self.definition_id = make.definition(session).id

    def task(self, due: datetime | None, **facts) -> int:
        """Open a task that is due at an instant, with its reminder, and return its id."""
        with self.sessions.begin() as session:
            unit = session.get_one(models.Unit, self.unit.id)
            offer = session.get_one(models.Offer, self.offer.id)
            dossier = make.dossier(session, offer, unit, creator=session.get_one(models.Person, self.officer.id))
            definition = session.get_one(models.ProcessDefinition, self.definition_id)
            instance = make.instance(session, dossier, definition=definition)
            task = make.task(session, instance, due_at=due, **{"name": "Kiểm tra hồ sơ"} | facts)
            reminders.plan(session, task)
            return task.id

    def told(self) -> list[tuple[int, str, str]]:
        """Return (person, kind, subject) of everything that was told, the oldest first."""
        with self.sessions() as session:
            found = session.scalars(select(models.Notice).order_by(models.Notice.id))
            return [(each.person_id, each.kind, each.subject) for each in found]

    def kinds(self) -> list[str]:
        """Return the kinds of everything that was told."""
        return [kind for _, kind, _ in self.told()]

    def next_at(self, task_id: int) -> datetime | None:
        """Return when the next reminder of a task is due; None where none waits."""
        with self.sessions() as session:
            timer = session.scalar(select(models.DueTimer).where(models.DueTimer.task_id == task_id))
            return timer.due_at if timer is not None and timer.is_open else None


def day_end(text: str) -> datetime:
    """Return 24:00 in Việt Nam of an ISO day."""
    return end_of_day(datetime.fromisoformat(text).date())
