"""A dossier goes over to a version of a shipped process in which every element has another id, at any wait."""

import json
import re
from functools import cache

import pytest

from tests.diagrams.files import MAIN, files, process
from tests.diagrams.walker import Walk
from workflows.engine import Execution, Process, load_process, migration

EVERY = 2


@cache
def renamed() -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the shipped files with `_v2` after each element's id, and the mapping from the old ids."""
    ids = {element.id for key in MAIN for element in process(key).elements}
    pattern = re.compile(r'(?<=["> ,])(' + "|".join(sorted(ids, key=len, reverse=True)) + r')(?=["<,])')
    texts = {name: pattern.sub(r"\1_v2", content.decode()).encode() for name, content in files().items()}
    return texts, {each: f"{each}_v2" for each in ids}


def version(key: str) -> Process:
    """Return the renamed process."""
    return load_process(key, renamed()[0], "renamed")


@pytest.mark.parametrize("key", MAIN)
def test_the_same_version_leaves_the_state_as_it_is(key):
    same = load_process(key, files(), "shipped again")
    for seed in range(2):
        for at in Walk(key, seed).to_the_end():
            found = migration.plan(process(key), at.state, same, {})
            assert (found.can_go, found.added, found.removed) == (True, (), ())
            assert json.loads(found.state) == json.loads(at.state)


@pytest.mark.parametrize("key", MAIN)
def test_over_to_the_new_version_and_on_to_an_end(key):
    mapping, crossings = renamed()[1], 0
    for seed in range(3):
        walk = Walk(key, seed)
        for number, at in enumerate(walk.to_the_end()):
            if number % EVERY:
                continue
            assert not migration.plan(process(key), at.state, version(key), {}).can_go
            there = migration.migrate(process(key), at.state, version(key), mapping, walk.dice).snapshot()
            assert [(each.id, each.assignee) for each in there.tasks] == [(each.id, each.assignee) for each in at.tasks]
            assert [(each.id, each.due_at) for each in there.timers] == [(each.id, each.due_at) for each in at.timers]
            here = Execution.restore(process(key), at.state, walk.dice).snapshot()
            assert (there.messages, there.variables) == (here.messages, here.variables)
            on = Walk.__new__(Walk)
            on.__dict__ |= walk.__dict__ | {"process": version(key), "at": there, "steps": []}
            for _ in on.to_the_end():
                pass
            assert on.at.end_event.endswith("_v2")
            crossings += 1
    assert crossings >= 5
