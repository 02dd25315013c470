"""What the page of a task needs to know where the task belongs to a campaign's duty instead of a dossier."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.summary import SummaryPage
from workflows import duties, duty_figures
from workflows.models import CampaignDuty, Person, TaskAnswers, UserTask
from workflows.queries import dossier_record
from workflows.queries.dossier_record import Opinion

WRITING = {"campaign_report": "report_signature", "report_summary": "summary_signature"}
"""Forms in which a report is written, with the form of the step that sends it back."""
SIGNING = {signing: writing for writing, signing in WRITING.items()}
READS_FIGURES = frozenset({"report_closing", "report_summary", "summary_signature"})


@dataclass(frozen=True)
class DutyFacts:
    """The duty that a task belongs to, and what its doer reads beside the form."""

    id: int
    campaign: str
    """Key of the campaign."""
    campaign_name: str
    title: str
    report: tuple[SummaryPage, ...]
    """What is to be signed, in words."""
    tables: tuple[dict, ...]
    """Figures of all units: caption, head, rows."""


def about(session: Session, task: UserTask, duty: CampaignDuty) -> dict:
    """Return the fields of a task's page that speak of its duty. Whether the actor may see the task is not checked."""
    written = _written(session, task)
    reports = duty_figures.reports_of(session, duty) if task.form_key in READS_FIGURES else ()
    return {
        "reference": duties.reference(duty),
        "unit": task.organ.name if task.organ else "",
        "offer": duties.title(duty),
        "return_reason": _return_reason(session, task),
        "papers": (),
        "slips": (),
        "nominees": (),
        "earlier": (),
        "criteria": {},
        "duty": DutyFacts(
            id=duty.id,
            campaign=duty.campaign.key,
            campaign_name=duty.campaign.name,
            title=duties.title(duty),
            report=written.answers if written else (),
            tables=tuple(each for each in duty_figures.tables(duty, reports) if each["rows"]),
        ),
    }


def earlier_answers(session: Session, task: UserTask) -> dict:
    """Return what the same report said before it was sent back, so that it is mended and not typed again."""
    if task.form_key not in WRITING or task.duty_id is None:
        return {}
    return session.scalar(_answers_of(task, task.form_key)) or {}


def _return_reason(session: Session, task: UserTask) -> str | None:
    signing = WRITING.get(task.form_key)
    if signing is None or not task.is_open:
        return None
    return (session.scalar(_answers_of(task, signing).where(UserTask.outcome == "return")) or {}).get("reason")


def _written(session: Session, task: UserTask) -> Opinion | None:
    """Return the report that a step of signing signs."""
    writing = SIGNING.get(task.form_key)
    if writing is None:
        return None
    query = (
        select(UserTask, TaskAnswers.answers, Person.full_name)
        .join(TaskAnswers, TaskAnswers.task_id == UserTask.id)
        .join(Person, Person.id == UserTask.completed_by)
        .where(*_before(task, writing))
        .order_by(UserTask.completed_at.desc(), UserTask.id.desc())
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    return dossier_record.opinion(session, *found) if found else None


def _answers_of(task: UserTask, form_key: str):
    query = select(TaskAnswers.answers).join(UserTask, UserTask.id == TaskAnswers.task_id)
    return query.where(*_before(task, form_key)).order_by(UserTask.completed_at.desc(), UserTask.id.desc()).limit(1)


def _before(task: UserTask, form_key: str) -> tuple:
    """Conditions on UserTask: finished steps of the same duty with a form, before this one; of the same unit, if it is one's."""
    same = [UserTask.instance_id == task.instance_id, UserTask.form_key == form_key, UserTask.id < task.id]
    if form_key in ("campaign_report", "report_signature"):
        same.append(UserTask.organ_id == task.organ_id)
    return (*same, UserTask.completed_at.is_not(None))
