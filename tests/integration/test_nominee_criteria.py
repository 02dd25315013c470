"""What the criteria ask of a nominee: entered, kept though unfinished, compared at once; and whose conclusion counts."""

import pytest

from tests import product
from tests.integration import criteria_scene as scene
from workflows import assessing, history, models
from workflows.commands import nominee_criteria, nominees
from workflows.commands.nominees import Change
from workflows.errors import Conflict, NotAllowed, NotFound
from workflows.steps.revision import keep_revision

PROOF = "Báo cáo số 15/BC-UBND ngày 10/01/2026"


ON_ONE = pytest.mark.parametrize("whole", ["sqlite"], indirect=True)
"""For what is the same on every database."""


@pytest.fixture
def draft(whole) -> scene.Draft:
    return scene.draft(whole)


@ON_ONE
def test_what_is_asked_follows_the_plan_and_the_award(draft):
    with draft.reading() as (session, nominee):
        asked = assessing.asked(session, nominee.dossier, nominee)
    assert asked.group == "KG-G1"
    assert asked.targets
    assert asked.figures == ()
    assert "KG-GEN-2" in {code for code, _, _ in asked.checks}


def test_answers_are_kept_and_compared_at_once(draft):
    saved = draft.save(
        {"targets-1-name": ["Số hộ thoát nghèo"], "targets-1-planned": ["1.000"], "targets-1-achieved": ["1.100"]}
    )
    assert saved.errors == {}
    line = draft.line("KG-2.1-GK-1")
    assert (line.verdict, line.value, line.threshold) == ("met", 110, 100)
    assert draft.save({"targets-1-planned": ["1.000"], "targets-1-achieved": ["999"]}).errors == {}
    assert draft.line("KG-2.1-GK-1").verdict == "not_met"


@ON_ONE
def test_an_answer_in_words_counts_with_the_document_that_proves_it(draft):
    assert draft.line("KG-GEN-2").verdict == "cannot_tell"
    draft.save({"checks-KG-GEN-2-state": ["met"], "checks-KG-GEN-2-evidence": [PROOF]})
    assert (draft.line("KG-GEN-2").verdict, draft.line("KG-GEN-2").proof) == ("met", (PROOF,))
    draft.save({"checks-KG-GEN-2-state": ["unknown"]})
    assert draft.line("KG-GEN-2").verdict == "cannot_tell"


@ON_ONE
def test_what_cannot_be_read_is_kept_and_judges_nobody(draft):
    saved = draft.save({"targets-1-planned": ["một nghìn"], "targets-1-achieved": ["1.100"]})
    assert list(saved.errors) == ["targets-1-planned"]
    with draft.reading() as (_, nominee):
        assert nominee.facts["targets"][0]["planned"] == "một nghìn"
    assert draft.line("KG-2.1-GK-1").verdict == "cannot_tell"


@ON_ONE
def test_a_number_beside_a_mistake_is_read_as_people_write_it(draft):
    draft.save(
        {"targets-1-planned": ["1.000"], "targets-1-achieved": ["1.100"], "checks-KG-GEN-2-evidence": ["a" * 201]}
    )
    assert draft.line("KG-2.1-GK-1").value == 110


@ON_ONE
def test_saving_the_same_again_changes_nothing(draft):
    given = {"targets-1-planned": ["100"], "targets-1-achieved": ["120"]}
    first = draft.save(given)
    assert draft.save(given).version == first.version


def test_two_people_lose_nothing(draft):
    first = draft.save({"targets-1-planned": ["100"]})
    draft.save({"targets-1-planned": ["200"]})
    with pytest.raises(Conflict, match="đã được sửa sau khi bạn mở trang"):
        draft.save({"targets-1-planned": ["300"]}, version=first.version)


@ON_ONE
def test_a_change_of_the_nominee_itself_keeps_the_answers(draft):
    draft.save({"targets-1-planned": ["100"], "targets-1-achieved": ["120"]})
    with draft.writing() as (session, nominee):
        made = Change({"full_name": ["Phòng Kinh tế"]}, nominee.version)
        nominees.change(session, draft.officer, draft.reference, nominee.id, made)
    assert draft.line("KG-2.1-GK-1").verdict == "met"


@ON_ONE
def test_an_act_of_the_history_names_the_nominee(draft):
    draft.save({"targets-1-planned": ["100"]})
    with draft.reading() as (session, nominee):
        last = session.query(models.HistoryEntry).filter_by(verb="criteria_answered").one()
        assert last.after["name"] == nominee.name


@ON_ONE
def test_others_may_neither_see_nor_change_it(draft, whole):
    with whole() as session:
        stranger = product.holder(session, "appraisal_specialist", scene.home_affairs(session))
    with pytest.raises((NotFound, NotAllowed)), whole.begin() as session:
        nominee_criteria.save(session, stranger, draft.reference, draft.nominee_id, Change({}, 1))


def test_answers_for_another_group_stay_when_the_group_is_changed(whole):
    draft = scene.draft(whole, award="bk_tinh", campaign="an-giang-2021-2025", kind="collective")
    with draft.reading() as (session, nominee):
        groups = [code for code, _ in assessing.asked(session, nominee.dossier, nominee).groups]
    assert len(groups) > 1
    draft.save({"group": ["AG25-G4"], "figures-base_poor-value": ["600"]})
    assert draft.assessed().group == "AG25-G4"
    draft.save({"group": ["AG25-G6"], "checks-AG25-G6-C1-state": ["met"]})
    with draft.reading() as (_, nominee):
        assert [(row["row"], row["value"]) for row in nominee.facts["figures"]] == [("base_poor", 600)]
    assert draft.line("AG25-G6-C1").verdict == "met"


def test_what_is_submitted_keeps_the_answers(draft, whole):
    draft.save({"targets-1-planned": ["100"]})
    with draft.writing() as (session, nominee):
        work = scene.work(session, nominee.dossier)
        revision = keep_revision(work, scene.open_task(session, nominee.dossier))
        assert revision.snapshot["nominees"][0]["facts"]["targets"][0]["planned"] == 100
        assert history.faults(session.query(models.HistoryEntry).filter_by(dossier_id=nominee.dossier_id)) == []
