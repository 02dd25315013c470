"""Duties of campaigns: made from the plans, added and dated by whoever follows the campaign, opened at their day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, clocks, dates, duties, history, organs, outbox, policy, progress
from workflows.clock import utcnow
from workflows.errors import Conflict, Invalid, NotFound
from workflows.models import Campaign, CampaignDuty, DutyUnit, Unit, UserTask
from workflows.participants import holders
from workflows.policy import Actor
from workflows.rules import calendar
from workflows.rules.plans import duties as rules

ADDING, DATING = "campaign_duty", "duty_dates"
"""Keys of the forms."""
YEARS_AHEAD = 1
Posted = Mapping[str, Sequence[str]]


def plan_ahead(session: Session) -> int:
    """Do for every campaign what `plan_campaign` does for one. Return how many duties are new."""
    return sum(plan_campaign(session, number) for number in campaigns(session))


def campaigns(session: Session) -> list[int]:
    """Return the ids of all campaigns, in the order in which they are locked."""
    return list(session.scalars(select(Campaign.id).order_by(Campaign.id)))


def plan_campaign(session: Session, campaign_id: int) -> int:
    """Make the duties that a plan asks for up to next year and that are not there yet. Return how many are new.

    A duty whose last day is past when it is made does not open by itself.
    """
    campaign, today = session.get_one(Campaign, campaign_id), dates.local_date(utcnow())
    if not _missing(session, campaign, today) or not _compilers(campaign, today):
        return 0
    session.refresh(campaign, with_for_update=True)  # as `add` does, which may be adding the same one
    missing = _missing(session, campaign, today)
    for each in missing:
        in_time = each.due_on is not None and each.due_on >= today
        duty = _new(campaign, each.kind, each.year, today)
        duty.due_on = each.due_on
        duty.opens_on = rules.opening_day(each.due_on) if in_time and each.due_on else None
        duty.source = f"Kế hoạch: {each.words} (mục {each.clause})"
        _keep(session, None, duty)
    return len(missing)


def add(session: Session, actor: Actor, key: str, posted: Posted) -> CampaignDuty:
    """Add a duty that the plan's data does not have. Raises as `forms` and Invalid for one that is there already.

    NotFound for an unknown campaign, NotAllowed for whoever does not follow it. The last day before a conference is
    counted back from the conference.
    """
    campaign = session.scalar(select(Campaign).where(Campaign.key == key).with_for_update())
    if campaign is None:
        raise NotFound
    today = dates.local_date(utcnow())
    duties.demand_manager(session, actor, campaign, today)
    form = catalogue.record_form(session, ADDING)
    clean = form.check(form.read(posted))
    if not _compilers(campaign, today):
        raise Conflict("Phong trào này không có Sở Nội vụ và UBND tỉnh để thu và ký báo cáo.")
    duty = _new(campaign, clean["kind"], int(clean["year"]), today)
    same = select(CampaignDuty.id).filter_by(campaign_id=campaign.id, kind=duty.kind, year=duty.year)
    if session.scalar(same) is not None:
        raise Invalid({"year": [f"Phong trào đã có kỳ “{duties.title(duty)}”. Sửa ngày của kỳ đó."]})
    duty.conference_on = _day(clean.get("conference_on"))
    duty.due_on = _day(clean.get("due_on")) or (
        rules.due_before_conference(duty.conference_on, dates.calendar_of(session, duty.province_id))
        if duty.conference_on
        else None
    )
    duty.opens_on, duty.source = _day(clean.get("opens_on")), clean["source"]
    if duty.opens_on and duty.due_on and duty.opens_on > duty.due_on:
        raise Invalid({"opens_on": [f"Ngày mở ở sau hạn {duty.due_on:%d/%m/%Y}. Kiểm tra lại."]})
    _keep(session, actor, duty)
    return duty


def change(session: Session, actor: Actor, duty_id: int, posted: Posted) -> CampaignDuty:
    """Set the days of a duty. Of an open one the open reports move with its last day. Raises as `add`, and Conflict."""
    duty = _managed(session, actor, duty_id)
    form = catalogue.record_form(session, DATING)
    clean = form.check(form.read(posted))
    if duties.is_open(duty) and duty.instance is not None and duty.instance.status == "ended":
        raise Conflict("Kỳ báo cáo này đã kết thúc nên không sửa ngày được nữa.")
    before = _days(duty)
    duty.due_on, duty.opens_on = date.fromisoformat(clean["due_on"]), _day(clean.get("opens_on"))
    if duty.instance_id is not None:
        _move_tasks(session, duty)
    after = _days(duty)
    history.record(session, actor, "duty_dated", duty=duty, before=before, after=after, reason=clean["reason"])
    return duty


def open_duty(session: Session, actor: Actor | None, duty_id: int) -> CampaignDuty:
    """Start the process of a duty: each of its units gets its report to write. `actor` is None for the worker.

    One that an administrator has cancelled may be opened anew; the reports of before are not counted again.

    Raises NotFound and NotAllowed as `change`; Conflict, saying why, when it is open, has no last day or that is past.
    """
    duty = _managed(session, actor, duty_id) if actor else _held(session, duty_id)
    now = utcnow()
    if duties.is_open(duty):
        raise Conflict("Kỳ báo cáo này đã mở.")
    if duty.due_on is None or duty.due_on < dates.local_date(now):
        raise Conflict("Kỳ báo cáo chưa có hạn, hoặc hạn đã qua. Sửa ngày của kỳ rồi mở.")
    units = duties.units_today(session, duty, now)
    if not units:
        raise Conflict("Kỳ báo cáo này chưa có đơn vị nào phải báo cáo.")
    known = {each.unit_id: each for each in duty.units}
    duty.units = [known.get(unit.id) or DutyUnit(unit_id=unit.id) for unit in units]
    after = {"duty": duties.title(duty), "due_on": duty.due_on.isoformat(), "organs": [unit.name for unit in units]}
    history.record(session, actor, "duty_opened", duty=duty, after=after)
    progress.start(session, actor, duty, duties.PROCESS, {})
    _tell(session, duty, units)
    return duty


def next_to_open(session: Session, passed_over: Collection[int] = ()) -> int | None:
    """Lock a duty whose day has come and return its id; None where there is none, or others hold them all."""
    today = dates.local_date(utcnow())
    return session.scalar(
        select(CampaignDuty.id)
        .where(CampaignDuty.instance_id.is_(None), CampaignDuty.opens_on <= today, CampaignDuty.due_on >= today)
        .where(CampaignDuty.id.not_in(passed_over))
        .order_by(CampaignDuty.opens_on, CampaignDuty.id)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    )


def _managed(session: Session, actor: Actor, duty_id: int) -> CampaignDuty:
    """Return a duty, locked. Raises NotFound where the actor may not see it, NotAllowed where they may only see it."""
    duties.load(session, actor, duty_id)
    duty = _held(session, duty_id)
    duties.demand_manager(session, actor, duty.campaign, dates.local_date(utcnow()))
    return duty


def _held(session: Session, duty_id: int) -> CampaignDuty:
    """Return a duty, locked after its instance: whoever completes one of its steps holds that, and needs the duty then.

    Its number is not changed, so that a new step may name it meanwhile. Raises Conflict where it was opened just now.
    """
    instance_id = session.scalar(select(CampaignDuty.instance_id).where(CampaignDuty.id == duty_id))
    if instance_id is not None:
        progress.hold(session, instance_id)
    query = select(CampaignDuty).where(CampaignDuty.id == duty_id).with_for_update(of=CampaignDuty, key_share=True)
    duty = session.scalars(query.execution_options(populate_existing=True)).one()
    if duty.instance_id != instance_id:
        raise Conflict("Kỳ báo cáo này vừa được mở. Tải lại trang rồi thử lại.")
    return duty


def _missing(session: Session, campaign: Campaign, today: date) -> list[rules.PlannedDuty]:
    known = select(CampaignDuty.kind, CampaignDuty.year).where(CampaignDuty.campaign_id == campaign.id)
    there = {tuple(row) for row in session.execute(known)}
    planned = rules.duties_of(campaign.plan, today.year + YEARS_AHEAD)
    return [each for each in planned if (each.kind, each.year) not in there]


def _new(campaign: Campaign, kind: str, year: int, today: date) -> CampaignDuty:
    found = _compilers(campaign, today)
    collector, signer = found["home_affairs"], found["province"]
    return CampaignDuty(
        campaign=campaign,
        kind=kind,
        year=year,
        province_id=collector.province_id or signer.province_id or signer.id,
        collector_id=collector.id,
        signer_id=signer.id,
        created_at=utcnow(),
    )


def _compilers(campaign: Campaign, today: date) -> dict[str, Unit]:
    """Return who stands today for Sở Nội vụ and UBND tỉnh of a campaign; nothing where one of them is missing."""
    found: dict[str, Unit] = {}
    for offer in campaign.offers:
        found |= {organ: unit for organ, unit in organs.organs_of(offer, today).items() if organ in duties.ORGANS}
    return found if len(found) == len(duties.ORGANS) else {}


def _keep(session: Session, actor: Actor | None, duty: CampaignDuty) -> None:
    codes = rules.reporting_units(duty.campaign.plan)
    units = session.scalars(select(Unit).where(Unit.code.in_(codes)).order_by(Unit.id))
    duty.units = [DutyUnit(unit_id=unit.id) for unit in units]
    session.add(duty)
    session.flush()  # its chain is named by its id
    after = {"duty": duties.title(duty), "source": duty.source} | _days(duty)
    history.record(session, actor, "duty_planned", duty=duty, after=after)


def _move_tasks(session: Session, duty: CampaignDuty) -> None:
    """Let the open steps that are due with the duty be due on its new last day."""
    if duty.due_on is None:
        return
    query = select(UserTask).where(UserTask.duty_id == duty.id, policy.is_open())
    for task in session.scalars(query.where(UserTask.due_rule.in_(duties.DUE_WITH_THE_DUTY))):
        clocks.set_due(session, task, calendar.end_of_day(duty.due_on))


def _tell(session: Session, duty: CampaignDuty, units: Sequence[Unit]) -> None:
    name, limit = duties.title(duty), f"{duty.due_on:%d/%m/%Y}"
    for unit in units:
        for person in holders(session, unit.id, policy.REPORTING_ROLES, dates.local_date(utcnow())):
            outbox.queue(
                session,
                f"duty_opened:{duty.id}.{duty.instance_id}:{unit.id}:{person.id}",
                "duty_opened",
                person.id,
                dossier=None,
                subject=f"Đến kỳ báo cáo: {name}, hạn {limit}",
                body=f"{unit.name} phải gửi “{name}” của phong trào {duty.campaign.code}, hạn {limit}.",
                link=duties.address(duty),
            )


def _days(duty: CampaignDuty) -> dict[str, str | None]:
    found = {"due_on": duty.due_on, "opens_on": duty.opens_on, "conference_on": duty.conference_on}
    return {name: day.isoformat() if day else None for name, day in found.items()}


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None
