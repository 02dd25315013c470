"""Many nominees are judged on one ground: as many queries as for one, and each other dossier named to who may see it."""

import pytest
from sqlalchemy import event

from tests import factories as make
from tests import product
from tests.integration import criteria_scene as scene
from workflows import assessing, models
from workflows.queries import nominee_criteria
from workflows.steps.decision import prepare_decision
from workflows.steps.registry import Surroundings

DUPLICATE = "LAW-DUPLICATE"


@pytest.fixture
def draft(whole) -> scene.Draft:
    return scene.draft(whole)


def line(draft, actor):
    """Return the line about duplicates as somebody reads it."""
    with draft.reading() as (session, nominee):
        told = nominee_criteria.own_told(session, actor, nominee.dossier, nominee)
        return next(each for each in told.lines if each.criterion == DUPLICATE), told


def known_by(draft, **details):
    with draft.writing() as (_, nominee):
        nominee.details = {**nominee.details, **details}


def test_the_queries_are_as_many_for_thirty_as_for_one(draft, whole):
    draft.assessed()  # the tables are read once and kept
    counts = []
    for more in (0, 29):
        with whole.begin() as session:
            dossier = session.query(models.Dossier).filter_by(reference=draft.reference).one()
            for number in range(more):
                make.nominee(session, dossier, f"Tổ số {number}")
        with whole() as session:
            dossier = session.query(models.Dossier).filter_by(reference=draft.reference).one()
            heard: list[str] = []
            event.listen(session.connection(), "before_cursor_execute", lambda *given, to=heard: to.append(given[2]))
            found = assessing.assess_all(session, dossier, [each for each in dossier.nominees])
            assert len(found) == 1 + more
            counts.append(len(heard))
    assert counts[0] == counts[1], counts


def test_a_verdict_alone_is_the_verdict_that_is_explained(draft, whole):
    with whole.begin() as session:
        dossier = session.query(models.Dossier).filter_by(reference=draft.reference).one()
        make.nominee(session, dossier, "Hộ ông Bình", kind="household", details={"address": "Ấp 1"})
    with whole() as session:
        dossier = session.query(models.Dossier).filter_by(reference=draft.reference).one()
        explained = [each.verdict for each in assessing.assess_all(session, dossier, dossier.nominees).values()]
        words = {True: "met", False: "not_met", None: "cannot_tell"}
        assert [words[each["verdict"]] for each in assessing.facts_of(session, dossier)["nominees"]] == explained


def test_the_other_dossier_is_named_to_who_may_see_it(draft, whole):
    other = scene.draft(whole)
    for each in (draft, other):
        known_by(each, address="Số 1 đường Mẫu")
    found, told = line(draft, draft.officer)
    assert (found.verdict, found.also_in) == ("not_met", f"hồ sơ {other.reference}")
    assert any(f"đối tượng đã có trong hồ sơ {other.reference}" in each for each in told.named)


def test_to_others_it_is_only_another_dossier(draft, whole):
    other = scene.draft(whole)
    for each in (draft, other):
        known_by(each, address="Số 1 đường Mẫu")
    with whole() as session:
        stranger = product.holder(session, "appraisal_specialist", scene.home_affairs(session))
    found, told = line(draft, stranger)
    assert found.also_in == "một hồ sơ khác"
    assert other.reference not in repr(told)


def test_a_namesake_that_cannot_be_told_apart_is_named_and_another_person_is_not(draft, whole):
    other = scene.draft(whole)
    found, _ = line(draft, draft.officer)
    assert (found.verdict, found.also_in) == ("cannot_tell", f"hồ sơ {other.reference}")
    known_by(draft, address="Số 1 đường Mẫu")
    known_by(other, address="Số 2 đường Mẫu")
    found, _ = line(draft, draft.officer)
    assert (found.verdict, found.also_in) == ("met", "")


@pytest.mark.parametrize("whole", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("answer", "chosen"), [("not_met", None), ("met", "award"), ("unknown", "award")])
def test_nothing_is_chosen_beforehand_for_one_who_does_not_meet_a_criterion(draft, answer, chosen):
    draft.save({"checks-KG-GEN-2-state": [answer]})
    with draft.reading() as (session, nominee):
        surroundings = Surroundings()
        prepare_decision(session, None, scene.open_task(session, nominee.dossier), surroundings)
        assert [row.values for row in surroundings.rows["nominees"]] == [{"decision_default": chosen}]


@pytest.mark.parametrize("whole", ["sqlite"], indirect=True)
def test_a_contribution_is_shown_as_such_and_held_against_its_norm(draft, whole):
    def shown():
        found = {each.criterion: each for each in line(draft, draft.officer)[1].lines}["KG-2.1-GK-2"]
        return found.label, found.value, found.threshold, found.missing

    norm = "định mức của Hội đồng (chưa có)"
    assert shown() == ("Đóng góp quy ra tiền", "", "", f"đóng góp quy ra tiền, {norm}")
    known_by(draft, contribution=50_000_001)
    assert shown() == ("Đóng góp quy ra tiền", "50.000.001 đồng", "", norm)
    with whole.begin() as session:
        scene.norm(session, "Sở Nội vụ tỉnh An Giang")
    assert shown() == ("Đóng góp quy ra tiền", "50.000.001 đồng", "từ 50.000.000 đồng trở lên", "")


@pytest.mark.parametrize("whole", ["sqlite"], indirect=True)
def test_a_clause_says_of_which_plan_it_is_and_one_of_the_law_of_which_law(draft):
    found, told = line(draft, draft.officer)
    assert found.clause == "điểm c khoản 2 Điều 5 Luật Thi đua, khen thưởng số 06/2022/QH15"
    clauses = {each.criterion: each.clause for each in told.lines}
    assert clauses["KG-2.1-GK-1"] == "mục IV.2.1 Giấy khen, ý 1, Kế hoạch 54/KH-SNNPTNT"
