"""The page of the diagram editor and what its scripts ask: saving, who else is there, a new diagram."""

import io
import json
import re
from html import unescape

import pytest
from sqlalchemy import select

from service import shipped
from tests.web.conftest import browser_of
from tests.web.hall import words
from workflows import bundle_files, models

INDEX = "/quy-trinh/ban-thao"
DECIDE = shipped.definitions()["decide.bpmn"]


@pytest.fixture
def database_url(product_database_url):
    """The product with its processes."""
    return product_database_url


@pytest.fixture
def accounts(sessions) -> list[int]:
    """Two administrators and somebody who is none."""
    with sessions.begin() as session:
        first = session.scalars(select(models.Account).where(models.Account.administrator)).one()
        others = session.scalars(
            select(models.Account).where(models.Account.administrator.is_(False)).order_by(models.Account.id)
        ).all()
        others[0].administrator = True
        return [first.id, others[0].id, others[1].id]


@pytest.fixture
def browsers(app, sessions, accounts):
    return [browser_of(app, sessions, account) for account in accounts]


@pytest.fixture
def address(browsers) -> str:
    """The address of a draft that has just begun."""
    return browsers[0].post(INDEX, data={"title": "Đổi người trình quyết định"}).headers["Location"]


def data_of(page) -> dict:
    """Return what the page gives its script."""
    return json.loads(
        unescape(re.search(r'<script type="application/json" id="tep">(.*?)</script>', page.text, re.DOTALL)[1])
    )


def put(browser, address: str, content: bytes | str, revision: object, name: str = "decide.bpmn", **query: str):
    headers = {"If-Match": f'"{revision}"', "Content-Type": "text/plain; charset=utf-8"}
    return browser.put(f"{address}/tep/{name}", data=content, headers=headers, query_string=query)


def test_the_editor_opens_a_file_that_the_draft_has_not_touched(browsers, address):
    page = browsers[0].get(f"{address}/so-do/decide.bpmn")

    data = data_of(page)
    assert (data["text"].encode(), data["revision"], data["open"]) == (DECIDE, 0, True)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "style-src-attr 'unsafe-inline'" in policy
    assert "img-src 'self' data:" in policy
    assert "unsafe-inline" not in browsers[0].get(address).headers["Content-Security-Policy"]


def test_to_others_than_administrators_there_is_no_editor(browsers, address):
    other = browsers[2]
    assert other.get(f"{address}/so-do/decide.bpmn").status_code == 404
    assert other.get(f"{address}/so-do-moi").status_code == 404
    assert other.post(f"{address}/so-do-moi", data={"key": "school", "name": "Giấy khen"}).status_code == 404
    assert put(other, address, DECIDE, 0).status_code == 404
    assert other.post(f"{address}/dang-sua/decide.bpmn").status_code == 404


@pytest.mark.parametrize("tail", ["/so-do/khong_co.bpmn", "/so-do/ballot.form", "/so-do/criteria_law.dmn"])
def test_what_is_no_diagram_of_the_draft_is_not_found(browsers, address, tail):
    assert browsers[0].get(f"{address}{tail}").status_code == 404


def test_what_is_drawn_is_saved_with_its_problems_and_both_are_asked_when_two_draw(browsers, address):
    first, *_ = browsers
    broken = DECIDE.replace(b"deciding_authority", b"nobody_of_the_kind")

    saved = put(first, address, broken, 0)
    assert saved.json["revision"] == 1
    assert {each["file"] for each in saved.json["problems"]} == {"decide.bpmn"}
    assert put(first, address, DECIDE, 1).json["problems"] == []


def test_of_two_who_save_over_the_same_saving_the_second_is_told_who_and_when_and_nothing_is_lost(browsers, address):
    first, second, _ = browsers
    mine, theirs = DECIDE.replace(b"Quy", b"QUY"), DECIDE.replace(b"Quy", b"quy")
    opened = [data_of(browser.get(f"{address}/so-do/decide.bpmn"))["revision"] for browser in (first, second)]
    assert opened == [0, 0]

    assert put(first, address, mine, 0).json["revision"] == 1
    overtaken = put(second, address, theirs, 0)
    assert overtaken.status_code == 409
    assert overtaken.json == {
        "message": "Tệp “decide.bpmn” vừa được Vũ Văn Long lưu. Mở lại để xem bản mới trước khi lưu; nội dung của bạn chưa được ghi.",
        "who": "Vũ Văn Long",
        "at": "10:00",
        "revision": 1,
    }
    assert first.get(f"{address}/tep/decide.bpmn").data == mine

    assert put(second, address, theirs, overtaken.json["revision"]).json["revision"] == 2
    assert first.get(f"{address}/tep/decide.bpmn").data == theirs
    token = re.search(r'name="csrf_token" value="([^"]+)"', second.get(address).text)[1]
    second.post(f"{address}/tep/decide.bpmn/lay-lai", data={"csrf_token": token, "revision": "1"})
    assert first.get(f"{address}/tep/decide.bpmn").data == mine


@pytest.mark.parametrize("revision", ["", "x", "-1", "1e3", "99999999999"])
def test_who_does_not_say_what_they_had_opened_saves_nothing(browsers, address, revision):
    answer = put(browsers[0], address, DECIDE, revision)

    assert answer.status_code == 428
    assert "Tải lại trang" in answer.json["message"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\0b", b" " * 1_048_577])
def test_what_cannot_be_kept_is_refused_in_words(browsers, address, content):
    answer = put(browsers[0], address, content, 0)

    assert answer.status_code == 422
    assert "decide.bpmn" in answer.json["message"]


def test_without_the_proof_of_a_page_nothing_is_saved(browsers, address):
    browser = browsers[0]
    browser.proof = "x"

    assert put(browser, address, DECIDE, 0).status_code == 400


HOSTILE = [
    '<script>document.title="bad"</script>',
    '</script><script>document.title="bad"</script>',
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>',
    DECIDE.decode().replace('name="', 'name="&lt;img src=x onerror=alert(1)&gt;', 1),
    DECIDE.decode().replace("<bpmn:process ", '<evil:x xmlns:evil="urn:evil"><evil:y/></evil:x><bpmn:process ', 1),
    DECIDE.decode().replace('outcome = "', "((((" * 2000 + ' = "', 1),
    "<a>" * 100_000,
]


@pytest.mark.parametrize("content", HOSTILE)
def test_a_hostile_diagram_is_shown_as_errors_and_nothing_else(browsers, address, content):
    saved = put(browsers[0], address, content, 0)

    assert saved.status_code == 200
    page = browsers[0].get(f"{address}/so-do/decide.bpmn")
    assert data_of(page)["text"] == content
    assert page.text.count("<script") == page.text.count("</script>") == 3
    draft = browsers[0].get(address)
    assert draft.status_code == 200
    assert "<img" not in draft.text
    assert "<script>document" not in draft.text


def test_a_hostile_bundle_is_shown_as_errors_and_nothing_else(browsers, address):
    sound = shipped.definitions()
    form = next(name for name in sound if name.endswith(".form"))
    files = {
        **sound,
        "decide.bpmn": HOSTILE[2].encode(),
        "hold_vote.bpmn": sound["hold_vote.bpmn"].replace(
            b'name="', b'name="&lt;script&gt;document.bad&lt;/script&gt;', 1
        ),
        "criteria_law.dmn": sound["criteria_law.dmn"].replace(b"<text>", b"<text>" + b"(" * 5000, 1),
        form: b'{"type": "default", "components": ' + b"[" * 50_000,
    }
    packed = io.BytesIO(bundle_files.pack(files, "Gói lạ"))

    answer = browsers[0].post(f"{address}/goi", data={"goi": (packed, "goi.zip")})

    assert answer.status_code == 302
    page = browsers[0].get(address)
    for name in ("decide.bpmn", "criteria_law.dmn", form):
        assert name in words(page), name
    assert "DOCTYPE" in words(page)
    assert "<script>document" not in page.text
    given = {"note": "Gói nhận từ nơi khác", "effective_on": "2026-12-10"}
    assert browsers[0].post(f"{address}/de-nghi", data=given).status_code == 422


def test_who_else_has_the_file_open_is_told(browsers, address, clock):
    first, second, _ = browsers
    assert first.post(f"{address}/dang-sua/decide.bpmn").json == {"others": []}
    clock.advance(minutes=5)

    assert second.post(f"{address}/dang-sua/decide.bpmn").json["others"] == [
        {"who": "Vũ Văn Long", "ago": "5 phút trước"}
    ]
    assert "Đang sửa: Vũ Văn Long, 5 phút trước" in words(second.get(f"{address}/so-do/decide.bpmn"))
    assert "đang sửa: Vũ Văn Long, 5 phút trước" in words(second.get(INDEX))


def test_a_new_diagram_is_begun_and_opened(browsers, address):
    answer = browsers[0].post(f"{address}/so-do-moi", data={"key": "school_certificate", "name": "Giấy khen"})

    assert answer.headers["Location"] == f"{address}/so-do/school_certificate.bpmn"
    assert "Giấy khen" in words(browsers[0].get(answer.headers["Location"]))
    again = browsers[0].post(f"{address}/so-do-moi", data={"key": "decide", "name": "Giấy khen"})
    assert again.status_code == 409
    assert "Chọn mã khác" in words(again)
    assert browsers[0].post(f"{address}/so-do-moi", data={"key": "X", "name": ""}).status_code == 422


def test_a_draft_that_is_closed_is_only_shown(browsers, address):
    first = browsers[0]
    first.post(f"{address}/bo")

    data = data_of(first.get(f"{address}/so-do/decide.bpmn"))
    assert (data["open"], data["closed"]) == (False, "Bản thảo đã bỏ.")
    answer = put(first, address, DECIDE + b" ", 0)
    assert (answer.status_code, answer.json) == (409, {"message": "Bản thảo đã bỏ."})
