"""A duty is dated while one of its steps is completed: both have their effect, whoever stops where."""

import pytest
from sqlalchemy import select

from tests.integration.duty_scene import NINH_BINH, open_report, steps
from tests.integration.racing import faults, race
from workflows import duties
from workflows.commands import duties as commands
from workflows.commands import rehearsing, rehearsing_duties, tasks
from workflows.models import CampaignDuty, UserTask
from workflows.rules.calendar import end_of_day

DAYS = {"due_on-day": ["8"], "due_on-month": ["1"], "due_on-year": ["2027"], "reason": ["Gia hạn vì bão lũ"]}


@pytest.mark.parametrize("stop", ["begun", "locked", "acted"])
@pytest.mark.parametrize("first", ["date", "report"])
def test_a_duty_is_dated_while_a_unit_reports(whole, first, stop):
    number = open_report(whole)
    with whole() as session:
        officer, task = rehearsing_duties.officer(session, NINH_BINH), steps(session, number)[0]
        worker, outcome, answers = rehearsing.work_on(session, task)
        task_id, unit = task.id, task.organ_id
    acts = {
        "date": lambda session: commands.change(session, officer, number, DAYS),
        "report": lambda session: tasks.complete(session, worker, task_id, outcome, answers),
    }
    results = race(whole, acts.pop(first), *acts.values(), stop=stop)
    assert not [each for each in results if isinstance(each, Exception)], results
    with whole() as session:
        found = session.scalars(
            select(UserTask).where(UserTask.duty_id == number, UserTask.completed_at.is_(None))
        ).all()
        signing = [each for each in found if each.organ_id == unit]
        assert [each.element_id for each in signing] == ["sign_report"]
        moved = {each.due_at.date() for each in found if each.due_rule in duties.DUE_WITH_THE_DUTY}
        assert moved == {end_of_day(session.get_one(CampaignDuty, number).due_on).date()}
    assert faults(whole) == []
