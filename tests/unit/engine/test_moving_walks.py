"""Tokens of random processes are moved at random: every instance can be saved, walked on, and comes to an end."""

import json
import random

import pytest

from tests.unit.engine.test_crossing_walks import Twin, Versions

WALKS, NIGHTLY = 60, 1_000
GROUPS = 3
LIMIT_STEPS, LIMIT_MOVES = 80, 6


def move(one: Twin, rng: random.Random) -> None:
    """Move a token picked at random, or the work that it is part of, to a place picked at random."""
    token = rng.choice(one.at.tokens)
    one.do(lambda execution: execution.move(of := token.block_id or token.id, rng.choice(execution.targets(of)).id))


def walk(seed: int) -> int:
    """Walk to the end; return how many tokens were moved."""
    rng, one, moves = random.Random(seed), Twin(Versions(seed).one), 0
    for _ in range(LIMIT_STEPS):
        if one.at.ended:
            return moves
        before = one.at
        one.do(lambda _: None)
        assert json.loads(one.at.state) == json.loads(before.state)
        assert set(one.at.tokens) == set(before.tokens)
        if moves < LIMIT_MOVES and rng.random() < 0.25:
            move(one, rng)
            moves += 1
        elif one.at.messages and (not one.at.tasks or rng.random() < 0.2):
            one.do(lambda execution: execution.send_message(rng.choice(one.at.messages), "p"))
        elif one.at.tasks:
            task = rng.choice(one.at.tasks)
            values = {f"go_{task.element_id}": int(rng.random() < 0.6), task.outcome_variable: 1}
            one.do(lambda execution, task=task, values=values: execution.complete(task.id, values))
        else:
            _rescue(one)
    return moves


def _rescue(one: Twin) -> None:
    """Let what waits at a join for a branch that was moved past it go to the end."""
    waiting = next(token for token in reversed(one.at.tokens) if token.element_id.startswith("join"))

    def leave(execution) -> None:
        ends = [place for place in execution.targets(waiting.id) if place.type == "endEvent"]
        execution.move(waiting.id, ends[0].id)

    one.do(leave)


@pytest.mark.parametrize("group", range(GROUPS))
def test_whatever_is_moved_it_can_be_walked_on(group, request):
    walks = NIGHTLY if request.config.getoption("--nightly") else WALKS
    assert sum(walk(seed) for seed in range(group, walks, GROUPS)) > walks / GROUPS
