"""The norm of a contribution, which a council sets: entered with its document, and counted from its day on."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from forms import FormInvalid
from tests import product
from tests.integration import criteria_scene as scene
from workflows import models, policy
from workflows.clock import utcnow
from workflows.commands import plan_figures
from workflows.errors import Invalid, NotAllowed, NotFound
from workflows.queries import plan_figures as queries

NORM = "contribution_norm_vnd"
GIVEN = {
    "amount": ["50.000.000"],
    "valid_from-day": ["1"],
    "valid_from-month": ["1"],
    "valid_from-year": ["2026"],
    "source": ["Quyết định số 12/QĐ-HĐTĐKT ngày 01/01/2026"],
}
ON_ONE = pytest.mark.parametrize("whole", ["sqlite"], indirect=True)


def from_day(day: str, **more) -> dict:
    year, month, number = day.split("-")
    return GIVEN | {"valid_from-day": [number], "valid_from-month": [month], "valid_from-year": [year]} | more


def until(day: str) -> dict:
    year, month, number = day.split("-")
    return {"valid_to-day": [number], "valid_to-month": [month], "valid_to-year": [year]}


@pytest.fixture
def officer(whole):
    """Who follows campaigns in the province that took over Kiên Giang."""
    with whole() as session:
        return scene.follower(session, "Sở Nội vụ tỉnh An Giang")


def enter(whole, actor, posted=GIVEN, key=product.KIEN_GIANG, name=NORM):
    with whole.begin() as session:
        return plan_figures.enter(session, actor, key, name, posted).id


def spans(whole):
    with whole() as session:
        rows = session.scalars(select(models.PlanFigure).order_by(models.PlanFigure.valid_from))
        return [(row.amount, row.valid_from, row.valid_to) for row in rows]


def test_a_norm_counts_for_the_criteria_as_soon_as_it_is_entered(whole, officer):
    draft = scene.draft(whole)
    with draft.writing() as (_, nominee):
        nominee.details = nominee.details | {"contribution": 50_000_000}
    assert draft.line("KG-2.1-GK-2").missing == ("định mức của Hội đồng (chưa có)",)
    enter(whole, officer)
    line = draft.line("KG-2.1-GK-2")
    assert (line.verdict, line.threshold) == ("met", Decimal(50_000_000))


def test_a_later_norm_ends_the_one_before_it(whole, officer):
    enter(whole, officer)
    enter(whole, officer, from_day("2026-7-1", amount=["60.000.000"]))
    assert spans(whole) == [
        ("50000000", date(2026, 1, 1), date(2026, 6, 30)),
        ("60000000", date(2026, 7, 1), None),
    ]


@ON_ONE
def test_days_that_overlap_are_refused(whole, officer):
    enter(whole, officer, GIVEN | until("2026-12-31"))
    with pytest.raises(Invalid, match="Trùng thời gian"):
        enter(whole, officer, from_day("2026-6-1"))
    with pytest.raises(Invalid, match="Trùng thời gian"):
        enter(whole, officer, from_day("2025-1-1"))
    enter(whole, officer, from_day("2025-1-1") | until("2025-12-31"))
    assert len(spans(whole)) == 2


@ON_ONE
@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("amount", ["năm mươi triệu"], "amount"),
        ("amount", ["0"], "amount"),
        ("amount", [""], "amount"),
        ("source", [""], "source"),
        ("valid_from-month", ["13"], "valid_from"),
    ],
)
def test_what_is_no_number_or_has_no_source_is_refused(whole, officer, field, value, named):
    with pytest.raises(FormInvalid) as refused:
        enter(whole, officer, GIVEN | {field: value})
    assert list(refused.value.errors) == [named]
    assert spans(whole) == []


@ON_ONE
def test_an_end_before_the_beginning_is_refused(whole, officer):
    with pytest.raises(FormInvalid) as refused:
        enter(whole, officer, GIVEN | until("2025-12-31"))
    assert list(refused.value.errors) == ["valid_to"]


@ON_ONE
def test_only_who_follows_campaigns_there_or_administers_enters_it(whole):
    with whole() as session:
        elsewhere = scene.follower(session, "Sở Nội vụ tỉnh Ninh Bình")
        submitting = product.officer(session)
    for actor in (elsewhere, submitting):
        with pytest.raises(NotAllowed):
            enter(whole, actor)
    enter(whole, policy.Actor(submitting.person_id, submitting.account_id, "Quản trị", True, (), ()))
    assert len(spans(whole)) == 1


@ON_ONE
def test_a_plan_that_leaves_no_figure_has_none(whole, officer):
    with pytest.raises(NotFound):
        enter(whole, officer, key="an-giang-2021-2025")
    with pytest.raises(NotFound):
        enter(whole, officer, name="mood")


@ON_ONE
def test_a_wrong_one_is_taken_away_with_a_reason_and_the_history_keeps_it(whole, officer):
    number = enter(whole, officer)
    with pytest.raises(Invalid, match="ghi sai"), whole.begin() as session:
        plan_figures.remove(session, officer, product.KIEN_GIANG, number, "sai")
    with whole.begin() as session:
        plan_figures.remove(session, officer, product.KIEN_GIANG, number, "Nhập nhầm số tiền")
    assert spans(whole) == []
    with whole() as session:
        entry = session.query(models.HistoryEntry).filter_by(verb="plan_figure_removed").one()
        assert (entry.before["amount"], entry.reason) == ("50000000", "Nhập nhầm số tiền")


@ON_ONE
def test_the_page_says_which_holds_today_and_who_entered_it(whole, officer):
    enter(whole, officer, from_day("2025-1-1"))
    enter(whole, officer)
    with whole() as session:
        page = queries.page(session, officer, product.KIEN_GIANG, NORM)
    assert page.may_enter
    assert page.current.amount == "50.000.000 đ"
    assert [each.holds for each in page.figures] == [True, False]
    assert page.current.entered_at <= utcnow()
