"""An operator moves the token of a shipped process, at any wait, and the dossier still comes to an end."""

import random

import pytest

from tests.diagrams.files import MAIN
from tests.diagrams.walker import Walk
from workflows.engine import Execution

WALKS = 3
EVERY = 2
# A branch entered from outside of its fork is waited for in vain where it meets the others: it is moved on once more.
LIMIT_RESCUES = 2


class Moved(Walk):
    """A walk that goes on from a wait of another one, after its token was moved."""

    def __init__(self, walk: Walk, seed: str):
        self.__dict__ |= walk.__dict__ | {"steps": []}
        self.rng = random.Random(seed)

    def move(self, token, targets_of=lambda targets: targets) -> None:
        """Move a token, or the work of which it is a part, to a place picked at random."""
        execution = Execution.restore(self.process, self.at.state, self.dice)
        token_id = token.block_id or token.id
        chosen = self.rng.choice(targets_of(execution.targets(token_id)))
        self.steps.append(f"{token.element_id} → {chosen.id}")
        execution.move(token_id, chosen.id)
        self.at = execution.snapshot()
        again = Execution.restore(self.process, self.at.state, self.dice).snapshot()
        assert (again.tasks, again.timers, again.tokens) == (self.at.tasks, self.at.timers, self.at.tokens)

    def is_stuck(self) -> bool:
        """Whether nothing can happen any more but a withdrawal."""
        return not (self.at.tasks or self.at.timers or set(self.at.messages) - {"withdraw_dossier"})

    def to_its_end(self) -> int:
        """Walk on; whatever waits alone at a join is moved to an end of its process. Return how often."""
        rescues = 0
        while not self.at.ended and rescues <= LIMIT_RESCUES:
            if self.is_stuck():
                rescues += 1
                waiting = next(each for each in reversed(self.at.tokens) if each.element_id.startswith("join_"))
                self.move(waiting, lambda targets: [each for each in targets if each.type == "endEvent"])
            elif len(self.steps) > 300:
                break
            else:
                self.step()
        return rescues


@pytest.mark.parametrize("key", MAIN)
def test_moved_at_any_wait_it_is_walked_on_to_an_end(key):
    moves = rescues = 0
    for seed in range(WALKS):
        walk = Walk(key, seed)
        for number, at in enumerate(walk.to_the_end()):
            if number % EVERY:
                continue
            moved = Moved(walk, f"{key}/{seed}/{number}")
            moved.move(moved.rng.choice(at.tokens))
            rescues += moved.to_its_end()
            moves += 1
            assert moved.at.ended, moved.steps[-9:]
    assert moves >= 8
    assert rescues <= moves / 4
