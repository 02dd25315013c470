"""One edit of an outline is one saving of the file, is taken back alone, and never builds on what nobody has seen."""

import pytest
from sqlalchemy import select

from tests.integration.draft_scene import DECIDE
from workflows import outlining
from workflows.commands import outline_editing
from workflows.commands.outline_editing import Sheet
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import DraftFile, ProcessDraft
from workflows.outlining import Place
from workflows.queries import draft_outline

pytestmark = pytest.mark.parametrize("database_url", ["product"], indirect=True)


def add(sessions, actor, draft_id: int, name: str, revision: int, after: str = "decide_award") -> str:
    sheet = Sheet(draft_id, DECIDE, revision)
    with sessions() as session:
        session.connection(execution_options={"read_only": True, "postgresql_readonly": True})
        changed = outline_editing.foreseen(
            session, actor, sheet, lambda d: outlining.add(d, "user", name, Place(after))
        )
    with sessions.begin() as session:
        return outline_editing.keep(session, actor, sheet, changed)


def undo(sessions, actor, draft_id: int, revision: int) -> int:
    with sessions.begin() as session:
        return outline_editing.undo(session, actor, Sheet(draft_id, DECIDE, revision))


def steps(sessions, actor, draft_id: int) -> set[str]:
    with sessions() as session:
        (part,) = draft_outline.draft_outline(session, actor, draft_id, DECIDE).parts
        return {step.item.id for step in part.steps}


def test_each_edit_is_one_saving(sessions, people, draft_id):
    for revision, name in enumerate(("Một", "Hai", "Ba")):
        add(sessions, people[0], draft_id, name, revision)

    with sessions() as session:
        assert list(session.scalars(select(DraftFile.revision).order_by(DraftFile.revision))) == [1, 2, 3]
    assert {"mot", "hai", "ba"} <= steps(sessions, people[0], draft_id)


def test_a_step_never_takes_the_id_of_a_step_of_another_diagram(sessions, people, draft_id):
    assert add(sessions, people[0], draft_id, "Compile dossier", 0) == "compile_dossier_2"


def test_edits_are_taken_back_one_by_one_and_new_ones_follow(sessions, people, draft_id):
    before = steps(sessions, people[0], draft_id)
    for revision, name in enumerate(("Một", "Hai")):
        add(sessions, people[0], draft_id, name, revision)
    assert steps(sessions, people[0], draft_id) - before == {"mot", "hai"}
    undo(sessions, people[0], draft_id, 2)
    add(sessions, people[0], draft_id, "Ba", 3)
    assert steps(sessions, people[0], draft_id) - before == {"mot", "ba"}
    for revision in (4, 5):
        undo(sessions, people[0], draft_id, revision)

    assert steps(sessions, people[0], draft_id) == before
    with pytest.raises(Conflict, match="Không còn thay đổi"):
        undo(sessions, people[0], draft_id, 6)


def test_nothing_is_built_on_what_nobody_has_seen(sessions, people, draft_id):
    add(sessions, people[0], draft_id, "Một", 0)

    with pytest.raises(Conflict, match="vừa được"):
        add(sessions, people[1], draft_id, "Hai", 0)
    with pytest.raises(Conflict, match="vừa được"):
        undo(sessions, people[1], draft_id, 0)
    assert "hai" not in steps(sessions, people[0], draft_id)


def test_a_refused_edit_leaves_no_saving(sessions, people, draft_id):
    with pytest.raises(Invalid):
        add(sessions, people[0], draft_id, " ", 0)

    with sessions() as session:
        assert session.scalars(select(DraftFile)).all() == []


def test_only_administrators_edit_and_only_open_drafts(sessions, people, draft_id):
    with pytest.raises(NotAllowed):
        add(sessions, people[2], draft_id, "Một", 0)
    with pytest.raises(NotFound), sessions() as session:
        draft_outline.draft_outline(session, people[2], draft_id, DECIDE)
    with pytest.raises(NotFound), sessions() as session:
        outline_editing.foreseen(session, people[0], Sheet(draft_id, "none.bpmn", 0), lambda _: "")
    with sessions.begin() as session:
        session.get_one(ProcessDraft, draft_id).state = "waiting"
    with pytest.raises(Conflict, match="Rút đề nghị duyệt"):
        add(sessions, people[0], draft_id, "Một", 0)


def test_what_was_foreseen_is_not_saved_over_what_another_has_saved_meanwhile(sessions, people, draft_id):
    sheet = Sheet(draft_id, DECIDE, 0)
    with sessions() as session:
        changed = outline_editing.foreseen(
            session, people[0], sheet, lambda d: outlining.add(d, "user", "Một", Place("decide_award"))
        )
    add(sessions, people[1], draft_id, "Hai", 0)
    with sessions.begin() as session, pytest.raises(Conflict):
        outline_editing.keep(session, people[0], sheet, changed)


def test_problems_stand_at_the_step_that_they_concern(sessions, people, draft_id):
    name = add(sessions, people[0], draft_id, "Một", 0)

    with sessions() as session:
        found = draft_outline.draft_outline(session, people[0], draft_id, DECIDE)
    place = found.place(name)
    assert place is not None
    assert {wrong.element for wrong in place[1].wrongs} == {name}
    assert found.problems == len(place[1].wrongs) == 2
    assert found.undo == 0
