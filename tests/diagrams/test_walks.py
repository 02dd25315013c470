"""Every shipped process reaches an end along every path, whatever people, messages and the clock do."""

from collections import Counter

import pytest

from tests.diagrams.files import AWARDS, MAIN, flows, process
from tests.diagrams.walker import Walk
from workflows.engine import Execution

WALKS, LIMIT_WALKS = 40, 400

# What the level of an award excludes: the Prime Minister's own award never goes on to the President, an
# order never ends with the Prime Minister.
_PRESIDENT = {
    ("submit_upward", "route_prime_minister_result", "record_president_result"),
    ("submit_upward", "record_president_result", "route_president_result"),
    ("submit_upward", "route_president_result", "end_president_refused"),
    ("submit_upward", "route_president_result", "merge_state_decisions"),
}
UNREACHABLE = {
    "prime_minister_award": _PRESIDENT,
    "labour_order": {("submit_upward", "route_prime_minister_result", "merge_state_decisions")},
}


@pytest.mark.parametrize("key", MAIN)
def test_every_walk_ends_and_every_flow_is_taken(key):
    taken, chosen, ends = Counter(), Counter(), Counter()
    wanted = flows(key) - UNREACHABLE.get(key, set())
    for seed in range(LIMIT_WALKS):
        if seed >= WALKS and wanted <= set(taken):
            break
        walk = Walk(key, seed, chosen)
        for _ in walk.to_the_end():
            pass
        assert walk.at.end_event
        assert ("dossierStatus" in walk.at.end_properties) is (key != "campaign_report")
        assert (walk.at.tasks, walk.at.timers, walk.at.messages, walk.at.tokens) == ((), (), (), ())
        taken += walk.flows
        ends[walk.at.end_event] += 1
    assert not wanted - set(taken), sorted(wanted - set(taken))
    assert len(ends) == sum(element.type == "endEvent" for element in process(key).containers[key].elements.values())


@pytest.mark.parametrize("key", AWARDS)
def test_a_dossier_can_be_withdrawn_at_every_wait_before_its_decision_is_published(key):
    withdrawn = 0
    for seed in range(8):
        walk = Walk(key, 1000 + seed)
        walk.dice.bold_from = 1000  # mostly forward, so that the dossier gets far
        for snapshot in walk.to_the_end():
            if "withdraw_dossier" in snapshot.messages:
                copy = Execution.restore(walk.process, snapshot.state, walk.dice)
                copy.send_message("withdraw_dossier")
                left = copy.snapshot()
                assert (left.ended, left.end_properties) == (True, {"dossierStatus": "withdrawn"}), walk.steps
                withdrawn += 1
    assert withdrawn >= 10
