"""A campaign's report on its way: written, signed by another, closed, compiled, signed, sent up; and who may see what."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import product
from tests.integration.duty_scene import (
    DUE,
    NINH_BINH,
    administrator,
    do,
    open_report,
    outsider,
    report,
    steps,
    stranger,
)
from workflows import clocks, history
from workflows.commands import duties, rehearsing, rehearsing_duties, tasks
from workflows.errors import NotAllowed, NotFound
from workflows.models import CampaignDuty, HistoryEntry, IssuedDocument, Notice
from workflows.queries import duties as boards
from workflows.queries import duty_page, facts, inbox, instances
from workflows.queries import tasks as task_pages
from workflows.queries.inbox import Filter
from workflows.rules.calendar import end_of_day


@pytest.fixture
def opened(whole):
    """The product with an open yearly report of Ninh Bình, and its id."""
    return whole, open_report(whole)


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
        assert mine.id in rows
        assert other.id not in rows
        assert (rows[mine.id].reference, rows[mine.id].offer) == ("NB-BC-2026", "Báo cáo năm 2026")
        page = task_pages.task_page(session, writer, mine.id)
        assert (page.state, page.reference, page.unit) == ("open", "NB-BC-2026", mine.organ.name)
        assert page.sheet is not None
        assert [row.label for row in page.sheet.context.rows["targets"]]
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
    assert page.sheet is not None
    assert page.sheet.answers["targets"]


def test_a_draft_of_a_report_is_kept(opened):
    sessions, number = opened
    with sessions.begin() as session:
        task = steps(session, number)[0]
        writer = rehearsing.worker_of(session, task)
        assert tasks.save_draft(session, writer, task.id, {"results": "Đang viết"}, 0) == 1
    with sessions() as session:
        page = task_pages.task_page(session, writer, task.id)
        assert page.sheet is not None
        assert page.sheet.answers == {"results": "Đang viết"}


def test_the_whole_way_ends_with_the_report_of_the_province_sent_up(opened):
    sessions, number = opened
    report(sessions, number, but=1)
    with sessions.begin() as session:
        do(session, steps(session, number, "close_reporting")[0], missing_note="Đã đôn đốc hai lần.")
    with sessions() as session:
        assert steps(session, number) == []  # what was not written by then is called off
        compiling = steps(session, number, "compile_reports")[0]
        page = task_pages.task_page(session, rehearsing.worker_of(session, compiling), compiling.id)
        assert page.duty is not None
        assert len(page.duty.tables[0]["rows"]) == 3
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
        assert paper.document_number
        assert paper.data["to"].startswith("Bộ Nội vụ")
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


def test_programs_and_administrators_know_a_duty_by_its_reference(opened):
    sessions, number = opened
    with sessions() as session:
        task = steps(session, number)[0]
        found = facts.task(session, rehearsing.worker_of(session, task), task.id)
        assert (found.reference, bool(found.questions)) == ("NB-BC-2026", True)
        with pytest.raises(NotFound):
            facts.task(session, stranger(session), task.id)
        running = session.get_one(CampaignDuty, number).instance_id
        assert instances.instance(session, administrator(session), running).reference == "NB-BC-2026"


def test_an_extended_report_is_late_after_its_own_day(opened, clock):
    sessions, number = opened
    with sessions.begin() as session:
        task = steps(session, number)[0]
        clocks.set_due(session, task, end_of_day(date(2026, 12, 31)))
        unit = task.organ_id
    clock.advance(days=20)
    with sessions() as session:
        card = duty_page.page(session, rehearsing_duties.officer(session, NINH_BINH), NINH_BINH, number).card
    assert {row.unit_id: row.late_days for row in card.rows if row.unit_id == unit} == {unit: 0}
    assert sum(row.late_days > 0 for row in card.rows) == 3


def test_a_day_that_moved_earlier_counts_for_what_is_late(opened, clock):
    sessions, number = opened
    with sessions.begin() as session:
        first = steps(session, number)[0]
        do(session, first)
        unit = first.organ_id
    days = {"due_on-day": ["21"], "due_on-month": ["12"], "due_on-year": ["2026"], "reason": ["Tỉnh báo cáo sớm hơn"]}
    with sessions.begin() as session:
        duties.change(session, rehearsing_duties.officer(session, NINH_BINH), number, days)
    clock.advance(days=13)  # 23/12/2026
    with sessions() as session:
        card = duty_page.page(session, rehearsing_duties.officer(session, NINH_BINH), NINH_BINH, number).card
    assert {row.unit_id: (row.state, row.late_days) for row in card.rows}[unit] == ("to_sign", 2)
