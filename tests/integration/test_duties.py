"""Reports that campaigns ask for: made from the plans, added, dated and opened once by whoever may."""

from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from forms import FormInvalid
from tests import product
from tests.integration.duty_scene import (
    DUE,
    NINH_BINH,
    administrator,
    open_report,
    report,
    steps,
    stranger,
)
from workflows import dates, duties
from workflows.commands import duties as commands
from workflows.commands import interventions, rehearsing_duties
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import Campaign, CampaignDuty, HistoryEntry
from workflows.queries import duty_page
from workflows.rules.calendar import end_of_day


@pytest.fixture
def opened(whole):
    """The product with an open yearly report of Ninh Bình, and its id."""
    return whole, open_report(whole)


def test_the_plans_make_their_duties_with_the_last_day_in_time(whole):
    with whole() as session:
        found = {duties.reference(each): each for each in session.scalars(select(CampaignDuty))}
        ninh_binh = found["NB-BC-2025"]
        assert (ninh_binh.due_on, ninh_binh.opens_on) == (date(2025, 11, 29), None)  # past when made: not by itself
        assert "trước ngày 30/11 hằng năm" in ninh_binh.source
        assert found["AG24-BC-2024"].due_on == date(2024, 12, 9)
        assert found["NB-TK-2025"].due_on is None  # the plan names the year alone
        assert len(ninh_binh.units) == 4
        assert {reference[:2] for reference in found} == {"AG", "NB"}  # plans of departments make none


def test_planning_again_makes_nothing_twice(whole):
    with whole.begin() as session:
        assert commands.plan_ahead(session) == 0


def test_a_plan_that_goes_on_has_next_years_duty(whole):
    with whole.begin() as session:
        campaign = session.scalars(select(Campaign).where(Campaign.key == NINH_BINH)).one()
        plan = dict(campaign.plan)
        plan["milestones"] = [
            each | {"rule": {**each["rule"], "to_year": 2030}} if each["id"] == "NB-M5" else each
            for each in plan["milestones"]
        ]
        campaign.plan = plan
        session.flush()
        assert commands.plan_ahead(session) == 2  # 2026 is past its day by the test's clock, 2027 is not
        found = session.scalars(select(CampaignDuty).where(CampaignDuty.year == 2027)).one()
        assert (found.due_on, found.opens_on) == (date(2027, 11, 29), date(2027, 10, 30))


def test_only_who_follows_the_campaign_adds_dates_and_opens(opened):
    sessions, number = opened
    with sessions.begin() as session:
        unit = steps(session, number)[0].organ_id
        head = product.holder(session, "reporting_head", unit)
        with pytest.raises(NotAllowed):
            commands.add(session, head, NINH_BINH, rehearsing_duties.typed(2027, DUE))
        with pytest.raises(NotAllowed):
            commands.open_duty(session, head, number)
        with pytest.raises(NotFound):
            commands.open_duty(session, stranger(session), number)
        with pytest.raises(NotFound):
            commands.add(session, head, "khong-co", rehearsing_duties.typed(2027, DUE))


def test_a_duty_is_added_once_for_each_year(opened):
    sessions, _ = opened
    with sessions.begin() as session:
        actor = rehearsing_duties.officer(session, NINH_BINH)
        with pytest.raises(Invalid, match="đã có kỳ"):
            commands.add(session, actor, NINH_BINH, rehearsing_duties.typed(2026, DUE))
        with pytest.raises(FormInvalid):
            commands.add(session, actor, NINH_BINH, {"kind": ["yearly"]})


def test_what_must_be_in_hand_before_a_conference_is_due_ten_days_before_it(whole):
    with whole.begin() as session:
        actor = rehearsing_duties.officer(session, NINH_BINH)
        day = {"conference_on-day": ["25"], "conference_on-month": ["1"], "conference_on-year": ["2027"]}
        typed = {"kind": ["conference"], "year": ["2027"], "source": ["Giấy mời hội nghị"], **day}
        duty = commands.add(session, actor, NINH_BINH, typed)
        assert duty.due_on == date(2027, 1, 15)


@pytest.mark.parametrize("reference", ["NB-BC-2025", "NB-TK-2025"])
def test_a_duty_whose_day_is_past_or_not_set_is_dated_before_it_is_opened(whole, reference):
    with whole.begin() as session:
        duty = next(each for each in session.scalars(select(CampaignDuty)) if duties.reference(each) == reference)
        actor = rehearsing_duties.officer(session, NINH_BINH)
        with pytest.raises(Conflict, match="Sửa ngày"):
            commands.open_duty(session, actor, duty.id)
        days = {"due_on-day": ["28"], "due_on-month": ["12"], "due_on-year": ["2026"]}
        commands.change(session, actor, duty.id, {**days, "reason": ["Theo công văn đôn đốc"]})
        commands.open_duty(session, actor, duty.id)
        assert len(steps(session, duty.id)) == 4
        with pytest.raises(Conflict, match="đã mở"):
            commands.open_duty(session, actor, duty.id)


def test_a_new_last_day_moves_the_open_reports(opened):
    sessions, number = opened
    with sessions.begin() as session:
        actor = rehearsing_duties.officer(session, NINH_BINH)
        days = {"due_on-day": ["8"], "due_on-month": ["1"], "due_on-year": ["2027"]}
        commands.change(session, actor, number, {**days, "reason": ["Gia hạn vì bão lũ"]})
    with sessions() as session:
        assert {task.due_at for task in steps(session, number)} == {end_of_day(date(2027, 1, 8))}
        entry = session.scalars(
            select(HistoryEntry).where(HistoryEntry.chain == f"duty:{number}", HistoryEntry.verb == "duty_dated")
        ).one()
        assert (entry.before["due_on"], entry.after["due_on"]) == ("2026-12-28", "2027-01-08")


def test_the_worker_opens_a_duty_at_its_day_and_two_workers_once(whole, clock):
    with whole.begin() as session:
        duty = next(each for each in session.scalars(select(CampaignDuty)) if duties.reference(each) == "NB-BC-2025")
        today = dates.local_date(clock.at)
        duty.opens_on, duty.due_on = today + timedelta(days=1), today + timedelta(days=9)
        number = duty.id
    with whole.begin() as session:
        assert commands.next_to_open(session) is None
    clock.advance(days=1)
    opened: list[int] = []

    def work():
        with whole.begin() as session:
            found = commands.next_to_open(session)
            if found is not None:
                commands.open_duty(session, None, found)
                opened.append(found)

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert opened == [number]
    with whole() as session:
        assert len(steps(session, number)) == 4
        assert commands.next_to_open(session) is None


def test_a_duty_that_was_cancelled_is_opened_anew_and_its_reports_count_no_more(opened):
    sessions, number = opened
    report(sessions, number)
    with sessions.begin() as session:
        before = session.get_one(CampaignDuty, number).instance_id
        interventions.cancel(session, administrator(session), before, "Mở nhầm kỳ báo cáo của năm khác")
    with sessions.begin() as session:
        actor = rehearsing_duties.officer(session, NINH_BINH)
        assert duty_page.page(session, actor, NINH_BINH, number).may_open
        assert commands.next_to_open(session) is None  # not by itself
        commands.open_duty(session, actor, number)
    with sessions() as session:
        card = duty_page.page(session, actor, NINH_BINH, number).card
        assert session.get_one(CampaignDuty, number).instance_id != before
        assert (card.stage, {row.state for row in card.rows}) == ("collecting", {"todo"})
