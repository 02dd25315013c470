"""The page on which a specialist concludes on one criterion against its table."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import assessing, policy
from workflows.errors import NotAllowed, NotFound
from workflows.models import CriterionOverride, Nominee
from workflows.policy import Actor
from workflows.queries import criteria_words, nominee_criteria, tasks
from workflows.queries.criteria_words import LineWords
from workflows.steps.appraisal import APPRAISING


@dataclass(frozen=True)
class Earlier:
    """A conclusion that somebody made before."""

    verdict: str
    reason: str
    person: str
    at: datetime


@dataclass(frozen=True)
class OverridePage:
    """One criterion of one nominee; a criterion that may be met in several ways has several lines."""

    task_id: int
    task: str
    reference: str
    nominee_id: int
    nominee: str
    criterion: str
    lines: tuple[LineWords, ...]
    is_overridden: bool
    earlier: tuple[Earlier, ...]


def page(session: Session, actor: Actor, task_id: int, nominee_id: int, criterion: str) -> OverridePage:
    """Return the page. Raises NotFound, or NotAllowed for whoever may not do the appraisal."""
    task = tasks.load(session, actor, task_id)
    nominee = session.get(Nominee, nominee_id)
    if nominee is None or nominee.dossier_id != task.dossier_id or task.form_key not in APPRAISING:
        raise NotFound
    if not task.is_open:
        raise NotAllowed("Bước thẩm định này đã xong nên không sửa kết luận tiêu chí được nữa.")
    policy.demand_work(session, actor, task)
    found = assessing.assess(session, nominee.dossier, nominee)
    lines = [line for line in found.lines if line.criterion == criterion]
    if not lines:
        raise NotFound
    reader = nominee_criteria.reader_of(session, actor, nominee.dossier, [found])
    made = select(CriterionOverride).where(
        CriterionOverride.nominee_id == nominee_id, CriterionOverride.criterion == criterion
    )
    return OverridePage(
        task_id=task.id,
        task=task.name,
        reference=nominee.dossier.reference,
        nominee_id=nominee.id,
        nominee=nominee.name,
        criterion=criterion,
        lines=tuple(criteria_words.line_words(line, reader) for line in lines),
        is_overridden=lines[0].override is not None,
        earlier=tuple(
            Earlier(each.verdict, each.reason, each.author.full_name, each.made_at)
            for each in session.scalars(made.order_by(CriterionOverride.id.desc()))
        ),
    )
