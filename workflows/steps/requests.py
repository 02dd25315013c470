"""What the unit was asked to supplement when its dossier came back, item by item."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Row
from workflows.models import Dossier, Nominee, OfferPaper, TaskAnswers, UserTask

LACKING = ("missing", "invalid")


def requests_of(session: Session, dossier: Dossier) -> tuple[Row, ...]:
    """Return the papers and nominees that the latest return names, each with what is asked for; none before one."""
    if dossier.return_reason is None:
        return ()
    query = (
        select(TaskAnswers.answers)
        .join(UserTask, UserTask.id == TaskAnswers.task_id)
        .where(UserTask.dossier_id == dossier.id, UserTask.outcome == "return", UserTask.organ_id.is_not(None))
        .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
    )
    answers = session.scalar(query.limit(1)) or {}
    papers = [
        Row(f"paper.{each['row']}", _name(session.get(OfferPaper, int(each["row"]))), each.get("note") or "")
        for each in answers.get("papers") or []
        if each.get("state") in LACKING
    ]
    nominees = [
        Row(f"nominee.{each['row']}", _name(session.get(Nominee, int(each["row"]))), each.get("opinion") or "")
        for each in answers.get("nominees") or []
        if each.get("conclusion") == "supplement"
    ]
    return (*papers, *nominees)


def _name(record: OfferPaper | Nominee | None) -> str:
    return record.name if record else "Mục đã bỏ khỏi danh mục"
