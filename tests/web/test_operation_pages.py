"""What administrators see of failed steps and running processes, and do about them; what others never see."""

import re

import pytest
from sqlalchemy import select

from tests.stuck import REASON, RULE, complete, fire, mend, status, stuck
from tests.web.conftest import browser_of
from tests.web.hall import words
from tests.web.test_process_pages import drawing
from workflows import models

SHORT = "ngắn"


@pytest.fixture
def at(sessions):
    """A dossier whose next steps fail."""
    return stuck(sessions)


@pytest.fixture
def browsers(app, sessions, at):
    """The windows of the two administrators and of the officer."""
    return tuple(browser_of(app, sessions, each.account_id) for each in (at.first, at.second, at.officer))


def run(at, tail=""):
    return f"/quy-trinh/luot-chay/{at.instance_id}{tail}"


def addresses(at, incident):
    """Return every page of the room."""
    acts = [run(at, f"/{act}") for act in ("chay-lai", "tam-dung", "tiep-tuc", "huy")]
    return ["/su-co", f"/su-co/{incident}", "/quy-trinh", "/quy-trinh/luot-chay", run(at), *acts]


def test_a_person_whose_step_fails_is_told_and_keeps_what_was_typed(sessions, at, browsers):
    officer = browsers[2]
    answer = officer.post(f"/viec/{at.task_id}", data={"text": "Nội dung rất dài", "outcome": "done"})
    assert answer.status_code == 409
    page = words(answer)
    assert "Chưa đặt thời hạn" in page
    assert "sự cố số 1" in page
    assert "Nội dung rất dài" in page
    with sessions() as session:
        draft = session.get_one(models.TaskDraft, (at.task_id, at.officer.person_id))
        assert draft.answers["text"] == "Nội dung rất dài"
    mend(sessions)
    again = officer.post(f"/viec/{at.task_id}", data={"text": "Nội dung rất dài", "outcome": "done", "revision": "1"})
    assert again.status_code == 302
    with sessions() as session:
        assert session.scalars(select(models.Incident)).one().resolution == "worked"


def test_a_withdrawal_that_fails_is_told_on_a_page_of_its_own(app, sessions, at):
    head = browser_of(app, sessions, at.submitter.account_id)
    answer = head.post(f"/ho-so/{at.reference}/rut", data={"reason": "Rút để bổ sung thành tích"})
    assert answer.status_code == 409
    page = words(answer)
    assert "Bước tiếp theo của quy trình chưa chạy được" in page
    assert "Rút để bổ sung thành tích" in page
    assert "sự cố số 1" in page


def test_the_list_shows_open_incidents_first_and_its_filters_stand_in_the_address(sessions, at, browsers, clock):
    first = browsers[0]
    assert "Không có sự cố nào" in words(first.get("/su-co"))
    complete(sessions, at)
    clock.advance(hours=2)
    fire(sessions, at, times=3)
    page = words(first.get("/su-co"))
    assert page.count('class="tk-row ') == 2
    assert at.reference in page
    assert words(first.get("/su-co?loai=moc-thoi-gian")).count('class="tk-row ') == 1
    assert "Không có sự cố nào khớp" in words(first.get("/su-co?loai=rut-ho-so"))
    assert "Chưa có sự cố nào được giải quyết" in words(first.get("/su-co?trang-thai=da-giai-quyet"))
    assert words(first.get("/su-co?quy-trinh=department_certificate")).count('class="tk-row ') == 2


def test_administrators_find_the_number_of_open_incidents_in_the_rail(sessions, at, browsers):
    complete(sessions, at)
    rail = words(browsers[0].get("/")).split('class="tk-rail"')[1].split("</nav>")[0]
    assert "1<span class=" in rail.split("/quy-trinh")[1]
    assert "/quy-trinh" not in words(browsers[2].get("/"))


def test_an_incident_says_cause_place_and_values_without_personal_data(sessions, at, browsers):
    number = complete(sessions, at)
    page = words(browsers[0].get(f"/su-co/{number}"))
    assert "Chưa đặt thời hạn" in page
    assert "văn bản, 13 ký tự (không hiện)" in page
    assert "OperationFailed" in page
    assert '"element": "set_limit"' in page
    assert "Người làm bấm gửi lại" in page


def test_an_incident_is_closed_with_a_reason(sessions, at, browsers):
    number = complete(sessions, at)
    refused = browsers[0].post(f"/su-co/{number}", data={"reason": SHORT})
    assert (refused.status_code, words(refused).count("Nêu lý do")) == (422, 2)
    assert SHORT in words(refused)
    assert browsers[0].post(f"/su-co/{number}", data={"reason": REASON}).status_code == 302
    assert "Quản trị đã đóng" in words(browsers[0].get(f"/su-co/{number}"))


def test_the_page_of_an_instance_shows_where_it_stands_and_what_waits(at, browsers):
    page = words(browsers[0].get(run(at)))
    for said in ("Ghi ý kiến", "Chưa ai nhận", "Mốc thời gian đang chờ", "11:00 hôm nay", "văn bản, 13 ký tự"):
        assert said in page, said
    assert RULE not in page
    assert '"element": "write_note"' in page
    assert f"/ho-so/{at.reference}" not in page  # an administrator does not see dossiers by being one


def test_every_instance_with_an_open_incident_stands_under_that_filter(sessions, at, browsers):
    chip = '<a class="tk-chip" href="/quy-trinh/luot-chay?trang-thai=co-su-co"{}>Có sự cố <span class="tk-chip__n">{}</span>'
    assert chip.format("", 0) in words(browsers[0].get("/quy-trinh/luot-chay"))
    complete(sessions, at)  # fails, and the instance runs on
    page = words(browsers[0].get("/quy-trinh/luot-chay?trang-thai=co-su-co"))
    assert chip.format(' aria-current="true"', 1) in page
    assert run(at) in page
    assert 'Tất cả <span class="tk-chip__n">1</span>' in page


def test_a_failed_timer_is_run_again_from_the_page(sessions, at, browsers, clock):
    clock.advance(hours=2)
    fire(sessions, at, times=3)
    page = words(browsers[0].get(run(at)))
    assert "Chạy lại" in page
    assert "Đã thử" in page
    mend(sessions)
    assert browsers[0].post(run(at, "/chay-lai"), data={"reason": REASON}).status_code == 302
    fire(sessions, at)
    assert "Giải trình chậm" in words(browsers[0].get(run(at)))


@pytest.mark.parametrize("act", ["tam-dung", "huy"])
def test_an_act_asks_for_a_reason_and_keeps_what_was_typed(sessions, at, browsers, act):
    assert browsers[0].get(run(at, f"/{act}")).status_code == 200
    refused = browsers[0].post(run(at, f"/{act}"), data={"reason": SHORT})
    assert refused.status_code == 422
    assert "<title>Lỗi: " in words(refused)
    assert f">{SHORT}</textarea>" in words(refused)
    assert status(sessions, at) == "running"


def test_while_suspended_people_see_why_on_task_and_dossier(sessions, at, browsers):
    first, _, officer = browsers
    assert first.post(run(at, "/tam-dung"), data={"reason": REASON}).status_code == 302
    for address in (f"/viec/{at.task_id}", f"/ho-so/{at.reference}/so-do"):
        page = words(officer.get(address))
        assert "tạm dừng quy trình của hồ sơ này" in page, address
        assert REASON in page, address
    assert 'name="outcome"' not in words(officer.get(f"/viec/{at.task_id}"))
    assert officer.post(f"/viec/{at.task_id}", data={"outcome": "done", "text": "x"}).status_code == 409
    assert first.post(run(at, "/tam-dung"), data={"reason": REASON}).status_code == 409
    assert first.post(run(at, "/tiep-tuc"), data={"reason": REASON}).status_code == 302
    assert 'name="outcome"' in words(officer.get(f"/viec/{at.task_id}"))


def test_a_cancelled_instance_says_so_and_offers_nothing_more(at, browsers):
    assert browsers[0].post(run(at, "/huy"), data={"reason": REASON}).status_code == 302
    page = words(browsers[0].get(run(at)))
    assert "Đã kết thúc" in page
    assert "Hủy quy trình</a>" not in page
    assert "Đã hủy" in words(browsers[2].get(f"/ho-so/{at.reference}/so-do"))


def test_a_move_is_asked_by_one_and_approved_by_another(sessions, at, browsers):
    first, second, _ = browsers
    link = re.search(r'href="([^"]+/chuyen-buoc/[^"]+)"', words(first.get(run(at))))[1]
    page = words(first.get(link))
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    assert 'value="check_note"' in page
    assert 'value="start"' not in page
    refused = first.post(link, data={"revision": revision, "reason": SHORT, "element": "check_note"})
    assert refused.status_code == 422
    assert re.search(r'value="check_note"[^>]* checked', words(refused))
    asked = first.post(link, data={"revision": revision, "reason": REASON, "element": "check_note"})
    assert asked.status_code == 302
    request = re.search(r'href="([^"]+/de-nghi/\d+)"', words(first.get(run(at))))[1]
    assert "Người đề nghị không được tự duyệt" in words(first.get(request))
    assert first.post(f"{request}/duyet").status_code == 403
    assert "Duyệt và chuyển bước" in words(second.get(request))
    assert second.post(f"{request}/duyet").status_code == 302
    assert "Xem ý kiến" in words(second.get(run(at)))
    assert second.post(f"{request}/duyet").status_code == 409


def test_a_move_is_declined_with_a_reason(sessions, at, browsers):
    first, second, _ = browsers
    link = re.search(r'href="([^"]+/chuyen-buoc/[^"]+)"', words(first.get(run(at))))[1]
    revision = re.search(r'name="revision" value="(\d+)"', words(first.get(link)))[1]
    first.post(link, data={"revision": revision, "reason": REASON, "element": "check_note"})
    request = re.search(r'href="([^"]+/de-nghi/\d+)"', words(first.get(run(at))))[1]
    assert second.post(f"{request}/tu-choi", data={"reason": SHORT}).status_code == 422
    assert second.post(f"{request}/tu-choi", data={"reason": "Chưa đủ căn cứ để chuyển"}).status_code == 302
    assert "Đã từ chối" in words(first.get(request))


def test_to_others_than_administrators_none_of_it_exists(sessions, at, browsers):
    number = complete(sessions, at)
    for address in addresses(at, number):
        assert browsers[2].get(address).status_code == 404, address
    for act in ("chay-lai", "tam-dung", "tiep-tuc", "huy"):
        assert browsers[2].post(run(at, f"/{act}"), data={"reason": REASON}).status_code in (403, 404)
    assert browsers[2].post(f"/su-co/{number}", data={"reason": REASON}).status_code in (403, 404)
    assert status(sessions, at) == "running"


def test_a_stranger_is_asked_to_sign_in(client, sessions, at):
    number = complete(sessions, at)
    for address in addresses(at, number):
        assert client.get(address).location.startswith("/dang-nhap"), address


@pytest.mark.parametrize("tail", ["/khong-co", "/chuyen-buoc/khong-co", "/de-nghi/9", "?tai=khong_co"])
def test_what_is_not_there_is_not_found(at, browsers, tail):
    assert browsers[0].get(run(at, tail)).status_code in (404, 409)
    assert browsers[0].get("/quy-trinh/luot-chay/99").status_code == 404
    assert browsers[0].get("/su-co/99").status_code == 404


def test_the_instances_are_listed_by_status_process_and_step(sessions, at, browsers):
    first = browsers[0]
    assert at.reference in words(first.get("/quy-trinh/luot-chay"))
    assert at.reference in words(first.get("/quy-trinh/luot-chay?buoc=write_note&trang-thai=dang-chay"))
    assert at.reference not in words(first.get("/quy-trinh/luot-chay?buoc=check_note"))
    assert at.reference not in words(first.get("/quy-trinh/luot-chay?trang-thai=tam-dung"))
    assert "Không có lượt chạy nào khớp" in words(first.get("/quy-trinh/luot-chay?quy-trinh=khong_co"))


def test_a_definition_counts_what_is_on_each_element(sessions, at, browsers):
    complete(sessions, at)
    answer = browsers[0].get("/quy-trinh/department_certificate")
    page = words(answer)
    table = page.split('id="so-lieu"')[1]
    row = table.split("Ghi ý kiến")[1].split("</tr>")[0]
    assert [int(each) for each in re.findall(r">\s*(\d+)\s*(?:</a>)?</td>", row)] == [1, 1, 0, 0, 0]
    assert drawing(answer)["faults"] == [{"count": 1, "element": "set_limit", "word": "sự cố"}]
