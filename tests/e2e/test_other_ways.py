"""Ways that part from the straight one, in the browser: the answer from above, one nominee refused, no vote for administrators."""

import pytest
from sqlalchemy import select

from tests import product
from tests.e2e.desk import Desk
from tests.e2e.office import Office
from workflows.models import Ballot, CouncilSession, Dossier, Nominee, RegisterEntry

pytestmark = pytest.mark.e2e

REASON = "Thành tích đã được khen thưởng trong cùng giai đoạn."


def test_the_answer_of_the_prime_minister_is_entered_and_registered(office: Office, tmp_path):
    reference = product.prepared(office.sessions, tmp_path, "bk_ttg")
    product.advance(office.sessions, reference, "record_ministry_result")
    for element, outcome in (
        ("record_ministry_result", "approve"),
        ("record_prime_minister_result", "approve"),
        ("record_state_decision", None),
    ):
        task_id, waiting, officer = office.next_step(reference)
        assert waiting == element
        office.do(task_id, officer, outcome)
    with office.sessions() as session:
        entries = session.scalars(select(RegisterEntry)).all()
        assert entries
        assert {(entry.award_key, entry.decision.from_above) for entry in entries} == {("bk_ttg", True)}


def test_a_director_refuses_one_nominee_with_a_reason_and_the_others_are_awarded(office: Office, tmp_path):
    reference = product.prepared(office.sessions, tmp_path, "giay_khen_so")
    task_id = product.advance(office.sessions, reference, "decide_award")
    _, _, director = office.next_step(reference)
    with office.sessions() as session:
        first, second = session.scalars(select(Nominee).order_by(Nominee.number)).all()
    desk = office.desk(director)
    desk.open(f"/viec/{task_id}")
    desk.type_in({f"nominees-{first.id}-decision": ["award"], f"nominees-{second.id}-decision": ["refuse"]})
    desk.press(office.verb(task_id, "approve"))
    assert desk.page.title().startswith("Lỗi:")  # a refusal says why
    desk.type_in({f"nominees-{second.id}-reason": [REASON]})
    desk.press(office.verb(task_id, "approve"))
    with office.sessions() as session:
        found = {each.id: (each.result, each.result_reason) for each in session.scalars(select(Nominee))}
    assert found == {first.id: ("awarded", None), second.id: ("refused", REASON)}


def test_an_administrator_sees_no_session_and_cannot_post_a_ballot(office: Office, tmp_path):
    reference = product.prepared(office.sessions, tmp_path, "giay_khen_so")
    task_id = product.advance(office.sessions, reference, "cast_ballot")
    with office.sessions() as session:
        number = session.scalars(select(CouncilSession.id).join(Dossier).where(Dossier.reference == reference)).one()
    desk = Desk(office.browser, office.address, "quan.tri")
    posted = desk.page.content()
    token = desk.page.locator('input[name="csrf_token"]').first.get_attribute("value")
    assert token, posted
    for path in (f"/hoi-dong/phien/{number}", f"/viec/{task_id}", f"/ho-so/{reference}"):
        assert desk.page.goto(path).status == 404
    for path in (f"/hoi-dong/phien/{number}/phieu", f"/viec/{task_id}"):
        answer = desk.context.request.post(path, form={"csrf_token": token, "outcome": "cast", "den": "gui"})
        assert answer.status == 404, path
    desk.close()
    with office.sessions() as session:
        assert session.scalars(select(Ballot)).all() == []
