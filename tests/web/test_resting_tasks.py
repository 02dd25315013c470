"""Work whose process stands still: the lists say so, and its page shows what was typed, to be read, with the reason."""

import re

import pytest

from tests.stuck import REASON, complete, fire, mend, stuck
from tests.web.conftest import browser_of
from tests.web.hall import words
from workflows.commands import tasks

TYPED = "Hồ sơ hợp lệ, đề nghị trình"


@pytest.fixture
def at(sessions):
    """A dossier whose next steps fail."""
    found = stuck(sessions)
    with sessions.begin() as session:
        tasks.save_draft(session, found.officer, found.task_id, {"text": TYPED}, 0)
    return found


@pytest.fixture
def browsers(app, sessions, at):
    """The windows of an administrator and of the officer."""
    return tuple(browser_of(app, sessions, each.account_id) for each in (at.first, at.officer))


def suspend(browser, at, act: str = "tam-dung") -> None:
    assert browser.post(f"/quy-trinh/luot-chay/{at.instance_id}/{act}", data={"reason": REASON}).status_code == 302


def read_only(page: str) -> str:
    return re.search(r'<fieldset class="tk-readonly.*?</fieldset>', page, re.DOTALL)[0]


def test_a_suspended_task_says_so_in_the_list_and_has_a_view_of_its_own(at, browsers):
    first, officer = browsers
    assert "tk-due--rest" not in words(officer.get("/viec"))
    suspend(first, at)
    assert "tạm dừng" in re.search(r"tk-due--rest.*?</span></span>", words(officer.get("/viec")))[0]
    assert at.reference in words(officer.get("/viec?khung=dang-dung"))
    suspend(first, at, "tiep-tuc")
    assert "tk-due--rest" not in words(officer.get("/viec"))
    assert "Không có việc nào đang dừng" in words(officer.get("/viec?khung=dang-dung"))


def test_the_page_of_a_suspended_task_keeps_what_was_typed_to_be_read(at, browsers):
    first, officer = browsers
    suspend(first, at)
    page = words(officer.get(f"/viec/{at.task_id}"))
    shown = read_only(page)
    assert REASON in page
    assert TYPED in shown
    assert " disabled" in shown.split(">")[0]
    assert "Chỉ đọc được cho đến khi quy trình chạy tiếp" in shown
    assert 'id="phieu"' not in page
    assert 'name="outcome"' not in page
    suspend(first, at, "tiep-tuc")
    page = words(officer.get(f"/viec/{at.task_id}"))
    assert "tk-readonly" not in page
    assert TYPED in page


def test_a_task_of_a_process_with_an_incident_waits_for_it_to_be_mended(sessions, at, browsers, clock):
    first, officer = browsers
    clock.advance(hours=2)
    fire(sessions, at, times=3)
    assert "chờ khắc phục sự cố" in words(officer.get("/viec"))
    page = words(officer.get(f"/viec/{at.task_id}"))
    assert "Quy trình của hồ sơ này có sự cố" in page
    assert TYPED in read_only(page)
    mend(sessions)
    suspend(first, at, "chay-lai")
    assert "chờ khắc phục sự cố" not in words(officer.get("/viec"))


def test_a_task_that_failed_when_sent_says_so_also_after_the_page_is_opened_again(sessions, at, browsers):
    assert "Gửi lần gần nhất chưa được" not in words(browsers[1].get(f"/viec/{at.task_id}"))
    complete(sessions, at)
    page = words(browsers[1].get(f"/viec/{at.task_id}"))
    for said in ("Gửi lần gần nhất chưa được", "Chưa đặt thời hạn", "sự cố số 1", TYPED, 'name="outcome"'):
        assert said in page, said
