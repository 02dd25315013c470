"""Who does today the work of a unit that a plan named."""

from dataclasses import replace
from datetime import date

import pytest

from workflows.rules.regimes import Regime, regime_on
from workflows.rules.units import Standing, Successor, UnitRow, is_valid, unit_on

TODAY = date(2026, 11, 22)
WHOLE = UnitRow(
    id="old",
    name="Sở cũ",
    symbol=None,
    kind="department",
    level="department",
    parent=None,
    valid_from=None,
    valid_to=date(2025, 2, 28),
    origin="plan",
)
NEW = replace(WHOLE, id="new", valid_from=date(2025, 7, 1), valid_to=None)


def tree(*units: UnitRow) -> dict[str, UnitRow]:
    return {unit.id: unit for unit in units}


def test_a_unit_that_still_exists_stands_for_itself():
    assert unit_on(tree(NEW), "new", TODAY) == Standing("new", "new", ("new",), certain=True)


def test_a_merged_unit_is_followed_over_several_steps_and_one_doubtful_link_makes_it_doubtful():
    middle = replace(
        WHOLE,
        id="middle",
        valid_from=date(2025, 3, 1),
        valid_to=date(2025, 6, 30),
        successors=(Successor("new", "toàn bộ", "read"),),
    )
    old = replace(WHOLE, successors=(Successor("middle", "toàn bộ", "inferred"),))
    units = tree(old, middle, NEW)
    assert unit_on(units, "old", TODAY) == Standing("old", "new", ("new",), certain=False)
    assert unit_on(units, "old", date(2025, 4, 1)).unit == "middle"
    assert unit_on(units, "middle", TODAY).certain


def test_a_split_unit_is_ambiguous_until_the_task_is_named():
    other = replace(NEW, id="other")
    old = replace(
        WHOLE, successors=(Successor("other", "lao động", "read"), Successor("new", "giảm nghèo; thẩm định", "read"))
    )
    units = tree(old, NEW, other)
    open_choice = unit_on(units, "old", TODAY)
    assert open_choice.is_ambiguous
    assert open_choice.candidates == ("other", "new")
    chosen = unit_on(units, "old", TODAY, "giảm nghèo")
    assert (chosen.unit, chosen.candidates, chosen.certain) == ("new", ("other", "new"), True)


def test_a_task_that_no_heir_took_leaves_the_choice_open():
    old = replace(WHOLE, successors=(Successor("new", "lao động", "read"), Successor("other", "trẻ em", "read")))
    units = tree(old, NEW, replace(NEW, id="other"))
    assert unit_on(units, "old", TODAY, "giảm nghèo").is_ambiguous


def test_between_the_end_of_one_and_the_beginning_of_the_next_nobody_stands():
    units = tree(replace(WHOLE, successors=(Successor("new", "toàn bộ", "read"),)), NEW)
    gap = unit_on(units, "old", date(2025, 4, 1))
    assert (gap.unit, gap.candidates, gap.is_ambiguous) == (None, (), False)


def test_units_that_name_each_other_as_successors_do_not_turn_for_ever():
    first = replace(WHOLE, successors=(Successor("other", "toàn bộ", "read"),))
    other = replace(WHOLE, id="other", successors=(Successor("old", "toàn bộ", "read"),))
    assert unit_on(tree(first, other), "old", TODAY).unit is None


def test_an_unknown_unit_is_an_error():
    with pytest.raises(KeyError):
        unit_on({}, "nowhere", TODAY)


def test_a_unit_is_valid_on_its_first_and_last_day():
    unit = replace(WHOLE, valid_from=date(2025, 1, 1))
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 28), date(2025, 3, 1)]
    assert [is_valid(unit, day) for day in days] == [False, True, True, False]


def test_the_regime_is_that_of_the_day_of_receipt():
    regimes = [
        Regime("R2025", "", date(2025, 7, 1), date(2026, 9, 30), "read"),
        Regime("R2026", "", date(2026, 10, 1), None, "second-hand"),
    ]
    found = [regime_on(regimes, day) for day in (date(2026, 9, 30), date(2026, 10, 1), date(2025, 6, 30))]
    assert [regime.key if regime else None for regime in found] == ["R2025", "R2026", None]
