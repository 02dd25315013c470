"""The calendar of a person and of a campaign in a browser, and the figures of an organ: what they show, and to whom."""

import re
from datetime import UTC, date, datetime

import pytest

from tests import factories as make
from tests.integration.racing import actor
from tests.web.conftest import browser_of
from tests.web.hall import words
from workflows.clock import utcnow
from workflows.models import CampaignDuty, DayOff, DossierAccess, Unit
from workflows.rules.calendar import end_of_day

MARKS = [
    {
        "kind": "report",
        "text": "Báo cáo kết quả phong trào",
        "date": None,
        "rule": {"recurring": "yearly", "day": 30, "month": 11, "from_year": 2022, "to_year": 2026},
        "inclusive": False,
        "source": {"section": "VI.5"},
    },
    {"kind": "final_review", "text": "Tổng kết", "date": None, "rule": {"year": 2026}, "inclusive": True, "source": {}},
]


@pytest.fixture
def office(sessions):
    """A unit with an officer and its head: (unit id, officer, head)."""
    with sessions.begin() as session:
        unit = make.unit(session, name="Sở Nội vụ")
        people = [make.officer(session, role, unit) for role in ("intake_officer", "reporting_head")]
        return unit.id, *(actor(session, make.account(session, person).id) for person in people)


@pytest.fixture
def desk(app, sessions, office):
    return browser_of(app, sessions, office[1].account_id)


@pytest.fixture
def head(app, sessions, office):
    return browser_of(app, sessions, office[2].account_id)


@pytest.fixture
def give(sessions, office):
    """Return `give(due_on, **facts)`: a task of the unit; gives (id, reference)."""

    def add(due_on: date | None, **facts):
        with sessions.begin() as session:
            dossier = make.dossier(session, None, session.get_one(Unit, office[0]))
            session.add(DossierAccess(dossier_id=dossier.id, unit_id=office[0], since=utcnow()))
            defaults = {"organ_id": office[0], "due_at": due_on and end_of_day(due_on), "name": "Kiểm tra hồ sơ"}
            task = make.task(session, make.instance(session, dossier), **defaults | facts)
            return task.id, dossier.reference

    return add


def owe(session, unit: Unit) -> CampaignDuty:
    """Let a unit owe the report of a campaign that another unit collects and signs."""
    campaign = make.campaign(session, key="thi-dua", code="TD", plan={"milestones": MARKS})
    other = make.unit(session).id
    return make.duty(session, unit, campaign=campaign, collector_id=other, signer_id=other)


def cell(page: str, day: int) -> str:
    """Return the text of a day of the month that is shown."""
    number = rf'<span class="tk-agenda__n tk-num">{day}(/12)?</span>'
    found = re.search(rf'<td[^>]*>\s*<p class="tk-agenda__date">{number}.*?</td>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[0])


def test_a_deadline_stands_on_its_last_day_and_leads_to_its_work(desk, give):
    task, reference = give(date(2026, 12, 15))
    page = words(desk.get("/lich?thang=2026-12"))
    assert reference in cell(page, 15)
    assert reference not in cell(page, 16)
    assert f'href="/viec/{task}"' in page


def test_a_deadline_on_a_border_day_stands_there_but_is_none_of_the_month(desk, give):
    _, reference = give(date(2026, 12, 1))
    page = words(desk.get("/lich?thang=2026-11"))
    assert reference in cell(page, 1)
    assert "Không có hạn nào trong tháng 11/2026." in page


def test_days_off_and_today_are_named_in_words(sessions, desk):
    with sessions.begin() as session:
        session.add(DayOff(day=date(2026, 12, 24), kind="off", note="Ngày nghỉ mẫu", status="official"))
        session.add(DayOff(day=date(2026, 12, 26), kind="working", note="Làm bù", status="official"))
    page = words(desk.get("/lich"))
    assert "hôm nay" in cell(page, 10)
    assert "Nghỉ: Ngày nghỉ mẫu" in cell(page, 24)
    assert "Làm việc: Làm bù" in cell(page, 26)
    assert "Nghỉ" in cell(page, 27)


def test_the_month_stands_in_the_address_and_its_neighbours_are_links(desk, give):
    _, reference = give(date(2027, 1, 5))
    page = words(desk.get("/lich?thang=2027-01"))
    assert "Lịch tháng 1/2027" in page
    assert reference in page
    assert re.search(r'rel="prev" href="/lich\?thang=2026-12"', page)
    assert re.search(r'rel="next" href="/lich\?thang=2027-02"', page)
    assert reference not in words(desk.get("/lich"))
    assert "Lịch tháng 12/2026" in words(desk.get("/lich?thang=khong"))


def test_what_stands_still_or_is_anothers_is_on_no_day(desk, give, office):
    give(date(2026, 12, 15), stopped_at=utcnow())
    give(date(2026, 12, 15), assignee_id=office[2].person_id, claimed_at=utcnow())
    page = words(desk.get("/lich"))
    assert "Kiểm tra hồ sơ" not in page
    assert "Đang dừng <" in page


def test_more_deadlines_than_are_shown_say_so(desk, give, monkeypatch):
    monkeypatch.setattr("workflows.queries.agenda.MOST_SHOWN", 1)
    give(date(2026, 12, 15))
    give(date(2026, 12, 16))
    assert "nhiều hạn hơn số hiện ở đây" in words(desk.get("/lich"))


def test_a_report_to_come_stands_on_the_days_on_which_it_opens_and_is_due(sessions, head, desk, office):
    with sessions.begin() as session:
        number = owe(session, session.get_one(Unit, office[0])).id
    page = words(head.get("/lich"))
    assert "Mở: " in cell(page, 14)
    assert "Hạn: " in cell(page, 23)
    assert f"/phong-trao/thi-dua/bao-cao/{number}" in page
    assert "Báo cáo năm 2026" not in words(desk.get("/lich"))


def test_a_campaign_shows_the_last_days_of_its_plan_and_the_months_that_have_any(sessions, desk, head, office):
    with sessions.begin() as session:
        owe(session, session.get_one(Unit, office[0]))
    page = words(desk.get("/phong-trao/thi-dua/lich?thang=2026-11"))
    found = re.search(r'<span class="tk-agenda__n tk-num">29</span>.*?</td>', page, re.DOTALL)[0]
    assert "Báo cáo kết quả phong trào" in found  # "trước ngày 30/11": the 29th is the last day in time
    assert "thang=2022-11" in page
    assert "thang=2026-12" not in page.split("Các tháng có mốc")[1].split("</nav>")[0]  # not theirs to see
    assert (
        "thang=2026-12" in words(head.get("/phong-trao/thi-dua/lich")).split("Các tháng có mốc")[1].split("</nav>")[0]
    )
    assert desk.get("/phong-trao/khong-co/lich").status_code == 404


def test_a_head_reads_the_figures_of_the_organ_and_the_tasks_behind_them(head, give, office):
    done = {"completed_by": office[1].person_id, "completed_at": datetime(2026, 12, 9, 3, tzinfo=UTC)}
    _, late = give(date(2026, 12, 8), created_at=datetime(2026, 12, 1, 3, tzinfo=UTC), **done)
    page = words(head.get("/dung-han?tu=2026-12-01&den=2026-12-31"))
    link = re.search(r'href="(/dung-han/viec\?[^"]+loai=tre[^"]*)"', page)[1]
    assert re.search(r'data-label="Xong trễ"[^>]*><a[^>]+>1<', page)
    assert re.search(r'data-label="Trung vị, ngày làm việc"[^>]*>6<', page)
    assert "Xong trễ" in words(head.get(link))
    listed = words(head.get("/dung-han/viec?don-vi=x"))
    assert "404" in listed or "Không tìm thấy" in listed
    assert late not in words(head.get("/dung-han?tu=2020-01-01&den=2020-01-31"))


def test_who_heads_nothing_finds_no_figures_and_no_link_to_them(desk, head, office):
    assert desk.get("/dung-han").status_code == 404
    assert desk.get(f"/dung-han/viec?don-vi={office[0]}&buoc=a:b&loai=tre").status_code == 404
    assert "/dung-han" not in words(desk.get("/"))
    assert "/dung-han" in words(head.get("/"))
    assert head.get(f"/dung-han?don-vi={office[0] + 50}").status_code == 404


@pytest.mark.parametrize(
    ("tu", "den", "wrong"),
    [
        ("hôm nay", "2026-12-31", ["tu"]),
        ("01/10/2026", "", ["den"]),
        ("1000-01-01", "9999-01-01", ["tu", "den"]),
        ("31/12/2026", "01/12/2026", ["den"]),
        ("01/01/2020", "01/01/2026", ["den"]),
    ],
)
def test_a_period_that_cannot_be_shown_is_kept_as_typed_and_says_what_is_wrong(head, tu, den, wrong):
    answer = head.get("/dung-han", query_string={"tu": tu, "den": den})
    page = words(answer)
    assert answer.status_code == 422
    assert "<title>Lỗi: Đúng hạn" in page
    assert [field for field in ("tu", "den") if f'id="{field}-error"' in page] == wrong
    assert all(f'href="#{field}"' in page for field in wrong)
    assert re.findall(r'name="(?:tu|den)" value="([^"]*)"', page) == [tu, den]
    assert "Việc xong từ" not in page


def test_the_period_is_this_quarter_until_another_is_asked(head):
    assert "từ 01/10/2026 đến 10/12/2026" in words(head.get("/dung-han"))


def test_a_period_is_typed_as_people_write_days(head):
    page = words(head.get("/dung-han?tu=1/2/2026&den=31/03/2026"))
    assert "từ 01/02/2026 đến 31/03/2026" in page
    assert 'value="31/03/2026"' in page


def test_calendar_and_private_address_are_found_from_account_inbox_and_home(desk):
    for page in ("/", "/viec", "/tai-khoan"):
        assert 'href="/lich"' in words(desk.get(page)), page
    assert 'href="/tai-khoan/lich"' in words(desk.get("/tai-khoan"))
