"""What a table forgets, answers twice, or never comes to."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st

from tests.unit.decisions.drawn import NOW, answer, column, decision, given, loaded, table, text

LEVELS = '"A", "B", "C"'


def found(columns, rules, policy="U", answers=None, types=""):
    names = ("a", "b")[: len(columns)]
    drawn = table(columns, answers or [answer()], rules, policy)
    return loaded(types, *map(given, names), decision("d", drawn, names)).flaws()


def kinds(*args, **more):
    return [flaw.kind for flaw in found(*args, **more)]


def test_a_whole_table_has_no_flaw():
    rules = [(["< 18", "-"], ["1"]), ([">= 18", '"A"'], ["2"]), ([">= 18", '"B", "C"'], ["3"])]
    assert found([column("a"), column("b", LEVELS)], rules) == ()


def test_a_gap_comes_with_an_example():
    (gap,) = found(
        [column("a", label="Tuổi"), column("b", label="Hạng")], [(["< 18", "-"], ["1"]), (["> 18", "-"], ["2"])]
    )
    assert (gap.kind, gap.example) == ("gap", {"Tuổi": 18})
    assert gap.message == "Không dòng nào khớp khi Tuổi đúng 18 (ví dụ Tuổi = 18)."
    assert str(gap).startswith("m.dmn, quyết định “d”: ")


def test_a_gap_between_numbers_and_none_between_days():
    numbers = [(["<= 5"], ["1"]), ([">= 6"], ["2"])]
    days = [(['<= date("2026-01-31")'], ["1"]), (['>= date("2026-02-01")'], ["2"])]
    (gap,) = found([column("a", label="a")], numbers)
    assert gap.example == {"a": 5.5}
    assert found([column("a")], days) == ()
    (gap,) = found([column("a", label="a")], [days[0], (['> date("2026-02-01")'], ["2"])])
    assert gap.example == {"a": "2026-02-01"}


def test_an_overlap_names_both_rules_and_an_example():
    (overlap,) = found([column("a", label="a")], [(["<= 18"], ["1"]), ([">= 18"], ["2"])])
    assert (overlap.kind, overlap.rules, overlap.example) == ("overlap", (1, 2), {"a": 18})
    assert overlap.message == "Dòng 1 và dòng 2 cùng khớp, ví dụ a = 18."


def test_any_overlaps_only_where_answers_differ():
    assert kinds([column("a")], [(["<= 18"], ["1"]), ([">= 18"], ["1"])], "A") == []
    assert kinds([column("a")], [(["<= 18"], ["1"]), ([">= 18"], ["2"])], "A") == ["overlap"]


def test_texts_that_no_cell_names_are_a_gap_unless_values_are_allowed():
    rules = [(['"A"'], ["1"]), (['not("A")'], ["2"])]
    assert found([column("a")], rules) == ()
    assert kinds([column("a")], rules[:1]) == ["gap"]
    assert [flaw.example for flaw in found([column("a", LEVELS, label="a")], rules[:1])] == [{"a": "B"}]


def test_allowed_values_may_come_from_the_type():
    types = f'<itemDefinition name="tL"><typeRef>string</typeRef><allowedValues>{text(LEVELS)}</allowedValues></itemDefinition>'
    rules = [(['"A", "B"'], ["1"]), (['"C"'], ["2"])]
    assert found([column("a", kind="tL")], rules, types=types) == ()


def test_true_and_false_are_all_there_is():
    assert kinds([column("a")], [(["true"], ["1"])]) == ["gap"]
    assert found([column("a")], [(["true"], ["1"]), (["false"], ["2"])]) == ()


def test_missing_values_count_once_a_cell_asks_for_them():
    assert found([column("a")], [([">= 0"], ["1"]), (["< 0"], ["2"])]) == ()
    rules = [([">= 0"], ["1"]), (["< 0"], ["2"]), (["null"], ["3"])]
    assert found([column("a")], rules) == ()
    assert kinds([column("a")], [(["not(null)"], ["1"])]) == ["gap"]


def test_a_rule_that_is_always_beaten_is_unreachable():
    (flaw,) = found([column("a")], [(["< 10"], ["1"]), ([">= 5"], ["2"]), (["[1..20]"], ["3"])], "F")
    assert (flaw.kind, flaw.rules) == ("unreachable", (3, 1, 2))
    assert flaw.message == "Dòng 3 không bao giờ được chọn vì dòng 1 và dòng 2 luôn được chọn trước."


def test_priority_hides_rules_of_lower_rank_wherever_they_stand():
    outputs = [answer(allowed='"high", "low"')]
    (flaw,) = found([column("a")], [(["> 5"], ['"low"']), (["-"], ['"high"'])], "P", outputs)
    assert (flaw.kind, flaw.rules) == ("unreachable", (1, 2))


def test_a_cell_that_nothing_can_pass_makes_its_rule_unreachable():
    rules = [(["> 120"], ["1"]), (["-"], ["2"])]
    (flaw,) = found([column("a", "[0..120]", label="Tuổi")], rules, "F")
    assert flaw.message == "Dòng 1 không bao giờ khớp: không giá trị nào của Tuổi đạt điều kiện."


def test_defaults_and_lists_leave_no_gap():
    rules = [(["> 5"], ["1"])]
    assert found([column("a")], rules, answers=[answer(default="0")]) == ()
    assert found([column("a")], rules, "C") == ()


def test_cells_that_do_more_are_said_not_to_be_analysed():
    rules = [(["> b", "-"], ["1"]), (["-", 'contains(?, "x")'], ["2"])]
    (flaw,) = found([column("a", label="A"), column("b", label="B")], rules)
    assert (flaw.kind, flaw.columns) == ("not_analysed", ("A", "B"))
    assert flaw.message == "Chưa phân tích được khoảng trống và trùng lặp vì cột A và B quá phức tạp."


def test_a_table_too_large_is_said_so_and_costs_little():
    rules = [([f"[{n}..{n + 400})", f"[{2000 - n}..{2400 - n})"], ["1"]) for n in range(1500)]
    assert kinds([column("a"), column("b")], rules)[-1] == "not_analysed"


CELLS = ["-", "< 2", "<= 2", "> 2", ">= 4", "[1..3]", "(1..4)", "2", "1, 3", "not(2)", "not(< 3)"]
VALUES = [Decimal(n) / 2 for n in range(-1, 12)]


@settings(max_examples=150, deadline=None)
@generated(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(CELLS)), min_size=1, max_size=5))
def test_the_analysis_agrees_with_trying_every_value(cells):
    rules = [(list(pair), [str(number)]) for number, pair in enumerate(cells)]
    drawn = decision("d", table([column("a"), column("b")], [answer()], rules, "C"), ["a", "b"])
    decisions = loaded(given("a"), given("b"), drawn)
    hits = {
        pair: decisions.evaluate("d", dict(zip("ab", pair, strict=True)), now=NOW).value
        for pair in itertools.product(VALUES, repeat=2)
    }
    flaws = found([column("a"), column("b")], rules)
    assert any(flaw.kind == "gap" for flaw in flaws) == any(not found for found in hits.values())
    assert any(flaw.kind == "overlap" for flaw in flaws) == any(len(found) > 1 for found in hits.values())
    for flaw in flaws:
        values = {name: flaw.example.get(name, 0) for name in "ab"}
        answered = decisions.evaluate("d", values, now=NOW).value
        assert flaw.kind != "gap" or answered == []
        assert flaw.kind != "overlap" or {number - 1 for number in flaw.rules} <= set(map(int, answered))


@pytest.mark.parametrize("policy", ["R", "O", "C+"])
def test_lists_are_not_asked_for_gaps(policy):
    assert kinds([column("a")], [(["> 5"], ["1"])], policy, [answer(allowed="1")]) == []
