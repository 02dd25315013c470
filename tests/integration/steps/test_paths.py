"""Whole dossiers through the shipped diagrams and forms, off the straight way."""

from tests.integration.walk import Walk, begin
from workflows.history import faults
from workflows.models import (
    CouncilSession,
    Decision,
    DossierRevision,
    HistoryEntry,
    IssuedDocument,
    RegisterEntry,
    RewardItem,
)

DEPARTMENT, PROVINCE, STATE = "KG-OF2", "KG-OF1", "KG-OF5"


def kinds(walk: Walk) -> list[str]:
    """Return the kinds of papers that the system issued, in order."""
    query = walk.session.query(IssuedDocument).filter_by(dossier_id=walk.dossier.id).order_by(IssuedDocument.id)
    return [document.kind for document in query]


def refuse_second(key: str, word: str, reason: str):
    """Return a change of sample answers: the second nominee is refused."""

    def change(answers: dict) -> dict:
        answers["nominees"][1] |= {key: word, reason: "Chưa đạt tiêu chuẩn của phong trào."}
        return answers

    return change


def test_a_department_awards_everyone(installed, paper):
    walk = begin(installed, DEPARTMENT, paper)
    assert walk.to_the_end() == "awarded"
    decision = installed.query(Decision).one()
    entries = installed.query(RegisterEntry).order_by(RegisterEntry.book_number).all()
    assert decision.document_number.startswith("01/QĐ-")
    assert [entry.book_number for entry in entries] == [1, 2]
    assert all(item.paid_on for item in installed.query(RewardItem))
    assert kinds(walk) == ["receipt", "council_minutes", "award_decision", "decision", "payment_list"]


def test_intake_returns_once_and_the_unit_sends_a_second_revision(installed, paper):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"check_completeness": ["return", "accept"]})

    def lack_a_paper(answers):
        if answers.get("reason"):
            answers["papers"][0] |= {"state": "missing", "note": "Thiếu chữ ký của thủ trưởng."}
        return answers

    walk.given["check_completeness"] = lack_a_paper
    task = walk.until("supplement_dossier")
    assert (walk.dossier.status, walk.dossier.received_at) == ("returned", None)
    assert walk.dossier.return_reason
    assert "supplement" in kinds(walk)
    walk.step()
    assert walk.dossier.status == "submitted"
    numbers = [each.number for each in installed.query(DossierRevision).filter_by(dossier_id=task.dossier_id)]
    assert numbers == [1, 2]
    assert walk.to_the_end() == "awarded"


def test_an_appraisal_return_stops_the_clock_and_counts_for_its_level(installed, paper, clock):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"examine_dossier": ["return"]})
    walk.until("examine_dossier")
    due = walk.dossier.due_at
    walk.until("supplement_dossier")
    clock.advance(days=4)
    walk.step()
    assert walk.dossier.due_at > due
    task = walk.until("examine_dossier")
    assert task.instance.status == "running"
    assert walk.to_the_end() == "awarded"


def test_someone_not_eligible_is_refused_at_the_appraisal_and_told(installed, paper):
    walk = begin(installed, DEPARTMENT, paper)
    walk.given["examine_dossier"] = refuse_second("conclusion", "not_eligible", "opinion")
    assert walk.to_the_end() == "awarded"
    assert [nominee.result for nominee in walk.dossier.nominees] == ["awarded", "refused"]
    assert installed.query(RegisterEntry).count() == 1
    assert "refusal_notice" in kinds(walk)
    assert {"draft_refusal_notice", "sign_refusal_notice"} <= set(walk.visited)


def test_the_decider_may_refuse_one_and_award_the_other(installed, paper):
    walk = begin(installed, DEPARTMENT, paper)
    walk.given["decide_award"] = refuse_second("decision", "refuse", "reason")
    assert walk.to_the_end() == "awarded"
    assert [nominee.result for nominee in walk.dossier.nominees] == ["awarded", "refused"]
    items = installed.query(Decision).one().items
    assert [item.result for item in items] == ["awarded", "refused"]


def test_the_decider_may_refuse_all_and_no_number_is_spent(installed, paper):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"decide_award": ["refuse"]})
    assert walk.to_the_end() == "not_awarded"
    assert installed.query(Decision).count() == 0
    assert {nominee.result for nominee in walk.dossier.nominees} == {"refused"}
    assert "refusal_notice" in kinds(walk)


def test_the_head_of_the_appraisal_may_refuse_everyone(installed, paper):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"review_appraisal": ["refuse"]})
    assert walk.to_the_end() == "not_awarded"
    assert "plan_session" not in walk.visited


def test_a_decision_sent_back_is_drafted_and_decided_again(installed, paper):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"decide_award": ["return", "approve"]})
    assert walk.to_the_end() == "awarded"
    assert walk.visited.count("finalize_decision_draft") == 2
    assert installed.query(Decision).count() == 1


def test_an_intake_may_reject(installed, paper):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"check_completeness": ["reject"]})
    assert walk.to_the_end() == "rejected"
    assert kinds(walk) == ["rejection"]


def test_consulted_organs_answer_and_disagreement_refuses_nobody(installed, paper):
    walk = begin(
        installed, PROVINCE, paper, outcomes={"examine_dossier": ["consult", "forward"], "record_reply": ["disagree"]}
    )
    assert walk.to_the_end() == "awarded"
    assert "assess_replies" in walk.visited
    assert "consultation_letter" in kinds(walk)


def test_everyone_voted_down_ends_without_an_award(installed, paper):
    walk = begin(installed, DEPARTMENT, paper)

    def disagree(answers):
        for row in answers["nominees"]:
            row["choice"] = "disagree"
        return answers

    walk.given["cast_ballot"] = disagree
    assert walk.to_the_end() == "not_awarded"
    assert all("phiếu đồng ý" in nominee.result_reason for nominee in walk.dossier.nominees)


def test_a_state_award_is_registered_under_the_number_of_the_decision_from_above(installed, paper):
    walk = begin(installed, STATE, paper)
    walk.given["record_state_decision"] = refuse_second("result", "refused", "note")
    assert walk.to_the_end() == "awarded"
    decision = installed.query(Decision).one()
    assert decision.from_above
    assert decision.series_id is None
    assert installed.query(RegisterEntry).count() == 1


def test_a_state_award_refused_above_tells_the_reason(installed, paper):
    walk = begin(installed, STATE, paper, outcomes={"record_ministry_result": ["refuse"]})
    assert walk.to_the_end() == "not_awarded"
    assert all(nominee.result_reason for nominee in walk.dossier.nominees)


def test_a_draft_given_up_needs_its_reason_and_closes_the_dossier(installed, paper):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"compile_dossier": ["discard"]})
    walk.dossier.content = walk.dossier.content | {"discard_reason": "Lập nhầm phong trào, sẽ lập lại."}
    assert walk.to_the_end() == "discarded"


def test_a_council_without_quorum_is_put_off_and_called_again(installed, paper):
    walk = begin(installed, DEPARTMENT, paper)
    times = []

    def first_time_nobody_comes(answers):
        times.append(1)
        if len(times) == 1:
            for row in answers["members"]:
                row |= {"presence": "absent", "reason": "Đi công tác."}
        return answers

    walk.given["record_attendance"] = first_time_nobody_comes
    assert walk.to_the_end() == "awarded"
    assert [each.status for each in sessions_of(walk)] == ["cancelled", "concluded"]


def test_a_nominee_to_be_verified_is_appraised_again_and_comes_to_a_second_session(installed, paper):
    walk = begin(installed, DEPARTMENT, paper)
    times = []

    def first_time_verify(answers):
        times.append(1)
        if len(times) == 1:
            answers["nominees"][0] |= {"needs_verification": True, "remark": "Xác minh số liệu năm 2024."}
        return answers

    walk.given["sign_minutes"] = first_time_verify
    assert walk.to_the_end() == "awarded"
    assert [each.round for each in sessions_of(walk)] == [1, 2]
    assert walk.visited.count("examine_dossier") == 2


def test_minutes_that_the_chair_sends_back_are_written_again(installed, paper):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"confirm_minutes": ["amend", "confirm"]})
    assert walk.to_the_end() == "awarded"
    assert kinds(walk).count("council_minutes") == 2


def test_a_unit_may_hold_its_own_council_on_the_system(installed, paper):
    walk = begin(installed, DEPARTMENT, paper, outcomes={"compile_dossier": ["convene"]})
    walk.dossier.content = walk.dossier.content | {"minutes_source": "session"}
    assert walk.to_the_end() == "awarded"
    assert [each.council.kind for each in sessions_of(walk)] == ["unit", "department"]


def test_what_happened_is_one_unbroken_chain(installed, paper):
    walk = begin(installed, DEPARTMENT, paper)
    walk.to_the_end()
    query = installed.query(HistoryEntry).filter_by(dossier_id=walk.dossier.id).order_by(HistoryEntry.sequence)
    entries = query.all()
    assert faults(entries) == []
    assert {"submitted", "received", "appraised", "decided", "decision_numbered", "award_registered"} <= {
        entry.verb for entry in entries
    }


def sessions_of(walk: Walk) -> list[CouncilSession]:
    """Return the council's sessions on the dossier, in order."""
    query = walk.session.query(CouncilSession).filter_by(dossier_id=walk.dossier.id)
    return query.order_by(CouncilSession.id).all()
