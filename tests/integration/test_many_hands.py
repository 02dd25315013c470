"""Real processes at the same work: everything is done once, whoever does it."""

from collections import Counter

from tests.conftest import NOW
from tests.integration import hands
from tests.integration.racing import faults
from tests.integration.voting import tally, vote_scene
from tests.processes import Together
from workflows import models

MEMBERS, HANDS = 48, 6


def test_six_processes_cast_forty_eight_ballots_on_one_dossier(sessions, database_url):
    """Two processes try each ballot: one attempt is counted, the other is told that it is cast."""
    at = vote_scene(sessions, MEMBERS)
    with sessions() as session:
        version = session.get_one(models.ProcessInstance, at.instance_id).version
    became = sum(Together(HANDS, hands.vote, database_url, NOW, at).wait(), Counter())
    assert became == {"counted": MEMBERS, "refused": MEMBERS}
    counted = tally(sessions, at)
    assert (counted.agree, counted.not_cast, counted.total) == (MEMBERS, 0, MEMBERS)
    with sessions() as session:
        assert session.query(models.Ballot).count() == MEMBERS
        instance = session.get_one(models.ProcessInstance, at.instance_id)
        assert (instance.status, instance.version) == ("running", version + MEMBERS)
    assert faults(sessions) == []
