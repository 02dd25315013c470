"""Open tasks under one limit, the people who have them, and days off that move their dates or do not."""

from datetime import date

from tests import factories as make
from tests.integration.racing import actor
from workflows import clocks, models
from workflows.clock import utcnow
from workflows.rules.days import COUNTRY, DayChange, DayFacts

OFF = [DayChange(None, DayFacts(date(2026, 12, 15), COUNTRY, "official", "off", "Nghỉ bù", "Công văn số 12"))]
FAR = [DayChange(None, DayFacts(date(2027, 6, 1), COUNTRY, "official", "off", "Nghỉ", "Công văn số 13"))]
ROLE = "appraisal_specialist"


class Place:
    """A department with two people who appraise, and an administrator who changes the calendar."""

    def __init__(self, session):
        facts = {"unit": "working_day", "start": "nhận đủ hồ sơ", "on_return": "resume", "confidence": "read"}
        session.add(models.DueRule(key="appraisal", name="Thẩm định", value=5, clause="Đ1", stopped_by=[], **facts))
        self.unit, self.offer = make.unit(session), make.offer(session)
        self.people = [make.officer(session, ROLE, self.unit).id for _ in range(2)]
        self.definition = make.definition(session)
        self.administrator = actor(session, make.account(session, make.person(session), administrator=True).id)

    def task(self, session, **facts):
        dossier = make.dossier(session, self.offer, self.unit, status="submitted", submitted_at=utcnow())
        instance = make.instance(session, dossier, definition=self.definition)
        given = {"due_rule": "appraisal", "organ_id": self.unit.id, "candidate_group": ROLE} | facts
        task = make.task(session, instance, **given)
        clocks.start(session, task, utcnow())
        return task.id
