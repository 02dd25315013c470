"""What the unit that submitted reads of its dossier's handling: what is addressed to it, not what is thought of it."""

import pytest
from sqlalchemy import select

from tests import product
from workflows import reading
from workflows.db import make_sessions
from workflows.models import IssuedDocument, RoleAssignment, UserTask
from workflows.queries import facts


@pytest.fixture
def handled(product_database_url, tmp_path):
    """A dossier after its appraisal: (sessions, its officer, its specialist)."""
    sessions = make_sessions(product_database_url)
    reference = product.prepared(sessions, tmp_path, "bk_tinh")
    task_id = product.advance(sessions, reference, "examine_dossier")
    with sessions() as session:
        officer, specialist = product.officer(session, "bk_tinh"), product.worker(session, task_id)
    product.advance(sessions, reference, "finalize_decision_draft")
    yield sessions, officer, specialist
    sessions.kw["bind"].dispose()


def steps_read(session, who):
    return set(session.scalars(select(UserTask.element_id).where(reading.readable_answers(who))))


def papers_read(session, who):
    return set(session.scalars(select(IssuedDocument.kind).where(reading.readable_documents(who))))


def test_whoever_handles_the_dossier_reads_every_step(handled):
    sessions, _officer, specialist = handled
    with sessions() as session:
        assert {"compile_dossier", "examine_dossier", "review_appraisal", "sign_minutes"} <= steps_read(
            session, specialist
        )
        assert {"receipt", "council_minutes", "award_decision"} <= papers_read(session, specialist)


def test_the_unit_reads_its_own_steps_and_the_papers_addressed_to_it(handled):
    sessions, officer, _specialist = handled
    with sessions() as session:
        assert steps_read(session, officer) == {"compile_dossier", "sign_submission"}
        assert papers_read(session, officer) == {"receipt"}


def test_an_inspector_of_the_province_sees_its_submitted_dossiers(handled):
    sessions, _officer, _specialist = handled
    with sessions() as session:
        organs = set(session.scalars(select(RoleAssignment.organ_id).where(RoleAssignment.role == "inspector")))
        inspectors = [product.holder(session, "inspector", organ_id) for organ_id in organs]
        seen = [len(facts.dossiers(session, each, status="", page=1)) for each in inspectors]
    assert len(seen) > 1
    assert (sum(seen), max(seen)) == (1, 1)  # the inspector of its province, and no other


def test_whoever_prepares_dossiers_of_a_department_does_not_see_those_that_it_handles(product_database_url, tmp_path):
    sessions = make_sessions(product_database_url)
    reference = product.prepared(sessions, tmp_path, "giay_khen_so")  # of a unit under the department
    product.advance(sessions, reference, "examine_dossier")
    with sessions() as session:
        of_the_department, of_the_unit = product.officer(session, "bk_tinh"), product.officer(session, "giay_khen_so")
        assert facts.dossiers(session, of_the_department, status="", page=1) == []
        assert [row.reference for row in facts.dossiers(session, of_the_unit, status="", page=1)] == [reference]
    sessions.kw["bind"].dispose()
