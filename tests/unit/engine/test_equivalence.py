"""Our saved state behaves step by step like the library's own, which keeps everything for ever."""

from datetime import datetime

import pytest
from SpiffWorkflow.bpmn.specs.event_definitions import timer as timer_module

from tests.diagrams.files import MAIN, process
from tests.unit.engine.draw import (
    END,
    START,
    boundary,
    draw,
    each,
    flow,
    gateway,
    message,
    on_date,
    on_message,
    path,
    user,
    variable,
)
from tests.unit.engine.lockstep import Pair
from tests.unit.engine.random_diagrams import Generator
from tests.unit.engine.stock import Answers

# In `make test`, and in `make test-nightly`: 211 walks and 2,400 walks.
WALKS_SHIPPED, WALKS_DRAWN, WALKS_RANDOM = (2, 75), (12, 60), (75, 1_200)
GROUPS_RANDOM = 3
_LATER = '"2026-12-10T01:00:00Z"'


@pytest.fixture
def compared(monkeypatch):
    """Make pairs whose two sides read the same clock."""

    class Clock(datetime):
        host = None

        @classmethod
        def now(cls, tz=None):
            return cls.host.moment

    def make(ours, seed, *, loses=False):
        sides = (Answers(seed), Answers(seed))
        Clock.host = sides[0]
        return Pair(ours, sides, loses=loses)

    monkeypatch.setattr(timer_module, "datetime", Clock)
    return make


@pytest.fixture
def nightly(request) -> bool:
    """Whether there is time for many walks."""
    return request.config.getoption("--nightly")


@pytest.mark.parametrize("key", MAIN)
def test_shipped_processes_run_like_the_library(key, compared, nightly):
    assert sum(compared(process(key), seed).walk() for seed in range(WALKS_SHIPPED[nightly])) > 5


@pytest.mark.parametrize("group", range(GROUPS_RANDOM))
def test_random_processes_run_like_the_library(group, compared, nightly):
    for seed in range(group, WALKS_RANDOM[nightly], GROUPS_RANDOM):
        drawn = Generator(seed)
        compared(draw(*drawn.parts, outside=drawn.outside), seed, loses=drawn.notes).walk()


DRAWN = {
    "nested parallel, one join": (
        START, gateway("parallel", "f"), gateway("parallel", "g"), user("a"), user("b"), user("c"),
        gateway("parallel", "j"), user("z"), END,
        path("start", "f", "a", "j", "z", "end"), path("f", "g", "b", "j"), path("g", "c", "j"),
    ),
    "loop in a branch": (
        START, gateway("parallel", "f"), gateway("exclusive", "m"), user("a"), gateway("exclusive", "g", "g_m"),
        user("b"), gateway("parallel", "j"), user("z"), END,
        path("start", "f", "m", "a", "g", "m"), flow("g", "j", "go_a = 1"), path("f", "b", "j", "z", "end"),
    ),
    "loop around parallel": (
        START, gateway("exclusive", "m"), gateway("parallel", "f"), user("a"), user("b"), gateway("parallel", "j"),
        user("z"), gateway("exclusive", "g", "g_m"), END,
        path("start", "m", "f", "a", "j", "z", "g", "m"), path("f", "b", "j"), flow("g", "end", "go_z = 1"),
    ),
    "loops with joins in both branches": (
        START, gateway("parallel", "f"),
        gateway("exclusive", "m"), gateway("parallel", "f1"), user("a"), user("b"), gateway("parallel", "j1"),
        gateway("exclusive", "g", "g_m"),
        gateway("exclusive", "n"), user("c"), gateway("exclusive", "h", "h_n"), gateway("parallel", "j"), user("z"), END,
        path("start", "f", "m", "f1", "a", "j1", "g", "m"), path("f1", "b", "j1"), flow("g", "j", "go_a = 1"),
        path("f", "n", "c", "h", "n"), flow("h", "j", "go_c = 1"), path("j", "z", "end"),
    ),
    "inclusive": (
        START, gateway("inclusive", "f", "f_c"), user("a"), user("b"), user("c"), gateway("inclusive", "j"),
        user("z"), END,
        flow("f", "a", "x > 0"), flow("f", "b", "x > 1"), path("start", "f", "c", "j", "z", "end"),
        path("a", "j"), path("b", "j"),
    ),
    "sub-process in a loop": (
        START, gateway("exclusive", "m"),
        '<bpmn:subProcess id="s"><bpmn:startEvent id="s1"/>' + user("a") + user("b") + '<bpmn:endEvent id="s2"/>'
        + path("s1", "a", "b", "s2") + "</bpmn:subProcess>",
        gateway("exclusive", "g", "g_m"), END, path("start", "m", "s", "g", "m"), flow("g", "end", "go_b = 1"),
    ),
    "two ends in parallel": (
        START, gateway("parallel", "f"), user("a"), user("b"), user("c"), END, '<bpmn:endEvent id="end2"/>',
        path("start", "f", "a", "end"), path("f", "b", "c", "end2"),
    ),
    "boundary events around a sub-process and inside it": (
        START, gateway("exclusive", "m"),
        '<bpmn:subProcess id="s"><bpmn:startEvent id="s1"/>' + user("a") + boundary("late", "a", on_date(_LATER))
        + user("b") + user("c") + '<bpmn:endEvent id="s2"/><bpmn:endEvent id="s3"/>'
        + path("s1", "a", "b", "s2") + path("late", "c", "s3") + "</bpmn:subProcess>",
        boundary("stop", "s", on_message("stop")), boundary("note", "s", on_message("note"), interrupting=False),
        user("n"), '<bpmn:endEvent id="end2"/>', '<bpmn:endEvent id="end3"/>',
        gateway("exclusive", "g", "g_m"), END, path("start", "m", "s", "g", "m"), flow("g", "end", "go_a = 1"),
        path("stop", "end2"), path("note", "n", "end3"),
    ),
    "ballots": (
        variable("voters", "ballots"), START,
        user("a", each("voters", "voter", "ballots", "ballot"), outcomeVariable="ballot", assigneeExpression="voter.n"),
        user("z"), END, path("start", "a", "z", "end"),
    ),
    "event-based gateway": (
        START, gateway("exclusive", "m"), gateway("eventBased", "e"),
        '<bpmn:intermediateCatchEvent id="reply">' + on_message("reply") + "</bpmn:intermediateCatchEvent>",
        '<bpmn:intermediateCatchEvent id="late">' + on_date(_LATER) + "</bpmn:intermediateCatchEvent>",
        user("a"), user("b"), gateway("exclusive", "g", "g_m"), '<bpmn:endEvent id="end2"/>', END,
        path("start", "m", "e", "reply", "a", "g", "m"), path("e", "late", "b", "end2"), flow("g", "end", "go_a = 1"),
    ),
}  # fmt: skip
_OUTSIDE = message("stop") + message("note") + message("reply")


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_processes_run_like_the_library(name, compared, nightly):
    ours = draw(*DRAWN[name], outside=_OUTSIDE)
    for seed in range(WALKS_DRAWN[nightly]):
        compared(ours, seed, loses="boundary" in name).walk()
