"""After the count: breaking a tie, signing the minutes, confirming them."""

from sqlalchemy.orm import Session

from forms import FormInvalid
from workflows import council_sessions as councils
from workflows.acts import record_act
from workflows.errors import Conflict
from workflows.models import CouncilSession, SessionNominee, UserTask
from workflows.policy import Actor
from workflows.rules.calendar import VIETNAM
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.steps.rows import by_row, nominee_rows
from workflows.work import Work

CONCLUSION_OF = {"propose": "pass", "not_propose": "fail"}


@prepares("tie_break")
def prepare_tie(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the nominees whose votes are even."""
    tied = _tied(councils.of_task(session, task))
    surroundings.rows["tied"] = nominee_rows(row.nominee for row in tied)


@completes("tie_break")
def break_tie(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> None:
    """Let the side that the chair is on decide each even vote; the count itself stays as it is."""
    council_session = councils.locked_of_task(work.session, task)
    if council_session.status != "closed":
        raise Conflict("Chỉ quyết định khi ngang phiếu sau khi đã kiểm phiếu.")
    tied, given = _tied(council_session), by_row(answers, "tied")
    errors = {
        f"tied-{row.nominee_id}-choice": [f"Quyết định về {row.nominee.name}."]
        for row in tied
        if (given.get(row.nominee_id) or {}).get("choice") not in CONCLUSION_OF
    }
    if errors:
        raise FormInvalid(errors)
    for row in tied:
        row.conclusion = CONCLUSION_OF[given[row.nominee_id]["choice"]]
        row.tie_broken_by = work.actor.person_id if work.actor else None
    after = {"session": council_session.id, "nominees": {str(row.nominee_id): row.conclusion for row in tied}}
    record_act(work, task.element_id, "tie_broken", after=after, reason=answers.get("reason"))


@prepares("council_minutes", "minutes_confirmation")
def prepare_minutes(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the nominees with their count, and when the session began."""
    council_session = councils.of_task(session, task)
    began = council_session.opened_at or council_session.meets_at
    surroundings.values["started_at"] = began.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")
    surroundings.values["minutes_number"] = council_session.minutes_number
    rows = sorted(council_session.nominees, key=lambda row: row.nominee.number)
    surroundings.rows["nominees"] = nominee_rows(row.nominee for row in rows)


@completes("council_minutes")
def sign_minutes(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> dict:
    """Keep the number of the minutes; a nominee who needs verification turns the conclusion to "verify".

    Councils keep number series of their own (Nghị định 30/2020/NĐ-CP, Điều 15), so the secretary enters the number.
    """
    council_session = councils.locked_of_task(work.session, task)
    number = (answers.get("minutes_number") or "").strip()
    if not number:
        raise FormInvalid({"minutes_number": ["Nhập số biên bản."]})
    before = {"minutes_number": council_session.minutes_number}
    council_session.minutes_number = number
    doubtful = [key for key, answer in by_row(answers, "nominees").items() if answer.get("needs_verification")]
    after = {"session": council_session.id, "minutes_number": number, "to_verify": doubtful}
    record_act(work, task.element_id, "minutes_signed", before=before, after=after)
    return {"minutes_conclusion": "verify" if doubtful else "conclude"}


@completes("minutes_confirmation")
def confirm_minutes(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Note the chair's signature, or what the secretary must amend."""
    council_session = councils.of_task(work.session, task)
    if outcome == "amend" and not answers.get("reason"):
        raise FormInvalid({"reason": ["Nêu nội dung cần sửa trong biên bản."]})
    verb = "minutes_confirmed" if outcome == "confirm" else "minutes_returned"
    record_act(work, task.element_id, verb, after={"session": council_session.id}, reason=answers.get("reason"))


def _tied(council_session: CouncilSession) -> list[SessionNominee]:
    tied = [row for row in council_session.nominees if row.conclusion == "tied"]
    return sorted(tied, key=lambda row: row.nominee.number)
