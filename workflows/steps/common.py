"""What every form may read: today, and the nominees that nobody has refused."""

from sqlalchemy.orm import Session

from workflows import dates
from workflows.clock import utcnow
from workflows.models import UserTask
from workflows.policy import Actor
from workflows.revocations import in_question
from workflows.rules.calendar import VIETNAM
from workflows.steps.registry import Surroundings, prepares
from workflows.steps.rows import nominee_rows


@prepares("*")
def prepare_any(session: Session, _actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Give the day and minute in Việt Nam as ISO texts, and the nominees still in question as rows."""
    now = utcnow()
    known = {
        "today": dates.local_date(now).isoformat(),
        "now_local": now.astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M"),
    }
    if task.dossier is not None:
        known |= {
            "award_title": task.dossier.offer.title,
            "award_name": task.dossier.offer.award.name,
            "reference": task.dossier.reference,
        }
        if surroundings.wants("nominees"):
            surroundings.rows["nominees"] = nominee_rows(in_question(session, task.instance))
    surroundings.values = known | surroundings.values
