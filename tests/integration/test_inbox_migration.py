"""Tasks that were there before the inbox could be narrowed by its own columns get them from their dossiers."""

from alembic.script import ScriptDirectory
from sqlalchemy import select, text, update

from tests import factories as make
from workflows.migrations import configuration
from workflows.models import UserTask


def test_tasks_of_before_get_campaign_and_award_from_their_dossiers(sessions):
    fill = ScriptDirectory.from_config(configuration()).get_revision("0003").module.FILL
    facts = select(UserTask.campaign_key, UserTask.award_key).order_by(UserTask.id)
    with sessions.begin() as session:
        for dossier in (make.dossier(session), make.dossier(session, make.offer(session, award_key="bang_khen")), None):
            make.task(session, make.instance(session, dossier))
        as_written = session.execute(facts).all()
        session.execute(update(UserTask).values(campaign_key=None, award_key=None))
        session.execute(text(fill))
        assert session.execute(facts).all() == as_written
    assert [award for _, award in as_written] == ["giay_khen_so", "bang_khen", None]
