"""Do the work of a campaign's duty with made-up people: open it, report for every unit, compile, sign, send."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.samples import as_posted
from workflows import dates, duties, policy
from workflows.clock import utcnow
from workflows.commands import duties as commands
from workflows.commands import rehearsing, tasks
from workflows.commands.rehearsing import LAST_FORMS, Done
from workflows.errors import OperationFailed
from workflows.models import Account, Campaign, CampaignDuty, Position, RoleAssignment, UserTask
from workflows.policy import Actor
from workflows.rules.plans import duties as rules

DAYS = 20
"""How long the units of a rehearsal have."""


def campaigns(session: Session, key: str | None) -> list[str]:
    """Return the keys of the campaigns whose plan asks for reports: one of them, or all."""
    query = select(Campaign).order_by(Campaign.key)
    found = session.scalars(query.where(Campaign.key == key) if key else query)
    return [each.key for each in found if rules.duties_of(each.plan, dates.local_date(utcnow()).year)]


def prepare(session: Session, key: str) -> int:
    """Add a yearly report to a campaign and open it. Return the id of the duty."""
    today, actor = dates.local_date(utcnow()), officer(session, key)
    last = session.scalar(select(func.max(CampaignDuty.year)).join(Campaign).where(Campaign.key == key)) or 0
    duty = commands.add(session, actor, key, typed(max(last, today.year) + 1, today + timedelta(days=DAYS)))
    commands.open_duty(session, actor, duty.id)
    return duty.id


def typed(year: int, due_on: date) -> dict[str, list[str]]:
    """Return what an officer types to add a yearly report."""
    day = {"day": str(due_on.day), "month": str(due_on.month), "year": str(due_on.year)}
    return as_posted({"kind": "yearly", "year": str(year), "due_on": day, "source": "Kế hoạch của tỉnh"})


def officer(session: Session, key: str) -> Actor:
    """Return who follows a campaign at Sở Nội vụ of its province."""
    duty = session.scalars(select(CampaignDuty).join(Campaign).where(Campaign.key == key)).first()
    if duty is None:
        raise OperationFailed("Kế hoạch này không có kỳ báo cáo nào.")
    account = session.scalar(
        select(Account.id)
        .join(Position, Position.person_id == Account.person_id)
        .join(RoleAssignment, RoleAssignment.position_id == Position.id)
        .where(RoleAssignment.role == "campaign_officer", RoleAssignment.organ_id == duty.collector_id)
        .order_by(Account.id)
    )
    if account is None:
        raise OperationFailed("Sở Nội vụ chưa có cán bộ theo dõi phong trào.")
    return policy.load_actor(session, account, dates.local_date(utcnow()))


def step(session: Session, duty_id: int) -> Done | None:
    """Let somebody do one open step of the duty; None when there is none to do."""
    task = waiting(session, duty_id)
    if task is None:
        return None
    actor, outcome, answers = rehearsing.work_on(session, task)
    tasks.complete(session, actor, task.id, outcome, answers)
    return Done(task.element_id, task.name, task.lane, f"{actor.name}, {actor.capacity}", task.due_at, outcome)


def waiting(session: Session, duty_id: int) -> UserTask | None:
    """Return the open step that is to be done next; closing the collection comes after every report."""
    found = session.scalars(select(UserTask).where(UserTask.duty_id == duty_id, policy.is_open()))
    return min(found, key=lambda each: (each.form_key in LAST_FORMS, each.id), default=None)


def ending(session: Session, duty_id: int) -> tuple[str, str | None]:
    """Return what a duty is called and the end that its process has reached; None while it runs."""
    duty = session.get_one(CampaignDuty, duty_id)
    return f"{duties.reference(duty)}, {duties.title(duty)}", duty.instance.end_event if duty.instance else None
