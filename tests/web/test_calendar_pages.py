"""The working calendar in the browser: administrators see and change it after they have seen what moves; others never."""

import html
import json
import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.web.hall import words
from workflows import models

pytestmark = pytest.mark.product

PLACE = "/quan-tri/lich-lam-viec"
NEW = {"day-day": "21", "day-month": "12", "day-year": "2026", "kind": "off", "scope": "country",
       "name": "Nghỉ hoán đổi", "status": "official", "source": "Công văn số 12"}  # fmt: skip


def carried(page: str) -> list:
    """Return the changes that the confirming page carries."""
    return json.loads(html.unescape(re.search(r'name="changes" value="([^"]*)"', page)[1]))


def days(sessions, day):
    with sessions() as session:
        return list(session.scalars(select(models.DayOff).where(models.DayOff.day == day)))


def confirm(browser, answer):
    """Press the button of the confirming page."""
    assert answer.status_code == 200, words(answer)
    return browser.post(f"{PLACE}/ap-dung", data={"changes": json.dumps(carried(answer.text))})


def test_a_month_shows_every_day_with_its_name(administrator):
    page = words(administrator.get(f"{PLACE}/2026/11"))

    assert "Tháng 11/2026" in page
    assert "Thứ Ba, 24/11/2026" in page
    assert "Ngày Văn hóa Việt Nam" in page
    assert "Tháng 10/2026" in page
    assert "Tháng 12/2026" in page


def test_a_day_is_added_once_it_was_shown_and_confirmed_and_stands_in_the_history(administrator, sessions):
    asked = administrator.post(f"{PLACE}/them", data=NEW)
    assert "Ghi thay đổi này?" in words(asked)
    assert days(sessions, date(2026, 12, 21)) == []

    assert confirm(administrator, asked).status_code == 302

    row = days(sessions, date(2026, 12, 21))[0]
    assert (row.kind, row.note, row.status, row.source) == ("off", "Nghỉ hoán đổi", "official", "Công văn số 12")
    page = words(administrator.get(f"{PLACE}/2026/12"))
    assert "Nghỉ, Nghỉ hoán đổi" in page
    assert "Thêm ngày vào lịch" in page


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(administrator, sessions):
    answer = administrator.post(f"{PLACE}/them", data=NEW | {"source": ""})

    assert answer.status_code == 422
    page = words(answer)
    assert "<title>Lỗi: Thêm ngày" in page
    assert "Ngày chính thức cần căn cứ" in page
    assert 'value="21"' in page
    assert 'value="Nghỉ hoán đổi"' in page


def test_a_day_is_changed_and_removed_and_each_stands_in_the_history(administrator, sessions):
    confirm(administrator, administrator.post(f"{PLACE}/them", data=NEW))
    number = days(sessions, date(2026, 12, 21))[0].id
    assert 'value="Nghỉ hoán đổi"' in words(administrator.get(f"{PLACE}/ngay/{number}"))

    confirm(administrator, administrator.post(f"{PLACE}/ngay/{number}", data=NEW | {"kind": "half"}))
    assert days(sessions, date(2026, 12, 21))[0].kind == "half"

    confirm(administrator, administrator.post(f"{PLACE}/ngay/{number}/bo", data=NEW))
    assert days(sessions, date(2026, 12, 21)) == []
    page = words(administrator.get(f"{PLACE}/2026/12"))
    assert [verb in page for verb in ("Thêm ngày vào lịch", "Sửa ngày của lịch", "Bỏ ngày khỏi lịch")] == [True] * 3


def test_a_day_that_is_there_already_is_refused_at_its_field(administrator):
    answer = administrator.post(f"{PLACE}/them", data=NEW | {"day-day": "24", "day-month": "11"})
    assert answer.status_code == 422
    assert "đã có một dòng cùng ngày" in words(answer)


def test_what_another_has_changed_meanwhile_is_not_overwritten(administrator, sessions):
    confirm(administrator, administrator.post(f"{PLACE}/them", data=NEW))
    number = days(sessions, date(2026, 12, 21))[0].id
    asked = administrator.post(f"{PLACE}/ngay/{number}", data=NEW | {"name": "Tên thứ nhất"})
    confirm(administrator, administrator.post(f"{PLACE}/ngay/{number}", data=NEW | {"name": "Tên thứ hai"}))

    assert confirm(administrator, asked).status_code == 409

    assert days(sessions, date(2026, 12, 21))[0].note == "Tên thứ hai"


@pytest.mark.parametrize(
    "changes",
    [
        "",
        "[",
        "[]",
        "{}",
        "[1]",
        '[{"before": null, "after": null}]',
        '[{"before": null, "after": {"day": "x", "scope": "", "status": "official", "kind": "off", "name": "a", "source": "b"}}]',
        '[{"before": null, "after": {"day": "2026-12-21", "scope": [], "status": "official", "kind": "off", "name": "a", "source": "b"}}]',
    ],
)
def test_changes_that_no_page_has_made_are_refused(administrator, sessions, changes):
    assert administrator.post(f"{PLACE}/ap-dung", data={"changes": changes}).status_code == 409
    assert days(sessions, date(2026, 12, 21)) == []


@pytest.mark.parametrize(
    "facts", [{"kind": "lazy"}, {"status": "sure"}, {"scope": "sao-hoa"}, {"day": "1999-01-01"}, {"source": ""}]
)
def test_changed_changes_are_checked_again(administrator, sessions, facts):
    after = {"day": "2026-12-21", "scope": "", "status": "official", "kind": "off", "name": "a", "source": "b"} | facts
    sent = json.dumps([{"before": None, "after": after}])
    assert administrator.post(f"{PLACE}/ap-dung", data={"changes": sent}).status_code == 422
    assert days(sessions, date(2026, 12, 21)) == []


def send(browser, text, **fields):
    return browser.post(f"{PLACE}/tep", data={"file": (BytesIO(text.encode()), "lich.csv"), **fields})


def test_a_file_is_shown_first_and_then_applied_as_a_whole(administrator, sessions):
    exported = administrator.get(f"{PLACE}/tep.csv?tu=2026&den=2026")
    assert exported.mimetype == "text/csv"
    assert "lich-lam-viec-2026-2026.csv" in exported.headers["Content-Disposition"]
    lines = exported.data.decode("utf-8-sig").splitlines()
    text = (
        "\n".join(line for line in lines if not line.startswith("2026-11-24"))
        + "\n2026-12-21,nghỉ,,Nghỉ bù,CV 12,chính thức"
    )

    kept = send(administrator, text)
    assert "Ghi thay đổi này?" in words(kept)  # what the file does not name stays
    asked = send(administrator, text, others="true")
    assert "Ghi 2 thay đổi này?" in words(asked)
    assert len(days(sessions, date(2026, 11, 24))) == 1

    assert confirm(administrator, asked).status_code == 302
    assert days(sessions, date(2026, 11, 24)) == []
    assert days(sessions, date(2026, 12, 21))[0].note == "Nghỉ bù"
    assert send(administrator, text, others="true").status_code == 302  # nothing is left to change


def test_a_file_with_one_wrong_line_changes_nothing(administrator, sessions):
    answer = send(administrator, "Ngày,Loại,Tên,Trạng thái\n2026-12-21,nghỉ,a,đề xuất\n2026-13-01,nghỉ,a,đề xuất")
    assert answer.status_code == 422
    assert "Dòng 3: không đọc được ngày" in words(answer)
    assert days(sessions, date(2026, 12, 21)) == []
    assert send(administrator, "x" * 300_000).status_code == 422
    assert administrator.post(f"{PLACE}/tep").status_code == 422


def test_for_others_the_calendar_and_its_files_do_not_exist(officer, sessions):
    sent = json.dumps([{"before": None, "after": {"day": "2026-12-21", "scope": "", "status": "official", "kind": "off",
                        "name": "a", "source": "b"}}])  # fmt: skip
    places = ["/2026/11", "/them", "/ngay/1", "/tep", "/tep.csv"]
    assert {officer.get(f"{PLACE}{place}").status_code for place in places} == {404}
    posts = [("/them", NEW), ("/ngay/1", NEW), ("/ngay/1/bo", {}), ("/ap-dung", {"changes": sent})]
    assert {officer.post(f"{PLACE}{place}", data=data).status_code for place, data in posts} == {404}
    assert send(officer, "Ngày,Loại,Tên,Trạng thái\n2026-12-21,nghỉ,a,đề xuất").status_code == 404
    assert days(sessions, date(2026, 12, 21)) == []
    assert "Lịch làm việc" not in words(officer.get("/"))


@pytest.mark.parametrize("place", ["2019/12", "2101/1", "2026/13", "2026/0"])
def test_months_outside_the_calendar_do_not_exist(administrator, place):
    assert administrator.get(f"{PLACE}/{place}").status_code == 404


def test_a_year_is_announced_by_its_paper_and_no_longer_provisional(administrator, officer, sessions):
    place = f"{PLACE}/2027/1"
    assert "Lịch nghỉ năm 2027 chưa được công bố" in words(administrator.get(place))
    assert administrator.post(f"{place}/cong-bo", data={"source": " "}).status_code == 422
    assert officer.post(f"{place}/cong-bo", data={"source": "Thông báo số 5"}).status_code == 404

    assert administrator.post(f"{place}/cong-bo", data={"source": "Thông báo số 5"}).status_code == 302

    assert "chưa được công bố" not in words(administrator.get(place))
    with sessions() as session:
        row = session.get_one(models.CalendarYear, 2027)
        assert (row.announced, row.source) == (True, "Thông báo số 5")
