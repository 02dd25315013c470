"""The bell, its page, and how one wants mail: one's own alone, by forms alone, and by the address in a mail."""

import re

import pytest
from sqlalchemy import select

from service import unsubscribing
from tests import factories as make
from tests.web.conftest import SECRET
from tests.web.hall import words
from workflows import models, outbox

PAGE, WISHES = "/thong-bao", "/tai-khoan/thong-bao"


@pytest.fixture
def people(sessions):
    """Two officers: accounts and ids of their persons."""
    with sessions.begin() as session:
        unit = make.unit(session)
        persons = [make.officer(session, "intake_officer", unit) for _ in range(2)]
        return [(make.account(session, each), each.id) for each in persons]


@pytest.fixture
def mine(sign_in, people):
    return sign_in(people[0][0])


def tell(sessions, person_id, *keys, **given):
    with sessions.begin() as session:
        for key in keys:
            said = {"subject": f"Hồ sơ {key}", "body": f"Nội dung {key}", "link": "/phong-trao"} | given
            outbox.queue(session, key, "supplement", person_id, dossier=None, **said)


def unread(sessions, person_id):
    with sessions() as session:
        own = models.Notice.person_id == person_id, models.Notice.read_at.is_(None)
        return session.scalars(select(models.Notice.effect_key).where(*own).order_by(models.Notice.id)).all()


def test_the_bell_counts_what_is_unread_on_every_page(sessions, people, mine):
    assert "chưa đọc" not in words(mine.get("/tai-khoan"))
    tell(sessions, people[0][1], "a", "b")
    assert "Thông báo: 2 chưa đọc" in words(mine.get("/tai-khoan"))
    tell(sessions, people[0][1], *(f"n{number}" for number in range(120)))
    page = mine.get("/tai-khoan").text
    assert "99+" in page
    assert "Thông báo: hơn 99 chưa đọc" in words(mine.get("/tai-khoan"))


def test_what_is_unread_stands_first_and_pages_go_on(sessions, people, mine):
    tell(sessions, people[0][1], *(f"n{number:02}" for number in range(32)))
    mine.post(f"{PAGE}/32/da-doc")
    listed = re.findall(r"Nội dung (n\d\d)", mine.get(PAGE).text)
    assert listed == [f"n{number:02}" for number in range(30, 0, -1)]
    assert re.findall(r"Nội dung (n\d\d)", mine.get(f"{PAGE}?trang=2").text) == ["n00", "n31"]
    assert re.findall(r"Nội dung (n\d\d)", mine.get(f"{PAGE}?trang=2&loc=chua-doc").text) == ["n00"]


def test_opening_one_marks_it_and_leads_to_its_task(sessions, people, mine):
    tell(sessions, people[0][1], "a", "b")
    answer = mine.post(f"{PAGE}/1/mo")
    assert (answer.status_code, answer.location) == (303, "/phong-trao")
    assert unread(sessions, people[0][1]) == ["b"]


def test_all_that_was_seen_is_marked_and_what_came_meanwhile_is_not(sessions, people, mine):
    tell(sessions, people[0][1], "a", "b")
    newest = re.search(r'name="den" value="(\d+)"', mine.get(PAGE).text)[1]
    tell(sessions, people[0][1], "later")
    tell(sessions, people[1][1], "other")
    mine.post(f"{PAGE}/da-doc", data={"den": newest})
    assert unread(sessions, people[0][1]) == ["later"]
    assert unread(sessions, people[1][1]) == ["other"]


def test_the_notices_of_others_do_not_exist(sessions, people, mine):
    tell(sessions, people[1][1], "secret")
    assert "secret" not in mine.get(PAGE).text
    assert mine.post(f"{PAGE}/1/mo").status_code == 404
    assert mine.post(f"{PAGE}/1/da-doc").status_code == 404
    assert unread(sessions, people[1][1]) == ["secret"]


def test_an_address_that_leads_elsewhere_is_not_followed(sessions, people, mine):
    tell(sessions, people[0][1], "a", link="//evil.example/x")
    assert mine.post(f"{PAGE}/1/mo").location == PAGE


def test_a_person_chooses_how_mail_comes(sessions, people, mine):
    assert 'value="at_once" checked' in mine.get(WISHES).text
    answer = mine.post(WISHES, data={"mail": "daily", "quiet_days_off": "1", "wanted": ["filing", "result"]})
    assert answer.status_code == 303
    page = mine.get(WISHES).text
    assert 'value="daily" checked' in page
    assert re.search(r'id="quiet_days_off"[^>]*checked', page)
    with sessions() as session:
        kept = session.get_one(models.NoticeSetting, people[0][1])
        assert (kept.mail, kept.quiet_days_off, kept.muted) == ("daily", True, ["reminder"])
    refused = mine.post(WISHES, data={"mail": "never"})
    assert refused.status_code == 422
    assert "Chọn một cách nhận thư" in words(refused)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("", "31/12/2026", "Ghi ngày bắt đầu nghỉ"),
        ("24/12/2026", "bao giờ", "Ghi ngày nghỉ cuối cùng"),
        ("24/12/2026", "23/12/2026", "không được trước ngày bắt đầu"),
        ("01/12/2026", "09/12/2026", "đã qua"),
    ],
)
def test_a_leave_that_cannot_be_is_told_and_what_was_typed_stays(mine, first, last, says):
    answer = mine.post(f"{WISHES}/nghi", data={"first_day": first, "last_day": last})
    assert answer.status_code == 422
    assert says in words(answer)
    assert f'value="{last}"' in answer.text
    assert "<title>Lỗi: " in answer.text


def test_a_leave_is_kept_and_taken_back_by_its_person_alone(sessions, people, mine, sign_in):
    mine.post(f"{WISHES}/nghi", data={"first_day": "24/12/2026", "last_day": "2026-12-31"})
    assert "Từ 24/12/2026 đến hết 31/12/2026" in words(mine.get(WISHES))
    assert sign_in(people[1][0]).post(f"{WISHES}/nghi/1/bo").status_code == 404
    assert mine.post(f"{WISHES}/nghi/1/bo").status_code == 303
    with sessions() as session:
        assert session.query(models.QuietPeriod).count() == 0


def test_a_mail_is_unsubscribed_from_without_signing_in_but_not_by_looking(sessions, people, client):
    address = f"{PAGE}/ngung/{unsubscribing.sign(SECRET, people[0][1], 'reminder')}"
    asked = client.get(address)
    assert asked.status_code == 200
    assert "Nhắc sớm, khi việc còn xa hạn" in words(asked)
    with sessions() as session:
        assert session.query(models.NoticeSetting).count() == 0
    done = client.post(address, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    client.post(address)
    with sessions() as session:
        assert [kept.muted for kept in session.query(models.NoticeSetting)] == [["reminder"]]


@pytest.mark.parametrize("change", ["1.filing.{}", "2.reminder.{}", "1.reminder.", "1.reminder.0{}", "{}", "..", "Ω.é"])
def test_an_address_that_was_not_made_here_stops_nothing(sessions, people, client, change):
    token = unsubscribing.sign(SECRET, 1, "reminder").rpartition(".")[2]
    for method in ("GET", "POST"):
        assert client.open(f"{PAGE}/ngung/{change.format(token)}", method=method).status_code == 400
    with sessions() as session:
        assert session.query(models.NoticeSetting).count() == 0


def test_a_signed_group_that_is_gone_stops_nothing(client, people):
    for person_id, group in ((people[0][1], "gone"), (10**6, "reminder")):
        address = f"{PAGE}/ngung/{unsubscribing.sign(SECRET, person_id, group)}"
        assert client.post(address).status_code == 400
