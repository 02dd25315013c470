"""The pages of the plans: every plan is drawn, in its own words, with its doubts."""

import re

import pytest
from sqlalchemy import select

from tests.web.hall import words
from workflows import models
from workflows.queries.plan_words import when_words

pytestmark = pytest.mark.product


def letters(text: str) -> str:
    """Return a text without blanks, which a page sets as it needs them."""
    return "".join(text.split())


def test_the_list_leads_to_every_plan(officer, sessions):
    page = words(officer.get("/phong-trao"))
    with sessions() as session:
        keys = session.scalars(select(models.Campaign.key)).all()

    assert len(keys) == 5
    assert [key for key in keys if f'href="/phong-trao/{key}"' not in page] == []
    assert "54/KH-SNNPTNT" in page
    assert "Chưa rõ số" in page  # of plans whose copy has none


@pytest.mark.parametrize(
    "key", ["kien-giang-2021-2025", "an-giang-2021-2025", "an-giang-2024", "lang-son-2021-2025", "ninh-binh-2021-2025"]
)
def test_a_plan_shows_all_that_it_lays_down(officer, sessions, key):
    page = letters(re.sub(r"<[^>]*>", "", words(officer.get(f"/phong-trao/{key}"))))
    with sessions() as session:
        plan = session.scalars(select(models.Campaign).where(models.Campaign.key == key)).one()
        wanted = [
            *(offer.title for offer in plan.offers),
            *session.scalars(select(models.Criterion.text).where(models.Criterion.campaign_id == plan.id)),
            *session.scalars(select(models.Milestone.text).where(models.Milestone.campaign_id == plan.id)),
            *(step["action"] for step in plan.plan["path"]),
            *(doubt["shown"] for doubt in plan.plan["ambiguities"]),
            *(fund["text"] for fund in plan.plan["funds"]),
        ]

    assert [text for text in wanted if letters(text) not in page] == []


def test_no_page_of_a_plan_shows_the_marks_of_our_files(officer):
    for key in ("kien-giang-2021-2025", "lang-son-2021-2025", "an-giang-2024"):
        page = officer.get(f"/phong-trao/{key}").text
        assert re.search(r"[+]\d<", page) is None, key
        assert re.search(r">mục đoạn|mục mục", page) is None, key


def test_a_criterion_stands_in_the_words_of_the_plan_with_its_clause(officer):
    page = words(officer.get("/phong-trao/kien-giang-2021-2025"))

    assert "Tập thể, cá nhân hoàn thành tốt nhiệm vụ được giao." in page
    assert "mục IV.3 tiêu chuẩn chung, ý 2" in page


def test_what_the_plan_leaves_open_is_shown_to_be_checked(officer):
    page = words(officer.get("/phong-trao/kien-giang-2021-2025"))

    assert 'id="can-kiem-tra"' in page
    assert "“Vượt 10%” đang hiểu là kết quả từ 110% kế hoạch năm trở lên." in page


def test_an_award_that_is_closed_says_why(officer):
    assert "Từ 01/7/2025 không còn cấp huyện" in words(officer.get("/phong-trao/ninh-binh-2021-2025"))


def test_only_administrators_are_led_to_the_diagram(administrator, officer):
    address = 'href="/quy-trinh/provincial_award"'

    assert address in administrator.get("/phong-trao/kien-giang-2021-2025").text
    assert address not in officer.get("/phong-trao/kien-giang-2021-2025").text


def test_an_unknown_plan_is_not_found(officer):
    assert officer.get("/phong-trao/khong-co").status_code == 404


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            {"recurring": "yearly", "day": 30, "month": 11, "from_year": 2022, "to_year": 2025},
            "30/11 hằng năm, 2022–2025",
        ),
        ({"recurring": "yearly"}, "Hằng năm"),
        ({"year": 2023}, "Năm 2023"),
        ({"year": 2023, "month": 7}, "Tháng 7/2023"),
        ({"from_year": 2021, "to_year": 2025}, "2021–2025"),
        ({}, ""),
    ],
)
def test_a_period_is_said_in_words(rule, said):
    assert when_words(None, rule) == said
