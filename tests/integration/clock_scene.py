"""Limits, and steps that begin under them, for tests of clocks."""

from datetime import date, timedelta

from tests import factories as make
from workflows import clocks
from workflows.clock import utcnow
from workflows.models import DueRule

REASON = "Đang chờ kết luận thanh tra, công văn số 12"


def added(scene, row):
    """Put a row into its table."""
    scene.session.add(row)
    scene.session.flush()
    return row


def rule(scene, key="appraisal.examine", value=5, on_return="resume", **facts):
    """Add a limit, by default one that everything stops."""
    facts = {"unit": "working_day", "name": key, "start": "nhận đủ hồ sơ", "confidence": "design"} | facts
    facts = {"stopped_by": ["applicant", "consultation", "legal_hold"]} | facts
    return added(scene, DueRule(key=key, value=value, on_return=on_return, **facts))


def begin(scene, key="appraisal.examine", **facts):
    """Let a step begin now, as a process does."""
    task = scene.task("dossier_appraisal", candidate_group="appraisal_specialist", due_rule=key, **facts)
    clocks.start(scene.session, task, utcnow())
    scene.session.flush()
    return task


def finish(scene, task, who):
    task.completed_at, task.completed_by = utcnow(), who.id
    scene.session.flush()


def specialist(scene):
    return scene.actor(make.officer(scene.session, "appraisal_specialist", scene.department))


def last_day(item) -> date:
    return (item.due_at - timedelta(hours=1)).date()
