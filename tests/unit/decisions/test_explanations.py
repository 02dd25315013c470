"""Why a table answered as it did, for people and as JSON."""

import json
from decimal import Decimal

from tests.unit.decisions.drawn import answer, column, decision, evaluated, given, literal, rule, table

COLUMNS = [column("result", label="Kết quả"), column("discipline", label="Kỷ luật")]
NOTES = ("Điều khoản", "Nguồn", "Hiệu lực")
CLAUSES = ("Mục II.1", "Kế hoạch 12", "2021-2025")
RULES = [
    rule([">= 110", "false"], ['"met"'], CLAUSES),
    rule(["< 110", "-"], ['"not met"'], description="chưa đạt 110 %"),
    rule(["null", "-"], ['"unknown"']),
]


def told(policy="F", **values):
    drawn = decision("d", table(COLUMNS, [answer("verdict")], RULES, policy, NOTES), ["result", "discipline"])
    result = evaluated(given("result"), given("discipline"), drawn, explain=True, **values)
    (trace,) = result.trace
    return result, trace.tables[0]


def test_every_rule_that_was_tried_is_there_with_the_cell_that_failed():
    result, table_told = told(result=Decimal("109.9"), discipline=False)
    assert result.value == "not met"
    assert [(each.number, each.matched) for each in table_told.rules] == [(1, False), (2, True)]
    (cell,) = table_told.rules[0].failed
    assert (cell.column, cell.label, cell.test, cell.value, cell.passed) == (1, "Kết quả", ">= 110", 109.9, False)
    assert cell.said == "Kết quả: 109,9 không đạt (cần từ 110 trở lên)."


def test_a_missing_value_is_said_to_be_missing():
    result, table_told = told(discipline=False)
    assert result.value == "unknown"
    assert [cell.said for cell in table_told.rules[0].failed] == ["Kết quả: chưa có giá trị (cần từ 110 trở lên)."]
    assert table_told.rules[0].failed[0].passed is None


def test_annotations_stand_beside_their_rule():
    _, table_told = told(result=120, discipline=False)
    (matched,) = table_told.matched
    assert matched.notes == dict(zip(NOTES, CLAUSES, strict=True))
    assert matched.outputs == {"verdict": "met"}
    _, table_told = told(result=100, discipline=False)
    assert table_told.matched[0].notes == {"Chú thích": "chưa đạt 110 %"}


def test_rules_after_the_first_hit_were_not_tried():
    assert len(told("F", result=120, discipline=False)[1].rules) == 1
    assert len(told("U", result=120, discipline=False)[1].rules) == 3


def test_a_broken_hit_policy_is_explained_too():
    drawn = decision("d", table([column("a")], [answer()], [(["> 1"], ["1"]), (["> 2"], ["2"])]), ["a"])
    result = evaluated(given("a"), drawn, a=3, explain=True)
    assert result.value is None
    assert [each.number for each in result.trace[0].tables[0].matched] == [1, 2]


def test_an_explanation_is_plain_json():
    result, _ = told(result=Decimal("109.9"), discipline=False)
    found = json.loads(json.dumps([each.as_json() for each in result.trace]))
    assert found[0]["tables"][0]["inputs"] == {"Kết quả": 109.9, "Kỷ luật": False}


def test_values_are_worded_as_vietnamese_write_them():
    columns = [column(name) for name in ("amount", "day", "word", "flag", "several")]
    drawn = table(columns, [answer()], [(["< 0", "null", "null", "null", "null"], ["1"])])
    names = ("amount", "day", "word", "flag", "several")
    logic = decision("d", drawn, names)
    day = decision("day", literal('date("2026-11-20")'))
    values = {"amount": Decimal("1234567.50"), "word": "đạt", "flag": True, "several": [1, 2]}
    inputs = [given(name) for name in values]
    logic = logic.replace('requiredInput href="#day"', 'requiredDecision href="#day"')
    result = evaluated(*inputs, day, logic, explain=True, **values)
    said = [cell.said.partition(": ")[2].partition(" không")[0] for cell in result.trace[-1].tables[0].rules[0].cells]
    assert said == ["1.234.567,5", "20/11/2026", "“đạt”", "đúng", "[1; 2]"]


def test_without_being_asked_nothing_is_explained():
    drawn = decision("d", table(COLUMNS, [answer()], RULES, "F", NOTES), ["result", "discipline"])
    assert evaluated(given("result"), given("discipline"), drawn, result=1, discipline=True).trace == ()


def test_a_result_becomes_variables():
    assert evaluated(decision("d", literal("{a: 1.5, b: [2]}"))).variables == {"a": 1.5, "b": [2]}
    assert evaluated(decision("d", literal('"x"'))).variables == {"d": "x"}
