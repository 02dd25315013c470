"""A model that is still being written: what can be read of it, and one cell of it changed."""

import pytest

from service import shipped
from tests.unit.decisions.drawn import answer, column, decision, given, literal, model, table
from workflows.comparing import compare, read_bundle
from workflows.engine.decisions import outline, with_cell
from workflows.errors import DefinitionRejected, NotFound

FILES = {name: content for name, content in shipped.definitions().items() if name.endswith(".dmn")}
NAME = "criteria_of_dossier.dmn"


def test_tables_and_expressions_are_found_wherever_they_stand():
    found = outline(NAME, FILES[NAME])
    assert (found.name, [name for name, _ in found.tables]) == ("Kết quả đối chiếu của hồ sơ", ["Kết quả chung"])
    assert found.expressions[0].where == "Quyết định “eligibility_department_certificate”, mục “eligibility”"
    assert found.expressions[0].element_id == "eligibility_department_certificate_eligibility_expression"


def test_what_is_wrong_can_be_read_too():
    drawn = model(
        given("a"),
        decision("Một", table([column("a")], [answer()], [(["> ("], ["1"])]), ["a"]),
        decision("Hai", literal("(")),
    )
    found = outline("m.dmn", drawn)
    assert [(name, table.rules[0].tests[0].text) for name, table in found.tables] == [("Một", "> (")]
    assert [each.text for each in found.expressions] == ["("]
    assert outline("m.dmn", b"<a").tables == ()


def test_a_changed_cell_is_all_that_differs():
    changed = with_cell(NAME, FILES[NAME], "of_dossier_together_rule_1_in_1", "> 1")
    (change,) = compare(read_bundle(FILES), read_bundle({**FILES, NAME: changed}))
    assert [(each.before, each.after) for each in change.aspects if "> 1" in each.after] != []
    assert with_cell(NAME, changed, "of_dossier_together_rule_1_in_1", "> 0") == with_cell(
        NAME, FILES[NAME], "of_dossier_together_rule_1_in_1", "> 0"
    )


def test_a_cell_without_text_is_given_one():
    drawn = model(
        given("a"), decision("d", table([column("a")], [answer()], ['<rule><inputEntry id="e"/></rule>']), ["a"])
    )
    assert b'<inputEntry id="e"><text>&lt; 5</text></inputEntry>' in with_cell("m.dmn", drawn, "e", "< 5")


def test_what_is_not_there_or_cannot_be_read_is_refused():
    with pytest.raises(NotFound):
        with_cell(NAME, FILES[NAME], "of_dossier_together_table", "-")
    with pytest.raises(DefinitionRejected):
        with_cell(NAME, b"<a", "e", "-")
