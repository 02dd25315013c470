"""Reports of campaigns: opened once, written, signed by another, closed, compiled, signed and sent up; who may see what."""

from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from forms import FormInvalid
from tests import product
from workflows import dates, duties, history, policy
from workflows.commands import duties as commands
from workflows.commands import rehearsing, rehearsing_duties, tasks
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import Account, Campaign, CampaignDuty, DutyUnit, HistoryEntry, IssuedDocument, Notice, UserTask
from workflows.queries import duties as boards
from workflows.queries import duty_page, inbox
from workflows.queries import tasks as task_pages
from workflows.queries.inbox import Filter
from workflows.rules.calendar import end_of_day

NINH_BINH = "ninh-binh-2021-2025"
DUE = date(2026, 12, 28)


@pytest.fixture
def opened(whole):
    """The product with an open yearly report of Ninh Bình, due on 28/12/2026, and its id."""
    with whole.begin() as session:
        actor = rehearsing_duties.officer(session, NINH_BINH)
        duty = commands.add(session, actor, NINH_BINH, rehearsing_duties.typed(2026, DUE))
        commands.open_duty(session, actor, duty.id)
        number = duty.id
    return whole, number


def steps(session, number, element_id="write_report"):
    query = select(UserTask).where(UserTask.duty_id == number, UserTask.element_id == element_id, policy.is_open())
    return session.scalars(query.order_by(UserTask.id)).all()


def do(session, task, outcome=None, **changed):
    actor, first, answers = rehearsing.work_on(session, task)
    tasks.complete(session, actor, task.id, outcome or first, answers | changed)
    return actor


def report(sessions, number, *, but=0):
    """Let all units report, but the last ones."""
    for element in ("write_report", "sign_report"):
        with sessions.begin() as session:
            found = steps(session, number, element)
            for task in found[: len(found) - but] if element == "write_report" else found:
                do(session, task)


def stranger(session, province="an-giang"):
    """Return an officer of another province's Sở Nội vụ."""
    return rehearsing_duties.officer(session, f"{province}-2024")


def outsider(session, number):
    """Return somebody who reports for a unit that this duty does not ask."""
    asked = set(session.scalars(select(DutyUnit.unit_id).where(DutyUnit.duty_id == number)))
    for account in session.scalars(select(Account.id).order_by(Account.id)):
        actor = product.actor(session, account)
        if not actor.administrator and policy.reporting_organs(actor) and not policy.reporting_organs(actor) & asked:
            if not policy.handling_organs(actor):
                return actor
    raise AssertionError("everybody is asked")


def administrator(session):
    return product.actor(session, session.scalars(select(Account.id).where(Account.administrator)).one())


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


def test_every_unit_gets_its_report_to_write_by_the_day_of_the_duty(opened):
    sessions, number = opened
    with sessions() as session:
        found = steps(session, number)
        assert len(found) == 4
        assert {task.due_at for task in found} == {end_of_day(DUE)}
        assert {task.due_rule for task in found} == {"report.write"}
        assert all(task.dossier_id is None and task.organ_id and task.campaign_key == NINH_BINH for task in found)


def test_the_report_stands_in_the_inbox_of_its_unit_alone(opened):
    sessions, number = opened
    with sessions() as session:
        mine, other = steps(session, number)[:2]
        writer = product.holder(session, "reporting_officer", mine.organ_id)
        rows = {row.id: row for row in inbox.inbox(session, writer, Filter()).rows}
        assert mine.id in rows and other.id not in rows
        assert (rows[mine.id].reference, rows[mine.id].offer) == ("NB-BC-2026", "Báo cáo năm 2026")
        page = task_pages.task_page(session, writer, mine.id)
        assert (page.state, page.reference, page.unit) == ("open", "NB-BC-2026", mine.organ.name)
        assert page.sheet is not None and [row.label for row in page.sheet.context.rows["targets"]]
        with pytest.raises(NotFound):
            task_pages.task_page(session, writer, other.id)


def test_people_of_the_units_are_told_once(opened):
    sessions, number = opened
    with sessions() as session:
        told = session.scalars(select(Notice).where(Notice.kind == "duty_opened")).all()
        assert len(told) == len({each.person_id for each in told}) >= 8
        assert {each.link for each in told} == {f"/phong-trao/{NINH_BINH}/bao-cao/{number}"}


def test_whoever_wrote_the_report_does_not_sign_it(opened):
    sessions, number = opened
    with sessions.begin() as session:
        writer = do(session, steps(session, number)[0])
        signing = steps(session, number, "sign_report")[0]
        with pytest.raises((NotAllowed, NotFound)):
            tasks.complete(session, writer, signing.id, "submit", {})
        assert rehearsing.worker_of(session, signing).person_id != writer.person_id


def test_a_report_that_its_head_sends_back_comes_back_with_its_figures_and_the_reason(opened):
    sessions, number = opened
    reason = "Số hộ thoát nghèo chưa khớp với báo cáo của xã."
    with sessions.begin() as session:
        unit = steps(session, number)[0].organ_id
        do(session, steps(session, number)[0])
        do(session, steps(session, number, "sign_report")[0], "return", reason=reason)
        again = next(task for task in steps(session, number) if task.organ_id == unit)
        page = task_pages.task_page(session, rehearsing.worker_of(session, again), again.id)
    assert page.return_reason == reason
    assert page.sheet is not None and page.sheet.answers["targets"]


def test_a_draft_of_a_report_is_kept(opened):
    sessions, number = opened
    with sessions.begin() as session:
        task = steps(session, number)[0]
        writer = rehearsing.worker_of(session, task)
        assert tasks.save_draft(session, writer, task.id, {"results": "Đang viết"}, 0) == 1
    with sessions() as session:
        page = task_pages.task_page(session, writer, task.id)
        assert page.sheet is not None and page.sheet.answers == {"results": "Đang viết"}


def test_the_whole_way_ends_with_the_report_of_the_province_sent_up(opened):
    sessions, number = opened
    report(sessions, number, but=1)
    with sessions.begin() as session:
        do(session, steps(session, number, "close_reporting")[0], missing_note="Đã đôn đốc hai lần.")
    with sessions() as session:
        assert steps(session, number) == []  # what was not written by then is called off
        compiling = steps(session, number, "compile_reports")[0]
        page = task_pages.task_page(session, rehearsing.worker_of(session, compiling), compiling.id)
        assert page.duty is not None and len(page.duty.tables[0]["rows"]) == 3
        missing = page.sheet.context.values["missing_names"]
        assert missing in {each.unit.name for each in session.get_one(CampaignDuty, number).units}
    with sessions.begin() as session:
        compiler = do(session, compiling)
    with sessions.begin() as session:
        signer = do(session, steps(session, number, "sign_summary")[0])
    assert signer.person_id != compiler.person_id
    with sessions() as session:
        duty = session.get_one(CampaignDuty, number)
        assert (duty.instance.status, duty.instance.end_event) == ("ended", "end_reported")
        paper = session.scalars(select(IssuedDocument).where(IssuedDocument.duty_id == number)).one()
        assert paper.document_number and paper.data["to"].startswith("Bộ Nội vụ")
        assert ["Đơn vị không báo cáo", missing] in paper.data["facts"]
        chain = session.scalars(
            select(HistoryEntry).where(HistoryEntry.chain == f"duty:{number}").order_by(HistoryEntry.sequence)
        ).all()
        assert history.faults(chain) == []
        assert [each.verb for each in chain][:3] == ["duty_planned", "duty_opened", "reporting_opened"]
        assert {"report_received", "document_issued", "report_sent_up"} <= {each.verb for each in chain}
        assert all(each.dossier_id is None for each in chain)


def test_the_chairman_sends_the_compiled_report_back(opened):
    sessions, number = opened
    report(sessions, number)
    reason = "Bổ sung đánh giá theo từng chỉ tiêu của kế hoạch."
    with sessions.begin() as session:
        do(session, steps(session, number, "close_reporting")[0])
        do(session, steps(session, number, "compile_reports")[0])
        do(session, steps(session, number, "sign_summary")[0], "return", reason=reason)
        again = steps(session, number, "compile_reports")[0]
        page = task_pages.task_page(session, rehearsing.worker_of(session, again), again.id)
        assert (page.return_reason, bool(page.sheet.answers["results"])) == (reason, True)
        assert session.scalars(select(IssuedDocument).where(IssuedDocument.duty_id == number)).all() == []


def test_the_board_says_who_has_reported_and_who_is_late(opened, clock):
    sessions, number = opened
    with sessions.begin() as session:
        first, second, third, _ = steps(session, number)
        names = [task.organ.name for task in (first, second, third)]
        do(session, first)
        do(session, next(each for each in steps(session, number, "sign_report") if each.organ_id == first.organ_id))
        do(session, second)
        tasks.claim(session, rehearsing.worker_of(session, third), third.id)
    clock.advance(days=20)  # 30/12/2026: two working days over
    with sessions() as session:
        card = duty_page.page(session, rehearsing_duties.officer(session, NINH_BINH), NINH_BINH, number).card
    rows = {row.unit: row for row in card.rows}
    assert [rows[name].state for name in names] == ["sent", "to_sign", "doing"]
    assert [rows[name].late_days for name in names] == [0, 2, 2]
    assert rows[names[2]].holder
    assert card.counts == {"sent": 1, "to_sign": 1, "doing": 2, "missing": 0, "late": 3}
    assert (card.stage, card.due.kind) == ("collecting", "overdue")


def test_a_unit_sees_its_own_row_alone_and_reads_no_others_report(opened):
    sessions, number = opened
    report(sessions, number)
    with sessions() as session:
        duty = session.get_one(CampaignDuty, number)
        unit, other = sorted(each.unit_id for each in duty.units)[:2]
        head = product.holder(session, "reporting_head", unit)
        page = duty_page.page(session, head, NINH_BINH, number)
        assert [row.unit_id for row in page.card.rows] == [unit]
        assert (page.tables, page.papers, page.acts, page.readable) == ((), (), (), frozenset({unit}))
        assert duty_page.report(session, head, NINH_BINH, number, unit).answers
        with pytest.raises(NotFound):
            duty_page.report(session, head, NINH_BINH, number, other)
        officer = rehearsing_duties.officer(session, NINH_BINH)
        assert duty_page.report(session, officer, NINH_BINH, number, other).letter_number


def test_others_find_nothing(opened):
    sessions, number = opened
    with sessions() as session:
        task = steps(session, number)[0]
        for actor in (stranger(session), outsider(session, number)):
            with pytest.raises(NotFound):
                duty_page.page(session, actor, NINH_BINH, number)
            with pytest.raises(NotFound):
                task_pages.task_page(session, actor, task.id)
        with pytest.raises(NotFound):
            boards.board(session, outsider(session, number), NINH_BINH)
        with pytest.raises(NotFound):
            duty_page.page(session, rehearsing_duties.officer(session, NINH_BINH), "an-giang-2024", number)


def test_an_administrator_sees_who_has_reported_but_reads_no_report(opened):
    sessions, number = opened
    report(sessions, number)
    with sessions() as session:
        actor = administrator(session)
        page = duty_page.page(session, actor, NINH_BINH, number)
        assert (len(page.card.rows), page.readable, page.tables) == (4, frozenset(), ())
        with pytest.raises(NotFound):
            duty_page.report(session, actor, NINH_BINH, number, page.card.rows[0].unit_id)


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
