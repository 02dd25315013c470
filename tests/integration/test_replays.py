"""Finished dossiers are played again by a draft: by the same processes the same, by turned ones otherwise."""

import pytest
from sqlalchemy import select

from service import shipped, studio_jobs
from tests import product
from tests.integration.draft_scene import begun, edited, people_of, save
from tests.integration.racing import faults
from workflows import models
from workflows.commands import drafting, rehearsing, replays
from workflows.db import make_sessions
from workflows.errors import DefinitionRejected, NotAllowed, NotFound
from workflows.queries import draft_replay

PROCESS = "department_certificate.bpmn"
PASS, VERIFY = b'outcome = "pass"', b'outcome = "verify"'


@pytest.fixture
def product_sessions(product_database_url):
    """A session factory on the product."""
    factory = make_sessions(product_database_url)
    yield factory
    factory.kw["bind"].dispose()


def finish(sessions, folder) -> int:
    """Let made-up people bring a dossier to its end; return the id of its instance."""
    reference = product.prepared(sessions, folder)
    for _ in range(200):
        with sessions.begin() as session:
            if rehearsing.step(session, reference) is None:
                break
    with sessions() as session:
        query = select(models.ProcessInstance).join(models.Dossier).where(models.Dossier.reference == reference)
        instance = session.scalars(query).one()
        assert instance.status == "ended"
        return instance.id


def turned() -> bytes:
    """The process with two ways of a gateway exchanged."""
    content = shipped.definitions()[PROCESS]
    return content.replace(PASS, b"@").replace(VERIFY, PASS).replace(b"@", VERIFY)


def played(sessions, actor, draft_id: int):
    """Ask for a replay, let the worker do it, and return what the page says."""
    with sessions.begin() as session:
        replays.ask(session, actor, draft_id)
    studio_jobs.replay_finished(sessions)
    return page(sessions, actor, draft_id)


def page(sessions, actor, draft_id: int):
    with sessions() as session:
        return draft_replay.latest(session, actor, draft_id).last


def noted(sessions, number: int) -> list[tuple[str, int | None]]:
    """Return what the history says of a replay: verb, and who."""
    with sessions() as session:
        entries = session.query(models.HistoryEntry).filter_by(chain="system").order_by(models.HistoryEntry.sequence)
        return [(each.verb, each.actor_id) for each in entries if each.after.get("replay") == number]


def counts(sessions) -> list[int]:
    """Return how many rows there are of what a step could add."""
    tables = (
        models.UserTask,
        models.InstanceStep,
        models.DueTimer,
        models.Notice,
        models.OutboxMessage,
        models.Decision,
    )
    with sessions() as session:
        return [session.query(table).count() for table in tables]


def test_finished_dossiers_are_played_by_the_draft(whole, tmp_path):
    instance_id = finish(whole, tmp_path)
    first, *_ = people_of(whole)
    before = counts(whole)
    draft_id = begun(whole, first)
    save(
        whole,
        first,
        draft_id,
        edited(PROCESS, b'name="\xc4\x90\xe1\xbb\xa7"', b'name="\xc4\x90\xe1\xba\xa1t"'),
        PROCESS,
    )
    found = played(whole, first, draft_id)
    assert (found.state, found.total, found.counts, found.is_current) == ("done", 1, {"same": 1}, True)

    save(whole, first, draft_id, turned(), PROCESS, {PROCESS: 1})
    assert page(whole, first, draft_id).is_current is False
    found = played(whole, first, draft_id)
    [row] = found.rows["outcome"]
    assert (row.instance_id, row.before_status, row.after_status) == (instance_id, "awarded", None)
    assert row.parts.startswith("Sau “Hội đồng kết luận?”: trước đến")
    assert "chờ bước" in row.after

    assert counts(whole) == before
    assert faults(whole) == []


def test_a_changed_table_is_asked_about_the_facts_of_the_dossier(product_sessions, tmp_path):
    finish(product_sessions, tmp_path)
    first, *_ = people_of(product_sessions)
    draft_id = begun(product_sessions, first)
    name = "criteria_of_dossier.dmn"
    content = shipped.definitions()[name].replace("“".encode(), "«".encode())
    save(product_sessions, first, draft_id, content + b"\n", name)
    found = played(product_sessions, first, draft_id)
    assert (found.total, found.counts) == (1, {"same": 1})


def test_a_draft_that_turns_no_way_plays_nothing(product_sessions):
    first, *_ = people_of(product_sessions)
    draft_id = begun(product_sessions, first)
    form = edited("dossier_appraisal.form", b'"minLength": 20', b'"minLength": 30')
    save(product_sessions, first, draft_id, form, "dossier_appraisal.form")
    found = played(product_sessions, first, draft_id)
    assert (found.state, found.total, found.counts) == ("done", 0, {})


def test_what_cannot_be_played_says_why_and_keeps_no_other_waiting(product_sessions, tmp_path, monkeypatch):
    instance_id = finish(product_sessions, tmp_path)
    first, *_ = people_of(product_sessions)
    draft_id = begun(product_sessions, first)
    save(product_sessions, first, draft_id, turned(), PROCESS)
    with monkeypatch.context() as patch:
        patch.setattr(replays, "judge", lambda *_given: 1 / 0)
        [row] = played(product_sessions, first, draft_id).rows["unplayable"]
    assert row.reason == replays.BROKEN

    with product_sessions.begin() as session:
        session.query(models.InstanceStep).filter_by(instance_id=instance_id).delete()
    [row] = played(product_sessions, first, draft_id).rows["unplayable"]
    assert "trước khi hệ thống ghi lại các bước" in row.reason


def test_it_is_asked_for_once_by_administrators_and_of_sound_files(product_sessions):
    first, _, other = people_of(product_sessions)
    draft_id = begun(product_sessions, first)
    with pytest.raises(NotAllowed), product_sessions.begin() as session:
        replays.ask(session, other, draft_id)
    with pytest.raises(NotFound), product_sessions.begin() as session:
        replays.ask(session, first, draft_id + 99)
    with product_sessions.begin() as session:
        number = replays.ask(session, first, draft_id).id
        assert replays.ask(session, first, draft_id).id == number
    with product_sessions.begin() as session:
        drafting.save(session, first, draft_id, {PROCESS: b"<nothing/>"})
    with pytest.raises(DefinitionRejected), product_sessions.begin() as session:
        replays.ask(session, first, draft_id)
    studio_jobs.replay_finished(product_sessions)
    assert page(product_sessions, first, draft_id).is_current is False
    assert noted(product_sessions, number) == [("replay_asked", first.person_id), ("replay_cut", None)]
