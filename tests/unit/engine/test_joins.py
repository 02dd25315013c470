"""Where branches meet, what each of them changed is kept, and nothing that it merely carried along."""

import pytest

from tests.unit.engine.draw import END, START, draw, gateway, path, user
from tests.unit.engine.hosts import Instance

JOINED = (
    START, gateway("parallel", "f"), user("a"), user("b"), gateway("parallel", "j"), user("z"), END,
    path("start", "f", "a", "j", "z", "end"), path("f", "b", "j"),
)  # fmt: skip
SEPARATE = (
    START, gateway("parallel", "f"), user("a"), user("b"), END, '<bpmn:endEvent id="end2"/>',
    path("start", "f", "a", "end"), path("f", "b", "end2"),
)  # fmt: skip
CASES = {
    "only the first branch changed it": (0, {"x": 1}, {}, 1),
    "only the last branch changed it": (0, {}, {"x": 1}, 1),
    "both changed it: the last wins": (0, {"x": 1}, {"x": 2}, 2),
    "from a number to a truth value": (1, {"x": True}, {}, True),
    "from a truth value to a number": (False, {"x": 0}, {}, 0),
    "equal entries of a list stay": (["yes"], {"x": ["yes", "yes", "no"]}, {}, ["yes", "yes", "no"]),
    "entries of a mapping come together": ({"a": 0}, {"x": {"a": 1}}, {"x": {"a": 0, "b": 2}}, {"a": 1, "b": 2}),
    "a removed entry stays away": ({"a": 0, "b": 0}, {"x": {"b": 0}}, {"x": {"a": 0, "b": 1}}, {"b": 1}),
}


@pytest.mark.parametrize("shape", [JOINED, SEPARATE], ids=["joined", "separate ends"])
@pytest.mark.parametrize("name", CASES)
def test_branches_come_together(name, shape):
    before, first, second, expected = CASES[name]
    instance = Instance(draw(*shape), x=before)
    instance.complete("a", **first)
    after = instance.complete("b", **second)
    assert repr(after.variables["x"]) == repr(expected)


def test_what_a_branch_adds_is_there_after_the_join():
    instance = Instance(draw(*JOINED), x=0)
    instance.complete("b", b=1)
    assert instance.complete("a", a=2).variables == {"x": 0, "a": 2, "b": 1}


def test_three_branches_of_two_forks_meet_in_one_join():
    process = draw(
        START, gateway("parallel", "f"), gateway("parallel", "g"), user("a"), user("b"), user("c"),
        gateway("parallel", "j"), user("z"), END, path("start", "f", "a", "j", "z", "end"), path("f", "g", "b", "j"),
        path("g", "c", "j"),
    )  # fmt: skip
    instance = Instance(process, x=0, y=0)
    instance.complete("a", x=1)
    instance.complete("c", y=2)
    assert instance.names == ["b"]
    assert instance.complete("b").variables == {"x": 1, "y": 2}
