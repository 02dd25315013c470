"""Types that models define, and what becomes of values of another type."""

from decimal import Decimal

import pytest

from tests.unit.decisions.drawn import decision, evaluated, given, knowledge, literal, loaded, text
from workflows.errors import DefinitionRejected


def item(name, kind="", allowed="", *, collection=False, parts="", tag="itemDefinition"):
    values = f"<allowedValues>{text(allowed)}</allowedValues>" if allowed else ""
    kind = f"<typeRef>{kind}</typeRef>" if kind else ""
    return f'<{tag} name="{name}" isCollection="{str(collection).lower()}">{kind}{values}{parts}</{tag}>'


def component(name, kind):
    return item(name, kind, tag="itemComponent")


def taken(kind, value, *types):
    """What a decision sees of a value whose type is `kind`."""
    return evaluated(*types, given("a", kind), decision("d", literal("a"), ["a"]), a=value).value


LEVEL = item("tLevel", "string", '"A", "B"')
YEARS = item("tYears", "number", "[2000..2100]", collection=True)
PERSON = item("tPerson", parts=component("tên", "string") + component("tuổi", "number"))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("number", 5, 5),
        ("number", "5", None),
        ("string", "5", "5"),
        ("boolean", 0, None),
        ("Any", "x", "x"),
        ("number", [5], 5),
        ("number", [5, 6], None),
        ("tLevel", "A", "A"),
        ("tLevel", "C", None),
        ("tYears", [2021, 2022], [2021, 2022]),
        ("tYears", 2021, [2021]),
        ("tYears", [2021, 1999], None),
        ("tPerson", {"tên": "An", "tuổi": 40}, {"tên": "An", "tuổi": 40}),
        ("tPerson", {"tên": "An"}, {"tên": "An", "tuổi": None}),
        ("tPerson", {"tên": 1, "tuổi": 40}, None),
    ],
)
def test_a_value_is_brought_to_its_type_or_null(kind, value, expected):
    assert taken(kind, value, LEVEL, YEARS, PERSON) == expected


def test_the_value_of_a_decision_is_brought_to_its_type():
    result = evaluated(decision("d", literal('"text"'), kind="number"))
    assert result.value is None
    assert "Ở đây cần giá trị kiểu number" in str(result.warnings[0])


def test_a_day_becomes_the_beginning_of_the_day_where_a_moment_is_wanted():
    logic = decision("d", literal('date("2026-11-20")'), kind="date and time")
    after = decision("e", literal("string(d)"), ["@d"])
    assert evaluated(logic, after, of="e").value == "2026-11-20T00:00:00Z"


def test_instance_of_knows_the_types_of_the_model():
    logic = literal('[1 instance of tYears, [1] instance of tYears, "C" instance of tLevel]')
    assert evaluated(LEVEL, YEARS, decision("d", logic)).value == [False, True, True]


def test_functions_have_types_too():
    function = '<functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/></functionItem>'
    takes = item("tTakes", parts=function)
    use = knowledge("use", [("f", "tTakes")], literal("f(2)"))
    assert evaluated(takes, use, decision("d", literal("use(function(n: number) n * 3)"), (), ["use"])).value == 6
    assert evaluated(takes, use, decision("d", literal("use(function(a, b) a)"), (), ["use"])).value is None


def test_a_type_made_of_itself_does_not_hang():
    assert taken("tLoop", 1, item("tLoop", "tLoop")) == 1
    assert taken("tA", 1, item("tA", "tB"), item("tB", "tA")) == 1


def test_an_unknown_type_is_refused():
    with pytest.raises(DefinitionRejected) as refused:
        loaded(given("a", "tGone"))
    assert str(refused.value.problems[0]) == "m.dmn, a: Dữ liệu vào “a”: Không có kiểu “tGone”."


def test_numbers_keep_all_their_digits():
    assert taken("number", Decimal("109.95")) == Decimal("109.95")
