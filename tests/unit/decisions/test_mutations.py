"""Whatever is done to a model, it is refused in words or evaluated within its limits; nothing else is ever raised."""

import random
import re

import pytest

from tests.unit.decisions.drawn import NOW, answer, column, decision, given, knowledge, literal, model, rule, table
from workflows.engine.decisions import check_decisions, load_decisions
from workflows.errors import NotFound

TABLE = table(
    [column("a", "[0..100]", "number"), column("b", '"x", "y"')],
    [answer("level", '"high", "low"', '"low"'), answer("share", kind="number")],
    [rule(["> 5", '"x"'], ['"high"', "0.5"], ["Điều 1"]), rule(["[1..3], 7", "-"], ['"low"', "a / 2"])],
    "P",
    ["Điều khoản"],
)
CALL = f'<invocation>{literal("twice")}<binding><parameter name="n"/>{literal("a")}</binding></invocation>'
LOOP = f'<for iteratorVariable="i"><in>{literal("[1, 2]")}</in><return>{literal("i + a")}</return></for>'
TYPE = '<itemDefinition name="tA" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
SOUND = model(
    TYPE,
    given("a", "number"),
    given("b", "string"),
    decision("t", TABLE, ["a", "b"]),
    decision("c", CALL, ["a"], ["twice"]),
    decision("l", LOOP, ["a"], kind="tA"),
    decision("s", literal("t.share + c"), ["@t", "@c"]),
    knowledge("twice", [("n", "number")], literal("n * 2")),
)
BITS = (b"<text>-</text>", b"<rule/>", b"<list/>", b'hitPolicy="FIRST"', b'href="#s"', b"<text>not(</text>", b"&#0;")
VALUES = (None, 3, 7, "x", [1, "x"], {"a": {"b": None}}, True, float("nan"), 10**40, "\ud800")


def mutated(dice):
    found = SOUND
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(found))
        tags = list(re.finditer(rb"<[^<>]+>", found))
        strings = list(re.finditer(rb'"[^"<>]*"', found))
        one, other = dice.choice(tags), dice.choice(tags)
        name, value = dice.choice(strings), dice.choice(strings)
        found = dice.choice(
            (
                found[:at] + found[at + dice.randint(1, 20) :],
                found[:at] + dice.choice(BITS) + found[at:],
                found[: one.start()] + other.group() + found[one.end() :],
                found[: one.start()] + found[one.end() :],
                found[: name.start()] + value.group() + found[name.end() :],
                found[: name.start()] + value.group() + found[name.end() :],
            )
        )
        if b'"' not in found or b"<" not in found:
            return SOUND
    return found


@pytest.mark.parametrize("seed", range(8))
def test_no_model_and_no_value_raises_anything_of_its_own(seed):
    dice = random.Random(seed)
    for _ in range(60):
        files = {"m.dmn": mutated(dice)}
        problems, reads = check_decisions(files)
        assert all(str(problem).startswith("m.dmn") for problem in problems)
        decisions = load_decisions(files, lenient=True)
        decisions.flaws()
        for decision_id in reads:
            values = {name: dice.choice(VALUES) for name in ("a", "b", "t", "c", "")}
            try:
                result = decisions.evaluate(decision_id, values, now=NOW, explain=True)
            except NotFound:
                assert problems, "only an id that was refused cannot be asked for"
                continue
            assert isinstance(result.variables, dict)
            assert all(each.as_json() for each in result.trace)
