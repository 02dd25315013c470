"""A specialist concludes on one criterion of one nominee against the decision table, with a reason; and takes it back."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows import assessing, history
from workflows.clock import utcnow
from workflows.commands import tasks
from workflows.criterion_lines import MET, NOT_MET, Line
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import CriterionOverride, Nominee, UserTask
from workflows.policy import Actor
from workflows.steps.appraisal import APPRAISING, appraisable

AS_COMPUTED = "as_computed"
VERDICTS = (MET, NOT_MET, AS_COMPUTED)
SHORTEST_REASON, LONGEST_REASON = 10, 1000


@dataclass(frozen=True)
class Conclusion:
    """What a specialist concludes on a criterion: met, not_met, or as_computed to follow the table again."""

    nominee_id: int
    criterion: str
    verdict: str
    reason: str


def conclude(session: Session, actor: Actor, task_id: int, made: Conclusion) -> CriterionOverride:
    """Keep a conclusion under an open appraisal.

    Raises Invalid for an unknown verdict or a reason that is too short or too long, NotFound for a nominee or criterion
    that the dossier does not have, Conflict where there is nothing to take back or another person holds the task,
    NotAllowed when the actor may not do the task or it is no appraisal.
    """
    task = tasks.in_hand(session, actor, task_id)
    if task.form_key not in APPRAISING:
        raise NotAllowed("Chỉ kết luận khác bảng tiêu chí ở bước thẩm định.")
    nominee, reason = _nominee(session, task, made.nominee_id), _reason(made)
    line = _line(session, nominee, made.criterion)
    if made.verdict == AS_COMPUTED and line.override is None:
        raise Conflict("Tiêu chí này đang theo kết quả của bảng, không có kết luận nào để bỏ.")
    row = CriterionOverride(
        nominee_id=nominee.id,
        criterion=made.criterion,
        verdict=made.verdict,
        reason=reason,
        made_by=actor.person_id,
        made_at=utcnow(),
    )
    session.add(row)
    _note(session, actor, task, row, line)
    return row


def _line(session: Session, nominee: Nominee, criterion: str) -> Line:
    """Return the first line of a criterion as it stands; one that may be met in several ways has more."""
    lines = assessing.assess(session, nominee.dossier, nominee).lines
    found = next((line for line in lines if line.criterion == criterion), None)
    if found is None:
        raise NotFound
    return found


def _note(session: Session, actor: Actor, task: UserTask, row: CriterionOverride, line: Line) -> None:
    nominee = session.get_one(Nominee, row.nominee_id)
    history.record(
        session,
        actor,
        "criterion_left" if row.verdict == AS_COMPUTED else "criterion_concluded",
        dossier=nominee.dossier,
        element_id=task.element_id,
        capacity=actor.capacity_for(task),
        before={"verdict": line.override.verdict if line.override else AS_COMPUTED},
        after={"name": nominee.name, "criterion": line.text, "verdict": row.verdict},
        reason=row.reason,
    )


def _nominee(session: Session, task: UserTask, nominee_id: int) -> Nominee:
    found = session.get(Nominee, nominee_id)
    if found is None or task.dossier is None or found.dossier_id != task.dossier_id:
        raise NotFound
    if found not in appraisable(session, task.dossier):
        raise Conflict(f"“{found.name}” không còn trong danh sách đang thẩm định.")
    return found


def _reason(made: Conclusion) -> str:
    if made.verdict not in VERDICTS:
        raise Invalid({"verdict": ["Chọn một kết luận."]})
    reason = " ".join(made.reason.split())
    if len(reason) < SHORTEST_REASON:
        raise Invalid({"reason": [f"Nêu lý do, căn cứ của kết luận, ít nhất {SHORTEST_REASON} ký tự."]})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": [f"Rút gọn lý do còn tối đa {LONGEST_REASON} ký tự."]})
    return reason
