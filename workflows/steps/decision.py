"""Drafting, taking and releasing a decision; whoever decides does so nominee by nominee."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import FormInvalid
from workflows import assessing, dates
from workflows.acts import record_act
from workflows.criterion_lines import NOT_MET
from workflows.errors import Conflict, OperationFailed
from workflows.models import (
    Decision,
    DecisionItem,
    Dossier,
    Nominee,
    ProcessInstance,
    TaskAnswers,
    UserTask,
)
from workflows.nomination import active_nominees
from workflows.policy import Actor
from workflows.revocations import in_question
from workflows.steps.dossier_context import legal_bases
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.steps.rows import by_row, demand_reason, nominee_rows
from workflows.steps.signing import signer_of
from workflows.verdicts import is_revocation, newest_decision
from workflows.work import Work

Verdicts = Mapping[int, tuple[str, str | None]]
"""What is said of each nominee: (awarded or refused, reason), by id."""
VERDICTS = {"award": "awarded", "refuse": "refused"}


@prepares("decision_draft", "proposal_draft")
def prepare_draft(_session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give what a draft begins with: subject, legal bases, and on whose proposal."""
    if task.dossier is None:
        return
    dossier, subject = task.dossier, subject_of(task.instance)
    surroundings.values |= {
        "subject_default": f"Về việc đề nghị {subject.removeprefix('Về việc ')}",
        "decision_subject_default": subject,
        "legal_bases_default": legal_bases(dossier),
        "proposal_basis_default": _proposal_basis(dossier),
        "addressee_default": task.organ.name if task.organ else None,
    }


@prepares("decision")
def prepare_decision(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the nominees to be decided on: those nobody has refused, or, for a revocation, those who hold the award.

    Nothing is chosen beforehand for one who does not meet a criterion: that is for whoever signs to conclude.
    """
    nominees = to_decide(session, task.instance)
    dossier, judged = task.instance.dossier, surroundings.is_drawn and not is_revocation(task.instance)
    known = assessing.verdicts(session, dossier, nominees) if dossier is not None and judged else {}
    surroundings.rows["nominees"] = tuple(
        replace(row, values={"decision_default": None if known.get(nominee.id) == NOT_MET else "award"})
        for row, nominee in zip(nominee_rows(nominees), nominees, strict=True)
    )


@prepares("revocation_decision")
def prepare_revocation(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give whose award it is about."""
    surroundings.values["names"] = ", ".join(each.name for each in in_question(session, task.instance))


@completes("decision_draft")
def finish_draft(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Put the subject on the draft, or say why the dossier must be appraised again."""
    if outcome == "reappraise":
        record_act(
            work, task.element_id, "reappraisal_asked", reason=demand_reason(answers, "Nêu lý do thẩm định lại.")
        )
        return
    record_act(work, task.element_id, "decision_drafted", after={"subject": answers.get("decision_subject")})


@completes("decision", "revocation_decision")
def decide(work: Work, task: UserTask, outcome: str | None, answers: dict) -> dict | None:
    """Award or refuse each nominee with a reason; approving signs a decision with at least one of them awarded.

    Returns `has_unawarded`: somebody of the dossier is left without the award.
    """
    nominees = to_decide(work.session, work.instance)
    if outcome == "return":
        record_act(work, task.element_id, "decision_returned", reason=demand_reason(answers, "Nêu nội dung cần sửa."))
        return None
    if outcome == "refuse":
        revokes = is_revocation(work.instance)
        reason = demand_reason(answers, f"Nêu lý do không {'hủy bỏ' if revokes else 'khen thưởng'}.")
        if not revokes:
            _settle(nominees, dict.fromkeys((n.id for n in nominees), ("refused", reason)))
        record_act(work, task.element_id, "revocation_refused" if revokes else "decision_refused", reason=reason)
        return {"has_unawarded": True}
    if is_revocation(work.instance):
        verdicts = granted(nominees, demand_reason(answers, "Nêu lý do hủy bỏ."))
    else:
        verdicts = read_verdicts(nominees, answers, "decision", VERDICTS)
    decision = _sign(work, task)
    enter_verdicts(work, task, decision, nominees, verdicts)
    return {"has_unawarded": has_unawarded(work.session, work.dossier)}


@prepares("decision_release")
def prepare_release(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the number of the decision."""
    decision = newest_decision(session, task.dossier_id) if task.dossier_id else None
    surroundings.values["decision_number"] = decision.document_number if decision else None


@completes("decision_release")
def release(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Note that the numbered decision is sealed and out."""
    decision = newest_decision(work.session, work.dossier.id)
    if decision is None or not decision.document_number:
        raise Conflict("Quyết định chưa được cấp số nên chưa phát hành được.")
    decision.released_at = work.now
    after = {"decision": decision.id, "released_on": answers.get("released_on")}
    record_act(work, task.element_id, "decision_released", after=after)


def to_decide(session: Session, instance: ProcessInstance) -> list[Nominee]:
    """Return the nominees that a decision of this process is about."""
    return in_question(session, instance)


def enter_verdicts(work: Work, task: UserTask, decision: Decision, nominees: list[Nominee], verdicts: Verdicts) -> None:
    """Write what a decision says of each nominee: its items, and, when it grants, the nominees themselves.

    In a revocation an item "refused" takes the award away, with its reason; what follows in the register is an
    operation of its own.
    """
    revokes = is_revocation(work.instance)
    if revokes:
        taken = {key: ("refused", reason or decision.title) for key, (v, reason) in verdicts.items() if v == "awarded"}
        verdicts, nominees = taken, [nominee for nominee in nominees if nominee.id in taken]
    else:
        _settle(nominees, verdicts)
    assessed = {} if revokes else assessing.assess_all(work.session, work.dossier, nominees)
    decision.items = [
        DecisionItem(
            nominee_id=nominee.id,
            position=position,
            result=verdicts[nominee.id][0],
            reason=verdicts[nominee.id][1],
            award_key=work.dossier.offer.award_key,
            criteria=assessed[nominee.id].as_json() if assessed else {},
        )
        for position, nominee in enumerate(nominees, start=1)
    ]
    work.session.add(decision)
    work.session.flush()  # the history names its id
    said = {str(key): verdict for key, (verdict, _reason_) in verdicts.items()}
    record_act(work, task.element_id, "decided", after={"decision": decision.id, "nominees": said})


def granted(nominees: list[Nominee], reason: str | None = None) -> Verdicts:
    """Return that what is proposed is granted for everyone: in a revocation, that the award is taken back."""
    return {nominee.id: ("awarded", reason) for nominee in nominees}


def has_unawarded(session: Session, dossier: Dossier) -> bool:
    """Whether somebody on the list was refused at any step."""
    return any(nominee.result == "refused" for nominee in active_nominees(session, dossier))


def subject_of(instance: ProcessInstance) -> str:
    """Return what a decision of this process is about, as its title says."""
    award = instance.dossier.offer.award.name if instance.dossier else ""
    return f"Về việc {'hủy bỏ Quyết định tặng' if is_revocation(instance) else 'tặng'} {award}"


def read_verdicts(nominees: list[Nominee], answers: dict, key: str, words: dict) -> Verdicts:
    """Return {nominee id: (awarded or refused, reason)}; raise FormInvalid for gaps, or if nobody is awarded."""
    given = by_row(answers, "nominees")
    errors: dict[str, list[str]] = {}
    verdicts: dict[int, tuple[str, str | None]] = {}
    for nominee in nominees:
        answer = given.get(nominee.id) or {}
        verdict = words.get(answer.get(key), "")
        reason = (answer.get("reason") or answer.get("note") or "").strip() or None
        if not verdict:
            errors[f"nominees-{nominee.id}-{key}"] = [f"Quyết định về {nominee.name}."]
        elif verdict == "refused" and not reason:
            errors[f"nominees-{nominee.id}-reason"] = [f"Nêu lý do không tặng {nominee.name}."]
        verdicts[nominee.id] = (verdict, reason if verdict == "refused" else None)
    if not errors and "awarded" not in {verdict for verdict, _reason_ in verdicts.values()}:
        errors["nominees"] = ["Chưa đối tượng nào được tặng. Chọn “Không khen thưởng” nếu không tặng đối tượng nào."]
    if errors:
        raise FormInvalid(errors)
    return verdicts


def _settle(nominees: list[Nominee], verdicts: Verdicts) -> None:
    for nominee in nominees:
        result, reason = verdicts[nominee.id]
        nominee.result_reason = reason
        nominee.result = result


def _sign(work: Work, task: UserTask) -> Decision:
    if work.actor is None or task.organ_id is None:
        raise OperationFailed("Quyết định phải do người có thẩm quyền của một cơ quan ký.")
    signer = signer_of(work, task.organ_id, task.candidate_group)
    return Decision(
        dossier_id=work.dossier.id,
        organ_id=task.organ_id,
        signed_on=dates.local_date(work.now),
        signed_by=work.actor.person_id,
        signer_title=signer.title,
        capacity=signer.capacity,
        title=_drafted_subject(work) or subject_of(work.instance),
        from_above=False,
        entered_at=work.now,
    )


def _drafted_subject(work: Work) -> str | None:
    query = (
        select(TaskAnswers.answers)
        .join(UserTask, UserTask.id == TaskAnswers.task_id)
        .where(UserTask.instance_id == work.instance.id, UserTask.form_key == "decision_draft")
        .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
    )
    return (work.session.scalar(query.limit(1)) or {}).get("decision_subject")


def _proposal_basis(dossier: Dossier) -> str:
    number = dossier.content.get("letter_number")
    letter = f"Tờ trình số {number}" if number else "Tờ trình"
    return f"Theo đề nghị của {dossier.submitting_unit.name} tại {letter}."
