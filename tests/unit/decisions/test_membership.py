"""Columns that hold lists: what a table with membership tests forgets, answers twice, or never comes to."""

import itertools

import pytest
from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st

from service import shipped
from tests.unit.decisions.drawn import NOW, answer, column, decision, given, loaded, table
from workflows.engine.decisions import load_decisions

A, B, C = (f'list contains(?, "{name}")' for name in "ABC")


def found(rules, policy="U", allowed=""):
    columns = [column("a", allowed, label="Hình thức")]
    return loaded(given("a"), decision("d", table(columns, [answer()], rules, policy), ["a"])).flaws()


def rules_of(*cells):
    return [([cell], [str(number)]) for number, cell in enumerate(cells)]


def test_a_list_that_holds_none_of_the_values_is_a_gap():
    (gap,) = found(rules_of(A, B), "F")
    assert gap.message == (
        "Không dòng nào khớp khi Hình thức không có “A” hay “B” (ví dụ Hình thức = danh sách trống)."
    )
    assert gap.example == {"Hình thức": []}


def test_a_list_may_hold_both_values_of_two_rules():
    (overlap,) = [flaw for flaw in found(rules_of(A, B)) if flaw.kind == "overlap"]
    assert (overlap.rules, overlap.example) == ((1, 2), {"Hình thức": ["A", "B"]})
    assert overlap.message == "Dòng 1 và dòng 2 cùng khớp, ví dụ Hình thức = [“A”; “B”]."


def test_a_whole_table_has_no_flaw():
    assert found(rules_of(A, f"{B} and not({A})", f"not({A} or {B})")) == ()
    assert found(rules_of(A, f"not({A})")) == ()
    assert found(rules_of(f"{A}, {B}", "-"), "F") == ()


def test_a_rule_behind_the_same_test_is_never_chosen():
    (flaw,) = found(rules_of(f"{A} or {B}", B, "-"), "F")
    assert flaw.message == "Dòng 2 không bao giờ được chọn vì dòng 1 luôn được chọn trước."
    (flaw,) = found(rules_of(f"{A} and not({A})", "-"), "F")
    assert (flaw.kind, flaw.rules) == ("unreachable", (1,))


def test_a_missing_list_counts_once_a_cell_asks_for_it():
    (gap,) = found(rules_of(A, f"not({A})", "null")[:1] + rules_of("null"))
    assert gap.example == {"Hình thức": []}
    assert found(rules_of(A, f"not({A})", "null")) == ()
    assert [flaw.message.partition(" (")[0] for flaw in found(rules_of(A, "not(null)"), "F")] == [
        "Không dòng nào khớp khi Hình thức chưa có giá trị"
    ]


def test_alternatives_are_told_shortly():
    said = [flaw.message.partition(" (")[0] for flaw in found(rules_of(f"{A} and {B}", C), "F")]
    assert said == ["Không dòng nào khớp khi Hình thức có “A”, không có “B” hay “C” hoặc không có “A” hay “C”"]


@pytest.mark.parametrize(
    "cells",
    [
        [A, '"A"'],
        [A, "list contains(a, ?)"],
        [A, "count(?) > 2"],
        [f"{A} or b"],
        [f'list contains(?, "{number}")' for number in range(11)],
    ],
)
def test_what_asks_for_more_or_for_too_much_is_said_not_to_be_analysed(cells):
    columns = [column("a", label="Hình thức")]
    drawn = decision("d", table(columns, [answer()], rules_of(*cells), "F"), ["a", "b"])
    (flaw,) = loaded(given("a"), given("b"), drawn).flaws()
    assert (flaw.kind, flaw.columns) == ("not_analysed", ("Hình thức",))


def test_a_wide_column_is_bounded():
    names = [f"list contains(?, {number})" for number in range(10)]
    cells = [" or ".join(few) for few in itertools.islice(itertools.permutations(names, 4), 500)]
    assert found(rules_of(*cells), "F")[0].kind == "not_analysed"


CELLS = ["-", A, B, C, f"not({A})", f"{A} or {B}", f"{B} and {C}", f"{A} and not({C})", f"{A}, {C}", f"not({A}, {B})"]
LISTS = [list(held) for size in range(4) for held in itertools.combinations("ABCD", size)]


@settings(max_examples=100, deadline=None)
@generated(st.lists(st.sampled_from(CELLS), min_size=1, max_size=4))
def test_the_analysis_agrees_with_trying_every_list(cells):
    drawn = decision("d", table([column("a")], [answer()], rules_of(*cells), "C"), ["a"])
    decisions = loaded(given("a"), drawn)
    hits = [decisions.evaluate("d", {"a": held}, now=NOW).value for held in LISTS]
    flaws = found(rules_of(*cells))
    assert any(flaw.kind == "gap" for flaw in flaws) == any(not each for each in hits)
    assert any(flaw.kind == "overlap" for flaw in flaws) == any(len(each) > 1 for each in hits)
    for flaw in flaws:
        answered = decisions.evaluate("d", {"a": flaw.example.get("Hình thức", [])}, now=NOW).value
        assert flaw.kind != "gap" or answered == []
        assert flaw.kind != "overlap" or {number - 1 for number in flaw.rules} <= set(map(int, answered))


def test_the_shipped_tables_are_all_analysed_and_none_forgets_an_input():
    files = {name: content for name, content in shipped.definitions().items() if name.endswith(".dmn")}
    surveys = load_decisions(files).surveys
    assert len(surveys) >= 18
    assert [str(flaw) for survey in surveys for flaw in survey.flaws] == []


def test_a_nested_table_is_called_after_what_it_answers():
    files = {name: content for name, content in shipped.definitions().items() if name.endswith(".dmn")}
    names = {(survey.model, survey.name) for survey in load_decisions(files).surveys}
    assert ("Tiêu chí phong trào vì người nghèo, Lạng Sơn 2021–2025", "Kết luận: cách kết hợp") in names
    assert ("Tiêu chí của pháp luật", "Tiêu chí của pháp luật") in names
