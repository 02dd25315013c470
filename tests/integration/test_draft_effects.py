"""A draft says which running dossiers could go over to it, which could not, why, and who they are."""

import pytest

from service import shipped
from tests import product
from tests.integration.draft_scene import begun, edited, people_of, save
from workflows.commands import drafting
from workflows.db import make_sessions
from workflows.queries import studio

NAME = "prepare_dossier.bpmn"


@pytest.fixture
def sessions(product_database_url):
    """A session factory on the product."""
    factory = make_sessions(product_database_url)
    yield factory
    factory.kw["bind"].dispose()


def test_dossiers_whose_step_is_gone_are_named_with_the_reason(sessions, tmp_path):
    reference = product.prepared(sessions, tmp_path)
    first, *_ = people_of(sessions)
    draft_id = begun(sessions, first)
    with sessions() as session:
        assert studio.draft(session, first, draft_id).effects == ()
    save(sessions, first, draft_id, edited(NAME, b'name="L\xe1\xba\xadp h', b'name="So\xe1\xba\xa1n h'), NAME)
    with sessions() as session:
        [same] = [each for each in studio.draft(session, first, draft_id).effects if each.running]
    assert (same.can_move, same.hindrances) == (1, ())

    renamed = {
        name: content.replace(b"compile_dossier", b"compile_offer") for name, content in shipped.definitions().items()
    }
    with sessions.begin() as session:
        drafting.save(session, first, draft_id, renamed)
    with sessions() as session:
        [gone] = [each for each in studio.draft(session, first, draft_id).effects if each.running]
    [hindrance] = gone.hindrances
    assert (gone.can_move, hindrance.count) == (0, 1)
    assert "Lập hồ sơ đề nghị" in hindrance.reason
    assert [name for _, name in hindrance.first] == [reference]
