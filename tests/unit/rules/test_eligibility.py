"""What a nominee must meet, as a tree of single criteria; what the tables make of it is tried in tests/unit/criteria."""

from workflows.rules.plans.criteria import criteria_in
from workflows.rules.plans.values import Need


def test_a_need_names_its_criteria_in_order_and_once_each():
    need = Need(
        kind="all_of",
        parts=(
            Need(kind="criterion", criterion="A"),
            Need(kind="any_of", parts=(Need(kind="criterion", criterion="B"), Need(kind="criterion", criterion="A"))),
        ),
    )
    assert criteria_in(need) == ("A", "B")
