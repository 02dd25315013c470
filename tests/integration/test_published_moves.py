"""With the publishing of a draft the running dossiers go along, where its asker wanted that."""

import pytest

from service import studio_jobs
from tests import product
from tests.integration.draft_scene import ask, begun, edited, people_of, save
from workflows import models
from workflows.commands import publishing, run_items
from workflows.db import make_sessions
from workflows.errors import Conflict, NotAllowed, NotFound


@pytest.fixture
def sessions(product_database_url):
    """A session factory on the product."""
    factory = make_sessions(product_database_url)
    yield factory
    factory.kw["bind"].dispose()


def versions(sessions) -> set[int]:
    with sessions() as session:
        return {each.definition.version for each in session.query(models.ProcessInstance)}


@pytest.mark.parametrize("along", [True, False])
def test_running_dossiers_go_along_only_where_that_was_asked(sessions, tmp_path, along):
    product.prepared(sessions, tmp_path)
    first, second, _ = people_of(sessions)
    draft_id = begun(sessions, first)
    save(sessions, first, draft_id, edited())
    review = ask(sessions, first, draft_id)
    if along:
        with sessions.begin() as session:
            publishing.take_along(session, first, review)
    with sessions.begin() as session:
        publishing.approve(session, second, review)
    studio_jobs.move_instances(sessions)

    assert versions(sessions) == ({2} if along else {1})
    with sessions() as session:
        runs = [(run.state, run.reason, run.started_by) for run in session.query(models.MigrationRun)]
    assert runs == ([("done", run_items.AT_PUBLISHING, second.person_id)] if along else [])


def test_only_the_asker_says_so_and_before_it_is_decided(sessions):
    first, second, _ = people_of(sessions)
    draft_id = begun(sessions, first)
    save(sessions, first, draft_id, edited())
    review = ask(sessions, first, draft_id)
    with pytest.raises(NotAllowed), sessions.begin() as session:
        publishing.take_along(session, second, review)
    with pytest.raises(NotFound), sessions.begin() as session:
        publishing.take_along(session, first, review + 9)
    with sessions.begin() as session:
        publishing.approve(session, second, review)
    with pytest.raises(Conflict), sessions.begin() as session:
        publishing.take_along(session, first, review)
