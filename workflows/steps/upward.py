"""What comes from above or from beside: the Ministry, the Prime Minister, the President, the Party, the standing body."""

from datetime import date

from workflows.acts import record_act
from workflows.models import Decision, UserTask
from workflows.nomination import standing_nominees
from workflows.steps.appraisal import refuse_all
from workflows.steps.decision import enter_verdicts, granted, has_unawarded, read_verdicts, subject_of, to_decide
from workflows.steps.registry import completes
from workflows.steps.rows import demand_reason
from workflows.verdicts import is_revocation
from workflows.work import Work

STATE_VERDICTS = {"granted": "awarded", "refused": "refused"}
# Where the form of an answer keeps its reason.
REASON_KEYS = {
    "ministry_result": "content",
    "prime_minister_result": "content",
    "president_result": "content",
    "party_opinion": "content",
    "upward_letter": "reason",
    "publication_feedback": "reason",
    "standing_opinion": "reason",
}


@completes(*REASON_KEYS)
def take_answer(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Note the answer; a refusal settles everyone still in question, with its reason, as a refusal notice needs it."""
    key = REASON_KEYS[task.form_key]
    after = {"outcome": outcome, "document_number": answers.get("document_number")}
    record_act(work, task.element_id, "answer_entered", after=after, reason=answers.get(key))
    if outcome == "refuse" and not is_revocation(work.instance):
        reason = demand_reason(answers, "Nêu lý do không đồng ý.", key)
        refuse_all(work, task, standing_nominees(work.session, work.dossier), reason)


@completes("state_decision", "state_revocation")
def enter_state_decision(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> dict:
    """Enter a decision received from above with its own number and date, nominee by nominee."""
    nominees = to_decide(work.session, work.instance)
    verdicts = (
        granted(nominees)
        if is_revocation(work.instance)
        else read_verdicts(nominees, answers, "result", STATE_VERDICTS)
    )
    decision = Decision(
        dossier_id=work.dossier.id,
        document_number=demand_reason(answers, "Nhập số Quyết định.", "decision_number"),
        signed_on=date.fromisoformat(demand_reason(answers, "Nhập ngày Quyết định.", "decided_on")),
        signer_title=answers.get("signer") or "",
        capacity="",
        title=subject_of(work.instance),
        from_above=True,
        entered_at=work.now,
        released_at=work.now,
    )
    enter_verdicts(work, task, decision, nominees, verdicts)
    return {"has_unawarded": has_unawarded(work.session, work.dossier)}
