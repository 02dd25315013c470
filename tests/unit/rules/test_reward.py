"""Rewards by exact arithmetic; the vectors of the shipped tables are in tests/unit/campaigns."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.reward import BaseWage, Reward, RewardRow, RewardTables, Rounding, in_words, reward, rounded

UP, NEAREST = Rounding("R2025", "up", 10_000), Rounding("R2003", "nearest", 10_000)
TABLES = RewardTables(
    rows=(RewardRow("R2025", "bk_tinh", Decimal(3), Decimal("1.5"), Decimal("1.5"), "read", "inferred"),),
    wages=(
        BaseWage(2_340_000, date(2024, 7, 1), date(2026, 6, 30), "read"),
        BaseWage(2_530_000, date(2026, 7, 1), None, "read"),
    ),
    roundings=(UP, Rounding("R2026", "up", 10_000)),
    same_as={"R2026": "R2025"},
)


@pytest.mark.parametrize(
    ("kind", "amount"),
    [("collective", 7_590_000), ("enterprise", 7_590_000), ("individual", 3_800_000), ("household", 5_700_000)],
)
def test_each_kind_of_nominee_has_its_coefficient(kind: str, amount: int):
    paid = reward(TABLES, "bk_tinh", kind, decided_on=date(2026, 11, 23), regime="R2026")
    assert paid is not None
    assert paid.amount_vnd == amount


def test_the_base_wage_is_that_of_the_day_of_the_decision():
    before = reward(TABLES, "bk_tinh", "collective", decided_on=date(2026, 6, 30), regime="R2025")
    after = reward(TABLES, "bk_tinh", "collective", decided_on=date(2026, 7, 1), regime="R2025")
    assert before == Reward(7_020_000, Decimal(3), 2_340_000, "read")
    assert after == Reward(7_590_000, Decimal(3), 2_530_000, "read")


def test_an_individual_coefficient_that_was_inferred_says_so():
    paid = reward(TABLES, "bk_tinh", "individual", decided_on=date(2026, 7, 1), regime="R2025")
    assert paid is not None
    assert paid.confidence == "inferred"


@pytest.mark.parametrize(
    ("award", "regime", "day"),
    [
        ("hcld", "R2025", date(2026, 7, 1)),
        ("bk_tinh", "R1900", date(2026, 7, 1)),
        ("bk_tinh", "R2025", date(2020, 1, 1)),
    ],
)
def test_what_is_in_no_table_has_no_amount(award: str, regime: str, day: date):
    assert reward(TABLES, award, "collective", decided_on=day, regime=regime) is None


def test_the_way_to_an_amount_is_told_in_words():
    assert (
        in_words(Reward(3_800_000, Decimal("1.5"), 2_530_000, "read")) == "1,5 × 2.530.000 đ = 3.800.000 đ (làm tròn)"
    )
    assert in_words(Reward(7_590_000, Decimal(3), 2_530_000, "read")) == "3 × 2.530.000 đ = 7.590.000 đ"


@given(st.integers(1, 10**9))
def test_rounding_up_never_pays_less_and_never_ten_thousand_more(amount: int):
    paid = rounded(Decimal(amount), UP)
    assert paid % 10_000 == 0
    assert amount <= paid < amount + 10_000


def test_the_old_rounding_went_to_the_nearest():
    assert rounded(Decimal(223_500), NEAREST) == 220_000
    assert rounded(Decimal(225_000), NEAREST) == 230_000
