"""What somebody wrote as a reason may name persons: the bell shows it, the mail says where it can be read."""

import pytest

from tests import factories as make
from tests.integration.scene import department_scene
from workflows import models, notices

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def scene(sessions):
    """A dossier whose unit has an officer and a head."""
    with sessions() as session:
        scene = department_scene(session)
        make.officer(session, "submitting_officer", scene.submitting)
        make.officer(session, "submitting_head", scene.submitting)
        yield scene


@pytest.mark.parametrize("notice", sorted(notices.NOTICES))
def test_no_reason_goes_by_mail(scene, notice):
    assert notices.tell_submitters(scene.work(), "step", notice, reason="Người Mẫu bị khiển trách.") == 2
    for told in scene.session.query(models.Notice):
        assert ("khiển trách" in told.body) == ("{reason}" in notices.NOTICES[notice][1])
        assert "khiển trách" not in told.letter.body + told.letter.subject
        assert scene.dossier.reference in told.letter.body
        assert told.link == f"/ho-so/{scene.dossier.reference}"


def test_what_asks_nothing_of_the_unit_can_be_unsubscribed_from(scene):
    for notice in notices.NOTICES:
        notices.tell_submitters(scene.work(), "step", notice, reason="")
    optional = {told.kind for told in scene.session.query(models.Notice) if not told.is_duty}
    assert optional == {"submission_confirmed", "withdrawal_confirmed", "receipt", "decision_sent"}
