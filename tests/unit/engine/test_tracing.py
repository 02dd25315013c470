"""Whoever follows a step learns which elements it came to, by which flow, in order; else nobody pays for it."""

from tests.unit.engine.draw import END, START, draw, flow, gateway, path, service, user
from tests.unit.engine.hosts import Host, Instance
from workflows.engine import Execution, followed

CHOICE = (
    START, gateway("exclusive", "m"), user("a", outcomes="go,again"), gateway("exclusive", "g", "g_m"), END,
    path("start", "m", "a", "g", "m"), flow("g", "end", 'outcome = "go"'),
)  # fmt: skip
FORK = (
    START, gateway("parallel", "f"), user("a"), user("b"), gateway("parallel", "j"), service("s"), END,
    path("start", "f", "a", "j", "s", "end"), path("f", "b", "j"),
)  # fmt: skip


def seen(visits) -> list[tuple[str, str | None]]:
    return [(visit.element_id, visit.flow_id) for visit in visits]


def test_the_beginning_is_told_up_to_the_first_wait():
    with followed() as visits:
        Execution.start(draw(*CHOICE), {}, Host())
    assert seen(visits) == [("start", None), ("m", "start_m"), ("a", "m_a")]


def test_each_step_tells_what_it_came_to_also_back():
    instance = Instance(draw(*CHOICE))
    with followed() as back:
        instance.complete("a", outcome="again")
    assert seen(back) == [("g", "a_g"), ("m", "g_m"), ("a", "m_a")]
    with followed() as on:
        instance.complete("a", outcome="go")
    assert seen(on) == [("g", "a_g"), ("end", "g_end")]


def test_each_branch_tells_of_its_own_way_into_the_join():
    with followed() as begun:
        instance = Instance(draw(*FORK))
    assert set(seen(begun)) == {("start", None), ("f", "start_f"), ("a", "f_a"), ("b", "f_b")}
    with followed() as first:
        instance.complete("a")
    assert seen(first) == [("j", "a_j")]
    with followed() as second:
        instance.complete("b")
    assert seen(second) == [("j", "b_j"), ("s", "j_s"), ("end", "s_end")]


def test_nobody_is_told_outside():
    with followed() as visits:
        instance = Instance(draw(*CHOICE))
    before = len(visits)
    instance.complete("a", outcome="go")
    assert len(visits) == before
