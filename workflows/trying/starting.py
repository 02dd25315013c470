"""How a try-out begins: a dossier of a made-up kind for an award of a plan, or a report that a plan asks for."""

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from workflows import catalogue, dates, duties, editing, organs, policy, progress, verdicts
from workflows.clock import utcnow
from workflows.commands import rehearsing, rehearsing_duties, revoking, tasks
from workflows.commands.revoking import Charge
from workflows.engine import followed
from workflows.errors import Invalid
from workflows.file_kinds import PDF
from workflows.models import Campaign, CampaignDuty, Dossier, Offer, ProcessInstance, Unit
from workflows.storage import KeptFile
from workflows.trying import people
from workflows.trying.acts import Start
from workflows.verdicts import REVOCATION

# Stands for every paper of a dossier. Nothing reads it in a try-out, so it is on no disk.
PAPER = KeptFile(hashlib.sha256(b"").hexdigest(), 1, PDF, "giay-to-minh-hoa.pdf")

CHARGE = Charge("Kết luận thanh tra minh họa", "Kê khai thành tích không đúng, nêu để chạy thử quy trình.")

MOST_STEPS = 200


@dataclass(frozen=True)
class OfferRow:
    """An award of a plan for which a dossier may be tried out. `units` are (code, name) of those that may submit."""

    key: str
    title: str
    campaign: str
    process: str
    kinds: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    organs: frozenset[str] = frozenset()
    """The organs of the dossier that somebody stands for today."""


def offers(session: Session) -> tuple[OfferRow, ...]:
    """Return what plans offer that a unit of today may submit for, in the plans' order."""
    today = dates.local_date(utcnow())
    found = []
    for offer in session.scalars(
        select(Offer).options(joinedload(Offer.campaign)).order_by(Offer.campaign_id, Offer.id)
    ):
        units = organs.submitting_units(offer, today) if offer.process_key else []
        if units:
            named = tuple((unit.code, unit.name) for unit in units)
            kinds = tuple(offer.object_kinds)
            key, campaign = f"{offer.campaign.key}/{offer.code}", offer.campaign.name
            there = frozenset(organs.organs_of(offer, today)) | {organs.SUBMITTING}
            found.append(OfferRow(key, offer.title, campaign, offer.process_key or "", kinds, named, there))
    return tuple(found)


def reporting_campaigns(session: Session) -> tuple[tuple[str, str], ...]:
    """Return (key, name) of the plans that ask their units for reports."""
    keys = rehearsing_duties.campaigns(session, None)
    return tuple((each.key, each.name) for each in session.scalars(select(Campaign).where(Campaign.key.in_(keys))))


def open_case(session: Session, start: Start) -> ProcessInstance:
    """Begin what a try-out is about and return its instance.

    Raises Invalid for a plan, an award, a unit or a kind that is not there, and what the first step may raise.
    """
    return _open_duty(session, start) if start.campaign else _open_dossier(session, start)


def _open_duty(session: Session, start: Start) -> ProcessInstance:
    if start.process != duties.PROCESS:
        raise _wrong("Báo cáo của kế hoạch chỉ chạy quy trình báo cáo kết quả phong trào.")
    known = select(CampaignDuty).join(Campaign).where(Campaign.key == start.campaign).limit(1)
    any_duty = session.scalars(known).first()
    if any_duty is None:
        raise _wrong(f"Kế hoạch “{start.campaign}” không có kỳ báo cáo nào ở đây.")
    people.staff(session, "campaign_officer", any_duty.collector)
    duty = session.get_one(CampaignDuty, rehearsing_duties.prepare(session, start.campaign))
    return session.get_one(ProcessInstance, duty.instance_id)


def _open_dossier(session: Session, start: Start) -> ProcessInstance:
    offer = _offer(session, start.offer)
    unit = _unit(offer, start.unit)
    if strange := [kind for kind in start.nominees if kind not in offer.object_kinds]:
        raise _wrong(f"Hình thức này không khen loại đối tượng: {', '.join(strange)}.")
    definition = catalogue.current_definition(session, start.process)
    prepares = any(
        element.properties.get("formKey") == editing.FORM_OF_CONTENT
        for element in catalogue.process_of(session, definition).elements
    )
    offer.process_key = start.process if prepares else offer.process_key
    offer.unavailable_reason, variables = None, {**offer.variables, **start.variables}
    offer.variables = variables
    for role in policy.SUBMITTING_ROLES:
        people.staff(session, role, unit)
    people.convene(session, offer, unit)
    with nullcontext() if prepares else followed():  # the way before is no part of what is tried out
        reference = rehearsing.prepare(session, offer.id, PAPER, unit.id, start.nominees)
        if not prepares:
            _award(session, reference)
    dossier = session.scalars(select(Dossier).where(Dossier.reference == reference)).one()
    if start.process == REVOCATION:
        return _charged(session, dossier)
    if not prepares:
        return progress.start(session, None, dossier, start.process, variables)
    return session.scalars(select(ProcessInstance).where(ProcessInstance.dossier_id == dossier.id)).one()


def _charged(session: Session, dossier: Dossier) -> ProcessInstance:
    """Begin the case about the first line of the register that a dossier has there."""
    entries = verdicts.entries_of(session, dossier.id)
    if not entries:
        raise _wrong("Hồ sơ này không có dòng nào trong sổ khen thưởng để hủy bỏ.")
    case = revoking.begin(session, None, entries[0], dossier.submitting_unit_id, CHARGE)
    if case.instance is None:
        raise LookupError("the case has no process")
    return case.instance


def _award(session: Session, reference: str) -> None:
    """Take a dossier the straight way to its end, for a process that begins with one that has been decided."""
    for _ in range(MOST_STEPS):
        task = rehearsing.waiting(session, reference)
        if task is None:
            return
        actor = people.worker(session, task)
        outcome = task.outcomes[0] if task.outcomes else None
        answers = rehearsing.sample_answers(session, actor, task, outcome)
        tasks.complete(session, actor, task.id, outcome, answers)


def _offer(session: Session, key: str) -> Offer:
    campaign, _, code = key.rpartition("/")
    query = select(Offer).join(Campaign).where(Campaign.key == campaign, Offer.code == code)
    offer = session.scalars(query).first()
    if offer is None:
        raise _wrong(f"Không có hình thức khen thưởng “{key}” trong các kế hoạch ở đây.")
    return offer


def _unit(offer: Offer, code: str) -> Unit:
    units = organs.submitting_units(offer, dates.local_date(utcnow()))
    if not units:
        raise _wrong(f"{offer.title}: hiện không có đơn vị nào trình được.")
    if not code:
        return units[0]
    found = next((unit for unit in units if unit.code == code), None)
    if found is None:
        raise _wrong(f"Đơn vị “{code}” không trình được hình thức này.")
    return found


def _wrong(message: str) -> Invalid:
    return Invalid({"start": [message]})
