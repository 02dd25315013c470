"""The comfort that scripts add to every page, in a real browser."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.built_pages import ADDRESS, show

pytestmark = pytest.mark.e2e

DRAFT = """<form method="post" action="/viec/1" data-autosave="/viec/1/nhap">
<input type="hidden" name="revision" value="3"><label>Thành tích <textarea name="merit"></textarea></label>
<p data-autosave-said role="status"></p></form>"""


@pytest.fixture
def drafts(page: Page) -> list[dict[str, str]]:
    """Open a form that saves itself on a server which answers with the next revision; the drafts that arrive there."""
    received: list[dict[str, str]] = []

    def save(route: Route) -> None:
        received.append(dict(pair.split("=", 1) for pair in (route.request.post_data or "").split("&")))
        route.fulfill(json={"revision": 3 + len(received), "saved_at": "10:32"})

    show(page, DRAFT)
    page.route(f"{ADDRESS}/viec/1/nhap", save)
    return received


def test_a_draft_saves_itself_when_the_writer_pauses(page: Page, drafts: list[dict[str, str]]) -> None:
    page.get_by_label("Thành tích").press_sequentially("Hai sang kien")

    expect(page.get_by_role("status")).to_have_text("Đã lưu lúc 10:32")
    assert drafts == [{"revision": "3", "merit": "Hai+sang+kien"}]


def test_the_next_draft_carries_the_revision_of_the_last(page: Page, drafts: list[dict[str, str]]) -> None:
    for words in ("mot", " hai"):
        page.get_by_label("Thành tích").press_sequentially(words)
        expect(page.get_by_role("status")).to_have_text("Đã lưu lúc 10:32")
        page.get_by_role("status").evaluate("element => element.textContent = ''")

    assert [draft["revision"] for draft in drafts] == ["3", "4"]


def test_a_draft_that_somebody_else_has_changed_stays_on_the_page_and_is_sent_no_more(page: Page) -> None:
    show(page, DRAFT)
    page.route(f"{ADDRESS}/viec/1/nhap", lambda route: route.fulfill(status=409, body=json.dumps({})))
    page.get_by_label("Thành tích").press_sequentially("Hai")

    expect(page.get_by_role("status")).to_contain_text("Người khác vừa sửa")
    expect(page.get_by_label("Thành tích")).to_have_value("Hai")


def test_a_draft_that_cannot_be_saved_says_so(page: Page) -> None:
    show(page, DRAFT)
    page.route(f"{ADDRESS}/viec/1/nhap", lambda route: route.abort())
    page.get_by_label("Thành tích").press_sequentially("Hai")

    expect(page.get_by_role("status")).to_contain_text("Chưa lưu được")


def test_only_the_pressed_button_is_busy(page: Page) -> None:
    show(page, '<form method="post" action="/nop"><button data-busy="Đang nộp">Nộp</button><button>Lưu</button></form>')
    page.route(f"{ADDRESS}/nop", lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Nộp").click()

    expect(page.get_by_role("button", name="Đang nộp")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("button", name="Lưu")).not_to_have_attribute("aria-busy", "true")


def test_a_table_is_filtered_without_tone_marks_and_in_any_order_of_words(page: Page) -> None:
    rows = "".join(f"<tr><td>{name}</td></tr>" for name in ("Đặng Thị Huệ", "Đỗ Minh Tuấn", "Lê Văn Đông"))
    show(
        page,
        f'<label>Lọc <input data-filter="#bang" data-count="#dem"></label><table id="bang"><tbody>{rows}</tbody></table>'
        '<p id="dem" role="status" data-unit="người"></p>',
    )
    page.get_by_label("Lọc").press_sequentially("tuan do")

    expect(page.get_by_role("row")).to_have_text(["Đỗ Minh Tuấn"])
    expect(page.get_by_role("status")).to_have_text("1 trên 3 người")


def test_a_menu_closes_on_escape(page: Page) -> None:
    show(page, "<details data-menu><summary>Mục</summary><a href='/'>Hộp việc</a></details>")
    page.get_by_text("Mục").click()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Hộp việc")).to_be_hidden()
    expect(page.locator("summary")).to_be_focused()


@pytest.mark.parametrize(
    ("name", "size_bytes", "words"),
    [
        ("bao-cao.exe", 10, "không thuộc loại được nhận"),
        ("bao-cao.pdf", 0, "không có nội dung"),
        ("bao-cao.pdf", 2_000_000, "quá mức 1 MB"),
        ("bao-cao.pdf", 10, ""),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_before_it_is_sent(
    page: Page, name: str, size_bytes: int, words: str
) -> None:
    show(page, '<label>Tệp <input type="file" accept=".pdf,.docx" data-max-bytes="1048576"></label>')
    files = page.get_by_label("Tệp")
    files.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": b"x" * size_bytes})

    assert words in files.evaluate("element => element.validationMessage")
    assert bool(words) is not files.evaluate("element => element.checkValidity()")


def test_a_password_can_be_shown_and_says_so_in_vietnamese(page: Page) -> None:
    said = show(
        page,
        '<div class="govuk-form-group govuk-password-input" data-module="govuk-password-input">'
        '<label for="mk">Mật khẩu</label><div class="govuk-input__wrapper govuk-password-input__wrapper">'
        '<input class="govuk-input govuk-password-input__input govuk-js-password-input-input" id="mk" type="password">'
        '<button type="button" class="govuk-button govuk-password-input__toggle govuk-js-password-input-toggle"'
        ' data-module="govuk-button" aria-controls="mk" hidden>Hiện</button></div></div>',
    )
    page.get_by_role("button", name="Hiện").click()

    expect(page.locator("#mk")).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="Ẩn mật khẩu")).to_be_visible()
    assert said == []
