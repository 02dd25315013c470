"""A threshold is told so that exactly half is never taken for more than half."""

import pytest

from tests.unit.criteria.tables import NOW, figures, nominee, shipped, targets
from workflows.criterion_lines import _told

HALF = {"base_poor": 600, "base_near_poor": 400}


@pytest.mark.parametrize(
    ("plan", "code", "given", "operator"),
    [
        ("an_giang_2021_2025", "AG25-G4-C1", {"facts": figures(**HALF, current_poor=300, current_near_poor=200)}, ">"),
        ("an_giang_2021_2025", "AG25-G4-C1", {"facts": figures(**HALF, current_poor=300, current_near_poor=199)}, ">"),
        ("an_giang_2021_2025", "AG25-G4-C1", {"facts": figures(**HALF)}, ""),
        ("kien_giang_2021_2025", "KG-2.1-BK-1", {"facts": targets((100, 109))}, ">="),
        ("kien_giang_2021_2025", "KG-2.1-BK-1", {"facts": targets((100, 110))}, ">="),
        ("kien_giang_2021_2025", "KG-2.1-BK-1", {"facts": targets((100, 110), (100, None))}, ""),
    ],
)
def test_how_a_value_must_stand_is_read_from_the_rule_that_matched(plan, code, given, operator):
    setting = {"group": "AG25-G4"} if plan.startswith("an_giang") else {"group": "KG-G1", "plan_awards": ("KG-K1",)}
    found = shipped().evaluate(f"{plan}_results", {"nominee": nominee(**setting, **given)}, now=NOW, explain=True)
    assert _told(found)[code][1] == operator
