"""Reports of a campaign: what units must report on, and who has reported."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Row
from workflows.models import UserTask
from workflows.policy import Actor
from workflows.steps.registry import Surroundings, prepares

WRITTEN, SIGNED = "campaign_report", "report_signature"


@prepares("campaign_report")
def prepare_report(_session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the targets of the plan as rows."""
    plan = task.dossier.campaign.plan if task.dossier else {}
    targets = plan.get("targets") or []
    surroundings.rows["targets"] = tuple(Row(each["id"], each["name"], each.get("text") or "") for each in targets)


@prepares("report_closing", "report_summary")
def prepare_closing(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give how many units owe a report, and those whose signed report has come in."""
    query = select(UserTask).where(UserTask.instance_id == task.instance_id)
    tasks = session.scalars(query.where(UserTask.form_key.in_((WRITTEN, SIGNED))).order_by(UserTask.id)).all()
    received = {each.organ_id: each for each in tasks if each.form_key == SIGNED and each.outcome == "submit"}
    asked = {each.organ_id for each in tasks if each.form_key == WRITTEN}
    surroundings.values |= {"received_count": len(received), "expected_count": len(asked)}
    surroundings.rows["reports"] = tuple(
        Row(str(organ), each.organ.name if each.organ else "") for organ, each in received.items()
    )
