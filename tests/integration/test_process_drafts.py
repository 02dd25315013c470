"""Changes of processes: saved, taken back, brought in whole, given up."""

import pytest
from sqlalchemy import func, select

from tests.integration.draft_scene import (
    DECIDE,
    NOTE,
    TODAY,
    ask,
    edited,
    in_force,
    save,
    standing,
    state,
)
from workflows import bundle_files
from workflows.commands import drafting, publishing
from workflows.errors import Conflict, DefinitionRejected, Invalid, NotAllowed, NotFound
from workflows.models import DraftFile

pytestmark = pytest.mark.parametrize("database_url", ["product"], indirect=True)


def test_a_draft_begins_as_what_is_in_force(sessions, people, draft_id):
    assert standing(sessions, draft_id) == in_force(sessions)


def test_only_administrators_may_touch_drafts(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    review = ask(sessions, people[0], draft_id)
    other = people[2]
    for act in (
        lambda session: drafting.begin(session, other, "Bản của tôi"),
        lambda session: drafting.save(session, other, draft_id, {DECIDE: b"x"}),
        lambda session: drafting.discard(session, other, draft_id),
        lambda session: publishing.ask(session, other, draft_id, NOTE, TODAY),
        lambda session: publishing.approve(session, other, review),
        lambda session: publishing.decline(session, other, review, NOTE),
        lambda session: publishing.withdraw(session, other, draft_id),
    ):
        with pytest.raises(NotAllowed), sessions.begin() as session:
            act(session)


def test_each_saving_is_kept_and_can_be_taken_again(sessions, people, draft_id):
    first, second = edited(), edited(new=b"drafting_officer")
    assert [save(sessions, people[0], draft_id, each) for each in (first, second, second)] == [1, 2, 2]

    with sessions.begin() as session:
        drafting.restore(session, people[0], draft_id, DECIDE, 1)
    assert standing(sessions, draft_id)[DECIDE] == first
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(DraftFile)) == 3
    with sessions.begin() as session:
        drafting.restore(session, people[0], draft_id, DECIDE, 0)
    assert standing(sessions, draft_id) == in_force(sessions)


def test_who_saves_over_a_saving_that_they_have_not_seen_is_told(sessions, people, draft_id):
    save(sessions, people[0], draft_id, seen={})

    with pytest.raises(Conflict, match="vừa được Vũ Văn Long lưu"):
        save(sessions, people[1], draft_id, edited(new=b"drafting_officer"), seen={})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../x.bpmn", b"x"),
        ("x.py", b"x"),
        ("Quyết định.bpmn", b"x"),
        ("x.bpmn", b"\xff"),
        ("x.bpmn", b"a\0b"),
        ("x.bpmn", b" " * (bundle_files.LARGEST_FILE + 1)),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_changes(sessions, people, draft_id, name, content):
    with pytest.raises(Invalid):
        save(sessions, people[0], draft_id, content, name)

    with sessions() as session:
        assert session.scalars(select(DraftFile)).all() == []


def test_a_file_that_is_not_sound_is_kept_but_not_published(sessions, people, draft_id):
    save(sessions, people[0], draft_id, b"<a")

    with pytest.raises(DefinitionRejected):
        ask(sessions, people[0], draft_id)
    assert state(sessions, draft_id) == "open"


def test_a_bundle_replaces_everything_or_nothing(sessions, people, draft_id):
    files = {**in_force(sessions), DECIDE: edited()}
    del files["ballot.form"]
    with sessions.begin() as session:
        assert drafting.bring_in(session, people[0], draft_id, bundle_files.pack(files, "Thử")) == (
            "ballot.form",
            DECIDE,
        )
    assert standing(sessions, draft_id) == files
    with pytest.raises(Invalid), sessions.begin() as session:
        drafting.bring_in(session, people[0], draft_id, bundle_files.pack({"a.bpmn": b"x", "b.form": b"\xff"}, "Thử"))
    assert standing(sessions, draft_id) == files


def test_a_draft_given_up_stays_readable_and_closed(sessions, people, draft_id):
    save(sessions, people[0], draft_id)
    with sessions.begin() as session:
        drafting.discard(session, people[0], draft_id)

    with pytest.raises(Conflict, match="đã bỏ"):
        save(sessions, people[0], draft_id)


def test_what_is_not_there_is_not_found(sessions, people, draft_id):
    for act in (
        lambda session: drafting.save(session, people[0], 99, {DECIDE: b"x"}),
        lambda session: drafting.save(session, people[0], draft_id, {"x.bpmn": None}),
        lambda session: drafting.restore(session, people[0], draft_id, DECIDE, 5),
        lambda session: drafting.restore(session, people[0], draft_id, "x.bpmn", 0),
        lambda session: publishing.approve(session, people[0], 99),
    ):
        with pytest.raises(NotFound), sessions.begin() as session:
            act(session)
