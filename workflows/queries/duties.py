"""The board of a campaign's duties: which reports are asked, who has reported, who is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import dates, duties
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import Campaign, CampaignDuty, DutyUnit, ProcessInstance, Unit, UserTask
from workflows.policy import Actor, overseen_duties, reporting_organs
from workflows.rules.calendar import Calendar, working_days_between
from workflows.rules.due_state import INSTANT, DueState

NOT_OPEN, TODO, DOING, TO_SIGN, SENT, MISSING = "not_open", "todo", "doing", "to_sign", "sent", "missing"
"""How the report of a unit stands: its duty is not open; nobody has it in hand; in hand; waits for the head; sent; the
collection was closed without it."""
STEPS: Final = {"close_reporting": "collecting", "compile_reports": "compiling", "sign_summary": "signing"}
"""The open step that says how far a duty is."""


@dataclass(frozen=True)
class UnitRow:
    """A unit and its report. `late_days`: working days after the last day, up to today or to the sending; 0: in time."""

    unit_id: int
    unit: str
    state: str
    holder: str
    sent_at: datetime | None
    late_days: int
    task_id: int | None
    """The open step, where the actor may open it."""


@dataclass(frozen=True)
class DutyCard:
    """A duty in the list of its campaign. `stage`: planned, collecting, compiling, signing, sent, ended."""

    id: int
    reference: str
    title: str
    stage: str
    due: DueState
    due_on: date | None
    opens_on: date | None
    conference_on: date | None
    opened_at: datetime | None
    source: str
    rows: tuple[UnitRow, ...]
    """The units that the actor may see."""
    units: int
    """How many units there are in all."""

    @property
    def counts(self) -> dict[str, int]:
        """How many of the rows: are sent, wait for a signature, are being done, have not begun, are late, are missing."""
        states = [row.state for row in self.rows]
        return {
            "sent": states.count(SENT),
            "to_sign": states.count(TO_SIGN),
            "doing": states.count(DOING) + states.count(TODO),
            "missing": states.count(MISSING),
            "late": sum(row.late_days > 0 for row in self.rows),
        }


@dataclass(frozen=True)
class Board:
    """The duties of a campaign that the actor may see, the newest first."""

    key: str
    code: str
    campaign: str
    cards: tuple[DutyCard, ...]
    may_manage: bool


def board(session: Session, actor: Actor, key: str) -> Board:
    """Return the board of a campaign. Raises NotFound where the actor sees none of its duties and may add none."""
    campaign = session.scalar(select(Campaign).where(Campaign.key == key))
    if campaign is None:
        raise NotFound
    may_manage = duties.may_manage(session, actor, campaign, dates.local_date(utcnow()))
    query = select(CampaignDuty).where(CampaignDuty.campaign_id == campaign.id, duties.visible(actor))
    found = session.scalars(query.order_by(CampaignDuty.year.desc(), CampaignDuty.kind.desc())).all()
    if not found and not may_manage:
        raise NotFound
    return Board(campaign.key, campaign.code, campaign.name, _cards(session, actor, found), may_manage)


def managed_board(session: Session, actor: Actor, key: str) -> Board:
    """Return the board of a campaign for who may add a duty. Raises NotFound for everybody else."""
    found = board(session, actor, key)
    if not found.may_manage:
        raise NotFound
    return found


def has_board(session: Session, actor: Actor, key: str) -> bool:
    """Whether the actor sees a duty of a campaign, or may add one."""
    campaign = session.scalar(select(Campaign).where(Campaign.key == key))
    if campaign is None:
        return False
    seen = select(CampaignDuty.id).where(CampaignDuty.campaign_id == campaign.id, duties.visible(actor)).limit(1)
    if session.scalar(seen) is not None:
        return True
    return duties.may_manage(session, actor, campaign, dates.local_date(utcnow()))


def cards_of(session: Session, actor: Actor, found: Sequence[CampaignDuty]) -> tuple[DutyCard, ...]:
    """Return duties as cards. That the actor may see them is not checked."""
    return _cards(session, actor, found)


@dataclass(frozen=True)
class _Known:
    """What the cards of some duties are made of, by the id of the duty."""

    units: dict[int, list[tuple[int, str]]]
    """(id, name) of every unit that must report, by name."""
    steps: dict[int, list[UserTask]]
    instances: dict[int, ProcessInstance]
    seen: set[int]
    """Duties of which the actor sees every unit."""
    own: set[int]
    """Units of the actor."""


def _cards(session: Session, actor: Actor, found: Sequence[CampaignDuty]) -> tuple[DutyCard, ...]:
    known = _gathered(session, actor, found)
    return tuple(_card(dates.calendar_of(session, duty.province_id), duty, known) for duty in found)


def _gathered(session: Session, actor: Actor, found: Sequence[CampaignDuty]) -> _Known:
    ids = [duty.id for duty in found]
    overseen = select(CampaignDuty.id).where(CampaignDuty.id.in_(ids), overseen_duties(actor))
    units: dict[int, list[tuple[int, str]]] = {}
    named = select(DutyUnit.duty_id, Unit.id, Unit.name).join(Unit, Unit.id == DutyUnit.unit_id)
    for duty_id, unit_id, name in session.execute(named.where(DutyUnit.duty_id.in_(ids)).order_by(Unit.name)):
        units.setdefault(duty_id, []).append((unit_id, name))
    steps: dict[int, list[UserTask]] = {}
    tasks = select(UserTask).where(UserTask.duty_id.in_(ids)).options(joinedload(UserTask.assignee))
    tasks = tasks.join(CampaignDuty, CampaignDuty.instance_id == UserTask.instance_id)  # not those of a cancelled one
    for task in session.scalars(tasks.order_by(UserTask.id)):
        steps.setdefault(task.duty_id or 0, []).append(task)
    running = select(CampaignDuty.id, ProcessInstance).join(CampaignDuty.instance).where(CampaignDuty.id.in_(ids))
    return _Known(
        units=units,
        steps=steps,
        instances={duty_id: instance for duty_id, instance in session.execute(running)},
        seen=set(ids) if actor.administrator else set(session.scalars(overseen)),
        own=reporting_organs(actor),
    )


def _card(calendar: Calendar, duty: CampaignDuty, known: _Known) -> DutyCard:
    units, steps = known.units.get(duty.id, []), known.steps.get(duty.id, [])
    stage = _stage(steps, known.instances.get(duty.id))
    shown = units if duty.id in known.seen else [unit for unit in units if unit[0] in known.own]
    return DutyCard(
        id=duty.id,
        reference=duties.reference(duty),
        title=duties.title(duty),
        stage=stage,
        due=dates.due_state(calendar, None if stage in ("sent", "ended") else duties.limit_of(duty)),
        due_on=duty.due_on,
        opens_on=duty.opens_on,
        conference_on=duty.conference_on,
        opened_at=duty.opened_at,
        source=duty.source,
        rows=tuple(_row(duty, calendar, unit, [task for task in steps if task.organ_id == unit[0]]) for unit in shown),
        units=len(units),
    )


def _stage(steps: list[UserTask], instance: ProcessInstance | None) -> str:
    if instance is None:
        return "planned"
    if instance.status == "ended":
        return "sent" if instance.end_event else "ended"
    return next(
        (STEPS[task.element_id] for task in reversed(steps) if task.is_open and task.element_id in STEPS), "ended"
    )


def _row(duty: CampaignDuty, calendar: Calendar, unit: tuple[int, str], steps: list[UserTask]) -> UnitRow:
    signed = next(
        (task for task in reversed(steps) if task.form_key == "report_signature" and task.outcome == "submit"), None
    )
    waiting = next((task for task in reversed(steps) if task.is_open), None)
    sent_at = signed.completed_at if signed else None
    state = _state(duty, signed, waiting)
    until = dates.local_date(sent_at or utcnow())
    # The step that the report came to last has the day that holds: it moves with the duty, and an extension moves it.
    due_at = next((task.due_at for task in reversed(steps) if task.due_at), None)
    last, late = dates.local_date(due_at - INSTANT) if due_at else duty.due_on, 0
    if duty.instance_id is not None and state != MISSING and last and until > last:
        late = max(1, working_days_between(calendar, last, until))
    return UnitRow(
        unit_id=unit[0],
        unit=unit[1],
        state=state,
        holder=waiting.assignee.full_name if waiting and waiting.assignee else "",
        sent_at=sent_at,
        late_days=late,
        task_id=waiting.id if waiting else None,
    )


def _state(duty: CampaignDuty, signed: UserTask | None, waiting: UserTask | None) -> str:
    if duty.instance_id is None:
        return NOT_OPEN
    if signed is not None:
        return SENT
    if waiting is None:
        return MISSING
    if waiting.form_key == "report_signature":
        return TO_SIGN
    return DOING if waiting.assignee_id is not None else TODO
