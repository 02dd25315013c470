"""Asking other organs, answering them, and putting the answers together."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Choice, FormInvalid, Row
from workflows import dates, organs
from workflows.acts import record_act
from workflows.clock import utcnow
from workflows.models import Dossier, HistoryEntry, Unit, UserTask
from workflows.policy import Actor
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.steps.rows import demand_reason
from workflows.work import Work

REPLIES = {"agree": "Thống nhất", "disagree": "Không thống nhất"}
SILENT = "Không trả lời trong hạn"


@prepares("consultation_request")
def prepare_request(_session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the organs that may be asked: those that the plan names, as they stand today."""
    if task.dossier is not None:
        units = consultable(task.dossier)
        surroundings.choices["organs"] = tuple(Choice(str(unit.id), unit.name) for unit in units)


@completes("consultation_request")
def request(work: Work, task: UserTask, _outcome: str | None, answers: dict) -> dict:
    """Choose whom to ask. Returns `consulted_organs`, which the letter and the replies go by."""
    known = {str(unit.id) for unit in consultable(work.dossier)}
    chosen = [str(organ) for organ in answers.get("organs") or [] if str(organ) in known]
    if not chosen:
        raise FormInvalid({"organs": ["Chọn ít nhất một cơ quan để lấy ý kiến."]})
    record_act(work, task.element_id, "consultation_asked", after={"organs": chosen}, reason=answers.get("content"))
    return {"consulted_organs": {organ: {"organ": organ} for organ in chosen}}


@completes("consultation_reply")
def reply(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Note the opinion of an organ; disagreement needs its reason and is handled, never an automatic refusal."""
    opinion = answers.get("opinion")
    if outcome == "disagree":
        opinion = demand_reason(answers, "Nêu lý do không thống nhất.", "opinion")
    after = {"unit": task.organ_id, "reply": outcome, "letter_number": answers.get("letter_number")}
    record_act(work, task.element_id, "reply_given", after=after, reason=opinion)


@prepares("consultation_summary")
def prepare_summary(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give each organ that was asked with what it answered, the silent ones too."""
    surroundings.rows["replies"] = tuple(
        Row(str(unit), session.get_one(Unit, unit).name, said, {"reply": said})
        for unit, said in _replies(session, task).items()
    )


def consultable(dossier: Dossier) -> list[Unit]:
    """Return the units that may be asked about a dossier today, by name."""
    return organs.consulted_units(dossier.offer, dates.local_date(utcnow()))


def _replies(session: Session, task: UserTask) -> dict[int, str]:
    """Return {unit id: what it answered last} of this instance."""
    verbs = ("reply_given", "reply_silent")
    query = select(HistoryEntry).where(HistoryEntry.dossier_id == task.dossier_id, HistoryEntry.verb.in_(verbs))
    said = {}
    for entry in session.scalars(query.order_by(HistoryEntry.sequence)):
        words = SILENT if entry.verb == "reply_silent" else REPLIES.get(entry.after.get("reply", ""), "")
        said[entry.after["unit"]] = f"{words}: {entry.reason}" if entry.reason else words
    return said
