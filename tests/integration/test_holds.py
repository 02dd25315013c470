"""A hold of the law: who places and lifts it, with what reason, and what it does to the limits of a dossier."""

from datetime import date

import pytest

from tests import factories as make
from tests.integration.clock_scene import REASON, begin, last_day, rule, specialist
from tests.integration.scene import department_scene
from workflows.clock import utcnow
from workflows.commands import holds
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import DossierAccess, HistoryEntry, Notice
from workflows.queries import holds as shown


@pytest.fixture
def scene(sessions):
    with sessions() as session:
        scene = department_scene(session)
        session.add(DossierAccess(dossier_id=scene.dossier.id, unit_id=scene.department.id, since=utcnow()))
        yield scene


def test_whoever_appraises_holds_and_lifts_with_a_reason_and_both_are_in_history(scene, clock):
    rule(scene)
    task, actor = begin(scene), specialist(scene)
    holds.place(scene.session, actor, scene.dossier.reference, f"  {REASON} ")
    assert task.stopped_at == utcnow()
    with pytest.raises(Conflict, match="đang tạm dừng"):
        holds.place(scene.session, actor, scene.dossier.reference, REASON)
    clock.advance(days=4)
    holds.lift(scene.session, actor, scene.dossier.reference, REASON)
    assert (task.stopped_at, last_day(task)) == (None, date(2026, 12, 21))
    with pytest.raises(Conflict, match="không tạm dừng"):
        holds.lift(scene.session, actor, scene.dossier.reference, REASON)
    acts = scene.session.query(HistoryEntry).filter(HistoryEntry.verb.like("hold_%")).order_by(HistoryEntry.id)
    assert [(act.verb, act.reason) for act in acts] == [("hold_placed", REASON), ("hold_lifted", REASON)]


def test_a_hold_needs_a_reason_sight_and_the_right_step(scene):
    rule(scene)
    begin(scene)
    reference = scene.dossier.reference
    with pytest.raises(Invalid):
        holds.place(scene.session, specialist(scene), reference, "ngắn")
    clerk = scene.actor(make.officer(scene.session, "records_clerk", scene.department))
    with pytest.raises(NotAllowed):
        holds.place(scene.session, clerk, reference, REASON)
    stranger = scene.actor(make.officer(scene.session, "appraisal_specialist", make.unit(scene.session)))
    with pytest.raises(NotFound):
        holds.place(scene.session, stranger, reference, REASON)


def test_the_submitting_unit_is_told_of_a_hold_and_of_its_end_without_the_reason(scene):
    rule(scene)
    begin(scene)
    head = make.officer(scene.session, "submitting_head", scene.dossier.submitting_unit)
    actor, reference = specialist(scene), scene.dossier.reference
    holds.place(scene.session, actor, reference, REASON)
    assert shown.of_dossier(scene.session, actor, scene.dossier).note == REASON
    assert shown.of_dossier(scene.session, scene.actor(head), scene.dossier).note is None
    holds.lift(scene.session, actor, reference, REASON)
    assert shown.of_dossier(scene.session, actor, scene.dossier) is None
    scene.session.flush()
    told = scene.session.query(Notice).filter(Notice.person_id == head.id).order_by(Notice.id).all()
    assert [notice.kind for notice in told] == ["hold_placed", "hold_lifted"]
    assert not any(REASON in notice.body for notice in told)
