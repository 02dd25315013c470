"""Deadlines in a browser: the calendar by keyboard, the private address, figures, and work whose process stands still."""

import re

import pytest

from tests import product
from tests.e2e.looking import faults_of
from workflows import dates
from workflows.clock import utcnow
from workflows.commands import interventions
from workflows.models import Account, UserTask
from workflows.rules.calendar import end_of_day
from workflows.rules.months import month_of

pytestmark = pytest.mark.e2e

REASON = "Chờ Sở kiện toàn Hội đồng, công văn số 12"
OPINION = "Đồng ý với kết quả thẩm định của chuyên viên."


@pytest.fixture
def waiting(office, tmp_path):
    """A task that its head can do today: (task id, reference, actor)."""
    reference = product.prepared(office.sessions, tmp_path, "giay_khen_so")
    task_id = product.advance(office.sessions, reference, "review_appraisal")
    with office.sessions.begin() as session:
        session.get_one(UserTask, task_id).due_at = end_of_day(dates.local_date(utcnow()))
    return task_id, reference, office.next_step(reference)[2]


def suspend(office, task_id: int) -> None:
    with office.sessions.begin() as session:
        administrator = session.query(Account).filter(Account.administrator).first()
        instance_id = session.get_one(UserTask, task_id).instance_id
        interventions.suspend(session, product.actor(session, administrator.id), instance_id, REASON)


def test_a_month_is_turned_by_keyboard_and_shows_one_s_own_work(office, waiting):
    task_id, reference, head = waiting
    desk, month = office.desk(head), month_of(dates.local_date(utcnow()))
    desk.open("/lich")
    cell = desk.page.locator(".tk-agenda__day--today")
    assert reference in cell.inner_text()
    assert "hạn hôm nay" in cell.inner_text().replace("\u00a0", " ")
    assert faults_of(desk, "calendar") == []
    desk.page.locator("a[rel=next]").focus()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(f"**/lich?thang={month.after.word}")
    assert reference not in desk.page.locator(".tk-agenda").inner_text()
    desk.follow("Tháng này")
    desk.page.locator(".tk-agenda a", has_text="Duyệt kết quả").first.click()
    desk.page.wait_for_url(f"**/viec/{task_id}")


def test_a_private_address_is_made_copied_read_and_revoked(office, waiting):
    _, reference, head = waiting
    desk = office.desk(head)
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.open("/tai-khoan")
    desk.press("Lịch riêng")
    desk.press("Tạo địa chỉ lịch")
    address = desk.page.input_value("#lich")
    desk.press("Chép địa chỉ")
    assert desk.page.evaluate("navigator.clipboard.readText()") == address
    stranger = desk.context.browser.new_context()
    path = office.address + re.sub(r"^https?://[^/]+", "", address)
    assert reference in stranger.request.get(path).text()
    desk.open("/tai-khoan/lich")
    assert faults_of(desk, "feed") == []
    desk.press("Thu hồi")
    assert "Đã thu hồi" in desk.reads()
    assert stranger.request.get(path).status == 404
    stranger.close()


def test_while_a_process_stands_still_lists_say_so_and_what_was_typed_is_read(office, waiting):
    task_id, _, head = waiting
    desk = office.desk(head)
    desk.open(f"/viec/{task_id}")
    desk.page.fill("[name=opinion]", OPINION)
    desk.press("Lưu nháp")
    suspend(office, task_id)
    desk.open("/viec?khung=dang-dung")
    assert "tạm dừng" in desk.reads()
    assert faults_of(desk, "still") == []
    desk.open(f"/viec/{task_id}")
    assert desk.page.input_value("[name=opinion]") == OPINION
    assert desk.page.locator("[name=opinion]").is_disabled()
    assert REASON in desk.reads()
    assert faults_of(desk, "resting") == []


def test_a_head_follows_a_figure_to_its_tasks(office, waiting):
    _, reference, head = waiting
    desk = office.desk(head)
    desk.open("/")
    desk.follow("Đúng hạn theo bước")
    assert faults_of(desk, "figures") == []
    row = desk.page.locator("tr", has_text="Duyệt kết quả")
    row.locator("td[data-label='Đang mở'] a").click()
    desk.page.wait_for_load_state()
    assert reference in desk.reads()
    assert faults_of(desk, "behind") == []
