"""How a letter reads: every subject arrives as written, no text breaks a header, HTML holds no more than it says."""

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import unsubscribing
from service.letters import UnusableAddress, compose
from service.settings import Settings
from workflows.commands.mail import Item, Letter

SETTINGS = Settings(
    secret_key="k" * 40,
    var_dir=Path("var"),
    database_url="sqlite://",
    base_url="https://khen.example.vn",
    mail_from="trinhkhen@example.vn",
)
LETTER = Letter(
    id=1,
    claim=1,
    effect_key="supplement:7:ask:3.2:9",
    person_id=9,
    address="mau@example.vn",
    subject="Hồ sơ NB-2026-0001 cần bổ sung",
    body="Hồ sơ được trả để bổ sung.\nHạn: hết ngày 28/12/2026.",
    link="/viec/7",
    group=None,
)
VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĐ ,.:“”–-/0123456789=?_",
    min_size=1,
    max_size=300,
)


def arrives(letter, settings=SETTINGS):
    """Return the letter as the reader's program reads it."""
    message = compose(letter, settings)
    sent = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))  # as smtplib does
    assert max(len(line) for line in sent.split(b"\r\n")) <= 200
    return message_from_bytes(sent, policy=policy.default)


def texts(letter, settings=SETTINGS):
    message = arrives(letter, settings)
    assert message.get_content_type() == "multipart/alternative"
    return [part.get_content() for part in message.iter_parts()]


def test_a_letter_says_who_what_and_that_no_answer_is_wanted():
    message = arrives(LETTER)
    assert message["Subject"] == "Hồ sơ NB-2026-0001 cần bổ sung"
    assert message["To"] == "mau@example.vn"
    assert message["From"].addresses[0].display_name == "Trình Khen"
    assert message["Message-ID"] == "<supplement.7.ask.3.2.9@example.vn>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "Trinh Khen <thong-bao.khen.example.vn>"
    plain, html = texts(LETTER)
    for text in (plain, html):
        assert "Hồ sơ được trả để bổ sung." in text
        assert "https://khen.example.vn/viec/7" in text
        assert "https://khen.example.vn/tai-khoan/thong-bao" in text
    assert html.startswith("<!doctype html>")
    assert 'lang="vi"' in html


@given(VIETNAMESE)
def test_every_vietnamese_subject_arrives_as_written(subject):
    said = " ".join(subject.split())
    assert arrives(replace(LETTER, subject=subject))["Subject"] == said
    assert said.strip() in texts(replace(LETTER, subject=subject))[0]


@given(st.text(max_size=200))
def test_no_text_makes_a_header_or_breaks_a_letter(text):
    message = arrives(replace(LETTER, subject=f"{text}\r\nBcc: x@evil.example\r\n\r\nxin chào", body=text))
    assert "Bcc" not in message
    assert len(message.keys()) == len(arrives(LETTER).keys())
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@x.vn, b@y.vn", "a@x.vn\r\nBcc: b@y.vn", "a b@x.vn", "a@x.vn>", "đ@x.vn", "<a@x.vn>", "a@", "@x.vn"],
)
def test_an_address_of_nobody_or_of_several_carries_no_letter(address):
    with pytest.raises(UnusableAddress):
        compose(replace(LETTER, address=address), SETTINGS)


def test_a_domain_in_vietnamese_letters_is_written_as_servers_know_it():
    assert arrives(replace(LETTER, address="a@tỉnh.vn"))["To"] == "a@xn--tnh-dlz.vn"


def test_what_looks_like_html_is_shown_as_it_is():
    subject, body = "<b>đậm</b>", "<img src=x onerror=alert(1)>\n</p><script>x</script>"
    for letter in (
        replace(LETTER, subject=subject, body=body),
        replace(LETTER, subject=subject, items=(Item(body, '/x"><script>'), Item("b", "/y"))),
    ):
        html = texts(letter)[1]
        assert "<script" not in html
        assert "<img" not in html
        assert "&lt;b&gt;đậm&lt;/b&gt;" in html


@pytest.mark.parametrize("link", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", None])
def test_a_letter_leads_nowhere_but_here(link):
    for text in texts(replace(LETTER, link=link)):
        assert "evil" not in text
        assert "javascript" not in text
        assert "Mở việc" not in text


def test_a_kind_that_is_no_duty_can_be_unsubscribed_from_with_one_click_over_https():
    message = arrives(replace(LETTER, group="reminder"))
    address = message["List-Unsubscribe"].strip(" <>")
    start = "https://khen.example.vn/thong-bao/ngung/"
    assert address.startswith(start)
    assert unsubscribing.read(SETTINGS.secret_key, address.removeprefix(start)) == (9, "reminder")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert all(address in text for text in texts(replace(LETTER, group="reminder")))
    unsafe = arrives(replace(LETTER, group="reminder"), replace(SETTINGS, base_url="http://khen.example.vn"))
    assert unsafe["List-Unsubscribe"]
    assert unsafe["List-Unsubscribe-Post"] is None


def test_a_duty_has_no_such_address():
    assert arrives(LETTER)["List-Unsubscribe"] is None
    assert all("Ngừng nhận" not in text for text in texts(LETTER))


def test_what_was_gathered_is_listed_each_with_its_own_address():
    items = tuple(Item(f"Hồ sơ số {number}", f"/viec/{number}") for number in range(1, 61))
    letter = replace(LETTER, subject="60 thông báo mới", body="", link="/thong-bao", items=items)
    for text in texts(letter):
        assert "Hồ sơ số 50" in text
        assert "Hồ sơ số 51" not in text
        assert "Và 10 thông báo khác." in text
        assert "https://khen.example.vn/viec/50" in text
        assert "Xem tất cả thông báo" in text
