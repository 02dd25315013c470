"""The pages on which processes are changed: drafts, their files, and the way to being published."""

import io
import re
from html import unescape

import pytest
from sqlalchemy import select

from service import scheduler, shipped
from tests.web.conftest import browser_of
from tests.web.hall import token, words
from workflows import bundle_files, models

pytestmark = pytest.mark.product

INDEX = "/quy-trinh/ban-thao"
NOTE = "Thư ký trình thay cho Chánh Văn phòng"
TODAY = "2026-12-10"


@pytest.fixture
def second(app, sessions, administrator):
    """The browser of another administrator."""
    with sessions.begin() as session:
        account = session.scalars(select(models.Account).where(models.Account.administrator.is_(False))).first()
        account.administrator = True
        number = account.id
    return browser_of(app, sessions, number)


def post(browser, address: str, there: str = INDEX, **fields):
    """Post a form as it stands on a page."""
    return browser.post(address, data={"csrf_token": token(browser.get(there)), **fields})


@pytest.fixture
def address(administrator) -> str:
    """The address of a draft that has just begun."""
    return post(administrator, INDEX, title="Đổi người trình quyết định").headers["Location"]


def edited(new: bytes = b"council_secretary") -> bytes:
    return shipped.definitions()["decide.bpmn"].replace(b"deciding_authority", new)


def send(browser, address: str, content: bytes, name: str = "decide.bpmn", *, seen: list[str] | None = None):
    """Send a file as the page has it: with the revisions that it shows, unless others are given."""
    if seen is None:
        seen = re.findall(r'name="seen" value="([^"]+)"', browser.get(address).text)
    return post(browser, f"{address}/tep", address, tep=(io.BytesIO(content), name), seen=seen)


def ask(browser, address: str, **more):
    return post(browser, f"{address}/de-nghi", address, **{"note": NOTE, "effective_on": TODAY, **more})


def test_to_others_than_administrators_the_pages_do_not_exist(administrator, officer, address):
    send(administrator, address, edited())
    for tail in ("", "/goi.zip", "/tep/decide.bpmn", "/tep/decide.bpmn/cac-lan-luu"):
        assert officer.get(f"{address}{tail}").status_code == 404
    assert officer.get(INDEX).status_code == 404
    given = {
        "csrf_token": token(officer.get("/tai-khoan")),
        "title": "Bản của tôi",
        "note": NOTE,
        "effective_on": TODAY,
    }
    for tail in ("/ten", "/de-nghi", "/rut", "/bo", "/tep/decide.bpmn/bo", "/tep/decide.bpmn/lay-lai", "/duyet/1"):
        assert officer.post(f"{address}{tail}", data=given).status_code == 404, tail


def test_a_draft_is_begun_found_and_says_that_it_changes_nothing(administrator, address):
    assert "Đổi người trình quyết định" in words(administrator.get(INDEX))
    assert "Không có khác biệt nào" in words(administrator.get(address))


def test_without_a_title_the_form_says_so_and_keeps_what_was_typed(administrator):
    answer = post(administrator, INDEX, title="abc")

    assert answer.status_code == 422
    assert "Đặt tên bản thảo" in words(answer)
    assert 'value="abc"' in answer.text


def test_a_file_sent_in_is_checked_and_its_differences_are_told(administrator, address):
    assert send(administrator, address, edited()).status_code == 302
    page = words(administrator.get(address))

    assert "Quyền và người làm" in page
    assert "ai làm nay là “Thư ký Hội đồng”" in page
    assert "Không có lỗi" in page
    assert "Hồ sơ đang chạy" in page


def test_what_is_wrong_with_a_file_is_listed_and_keeps_it_from_being_asked_for(administrator, address):
    send(administrator, address, edited(b"nobody_knows"))
    page = words(administrator.get(address))

    assert "Lỗi phải sửa trước khi đề nghị duyệt" in page
    assert "nobody_knows" in page
    assert ask(administrator, address).status_code == 422


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("decide.exe", b"x", "đuôi .bpmn"),
        ("decide.bpmn", b"\xff\xff", "UTF-8"),
        ("decide.bpmn", b" " * 110_000, "lớn hơn 100 KB"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_in_words(administrator, address, monkeypatch, name, content, said):
    monkeypatch.setattr(bundle_files, "LARGEST_FILE", 102_400)  # a larger one goes through a file of the test client
    answer = send(administrator, address, content, name)

    assert answer.status_code == 422
    assert said in words(answer)


def test_who_sends_over_a_saving_that_they_have_not_seen_is_told(administrator, second, address):
    send(administrator, address, edited())
    answer = send(second, address, edited(b"drafting_officer"), seen=[])

    assert answer.status_code == 409
    assert "vừa được Vũ Văn Long lưu" in words(answer)
    assert administrator.get(f"{address}/tep/decide.bpmn").data == edited()


def test_names_in_a_hostile_diagram_are_shown_as_text(administrator, address):
    hostile = edited().replace("Phát hành".encode(), b"&lt;script&gt;alert(1)&lt;/script&gt;")
    send(administrator, address, hostile)
    page = administrator.get(address)

    assert "<script>alert(1)" not in page.text
    assert "<script>alert(1)</script>" in unescape(page.text)


def test_a_diagram_with_a_document_type_is_named_and_changes_nothing_that_runs(administrator, address):
    send(administrator, address, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')

    assert "DOCTYPE" in words(administrator.get(address))


def test_a_bundle_goes_out_and_comes_back(administrator, address):
    send(administrator, address, edited())
    packed = administrator.get(f"{address}/goi.zip")
    assert bundle_files.unpack(packed.data)["decide.bpmn"] == edited()
    other = post(administrator, INDEX, title="Bản nhận từ nơi khác").headers["Location"]

    answer = post(administrator, f"{other}/goi", other, goi=(io.BytesIO(packed.data), "goi.zip"))

    assert answer.status_code == 302
    assert "ai làm nay là “Thư ký Hội đồng”" in words(administrator.get(other))


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip"])
def test_what_is_no_bundle_is_refused_in_words(administrator, address, content):
    answer = post(administrator, f"{address}/goi", address, goi=(io.BytesIO(content), "goi.zip"))

    assert answer.status_code == 422
    assert "không phải gói .zip" in words(answer)


def test_an_earlier_saving_is_taken_again(administrator, address):
    for content in (edited(), edited(b"drafting_officer")):
        send(administrator, address, content)
    savings = f"{address}/tep/decide.bpmn/cac-lan-luu"
    assert "Lần 2" in words(administrator.get(savings))

    post(administrator, f"{address}/tep/decide.bpmn/lay-lai", address, revision="1")

    assert administrator.get(f"{address}/tep/decide.bpmn").data == edited()


def test_one_asks_another_approves_and_the_new_version_is_there(administrator, second, address):
    send(administrator, address, edited())
    assert ask(administrator, address).status_code == 302
    assert "nên không duyệt được. Một quản trị khác" in words(administrator.get(address))
    review = re.search(r"/duyet/(\d+)", second.get(address).text)[1]
    refused = post(administrator, f"{address}/duyet/{review}", address)
    assert refused.status_code == 403
    assert post(second, f"{address}/duyet/{review}", address).status_code == 302

    assert "Đã ban hành" in words(second.get(address))
    assert "Thư ký Hội đồng" in words(second.get("/quy-trinh/provincial_award?so-do=decide"))


def test_a_refusal_comes_back_with_its_reason(administrator, second, address):
    send(administrator, address, edited())
    ask(administrator, address)
    review = re.search(r"/duyet/(\d+)", second.get(address).text)[1]
    short = post(second, f"{address}/tu-choi/{review}", address, reason="không")
    assert short.status_code == 422
    post(second, f"{address}/tu-choi/{review}", address, reason="Thư ký không có thẩm quyền này")

    page = words(administrator.get(address))
    assert "Thư ký không có thẩm quyền này" in page
    assert "Đang sửa" in page


def test_the_worker_publishes_on_the_day(administrator, second, address, sessions, clock):
    send(administrator, address, edited())
    ask(administrator, address, effective_on="2026-12-14")
    review = re.search(r"/duyet/(\d+)", second.get(address).text)[1]
    post(second, f"{address}/duyet/{review}", address)
    assert scheduler.publish_drafts(sessions) == 0
    clock.advance(days=4)

    assert scheduler.publish_drafts(sessions) == 1
    assert scheduler.publish_drafts(sessions) == 0


@pytest.mark.parametrize("tail", ["/99", "/1/tep/khong_co.bpmn", "/1/tep/x.bpmn/cac-lan-luu"])
def test_what_is_not_there_is_not_found(administrator, address, tail):
    assert administrator.get(f"{INDEX}{tail}").status_code == 404
