"""The inbox in a browser: views, filters and order are in the address, and it says why it is empty."""

import re

import pytest

from tests import factories as make
from tests.integration.racing import actor
from tests.web.conftest import browser_of
from workflows.clock import utcnow
from workflows.rules.calendar import end_of_day


@pytest.fixture
def office(sessions):
    """Two officers of a unit: (unit id, first, second)."""
    with sessions.begin() as session:
        unit = make.unit(session, name="Sở Nội vụ")
        people = [make.officer(session, "intake_officer", unit) for _ in range(2)]
        return unit.id, *(actor(session, make.account(session, person).id) for person in people)


@pytest.fixture
def desk(app, sessions, office):
    return browser_of(app, sessions, office[1].account_id)


@pytest.fixture
def give(sessions, office):
    """Return `give(**facts)`: a task of the office; gives (task id, reference of its dossier)."""

    def add(**facts):
        with sessions.begin() as session:
            dossier = make.dossier(session)
            defaults = {"organ_id": office[0], "due_at": end_of_day(utcnow().date())}
            return make.task(session, make.instance(session, dossier), **defaults | facts).id, dossier.reference

    return add


def references(page) -> list[str]:
    return re.findall(r'tk-mail__code tk-num">([^<]+)<', page.text)


def links(page) -> list[str]:
    return re.findall(r'class="tk-stretch__link" href="([^"]+)"', page.text.replace("&amp;", "&"))


def test_the_list_shows_dossier_award_unit_step_and_limit_in_words(desk, give):
    task_id, reference = give(name="Kiểm tra thành phần hồ sơ")
    page = desk.get("/viec")
    assert references(page) == [reference]
    for words in ("Giấy khen hằng năm", "Kiểm tra thành phần hồ sơ", "hạn hôm nay", "Chưa ai nhận"):
        assert words in page.text
    assert links(page) == [f"/viec/{task_id}"]


def test_the_view_stands_in_the_address_and_goes_along_to_the_task(desk, give, office):
    free, _ = give()
    held, _ = give(assignee_id=office[2].person_id, claimed_at=utcnow())
    page = desk.get("/viec?khung=ca-nhom&xep=moi-nhat")
    assert links(page) == [f"/viec/{held}?khung=ca-nhom&xep=moi-nhat", f"/viec/{free}?khung=ca-nhom&xep=moi-nhat"]
    assert re.search(r'href="/viec\?khung=ca-nhom" aria-current="page"', page.text)


def test_a_filter_in_force_is_shown_and_can_be_taken_off(desk, give):
    _, kept = give(element_id="look", name="Xem hồ sơ")
    give(element_id="sign", name="Ký")
    page = desk.get("/viec?buoc=look&han=sap-den-han")
    assert references(page) == [kept]
    chips = re.findall(r'class="tk-chip" href="([^"]+)">([^<]+)<', page.text.replace("&amp;", "&"))
    assert chips == [("/viec?han=sap-den-han", "Xem hồ sơ"), ("/viec?buoc=look", "Còn từ 3 ngày làm việc trở xuống")]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/viec", "Không có việc nào đang chờ bạn"),
        ("/viec?khung=qua-han", "Không có việc nào quá hạn"),
        ("/viec?khung=da-xu-ly", "Bạn chưa xử lý việc nào"),
        ("/viec?buoc=look", "không có việc nào khớp với bộ lọc"),
    ],
)
def test_an_empty_list_says_why(desk, address, words):
    assert words in desk.get(address).text


def test_a_dossier_in_preparation_opens_on_its_own_pages(desk, give):
    _, reference = give(form_key="dossier")
    assert links(desk.get("/viec")) == [f"/ho-so/{reference}/soan"]


def test_words_in_the_address_that_mean_nothing_are_passed_over(desk, give):
    _, reference = give()
    page = desk.get("/viec?khung=tat-ca&han=mai&xep=ten&trang=abc")
    assert page.status_code == 200
    assert references(page) == [reference]


def test_whatever_stands_in_the_address_is_shown_as_text(desk, give):
    give()
    page = desk.get("/viec?buoc=<script>alert(1)</script>")
    assert "<script>alert" not in page.text
