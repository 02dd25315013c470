"""The shipped vote goes over to another version while ballots are out, and comes to the right result."""

import pytest

from service import shipped
from tests import factories as make
from tests.diagrams.test_versions import renamed
from tests.integration.racing import actor
from tests.integration.versions import REASON
from tests.integration.voting import CALLER, SHIPPED, cast, close, tally, vote_scene
from workflows import models
from workflows.commands import migrating
from workflows.commands.migrating import Wanted


def newer(session) -> int:
    """Deploy the vote with another id for every element; return the id of the definition."""
    deployment = make.deployment(session)
    texts, forms = renamed()[0], shipped.definitions()
    files = {name: texts.get(name) or forms[name] for name in SHIPPED}
    files["council_vote.bpmn"] = CALLER.replace(b'"vote"', b'"vote_v2"')
    for name, content in files.items():
        session.add(models.DeployedFile(deployment_id=deployment.id, name=name, content=content.decode()))
    return make.definition(session, "council_vote", deployment=deployment).id


@pytest.mark.parametrize("everybody", [True, False], ids=["everybody votes", "one does not"])
def test_ballots_cast_before_and_after_count_together(sessions, everybody):
    at = vote_scene(sessions)
    with sessions.begin() as session:
        cast(session, at, 0, "agree")
    with sessions.begin() as session:
        administrator = actor(session, make.account(session, make.person(session), administrator=True).id)
        wanted = Wanted(newer(session), renamed()[1] | {"vote": "vote_v2"})
        before = session.query(models.DueTimer).filter_by(instance_id=at.instance_id, cancelled_at=None).all()
        deadlines = [(timer.id, timer.due_at) for timer in before]
        migrating.migrate(session, administrator, at.instance_id, wanted, REASON)
    with sessions.begin() as session:
        after = session.query(models.DueTimer).filter_by(instance_id=at.instance_id, cancelled_at=None).all()
        assert [(timer.id, timer.due_at) for timer in after] == deadlines
        cast(session, at, 1, "disagree")
    with sessions.begin() as session:
        if everybody:
            cast(session, at, 2, "agree")
        close(session, at)
    found = tally(sessions, at)
    assert (found.agree, found.disagree, found.not_cast) == ((2, 1, 0) if everybody else (1, 1, 1))
    with sessions() as session:
        instance = session.get_one(models.ProcessInstance, at.instance_id)
        assert (instance.status, instance.definition_id) == ("ended", wanted.definition_id)
        assert session.query(models.UserTask).filter_by(completed_at=None, cancelled_at=None).count() == 0
