"""Random processes: one that goes over to a renamed version at random goes on like one that stays."""

import json
import random
import re

import pytest

from tests.unit.engine.draw import diagram
from tests.unit.engine.hosts import Host
from tests.unit.engine.random_diagrams import Generator
from workflows.engine import Execution, Process, Snapshot, load_process, migration

WALKS, NIGHTLY = 60, 1_000
GROUPS = 3
LIMIT_STEPS = 40
VARIABLES = {"voters": {"a": {"n": 1}, "b": {"n": 2}}, "x": 1}


class Versions:
    """A random process, and the same with another id for every element."""

    def __init__(self, seed: int):
        drawn = Generator(seed)
        content = diagram(*drawn.parts, outside=drawn.outside)
        self.one = load_process("p", {"p.bpmn": content}, f"random/{seed}")
        self.mapping = {element.id: f"{element.id}_v2" for element in self.one.elements}
        ids = "|".join(sorted(self.mapping, key=len, reverse=True))
        # References are whole attributes; ids of flows and collections begin or end with those of elements.
        renamed = re.sub(rf'(?<==")({ids})(?=")', r"\1_v2", content.decode())
        for each in ("voters", *re.findall(r'bpmn:property id="(\w+)"', content.decode())):
            renamed = renamed.replace(f'"{each}_v2"', f'"{each}"')
        self.two = load_process("p", {"p.bpmn": renamed.encode()}, f"random/{seed}/renamed")


class Twin:
    """One instance, on whichever version."""

    def __init__(self, process: Process):
        self.process = process
        self.host = Host()
        self.at: Snapshot = Execution.start(process, VARIABLES, self.host).snapshot()

    def described(self) -> tuple:
        """Say where it stands, without what only one version knows."""
        tasks = sorted(
            (task.element_id.removesuffix("_v2"), task.assignee or 0, len(task.path)) for task in self.at.tasks
        )
        return tasks, sorted(self.at.messages), self.at.ended, len(self.at.tokens)

    def work(self) -> list:
        """Return the open tasks in an order that both versions share: by element and member."""
        rows = [] if self.at.ended else [row for part in json.loads(self.at.state)["parts"] for row in part[2]]
        members = {row[3]: str(row[6].get("key_or_index", "")) for row in rows if len(row) > 6 and row[6]}
        return sorted(self.at.tasks, key=lambda task: (task.element_id.removesuffix("_v2"), members.get(task.id, "")))

    def do(self, act) -> None:
        """Act on it after a rest."""
        execution = Execution.restore(self.process, self.at.state, self.host)
        act(execution)
        self.at = execution.snapshot()

    def cross(self, versions: Versions) -> None:
        """Go over to the other version."""
        there = versions.two if self.process is versions.one else versions.one
        mapping = versions.mapping if there is versions.two else {new: old for old, new in versions.mapping.items()}
        self.at = migration.migrate(self.process, self.at.state, there, mapping, self.host).snapshot()
        self.process = there


def walk(seed: int) -> int:
    """Walk both together; return how often one went over."""
    versions, rng = Versions(seed), random.Random(seed)
    stays, goes = Twin(versions.one), Twin(versions.one)
    ids = {task.id: other.id for task, other in zip(stays.work(), goes.work(), strict=True)}
    crossings = 0
    for _ in range(LIMIT_STEPS):
        assert stays.described() == goes.described()
        if stays.at.ended:
            assert stays.at.variables == goes.at.variables
            break
        if rng.random() < 0.4:
            goes.cross(versions)
            crossings += 1
            assert stays.described() == goes.described()
        if stays.at.messages and (not stays.at.tasks or rng.random() < 0.2):
            name = rng.choice(stays.at.messages)
            for twin in (stays, goes):
                twin.do(lambda execution, name=name: execution.send_message(name, "p"))
        else:
            _complete(stays, goes, rng, ids)
        _pair(stays, goes, ids)
    return crossings


def _complete(stays: Twin, goes: Twin, rng: random.Random, ids: dict[str, str]) -> None:
    task = rng.choice(stays.work())
    own, answer = task.element_id, rng.randint(0, 9)
    values = {f"go_{own}": int(rng.random() < 0.5), f"by_{own}": {"n": [answer]}}
    values |= {task.outcome_variable: answer} if task.assignee else {}
    stays.do(lambda execution: execution.complete(task.id, values))
    goes.do(lambda execution: execution.complete(ids[task.id], values))


def _pair(stays: Twin, goes: Twin, ids: dict[str, str]) -> None:
    """Note which new work of the one is which of the other; what stays open keeps its id, whatever happens."""
    assert {ids[task.id] for task in stays.at.tasks if task.id in ids} <= {task.id for task in goes.at.tasks}
    new = [task for task in stays.work() if task.id not in ids]
    others = [task for task in goes.work() if task.id not in ids.values()]
    ids |= {task.id: other.id for task, other in zip(new, others, strict=True)}


@pytest.mark.parametrize("group", range(GROUPS))
def test_it_makes_no_difference_to_have_gone_over(group, request):
    walks = NIGHTLY if request.config.getoption("--nightly") else WALKS
    assert sum(walk(seed) for seed in range(group, walks, GROUPS)) > walks / GROUPS
