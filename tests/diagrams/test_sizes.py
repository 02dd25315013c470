"""What is kept of a running instance stays small: it is read and written at every step."""

import pytest

from tests.diagrams.dice import Dice
from tests.diagrams.files import AWARDS
from tests.diagrams.walker import Walk
from workflows.engine import Step

MEMBERS = 15
APPRAISAL = ("appraise_dossier", "appraise_achievement")
WITHOUT_A_COUNCIL = ("simplified_award",)
LIMIT_IN_APPRAISAL_BYTES, LIMIT_WITH_BALLOTS_BYTES = 2_000, 8_000


class FullHouse(Dice):
    """Dice for a council whose members have all come."""

    def call(self, operation: str, parameters: dict, step: Step) -> object:
        return super().call(operation, parameters, step) if operation != "council/open_vote" else self._people(MEMBERS)


@pytest.mark.parametrize("key", AWARDS)
def test_an_instance_is_small_in_appraisal_and_with_all_ballots_pending(key):
    in_appraisal, with_ballots = [], []
    for seed in range(4):
        for snapshot in straight(key, seed):
            size = len(snapshot.state.encode())
            if sum(task.form_key == "ballot" for task in snapshot.tasks) == MEMBERS:
                with_ballots.append(size)
            elif "voters" not in snapshot.variables and {task.process_id for task in snapshot.tasks} & set(APPRAISAL):
                in_appraisal.append(size)
    assert max(with_ballots, default=0) < LIMIT_WITH_BALLOTS_BYTES
    assert max(in_appraisal, default=0) < LIMIT_IN_APPRAISAL_BYTES
    assert with_ballots or key in WITHOUT_A_COUNCIL


def straight(key: str, seed: int):
    """Walk straight ahead, with a full house at every vote."""
    walk = Walk(key, seed)
    walk.dice = FullHouse(f"{key}/{seed}")
    walk.dice.bold_from = 1_000
    return walk.to_the_end()
