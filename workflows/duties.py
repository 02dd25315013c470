"""What a step of a campaign's duty needs to know: who does it, until when, and what the duty is called."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session

from workflows import dates, organs, plan_offices
from workflows.errors import NotAllowed, NotFound
from workflows.models import Campaign, CampaignDuty, DutyUnit, ProcessInstance, Unit
from workflows.policy import Actor, overseen_duties, reporting_organs
from workflows.rules import calendar

PROCESS: Final = "campaign_report"
ORGANS: Final = ("home_affairs", "province")
"""Organs of the process beside the units that report: who compiles, and who signs what goes up."""
WORDS: Final = {
    "yearly": ("BC", "Báo cáo năm {year}"),
    "interim": ("SK", "Báo cáo sơ kết năm {year}"),
    "final": ("TK", "Báo cáo tổng kết năm {year}"),
    "conference": ("HN", "Báo cáo trước hội nghị năm {year}"),
}
DUE_WITH_THE_DUTY: Final = frozenset({"report.write", "report.sign", "report.close"})
"""Rules whose limit is the duty's own last day; the others run from the day on which their step begins."""


def reference(duty: CampaignDuty) -> str:
    """Return the short name of a duty: "NB-BC-2026"."""
    return f"{duty.campaign.code}-{WORDS[duty.kind][0]}-{duty.year}"


def title(duty: CampaignDuty) -> str:
    """Return what a duty is called: "Báo cáo năm 2026"."""
    return WORDS[duty.kind][1].format(year=duty.year)


def unit_of(duty: CampaignDuty, organ: str | None) -> int | None:
    """Return the unit that stands for an organ of the process; None for one that a duty does not have."""
    return {"home_affairs": duty.collector_id, "province": duty.signer_id}.get(organ or "")


def is_due_with_it(rule_key: str | None) -> bool:
    """Whether a step is due on the duty's own last day, and counts no limit."""
    return rule_key in DUE_WITH_THE_DUTY


def limit_of(duty: CampaignDuty) -> datetime | None:
    """Return the instant at which the last day of a duty ends; None where no day is set."""
    return calendar.end_of_day(duty.due_on) if duty.due_on else None


def units_today(session: Session, duty: CampaignDuty, now: datetime) -> list[Unit]:
    """Return the units that report today, by name: those of the plan, or what took over from them."""
    task, today = str((duty.campaign.plan.get("running") or {}).get("task") or ""), dates.local_date(now)
    named = session.scalars(select(Unit).join(DutyUnit).where(DutyUnit.duty_id == duty.id).order_by(Unit.id))
    found = {later.id: later for unit in named for later in organs.standing(unit, today, task)}
    return sorted(found.values(), key=lambda unit: unit.name)


def is_open(duty: CampaignDuty) -> bool:
    """Whether a duty was opened and not cancelled since; one whose report went up stays open in this sense."""
    instance = duty.instance
    return instance is not None and (instance.status != "ended" or instance.end_event is not None)


def name_of(instance: ProcessInstance) -> str:
    """Return the reference of the duty on which an instance works; nothing where it works on none."""
    duty = of_instance(instance)
    return reference(duty) if duty else ""


def address(duty: CampaignDuty) -> str:
    """Return the address of a duty within the product."""
    return f"/phong-trao/{duty.campaign.key}/bao-cao/{duty.id}"


def visible(actor: Actor) -> ColumnElement[bool]:
    """Condition on CampaignDuty: those that the actor oversees, that ask a report of a unit of theirs, all for administrators.

    An administrator sees that a duty runs and who has reported; the reports themselves are read by `may_see_task` alone.
    """
    if actor.administrator:
        return true()
    own = reporting_organs(actor)
    return overseen_duties(actor) | exists().where(DutyUnit.duty_id == CampaignDuty.id, DutyUnit.unit_id.in_(own))


def load(session: Session, actor: Actor, duty_id: int) -> CampaignDuty:
    """Return a duty that the actor may see. Raises NotFound."""
    found = session.scalar(select(CampaignDuty).where(CampaignDuty.id == duty_id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def demand_manager(session: Session, actor: Actor, campaign: Campaign, today: date) -> None:
    """Raise NotAllowed unless the actor may add, date and open duties of a campaign."""
    if not may_manage(session, actor, campaign, today):
        raise NotAllowed("Chỉ cán bộ theo dõi phong trào của Sở Nội vụ được mở kỳ báo cáo và sửa ngày của kỳ.")


def may_manage(session: Session, actor: Actor, campaign: Campaign, today: date) -> bool:
    """Whether the actor owns the campaign: who follows it at Sở Nội vụ of its province, and administrators."""
    return plan_offices.may_enter(session, actor, campaign, today)


def of_instance(instance: ProcessInstance) -> CampaignDuty | None:
    """Return the duty on which an instance works; None, without asking, where it works on a dossier."""
    return None if instance.dossier is not None else instance.duty
