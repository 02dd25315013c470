"""What a dossier must have before it goes up, what is kept of it, and who keeps out of whose step."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forms import FormInvalid
from tests.integration.walk import begin, worker
from workflows import policy
from workflows.clock import utcnow
from workflows.commands import dossiers
from workflows.errors import NotAllowed
from workflows.models import Attachment, DossierRevision, UserTask
from workflows.steps.completeness import missing
from workflows.steps.revision import checksum_of

DEPARTMENT = "KG-OF2"


@pytest.fixture
def walk(installed, paper):
    return begin(installed, DEPARTMENT, paper)


def test_a_filled_dossier_lacks_nothing_that_stops_it(installed, walk):
    assert [gap for gap in missing(installed, walk.dossier) if not gap.soft] == []


def test_an_empty_page_is_named_by_its_section(installed, walk):
    walk.dossier.content = {key: value for key, value in walk.dossier.content.items() if key != "grounds"}
    gaps = missing(installed, walk.dossier)
    assert [gap.section for gap in gaps if not gap.soft] == ["occasion_and_reason"]


def test_a_required_paper_that_is_gone_stops_the_dossier(installed, walk):
    installed.query(Attachment).filter_by(paper="to_trinh").update({"removed_at": utcnow()})
    assert any(gap.section == "papers" and "Tờ trình" in gap.message for gap in missing(installed, walk.dossier))
    with pytest.raises(FormInvalid) as refused:
        walk.step()
    assert list(refused.value.errors) == ["papers"]


def test_a_list_without_nominees_stops_the_dossier(installed, walk):
    for nominee in walk.dossier.nominees:
        nominee.removed_at = utcnow()
    assert any(gap.section == "nominees" for gap in missing(installed, walk.dossier))


def test_a_nominee_half_filled_is_named(installed, walk):
    nominee = walk.dossier.nominees[0]
    nominee.details = {"full_name": nominee.name}
    assert any(gap.message.startswith(nominee.name) for gap in missing(installed, walk.dossier))


def test_completeness_is_checked_again_at_the_signature(installed, walk):
    walk.until("sign_submission")
    installed.query(Attachment).update({"removed_at": utcnow()})
    with pytest.raises(FormInvalid):
        walk.step()


def test_what_goes_up_is_kept_with_its_checksum_and_cannot_be_rewritten(installed, walk):
    walk.until("check_completeness")
    revision = installed.query(DossierRevision).one()
    assert checksum_of(revision.snapshot) == revision.checksum
    assert [each["name"] for each in revision.snapshot["nominees"]] == [n.name for n in walk.dossier.nominees]
    assert walk.dossier.status == "submitted"
    installed.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        installed.execute(text("update dossier_revision set checksum = '0'"))
    installed.rollback()


def test_a_head_may_send_the_draft_back_for_mending(walk):
    walk.outcomes["sign_submission"] = ["return"]
    walk.until("sign_submission")
    walk.step()
    assert [task.element_id for task in walk.open_tasks()] == ["compile_dossier"]
    assert walk.dossier.status == "draft"


def test_whoever_compiled_may_not_sign(installed, walk):
    task = walk.until("sign_submission")
    compiler = installed.query(UserTask).filter_by(element_id="compile_dossier").one().completed_by
    signer = worker(installed, task)
    assert signer.person_id != compiler
    barred = policy.Actor(compiler, 0, "", administrator=False, assignments=signer.assignments, seats=())
    with pytest.raises(NotAllowed, match="bước trước"):
        walk.do(task, barred, "submit")


def test_a_unit_may_withdraw_and_is_told(installed, walk):
    task = walk.until("examine_dossier")
    compiled = installed.query(UserTask).filter_by(element_id="compile_dossier").one()
    compiled_by = policy.load_actor(installed, _account_of(installed, compiled.completed_by), utcnow().date())
    dossiers.withdraw(installed, compiled_by, walk.reference, "Xin rút để bổ sung đối tượng khác.")
    assert walk.dossier.status == "withdrawn"
    assert not task.is_open


def _account_of(session, person_id):
    return session.execute(text("select id from account where person_id = :id"), {"id": person_id}).scalar_one()
