"""Appraising nominees one by one: the specialist concludes, the head approves, and who is not eligible stops there."""

from sqlalchemy.orm import Session

from forms import FormInvalid, Row
from workflows.acts import record_act
from workflows.models import Dossier, Nominee, UserTask
from workflows.nomination import KIND_LABELS, active_nominees
from workflows.policy import Actor
from workflows.steps.levels import fill_returns
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.steps.rows import by_row, demand_reason
from workflows.work import Work

CONCLUSIONS = {"eligible": "Đủ điều kiện", "not_eligible": "Không đủ điều kiện", "supplement": "Cần bổ sung"}
NO_REASON = "Thẩm định: không đủ điều kiện"
APPRAISING = ("achievement_appraisal", "dossier_appraisal")
"""Forms of the steps in which a specialist concludes on nominees."""


@prepares("achievement_appraisal", "dossier_appraisal", "achievement_opinion", "appraisal_review", "site_inspection")
def prepare_appraisal(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the nominees that may be appraised, with the conclusion so far, and the returns of this level."""
    fill_returns(session, task, surroundings)
    if task.dossier is not None:
        surroundings.rows["nominees"] = tuple(_row(each) for each in appraisable(session, task.dossier))


def appraisable(session: Session, dossier: Dossier) -> list[Nominee]:
    """Return the nominees on the list whom no council and no decision has settled.

    Whoever an earlier appraisal found not eligible is appraised anew: a dossier may come back for that.
    """
    return [
        nominee
        for nominee in active_nominees(session, dossier)
        if nominee.result == "none" or (nominee.result == "refused" and nominee.appraisal == "not_eligible")
    ]


@completes(*APPRAISING)
def appraise(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Write the conclusion on each nominee. Forwarding needs one for each, returning needs a reason."""
    given = by_row(answers, "nominees")
    nominees = appraisable(work.session, work.dossier)
    if outcome == "forward":
        _refuse_gaps(nominees, given)
    before = {str(each.id): each.appraisal for each in nominees}
    for nominee in nominees:
        answer = given.get(nominee.id) or {}
        if answer.get("conclusion") in CONCLUSIONS:
            _conclude(nominee, answer)
    if outcome == "return":
        work.dossier.return_reason = demand_reason(answers, "Nêu lý do trả hồ sơ để đơn vị trình biết phải bổ sung gì.")
    after = {str(each.id): each.appraisal for each in nominees}
    record_act(work, task.element_id, "appraised", before=before, after=after, reason=answers.get("reason"))


@completes("achievement_opinion", "appraisal_review")
def review(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Approve: who is not eligible is refused with the specialist's reason. Refuse: so is everyone, with the head's."""
    nominees = appraisable(work.session, work.dossier)
    if outcome == "return":
        demand_reason(answers, "Nêu nội dung cần thẩm định lại.")
        return
    if outcome == "refuse":
        refuse_all(work, task, nominees, demand_reason(answers, "Nêu lý do không đề nghị khen thưởng."))
        return
    ineligible = [nominee for nominee in nominees if nominee.appraisal == "not_eligible"]
    if nominees and len(ineligible) == len(nominees):
        raise FormInvalid({"outcome": ["Không còn đối tượng nào đủ điều kiện. Chọn không đề nghị khen thưởng."]})
    for nominee in ineligible:
        nominee.result_reason = nominee.result_reason or NO_REASON
        nominee.result = "refused"
    refused = {str(each.id): each.result_reason for each in ineligible}
    record_act(work, task.element_id, "appraisal_approved", after={"refused": refused})


def refuse_all(work: Work, task: UserTask, nominees: list[Nominee], reason: str) -> None:
    """Refuse nominees for one reason; a reason that stands already stays."""
    for nominee in nominees:
        if nominee.result != "refused":
            nominee.result_reason = nominee.result_reason or reason
            nominee.result = "refused"
    refused = {str(each.id): each.result_reason for each in nominees}
    record_act(work, task.element_id, "nominees_refused", after={"refused": refused}, reason=reason)


def _conclude(nominee: Nominee, answer: dict) -> None:
    nominee.appraisal = answer["conclusion"]
    nominee.result = "none"
    opinion = answer.get("opinion") or answer.get("reason")
    nominee.result_reason = (opinion or NO_REASON) if nominee.appraisal == "not_eligible" else None


def _refuse_gaps(nominees: list[Nominee], given: dict[int, dict]) -> None:
    errors = {}
    for nominee in nominees:
        conclusion = (given.get(nominee.id) or {}).get("conclusion")
        if conclusion not in CONCLUSIONS:
            errors[f"nominees-{nominee.id}-conclusion"] = [f"Kết luận về {nominee.name}."]
        elif conclusion == "supplement":
            message = f"{nominee.name} còn cần bổ sung. Chọn trả bổ sung, hoặc sửa kết luận."
            errors[f"nominees-{nominee.id}-conclusion"] = [message]
    if errors:
        raise FormInvalid(errors)


def _row(nominee: Nominee) -> Row:
    known = CONCLUSIONS.get(nominee.appraisal)
    hint = f"{KIND_LABELS[nominee.kind]}{f'. Kết luận trước: {known}' if known else ''}"
    return Row(str(nominee.id), nominee.name, hint, {"appraisal": nominee.appraisal, "kind": nominee.kind})
