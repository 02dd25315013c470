"""The board of a campaign's reports: what each kind of person sees, adds, opens; what others find not."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import product
from tests.web.conftest import browser_of
from tests.web.hall import words
from workflows import policy
from workflows.commands import duties as commands
from workflows.commands import rehearsing_duties
from workflows.models import Account, CampaignDuty, DutyUnit, UserTask

KEY = "ninh-binh-2021-2025"
BOARD = f"/phong-trao/{KEY}/bao-cao"
DUE = date(2026, 12, 28)


@pytest.fixture
def database_url(product_database_url):
    """The product with its plans and people."""
    return product_database_url


@pytest.fixture
def officer(app, sessions):
    """The browser of who follows the campaign at Sở Nội vụ."""
    with sessions() as session:
        account = rehearsing_duties.officer(session, KEY).account_id
    return browser_of(app, sessions, account)


@pytest.fixture
def opened(sessions):
    """The id of an open yearly report."""
    with sessions.begin() as session:
        actor = rehearsing_duties.officer(session, KEY)
        number = commands.add(session, actor, KEY, rehearsing_duties.typed(2026, DUE)).id
        commands.open_duty(session, actor, number)
    return number


@pytest.fixture
def reported(sessions, opened):
    """The same, with every unit's report sent."""
    for _ in range(8):
        with sessions.begin() as session:
            rehearsing_duties.step(session, opened)
    return opened


def head(app, sessions, number, place=0):
    """Return the browser of a unit's head, and the unit."""
    with sessions() as session:
        units = session.scalars(select(DutyUnit.unit_id).where(DutyUnit.duty_id == number).order_by(DutyUnit.unit_id))
        unit = units.all()[place]
        account = product.holder(session, "reporting_head", unit).account_id
    return browser_of(app, sessions, account), unit


def outsider(app, sessions):
    """Return the browser of somebody who has nothing to do with the campaign's reports."""
    with sessions() as session:
        accounts = session.scalars(
            select(Account.id).where(Account.administrator.is_(False)).order_by(Account.id)
        ).all()
        people = [product.actor(session, account) for account in accounts]
    found = (each for each in people if not policy.reporting_organs(each) and not policy.handling_organs(each))
    return browser_of(app, sessions, next(each.account_id for each in found if not each.has("inspector")))


def test_the_board_lists_what_the_plan_asks_for_with_its_clause(officer):
    page = words(officer.get(BOARD))
    assert "Báo cáo năm 2025" in page
    assert "Chưa mở" in page
    assert "trước ngày 30/11 hằng năm (mục VI.5 gạch 4)" in page
    assert "Báo cáo của các đơn vị" in words(officer.get(f"/phong-trao/{KEY}"))


def test_an_officer_adds_a_report_and_opens_it(officer, sessions):
    typed = {name: values[0] for name, values in rehearsing_duties.typed(2026, DUE).items()}
    answer = officer.post(f"{BOARD}/them", data=typed, follow_redirects=True)
    assert "Đã thêm kỳ báo cáo" in words(answer)
    assert "Mở kỳ báo cáo" in words(answer)
    with sessions() as session:
        number = session.scalars(select(CampaignDuty.id).where(CampaignDuty.year == 2026)).one()
    page = words(officer.post(f"{BOARD}/{number}/mo", follow_redirects=True))
    assert "Đã mở kỳ báo cáo" in page
    assert "Đang thu báo cáo" in page
    assert "Chưa làm" in page
    assert "đã mở" in words(officer.post(f"{BOARD}/{number}/mo", follow_redirects=True))
    with sessions() as session:
        assert len(session.scalars(select(UserTask).where(UserTask.element_id == "write_report")).all()) == 4


def test_what_is_missing_is_told_beside_the_form_and_nothing_is_lost(officer):
    answer = officer.post(f"{BOARD}/them", data={"kind": "yearly", "year": "2026", "source": "Công văn 12"})
    assert answer.status_code == 422
    assert "Lỗi:" in answer.text
    assert "Nhập ngày cuối cùng còn đúng hạn" in words(answer)
    assert 'value="2026"' in answer.text
    assert "Công văn 12" in answer.text


def test_a_year_that_is_there_already_is_refused(officer):
    typed = {name: values[0] for name, values in rehearsing_duties.typed(2025, DUE).items()}
    answer = officer.post(f"{BOARD}/them", data=typed)
    assert answer.status_code == 422
    assert "đã có kỳ" in words(answer)


def test_a_past_day_is_mended_before_the_report_is_opened(officer, sessions):
    with sessions() as session:
        number = session.scalars(
            select(CampaignDuty.id).where(CampaignDuty.year == 2025, CampaignDuty.due_on == date(2025, 11, 29))
        ).one()
    assert "Sửa ngày của kỳ rồi mở" in words(officer.post(f"{BOARD}/{number}/mo", follow_redirects=True))
    assert 'value="2025"' in officer.get(f"{BOARD}/{number}/ngay").text
    days = {"due_on-day": "28", "due_on-month": "12", "due_on-year": "2026"}
    assert officer.post(f"{BOARD}/{number}/ngay", data=days).status_code == 422  # no reason
    page = officer.post(
        f"{BOARD}/{number}/ngay", data=days | {"reason": "Theo công văn đôn đốc"}, follow_redirects=True
    )
    assert "28/12/2026" in words(page)


def test_the_officer_reads_figures_reports_and_history(officer, reported, sessions):
    page = words(officer.get(f"{BOARD}/{reported}"))
    assert "Kết quả từng chỉ tiêu" in page
    assert "Chuỗi nguyên vẹn" not in page  # that is for administrators
    assert "Nhận báo cáo" in page
    with sessions() as session:
        unit = session.scalars(select(DutyUnit.unit_id).where(DutyUnit.duty_id == reported)).first()
    report = words(officer.get(f"{BOARD}/{reported}/don-vi/{unit}"))
    assert "Kết quả nổi bật" in report
    assert all(each in report for each in ("Báo cáo của ", "Người ký", "Ngày ký"))


def test_a_report_is_printed_as_a_letter_with_what_its_figures_are_measured_in(officer, app, reported, sessions):
    with sessions() as session:
        unit = session.scalars(select(DutyUnit.unit_id).where(DutyUnit.duty_id == reported)).first()
    address = f"{BOARD}/{reported}/don-vi/{unit}"
    assert f'href="{address}/ban-in"' in officer.get(address).text
    paper = words(officer.get(f"{address}/ban-in"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper
    assert "(%)" in paper
    assert "Kết quả nổi bật:" in paper
    assert outsider(app, sessions).get(f"{address}/ban-in").status_code == 404


def test_the_late_ones_are_told_in_words_and_can_be_shown_alone(app, reported, sessions, clock):
    with sessions.begin() as session:
        actor = rehearsing_duties.officer(session, KEY)
        number = commands.add(session, actor, KEY, rehearsing_duties.typed(2027, DUE)).id
        commands.open_duty(session, actor, number)
    clock.advance(days=20)
    officer = browser_of(app, sessions, actor.account_id)
    page = words(officer.get(f"{BOARD}/{number}?loc=tre"))
    assert page.count("trễ 2 ngày làm việc") == 4
    assert "Không có đơn vị nào trễ." in words(officer.get(f"{BOARD}/{reported}?loc=tre"))


def test_a_unit_sees_its_own_row_and_its_own_report(app, sessions, reported):
    browser, unit = head(app, sessions, reported)
    _, other = head(app, sessions, reported, 1)
    page = words(browser.get(f"{BOARD}/{reported}"))
    assert "Đơn vị của bạn" in page
    assert "Lịch sử" not in page
    assert "Kết quả từng chỉ tiêu" not in page
    assert browser.get(f"{BOARD}/{reported}/don-vi/{unit}").status_code == 200
    assert browser.get(f"{BOARD}/{reported}/don-vi/{other}").status_code == 404
    assert browser.post(f"{BOARD}/{reported}/mo").status_code == 403
    assert browser.get(f"{BOARD}/them").status_code == 404
    assert browser.get(f"{BOARD}/{reported}/ngay").status_code == 404


def test_others_find_nothing(app, sessions, reported):
    browser = outsider(app, sessions)
    for path in (BOARD, f"{BOARD}/{reported}", f"{BOARD}/bang.csv", f"{BOARD}/them", f"{BOARD}/{reported}/don-vi/1"):
        assert browser.get(path).status_code == 404, path
    assert browser.post(f"{BOARD}/{reported}/mo").status_code == 404
    assert "Báo cáo của các đơn vị" not in words(browser.get(f"/phong-trao/{KEY}"))


def test_a_report_of_another_campaign_is_not_found_under_this_one(officer, reported):
    assert officer.get(f"/phong-trao/an-giang-2024/bao-cao/{reported}").status_code == 404


def test_an_administrator_sees_who_has_reported_and_reads_no_report(app, sessions, reported):
    with sessions() as session:
        account = session.scalars(select(Account.id).where(Account.administrator)).one()
        unit = session.scalars(select(DutyUnit.unit_id).where(DutyUnit.duty_id == reported)).first()
    browser = browser_of(app, sessions, account)
    assert "Đã gửi" in words(browser.get(f"{BOARD}/{reported}"))
    assert browser.get(f"{BOARD}/{reported}/don-vi/{unit}").status_code == 404


def test_the_table_goes_to_a_spreadsheet_with_its_letters(officer, reported):
    answer = officer.get(f"{BOARD}/bang.csv")
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeffPhong trào,Kỳ báo cáo,Hạn")
    lines = [line for line in answer.text.splitlines() if "Báo cáo năm 2026" in line]
    assert len(lines) == 4
    assert all("Đã gửi" in line and "28/12/2026" in line for line in lines)


def test_the_paper_that_goes_up_can_be_read_and_printed(officer, reported, sessions):
    for _ in range(3):
        with sessions.begin() as session:
            rehearsing_duties.step(session, reported)
    page = officer.get(f"{BOARD}/{reported}")
    assert "Đã gửi Bộ Nội vụ" in words(page)
    address = page.text.split("/van-ban/")[1].split('"')[0]
    paper = words(officer.get(f"{BOARD}/{reported}/van-ban/{address}"))
    assert "Kính gửi: Bộ Nội vụ" in paper
    assert "Đơn vị không báo cáo" in paper
    assert officer.get(f"{BOARD}/{reported}/van-ban/999999").status_code == 404


def test_the_task_of_a_report_is_worked_like_any_other(app, sessions, opened):
    with sessions() as session:
        task = session.scalars(select(UserTask).where(UserTask.element_id == "write_report")).first()
        account = product.holder(session, "reporting_officer", task.organ_id).account_id
    browser = browser_of(app, sessions, account)
    page = words(browser.get(f"/viec/{task.id}"))
    assert "NB-BC-2026" in page
    assert "Kết quả từng chỉ tiêu" in page
    assert f"{BOARD}/{opened}" in page
    saved = browser.post(f"/viec/{task.id}/nhap", data={"results": "Đang viết", "revision": "0"}, follow_redirects=True)
    assert "Đã lưu nháp" in words(saved)
    assert "Đang viết" in saved.text
    assert browser.post(f"/viec/{task.id}/nhan", follow_redirects=True).status_code == 200
    refused = browser.post(f"/viec/{task.id}", data={"results": "ngắn"})
    assert refused.status_code == 422
    assert "Lỗi:" in refused.text
    assert "NB-BC-2026" in words(browser.get("/viec"))
