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
    answers = _last_return(session, dossier)
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


def returned_papers(session: Session, dossier: Dossier) -> dict[str, str]:
    """Return what the latest return says of each paper that it names, by the key of the paper."""
    if dossier.return_reason is None:
        return {}
    lacking = [each for each in _last_return(session, dossier).get("papers") or [] if each.get("state") in LACKING]
    found = ((session.get(OfferPaper, int(each["row"])), each.get("note") or "") for each in lacking)
    return {paper.paper: note for paper, note in found if paper is not None}


def _last_return(session: Session, dossier: Dossier) -> dict:
    query = (
        select(TaskAnswers.answers)
        .join(UserTask, UserTask.id == TaskAnswers.task_id)
        .where(UserTask.dossier_id == dossier.id, UserTask.outcome == "return", UserTask.organ_id.is_not(None))
        .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
    )
    return session.scalar(query.limit(1)) or {}


def _name(record: OfferPaper | Nominee | None) -> str:
    return record.name if record else "Mục đã bỏ khỏi danh mục"
