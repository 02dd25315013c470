"""One thing that cannot be done keeps nothing else waiting: plans of campaigns, drafts, recounts, and old tasks."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select

from service import scheduler
from tests import factories as make
from tests.integration import draft_scene
from tests.integration.racing import actor, race
from tests.integration.reminded import Office, day_end
from tests.integration.test_recalculation import ADDED, DUE, LATER, due, tasks
from workflows import dates, duties, models
from workflows.clock import utcnow
from workflows.commands import days, publishing, recalculations, rehearsing_duties, reminding
from workflows.commands import duties as commands
from workflows.db import make_sessions
from workflows.errors import Invalid

NINH_BINH = "ninh-binh-2021-2025"


def broken(_session, number):
    raise RuntimeError(f"{number} cannot be done")


def test_a_plan_that_cannot_be_read_keeps_no_duty_closed_and_no_other_plan_waiting(whole, clock, monkeypatch):
    with whole.begin() as session:
        found = {duties.reference(each): each for each in session.scalars(select(models.CampaignDuty))}
        opening, removed = found["NB-BC-2025"], found["AG24-BC-2024"]
        opening.opens_on, opening.due_on = dates.local_date(clock.at), dates.local_date(clock.at) + timedelta(days=9)
        bad, number = opening.campaign_id, opening.id
        session.execute(delete(models.DutyUnit).where(models.DutyUnit.duty_id == removed.id))
        session.execute(delete(models.CampaignDuty).where(models.CampaignDuty.id == removed.id))
    plan = commands.plan_campaign
    monkeypatch.setattr(commands, "plan_campaign", lambda *of: (broken if of[1] == bad else plan)(*of))
    assert scheduler.open_duties(whole) == 1
    with whole() as session:
        again = {duties.reference(each): each for each in session.scalars(select(models.CampaignDuty))}
        assert again["AG24-BC-2024"].due_on is not None
        assert session.get_one(models.CampaignDuty, number).instance_id is not None


@pytest.mark.parametrize("first", ["plan", "add"])
def test_a_duty_is_made_once_when_the_plan_and_a_person_ask_for_it_together(whole, first):
    with whole.begin() as session:
        duty = next(e for e in session.scalars(select(models.CampaignDuty)) if duties.reference(e) == "NB-BC-2025")
        campaign_id = duty.campaign_id
        session.execute(delete(models.DutyUnit).where(models.DutyUnit.duty_id == duty.id))
        session.execute(delete(models.CampaignDuty).where(models.CampaignDuty.id == duty.id))
        officer = rehearsing_duties.officer(session, NINH_BINH)
        typed = rehearsing_duties.typed(2025, dates.local_date(utcnow()) + timedelta(days=9))
    acts = {
        "plan": lambda session: commands.plan_campaign(session, campaign_id),
        "add": lambda session: commands.add(session, officer, NINH_BINH, typed),
    }
    results = race(whole, acts.pop(first), *acts.values())
    planned, added = results if first == "plan" else reversed(results)
    assert (planned, type(added)) == ((1, Invalid) if first == "plan" else (0, models.CampaignDuty))


def test_a_draft_that_cannot_be_published_keeps_no_other_back(product_database_url, monkeypatch, clock):
    sessions = make_sessions(product_database_url)
    first, second, _ = draft_scene.people_of(sessions)
    drafts = [draft_scene.begun(sessions, first, f"Bản thảo {number}") for number in (1, 2)]
    for draft_id in drafts:
        draft_scene.save(sessions, first, draft_id)
        review = draft_scene.ask(sessions, first, draft_id, draft_scene.TODAY + timedelta(days=draft_id))
        with sessions.begin() as session:
            publishing.approve(session, second, review)
    clock.advance(days=9)
    publish = publishing.publish_due
    monkeypatch.setattr(publishing, "publish_due", lambda *of: (broken if of[1] == drafts[0] else publish)(*of))
    assert scheduler.publish_drafts(sessions) == 1
    assert [draft_scene.state(sessions, each) for each in drafts] == ["approved", "published"]


def test_an_instance_whose_deadlines_cannot_even_be_read_does_not_end_the_count(sessions, monkeypatch):
    with sessions.begin() as session:
        who = actor(session, make.account(session, make.person(session), administrator=True).id)
    ids = tasks(sessions, 3)
    with sessions.begin() as session:
        bad = session.get_one(models.UserTask, ids[1]).instance_id
        days.apply(session, who, ADDED)
    read = recalculations._deadlines
    monkeypatch.setattr(
        recalculations,
        "_deadlines",
        lambda session, instances: broken(session, bad) if bad in instances else read(session, instances),
    )
    scheduler.recalculate(sessions)
    assert [*due(sessions, ids[:1]), *due(sessions, ids[1:2]), *due(sessions, ids[2:])] == [LATER, DUE, LATER]
    with sessions() as session:
        job = session.scalars(select(models.Recalculation)).one()
        assert (job.state, job.done, job.moved, job.failed) == ("done", 3, 2, 1)


def test_tasks_from_before_reminders_get_theirs_once(sessions, monkeypatch):
    office = Office(sessions)
    monkeypatch.setattr(reminding, "without_reminder", partial(reminding.without_reminder, at_most=2))
    old = [office.task(day_end("2026-12-24")) for _ in range(5)]
    over = office.task(day_end("2026-12-08"), created_at=utcnow() - timedelta(days=9))
    kept = office.task(day_end("2026-12-24"))
    undated, done = office.task(None), office.task(day_end("2026-12-24"))
    with sessions.begin() as session:
        session.get_one(models.UserTask, done).cancelled_at = utcnow()
        session.execute(delete(models.DueTimer).where(models.DueTimer.task_id != kept))
    assert scheduler.plan_missing_reminders(sessions) == 6
    assert {office.next_at(each) for each in old} == {office.next_at(kept)}
    assert [office.next_at(each) for each in (undated, done)] == [None, None]
    assert scheduler.plan_missing_reminders(sessions) == 0
    assert scheduler.remind_due(sessions) == 1
    with sessions() as session:
        assert session.scalars(select(models.Notice.link).distinct()).all() == [f"/viec/{over}"]


def test_a_task_whose_instance_another_holds_is_left_to_the_next_time(sessions, database_url):
    if database_url.startswith("sqlite"):
        pytest.skip("a transaction holds the whole file")
    office = Office(sessions)
    task_id = office.task(day_end("2026-12-24"))
    with sessions.begin() as session:
        session.execute(delete(models.DueTimer))
    with sessions.begin() as session:
        held = session.get_one(models.UserTask, task_id).instance_id
        session.get_one(models.ProcessInstance, held, with_for_update=True)
        assert scheduler.plan_missing_reminders(sessions) == 0
    assert scheduler.plan_missing_reminders(sessions) == 1
