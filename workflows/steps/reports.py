"""Reports of a campaign's duty: what units report on, who has reported, and what goes up to Bộ Nội vụ."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Row
from workflows import duty_figures
from workflows.acts import record_act
from workflows.duty_figures import UnitReport
from workflows.issuing import issue
from workflows.models import CampaignDuty, TaskAnswers, UserTask
from workflows.policy import Actor
from workflows.steps.registry import Surroundings, completes, prepares
from workflows.work import Work

UPWARD = "Bộ Nội vụ (Ban Thi đua – Khen thưởng Trung ương)"
PAPER = "duty_summary"


@prepares("campaign_report")
def prepare_report(_session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the targets of the plan as rows."""
    targets = duty_figures.targets_of(task.duty.campaign.plan) if task.duty else ()
    surroundings.rows["targets"] = tuple(Row(each.id, each.name, each.hint) for each in targets)


@prepares("report_closing", "report_summary")
def prepare_closing(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give how many units owe a report, those whose signed report has come in as rows, and the names of the others."""
    reports = duty_figures.reports_of(session, task.duty) if task.duty else ()
    sent = [each for each in reports if each.sent_at]
    surroundings.values |= {
        "received_count": len(sent),
        "expected_count": len(reports),
        "missing_names": "; ".join(each.unit for each in reports if not each.sent_at),
    }
    surroundings.rows["reports"] = tuple(Row(str(each.unit_id), each.unit, _hint(task.duty, each)) for each in sent)


@completes("summary_signature")
def sign_summary(work: Work, task: UserTask, outcome: str | None, answers: dict) -> None:
    """Issue the report of the province and note that it went up; one that is returned leaves its reason alone."""
    if outcome != "approve":
        return
    document = issue(work, task.element_id, PAPER, _title(work.duty), _summary(work))
    document.document_number = answers["letter_number"]
    after = {"letter_number": answers["letter_number"], "sent_on": answers["signed_on"], "to": UPWARD}
    record_act(work, task.element_id, "report_sent_up", after=after)


def _title(duty: CampaignDuty) -> str:
    return f"Báo cáo kết quả phong trào thi đua “{duty.campaign.name}” năm {duty.year}"


def _summary(work: Work) -> dict:
    """Return what the paper says: the compiled words, the figures of each unit, and who did not report."""
    duty, session = work.duty, work.session
    reports = duty_figures.reports_of(session, duty)
    words = _compiled(session, duty)
    missing = [each.unit for each in reports if not each.sent_at]
    facts = [
        ["Cơ quan", duty.signer.name],
        ["Phong trào", duty.campaign.name],
        ["Số đơn vị đã báo cáo", f"{len(reports) - len(missing)} trên {len(reports)}"],
        ["Đơn vị không báo cáo", "; ".join(missing) or "Không có"],
    ]
    return {
        "to": UPWARD,
        "facts": facts,
        "tables": duty_figures.tables(duty, reports),
        "text": [words[key] for key in ("results", "assessment", "proposals") if words.get(key)],
    }


def _compiled(session: Session, duty: CampaignDuty) -> dict:
    query = (
        select(TaskAnswers.answers)
        .join(UserTask, UserTask.id == TaskAnswers.task_id)
        .where(UserTask.instance_id == duty.instance_id, UserTask.form_key == "report_summary")
    )
    return session.scalar(query.order_by(UserTask.completed_at.desc(), UserTask.id.desc()).limit(1)) or {}


def _hint(duty: CampaignDuty | None, report: UnitReport) -> str:
    names = {each.id: each.name for each in duty_figures.targets_of(duty.campaign.plan)} if duty else {}
    return "; ".join(
        f"{names.get(key, key)}: {duty_figures.words_of(figure)}" for key, figure in report.figures.items()
    )
