"""Calling a session of a council and noting who came."""

from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms import FormInvalid, Row
from workflows import council_sessions as councils
from workflows import dates
from workflows.acts import record_act
from workflows.clock import utcnow
from workflows.errors import Conflict, OperationFailed
from workflows.models import Council, CouncilRule, CouncilSession, SessionMember, SessionNominee, UserTask
from workflows.policy import Actor
from workflows.revocations import in_question
from workflows.rules.calendar import VIETNAM
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.steps.rows import by_row, nominee_rows
from workflows.work import Work

FUNCTIONS = {
    "chair": "Chủ tịch",
    "vice_chair": "Phó Chủ tịch",
    "standing": "Ủy viên Thường trực",
    "secretary": "Thư ký",
    "member": "Ủy viên",
}
PRESENCE = ("present", "written", "absent", "recused")
END_OF_OPINIONS = time(23, 59)


@prepares("council_plan")
def prepare_plan(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the agenda's nominees and whether the rule of the award asks for a secret ballot."""
    council, dossier = _council(session, task), task.dossier
    if dossier is None:
        return
    rule = councils.rule_for(session, council, dossier, dates.local_date(utcnow()))
    surroundings.values["secret_default"] = rule.secret
    surroundings.rows["nominees"] = nominee_rows(in_question(session, task.instance))


@completes("council_plan")
def plan_session(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> dict:
    """Open the next session of the council on the dossier, with the rule of its day and everyone not refused.

    A secret ballot where the rule asks for one cannot be switched off.
    """
    council, dossier = _council(work.session, task), work.dossier
    nominees = in_question(work.session, work.instance)
    if not nominees:
        raise FormInvalid({"": ["Không còn đối tượng nào để Hội đồng xét."]})
    meets_at = _meets_at(answers)
    rule = councils.rule_for(work.session, council, dossier, dates.local_date(meets_at))
    _cancel_earlier(work, council)
    planned = _new_session(work, council, rule, meets_at)
    planned.mode = answers.get("mode") or "meeting"
    planned.place = answers.get("place")
    planned.agenda = answers.get("agenda")
    planned.secret = rule.secret or bool(answers.get("secret"))
    planned.nominees = [SessionNominee(nominee_id=nominee.id) for nominee in nominees]
    work.session.add(planned)
    work.session.flush()  # the process keeps its id
    after = {
        "session": planned.id,
        "round": planned.round,
        "meets_at": planned.meets_at.isoformat(),
        "mode": planned.mode,
        "secret": planned.secret,
        "rule": planned.rule_source,
        "nominees": [nominee.id for nominee in nominees],
    }
    record_act(work, task.element_id, "council_planned", after=after)
    return {"session_id": planned.id}


@prepares("council_attendance")
def prepare_attendance(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the roster as rows, and when the session was to begin."""
    council_session = councils.of_task(session, task)
    surroundings.values["meets_at"] = council_session.meets_at.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")
    surroundings.rows["members"] = tuple(
        Row(str(member.person_id), member.person.full_name, _function(member), {"votes": member.votes})
        for member in councils.members(session, council_session)
    )


@completes("council_attendance")
def record_attendance(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Write who is present, writes, is absent or recused. Who is recused gets no ballot and stays in the total."""
    council_session = councils.locked_of_task(work.session, task)
    if council_session.status not in councils.BEFORE_VOTE:
        raise Conflict("Phiên họp đã bỏ phiếu nên không điểm danh lại được.")
    given = by_row(answers, "members")
    roster = councils.members(work.session, council_session)
    errors = {
        f"members-{member.person_id}-presence": [f"Ghi nhận sự có mặt của {member.person.full_name}."]
        for member in roster
        if (given.get(member.person_id) or {}).get("presence") not in PRESENCE
    }
    if errors:
        raise FormInvalid(errors)
    for member in roster:
        member.attendance = given[member.person_id]["presence"]
        member.reason = given[member.person_id].get("reason")
    council_session.status = "attended"
    after = {"session": council_session.id, "members": {str(m.person_id): m.attendance for m in roster}}
    record_act(work, task.element_id, "attendance_recorded", after=after)


def _council(session: Session, task: UserTask) -> Council:
    if task.council_id is None:
        raise OperationFailed(f"Bước “{task.name}” chưa gắn với Hội đồng nào.")
    return session.get_one(Council, task.council_id)


def _meets_at(answers: dict) -> datetime:
    """Return when the session meets; one by written opinions ends with the day on which they are due."""
    if answers.get("meets_at"):
        at = datetime.fromisoformat(answers["meets_at"])
    elif answers.get("opinions_due_on"):
        at = datetime.combine(datetime.fromisoformat(answers["opinions_due_on"]), END_OF_OPINIONS)
    else:
        raise FormInvalid({"meets_at": ["Nhập ngày, giờ họp."]})
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def _cancel_earlier(work: Work, council: Council) -> None:
    """Put off what was planned and never voted on: the new session takes its place."""
    earlier = councils.newest(work.session, work.dossier.id, council.id)
    if earlier is not None and earlier.status in councils.BEFORE_VOTE:
        earlier.status = "cancelled"


def _new_session(work: Work, council: Council, rule: CouncilRule, meets_at: datetime) -> CouncilSession:
    query = select(func.max(CouncilSession.round))
    query = query.where(CouncilSession.council_id == council.id, CouncilSession.dossier_id == work.dossier.id)
    return CouncilSession(
        council_id=council.id,
        dossier_id=work.dossier.id,
        round=(work.session.scalar(query) or 0) + 1,
        meets_at=meets_at,
        threshold_percent=rule.threshold_percent,
        present_numerator=rule.present_numerator,
        present_denominator=rule.present_denominator,
        quorum_numerator=rule.quorum_numerator,
        quorum_denominator=rule.quorum_denominator,
        rule_source=rule.source,
        status="planned",
    )


def _function(member: SessionMember) -> str:
    label = FUNCTIONS[member.function]
    return label if member.votes else f"{label}, không biểu quyết"
