"""Taking in and appraising: a conclusion for each nominee, a reason for each no."""

from datetime import date

import pytest
from sqlalchemy.orm import Session, sessionmaker

from forms import FormInvalid
from tests import factories as make
from tests.integration.scene import department_scene

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def scene(sessions: sessionmaker[Session]):
    with sessions() as session:
        scene = department_scene(session)
        scene.nominee("Phòng Mẫu Một", kind="collective")
        scene.nominee("Người Mẫu Hai")
        yield scene


def _rows(scene, *conclusions):
    return [
        {"row": str(nominee.id), "conclusion": conclusion, "opinion": "Chưa đạt mức 110 % kế hoạch."}
        for nominee, conclusion in zip(scene.dossier.nominees, conclusions, strict=False)
    ]


def test_conclusions_are_written_on_the_nominees(scene):
    scene.finish("dossier_appraisal", {"nominees": _rows(scene, "eligible", "not_eligible")}, "forward")
    assert [nominee.appraisal for nominee in scene.dossier.nominees] == ["eligible", "not_eligible"]
    assert {nominee.result for nominee in scene.dossier.nominees} == {"none"}
    assert scene.verbs() == ["appraised"]


def test_forwarding_with_a_nominee_left_out_is_refused_by_name(scene):
    with pytest.raises(FormInvalid) as refused:
        scene.finish("dossier_appraisal", {"nominees": _rows(scene, "eligible")}, "forward")
    assert list(refused.value.errors) == [f"nominees-{scene.dossier.nominees[1].id}-conclusion"]


def test_forwarding_while_somebody_needs_a_supplement_is_refused(scene):
    with pytest.raises(FormInvalid, match="còn cần bổ sung"):
        scene.finish("achievement_appraisal", {"nominees": _rows(scene, "eligible", "supplement")}, "forward")


def test_returning_needs_a_reason_that_the_unit_then_reads(scene):
    with pytest.raises(FormInvalid):
        scene.finish("dossier_appraisal", {"nominees": []}, "return")
    reason = "Bổ sung số liệu kế hoạch năm 2024."
    scene.finish("dossier_appraisal", {"nominees": _rows(scene, "eligible", "supplement"), "reason": reason}, "return")
    found = scene.surroundings("dossier_supplement", organ_id=scene.submitting.id)
    assert found.values["return_reason"] == reason
    assert [row.label for row in found.rows["requests"]] == ["Người Mẫu Hai"]


def test_approving_refuses_who_is_not_eligible_with_the_specialists_reason(scene):
    scene.finish("dossier_appraisal", {"nominees": _rows(scene, "eligible", "not_eligible")}, "forward")
    scene.finish("appraisal_review", {"opinion": "Đồng ý."}, "approve")
    first, second = scene.dossier.nominees
    assert (first.result, second.result) == ("none", "refused")
    assert second.result_reason == "Chưa đạt mức 110 % kế hoạch."


def test_approving_with_nobody_eligible_is_refused(scene):
    scene.finish("dossier_appraisal", {"nominees": _rows(scene, "not_eligible", "not_eligible")}, "forward")
    with pytest.raises(FormInvalid, match="Không còn đối tượng nào đủ điều kiện"):
        scene.finish("appraisal_review", {}, "approve")


def test_refusing_everyone_needs_a_reason_and_keeps_the_particular_ones(scene):
    scene.finish("dossier_appraisal", {"nominees": _rows(scene, "eligible", "not_eligible")}, "forward")
    with pytest.raises(FormInvalid):
        scene.finish("appraisal_review", {}, "refuse")
    scene.finish("appraisal_review", {"reason": "Phong trào đã tổng kết."}, "refuse")
    assert [nominee.result_reason for nominee in scene.dossier.nominees] == [
        "Phong trào đã tổng kết.",
        "Chưa đạt mức 110 % kế hoạch.",
    ]


def test_whoever_an_appraisal_refused_is_appraised_anew_but_not_whom_the_council_refused(scene):
    scene.finish("dossier_appraisal", {"nominees": _rows(scene, "eligible", "not_eligible")}, "forward")
    scene.finish("appraisal_review", {}, "approve")
    first, second = scene.dossier.nominees
    first.result_reason = "Hội đồng không đề nghị"
    first.result = "refused"
    assert [row.id for row in scene.surroundings("dossier_appraisal").rows["nominees"]] == [str(second.id)]
    scene.finish("dossier_appraisal", {"nominees": [{"row": str(second.id), "conclusion": "eligible"}]}, "forward")
    assert (second.appraisal, second.result, second.result_reason) == ("eligible", "none", None)


def test_a_dossier_with_a_paper_lacking_is_not_taken_in(scene):
    paper = make.paper(scene.session, scene.dossier.offer)
    answers = {"papers": [{"row": str(paper.id), "state": "missing"}]}
    with pytest.raises(FormInvalid, match="chưa tiếp nhận được"):
        scene.finish("completeness_check", answers, "accept")


@pytest.mark.parametrize("outcome", ["return", "reject"])
def test_sending_a_dossier_away_needs_a_reason(scene, outcome):
    with pytest.raises(FormInvalid):
        scene.finish("completeness_check", {"papers": []}, outcome)
    scene.finish("completeness_check", {"papers": [], "reason": "Không thuộc đối tượng của phong trào."}, outcome)
    assert scene.dossier.return_reason == "Không thuộc đối tượng của phong trào."


def test_another_legal_regime_needs_a_reason(scene):
    scene.dossier.regime_key = "R2026"
    make.regime(scene.session, "R2025", effective_from=date(2025, 7, 1), effective_to=date(2026, 9, 30))
    with pytest.raises(FormInvalid, match="chế độ pháp lý khác"):
        scene.finish("completeness_check", {"papers": [], "regime": "R2025"}, "accept")
    answers = {"papers": [], "regime": "R2025", "regime_reason": "Tiếp nhận trước ngày 01/10/2026."}
    scene.finish("completeness_check", answers, "accept")
    assert scene.dossier.regime_key == "R2025"


def test_an_organ_that_disagrees_says_why_and_refuses_nobody(scene):
    with pytest.raises(FormInvalid):
        scene.finish("consultation_reply", {}, "disagree")
    scene.finish("consultation_reply", {"opinion": "Đang thanh tra đơn vị."}, "disagree")
    rows = scene.surroundings("consultation_summary").rows["replies"]
    assert [row.hint for row in rows] == ["Không thống nhất: Đang thanh tra đơn vị."]
    assert {nominee.result for nominee in scene.dossier.nominees} == {"none"}


def test_a_decision_needs_a_word_on_every_nominee(scene):
    with pytest.raises(FormInvalid) as refused:
        scene.finish("decision", {"nominees": []}, "approve")
    assert len(refused.value.errors) == 2


def test_a_decision_that_awards_nobody_is_no_decision(scene):
    rows = [{"row": str(n.id), "decision": "refuse", "reason": "Chưa đạt."} for n in scene.dossier.nominees]
    with pytest.raises(FormInvalid, match="Chưa đối tượng nào được tặng"):
        scene.finish("decision", {"nominees": rows}, "approve")
