"""Numbering a decision: no gap, no double, whatever fails or happens at once."""

import threading
from datetime import date

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from tests.integration.scene import department_scene
from workflows import numbers
from workflows.clock import utcnow
from workflows.errors import OperationFailed
from workflows.models import Decision, NumberSeries


@pytest.fixture
def scene(sessions: sessionmaker[Session]):
    with sessions() as session:
        scene = department_scene(session)
        scene.nominee("Phòng Mẫu Một", kind="collective")
        scene.nominee("Người Mẫu Hai")
        yield scene


def _decide(scene, dossier=None, on=date(2026, 12, 10)) -> Decision:
    row = Decision(
        dossier_id=(dossier or scene.dossier).id,
        organ_id=scene.department.id,
        signed_on=on,
        signer_title="GIÁM ĐỐC",
        capacity="",
        title="Về việc tặng Giấy khen",
        from_above=False,
        entered_at=utcnow(),
    )
    scene.session.add(row)
    scene.session.flush()
    return row


def test_a_decision_gets_number_and_symbol_of_its_organ(scene):
    decision = _decide(scene)
    assert scene.run("decision/assign_number") == "01/QĐ-SMH"
    assert (decision.number, decision.document_number) == (1, "01/QĐ-SMH")
    assert scene.verbs()[0] == "decision_numbered"


def test_the_same_decision_is_not_numbered_twice(scene):
    _decide(scene)
    scene.run("decision/assign_number")
    assert scene.run("decision/assign_number") == "01/QĐ-SMH"
    assert scene.session.query(NumberSeries).one().last_number == 1


def test_numbers_run_on_within_a_year_and_begin_anew_in_the_next(scene):
    for expected, on in [("01", date(2026, 12, 30)), ("02", date(2026, 12, 31)), ("01", date(2027, 1, 4))]:
        _decide(scene, on=on)
        assert scene.run("decision/assign_number") == f"{expected}/QĐ-SMH"


def test_a_number_that_is_rolled_back_leaves_no_gap(scene):
    _decide(scene)
    scene.session.commit()
    scene.run("decision/assign_number")
    scene.session.rollback()
    assert scene.run("decision/assign_number") == "01/QĐ-SMH"


def test_an_organ_without_a_symbol_cannot_number(scene):
    scene.department.symbol = None
    _decide(scene)
    with pytest.raises(OperationFailed, match="chữ viết tắt"):
        scene.run("decision/assign_number")


def test_nothing_is_numbered_before_a_decision_is_signed(scene):
    with pytest.raises(OperationFailed, match="Chưa có Quyết định"):
        scene.run("decision/assign_number")


def test_two_at_once_get_different_numbers(sessions):
    taken = []

    def take():
        with sessions() as session, session.begin():
            taken.append(numbers.take(session, "so-minh-hoa", "decision", 2026).last_number)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [1, 2, 3, 4, 5, 6, 7, 8]


def _finish_decision(scene, rows, outcome="approve", title="Giám đốc", capacity=None, **answers):
    head = make.person(scene.session)
    position = make.position(scene.session, head, scene.department, title=title)
    make.assignment(scene.session, position, "deciding_authority")
    if capacity:
        make.capacity(scene.session, position, capacity=capacity, on_behalf_of="GIÁM ĐỐC")
    given = [{"row": str(n.id), **row} for n, row in zip(scene.dossier.nominees, rows, strict=True)]
    return scene.finish(
        "decision", {"nominees": given} | answers, outcome, by=head, candidate_group="deciding_authority"
    )


def test_a_head_signs_in_their_own_name_and_a_deputy_in_a_named_capacity(scene):
    _finish_decision(scene, [{"decision": "award"}, {"decision": "award"}])
    own = scene.session.query(Decision).one()
    assert (own.capacity, own.signer_title) == ("", "GIÁM ĐỐC")


def test_a_deputy_signs_in_a_named_capacity(scene):
    _finish_decision(scene, [{"decision": "award"}, {"decision": "award"}], title="Phó Giám đốc", capacity="KT.")
    deputy = scene.session.query(Decision).one()
    assert (deputy.capacity, deputy.signer_title) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


def test_awarding_one_and_refusing_the_other_says_so_everywhere(scene):
    written = _finish_decision(scene, [{"decision": "award"}, {"decision": "refuse", "reason": "Chưa đủ thời gian."}])
    first, second = scene.dossier.nominees
    assert written == {"has_unawarded": True}
    assert (first.result, second.result, second.result_reason) == ("awarded", "refused", "Chưa đủ thời gian.")
    assert [item.result for item in scene.session.query(Decision).one().items] == ["awarded", "refused"]
