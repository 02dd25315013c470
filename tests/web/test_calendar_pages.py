"""The working calendar in the browser: administrators see and change it after they have seen what moves; others never."""

import html
import json
import re
from datetime import date

import pytest
from sqlalchemy import select

from tests.web.conftest import browser_of
from tests.web.hall import words
from workflows import models

PLACE = "/quan-tri/lich-lam-viec"
NEW = {"day-day": "21", "day-month": "12", "day-year": "2026", "kind": "off", "scope": "country",
       "name": "Nghỉ hoán đổi", "status": "official", "source": "Công văn số 12"}  # fmt: skip


@pytest.fixture
def database_url(product_database_url):
    """The product with its calendar."""
    return product_database_url


@pytest.fixture
def administrator(app, sessions):
    """The browser of the administrator."""
    with sessions() as session:
        account = session.scalars(select(models.Account.id).where(models.Account.administrator)).one()
    return browser_of(app, sessions, account)


@pytest.fixture
def officer(app, sessions):
    """The browser of somebody who is no administrator."""
    with sessions() as session:
        account = session.scalars(select(models.Account.id).where(models.Account.administrator.is_(False))).first()
    return browser_of(app, sessions, account)


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
