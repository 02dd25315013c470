"""Drafts as editors save them: every few seconds, by several people, and still few savings that can be taken again."""

import pytest
from sqlalchemy import select

from tests.integration.draft_scene import DECIDE, ask, edited, standing
from workflows import bundle_files
from workflows.clock import utcnow
from workflows.commands import draft_editing, drafting, publishing
from workflows.commands.draft_editing import Edited
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound, Overtaken
from workflows.models import DraftFile
from workflows.queries import draft_editing as queries

pytestmark = pytest.mark.parametrize("database_url", ["product"], indirect=True)


def typed(at: int) -> bytes:
    return edited(new=f"council_secretary_{at}".encode())


def save(sessions, actor, draft_id: int, at: int, builds_on: int, *, on_purpose: bool = False) -> int:
    with sessions.begin() as session:
        return draft_editing.save_edited(session, actor, draft_id, Edited(DECIDE, typed(at), builds_on, on_purpose))


def revisions(sessions) -> list[int]:
    with sessions() as session:
        return list(session.scalars(select(DraftFile.revision).order_by(DraftFile.revision)))


def test_automatic_savings_of_ten_minutes_are_one_and_never_a_number_used_twice(sessions, people, draft_id, clock):
    revision = 0
    for at in range(5):
        revision = save(sessions, people[0], draft_id, at, revision)
        clock.advance(seconds=30)
    assert (revision, revisions(sessions)) == (5, [5])

    clock.advance(minutes=8)
    revision = save(sessions, people[0], draft_id, 5, revision)
    assert revisions(sessions) == [5, 6]
    assert save(sessions, people[0], draft_id, 5, revision) == 6
    assert standing(sessions, draft_id)[DECIDE] == typed(5)


def test_what_is_saved_on_purpose_by_another_or_was_asked_for_stays(sessions, people, draft_id, clock):
    first, second, _ = people
    assert save(sessions, first, draft_id, 1, 0) == 1
    assert save(sessions, first, draft_id, 1, 1, on_purpose=True) == 1  # nothing new, but now to stay
    assert save(sessions, first, draft_id, 2, 1) == 2
    assert save(sessions, second, draft_id, 3, 2) == 3
    assert revisions(sessions) == [1, 2, 3]

    with sessions.begin() as session:
        drafting.save(session, second, draft_id, {DECIDE: edited()})
    revision = save(sessions, second, draft_id, 5, 4)
    with sessions.begin() as session:
        drafting.save(session, second, draft_id, {DECIDE: edited()}, {DECIDE: revision})
    clock.advance(seconds=1)
    sound = draft_editing.Edited(DECIDE, edited(new=b"drafting_officer"), 6)
    with sessions.begin() as session:
        assert draft_editing.save_edited(session, second, draft_id, sound) == 7
    ask(sessions, second, draft_id)
    with sessions.begin() as session:
        publishing.withdraw(session, second, draft_id)
    save(sessions, second, draft_id, 8, 7)
    assert revisions(sessions) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_who_builds_on_what_was_overtaken_learns_by_whom_and_can_save_over_it(sessions, people, draft_id):
    first, second, _ = people
    save(sessions, first, draft_id, 1, 0)

    with pytest.raises(Overtaken, match="vừa được Vũ Văn Long lưu") as raised:
        save(sessions, second, draft_id, 2, 0)

    assert (raised.value.who, raised.value.saved_at, raised.value.revision) == ("Vũ Văn Long", utcnow(), 1)
    assert save(sessions, second, draft_id, 1, 0) == 1  # the same is no conflict
    assert save(sessions, second, draft_id, 2, 1) == 2
    assert revisions(sessions) == [1, 2]


def test_a_closed_draft_and_a_stranger_save_nothing(sessions, people, draft_id):
    with pytest.raises(NotAllowed):
        save(sessions, people[2], draft_id, 1, 0)
    with sessions.begin() as session:
        drafting.discard(session, people[0], draft_id)
    with pytest.raises(Conflict, match="đã bỏ"):
        save(sessions, people[0], draft_id, 1, 0)
    assert revisions(sessions) == []


def test_others_learn_who_has_a_file_open_for_half_an_hour(sessions, people, draft_id, clock):
    first, second, other = people

    def note(actor, name: str = DECIDE) -> None:
        with sessions.begin() as session:
            draft_editing.note_editing(session, actor, draft_id, name)

    def seen_by(actor) -> list[tuple[str, str]]:
        with sessions() as session:
            return [(each.who, each.name) for each in queries.editing_now(session, [draft_id], but=actor)]

    note(first)
    clock.advance(minutes=29)
    assert seen_by(first) == []
    assert seen_by(second) == [("Vũ Văn Long", DECIDE)]
    with sessions() as session:
        page = queries.file_page(session, second, draft_id, DECIDE)
    assert [each.who for each in page.others] == ["Vũ Văn Long"]
    clock.advance(minutes=2)
    assert seen_by(second) == []
    note(first)
    assert seen_by(second) == [("Vũ Văn Long", DECIDE)]
    for actor, name, error in ((first, "khong_co.bpmn", NotFound), (other, DECIDE, NotAllowed)):
        with pytest.raises(error):
            note(actor, name)


def test_a_new_diagram_is_sound_and_its_name_is_only_a_name(sessions, people, draft_id):
    with sessions.begin() as session:
        name = '  <script>alert("1")</script> & Giấy khen  '
        file = draft_editing.begin_diagram(session, people[0], draft_id, "school_certificate", name)
    assert file == "school_certificate.bpmn"
    with sessions() as session:
        assert queries.problems(session, people[0], draft_id) == []
        page = queries.file_page(session, people[1], draft_id, file)
    assert (page.title, page.revision, page.closed) == ('<script>alert("1")</script> & Giấy khen', 1, "")


@pytest.mark.parametrize(
    ("key", "name", "error"),
    [
        ("Ab", "Giấy khen", Invalid),
        ("../x", "Giấy khen", Invalid),
        ("school", "", Invalid),
        ("school", "x" * 121, Invalid),
        ("decide", "Quyết định", Conflict),
    ],
)
def test_a_diagram_without_a_sound_key_and_name_is_not_begun(sessions, people, draft_id, key, name, error):
    with pytest.raises(error), sessions.begin() as session:
        draft_editing.begin_diagram(session, people[0], draft_id, key, name)
    assert revisions(sessions) == []


def test_what_is_too_large_is_refused_and_nothing_changes(sessions, people, draft_id):
    large = Edited(DECIDE, b" " * (bundle_files.LARGEST_FILE + 1), 0)
    with pytest.raises(Invalid), sessions.begin() as session:
        draft_editing.save_edited(session, people[0], draft_id, large)
    assert revisions(sessions) == []
