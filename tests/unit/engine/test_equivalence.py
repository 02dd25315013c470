"""Our saved state behaves step by step like the library's own, which keeps everything for ever."""

import json
import random
from datetime import datetime, timedelta

import pytest
from SpiffWorkflow.bpmn.specs.event_definitions import timer as timer_module

from tests.diagrams.files import MAIN, files, process
from tests.unit.engine.draw import (
    END,
    START,
    boundary,
    diagram,
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
from tests.unit.engine.stock import Answers, Stock
from workflows.engine import Execution

WALKS_SHIPPED, WALKS_GENERATED = 3, 18
_LATER = '"2026-12-10T01:00:00Z"'


@pytest.fixture
def both_clocks(monkeypatch):
    """Let the library's timers read the clock of the host."""

    class Clock(datetime):
        host: Answers

        @classmethod
        def now(cls, tz=None):
            return cls.host.moment

    monkeypatch.setattr(timer_module, "datetime", Clock)
    return Clock


def described(workflow) -> list:
    """Say where an instance stands and what each live task sees there; what multi-instance tasks collect aside."""
    found = []
    for part in (workflow, *workflow.subprocesses.values()):
        for task in part.tasks.values():
            if task.state == 16 or (task.state == 8 and task.task_spec.bpmn_id):
                data = json.dumps(task.data, sort_keys=True)
                found.append((part.spec.name, task.task_spec.name, task.state, data))
    return sorted(found)


def walk_both(key, sources, ours, seed, clock):
    """Drive both sides with the same moves. Returns how many."""
    rng = random.Random(seed)
    sides = [Answers(seed), Answers(seed)]
    clock.host = sides[0]
    variables = {"dossier_id": "d1", "state_level": rng.choice(["prime_minister", "president"]), "return_count": 0}
    variables |= {"decision_template": "t", "x": seed % 4, "voters": {"a": {"n": 1}, "b": {"n": 2}}}
    variables |= {f"needs_{name}": rng.random() < 0.5 for name in ("achievement_appraisal", "party_opinion")}
    variables |= {name: rng.random() < 0.5 for name in ("needs_standing_opinion", "is_state_award", "has_unawarded")}
    stock = Stock(key, sources, variables, sides[0])
    execution = Execution.start(ours, variables, sides[1])
    for step in range(70):
        snapshot = execution.snapshot()
        assert snapshot.ended == stock.workflow.completed, (seed, step)
        if snapshot.ended:
            # Where a token stays behind, the library lets its old values win over newer ones.
            loses = any(b'id="note"' in content for content in sources.values())
            assert loses or snapshot.variables == stock.workflow.data, (seed, step)
            return step
        execution = Execution.restore(ours, snapshot.state, sides[1])
        mine = described(execution._workflow)
        assert mine == described(stock.workflow), (seed, step)
        move(rng, step, snapshot, execution, stock, sides)
    return 70


def move(rng, step, snapshot, execution, stock, sides):
    """Do the same thing on both sides."""
    tasks = [task for task in snapshot.tasks if task.kind == "user"]
    messages = [name for name in snapshot.messages if name != "withdraw_dossier" or rng.random() < 0.1]
    events = [*messages, *(["timer"] if snapshot.timers else [])]
    if events and (not tasks or rng.random() < 0.15):
        event = rng.choice(events)
        if event == "timer":
            for side in sides:
                side.moment += timedelta(days=40)
            stock.fire()
            execution.fire_timers()
        else:
            payload = rng.choice(["approve", "return", "refuse"])
            stock.send(event, payload)
            execution.send_message(event, payload)
        return
    chosen = rng.choice(tasks)
    words = chosen.outcomes if rng.random() < 0.3 else chosen.outcomes[:1]
    answers = {chosen.outcome_variable: rng.choice(words)} if words else {}
    if chosen.form_key == "form":
        own = chosen.element_id
        answers = {f"go_{own}": int(rng.random() < 0.4), f"by_{own}": {"n": [step, {"deep": step}]}}
        answers |= {chosen.outcome_variable: step} if chosen.assignee else {}
    mine = execution._open_task(chosen.id)
    same = [
        task
        for task in stock.workflow.get_tasks(state=16, manual=True)
        if (task.task_spec.name, task.data) == (mine.task_spec.name, mine.data)
    ]
    stock.complete(same[0], answers)
    execution.complete(chosen.id, answers)


@pytest.mark.parametrize("key", MAIN)
def test_shipped_processes_run_like_the_library(key, both_clocks):
    steps = [walk_both(key, files(), process(key), seed, both_clocks) for seed in range(WALKS_SHIPPED)]
    assert sum(steps) > 10


GENERATED = {
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


@pytest.mark.parametrize("name", GENERATED)
def test_generated_processes_run_like_the_library(name, both_clocks):
    ours = draw(*GENERATED[name], outside=_OUTSIDE)
    sources = {"p.bpmn": diagram(*GENERATED[name], outside=_OUTSIDE)}
    for seed in range(WALKS_GENERATED):
        walk_both("p", sources, ours, seed, both_clocks)
