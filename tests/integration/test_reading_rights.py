"""What the unit that submitted reads of its dossier's handling: what is addressed to it, not what is thought of it."""

import pytest
from sqlalchemy import select

from tests import product
from workflows import policy
from workflows.db import make_sessions
from workflows.models import IssuedDocument, UserTask


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
    return set(session.scalars(select(UserTask.element_id).where(policy.readable_answers(who))))


def papers_read(session, who):
    return set(session.scalars(select(IssuedDocument.kind).where(policy.readable_documents(who))))


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
