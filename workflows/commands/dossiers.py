"""Start a dossier, fill its pages, withdraw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Form, FormInvalid
from workflows import dates, editing, history, numbers, offering, organs, policy, progress, retirements
from workflows.clock import utcnow
from workflows.errors import Conflict, Invalid, NotAllowed, NotFound
from workflows.models import Dossier, DossierAccess, DossierOrgan, Offer, ProcessInstance, Unit
from workflows.policy import Actor
from workflows.rules.refcodes import Reference
from workflows.work import Work

SHORTEST_REASON = 10
LONGEST_REASON = 2000


@dataclass(frozen=True)
class Typed:
    """What a page sends: names with their values as posted, and the content revision that the page was opened on."""

    posted: Mapping[str, Sequence[str]]
    revision: int


@dataclass(frozen=True)
class Saved:
    """What became of a save: it is always kept; `errors` say what must be mended before the dossier can go up."""

    revision: int
    errors: dict[str, list[str]]


def start(session: Session, actor: Actor, offer_id: int, submitting_unit_id: int) -> Dossier:
    """Open a dossier for an offer and run its process to the first step.

    Raises NotFound for an unknown offer, Conflict when it cannot be started today, NotAllowed when the actor does not
    prepare dossiers for that unit, Invalid when the unit may not submit for the offer.
    """
    offer = session.get(Offer, offer_id)
    if offer is None:
        raise NotFound
    now = utcnow()
    why = offering.closed(offer, dates.local_date(now), retirements.closed(session))
    if why or offer.process_key is None:
        raise Conflict(why)
    unit = _submitting_unit(actor, offer, submitting_unit_id)
    dossier = Dossier(
        reference=_reference(session, offer),
        campaign=offer.campaign,
        offer=offer,
        submitting_unit=unit,
        province_id=_province_id(offer, unit),
        status="draft",
        stage="prepare",
        content={},
        created_by=actor.person_id,
        created_at=now,
    )
    session.add(dossier)
    session.flush()  # organs, access and history below need its id
    _place_organs(session, dossier)
    session.add(DossierAccess(dossier_id=dossier.id, unit_id=unit.id, since=now))
    history.record(session, actor, "started", dossier=dossier, after={"offer": offer.code, "unit": unit.name})
    progress.start(session, actor, dossier, offer.process_key, dict(offer.variables))
    return dossier


def save_content(session: Session, actor: Actor, reference: str, page_key: str, typed: Typed) -> Saved:
    """Keep what was typed on one page of the dossier, valid or not, and say what must still be mended.

    Raises Conflict when the page was saved by somebody else since `typed.revision`, or the dossier is not open for
    editing; forms.FormInvalid only for names that the form does not have.
    """
    dossier, task = editing.open_dossier(session, actor, reference)
    form = editing.form_of(session, task)
    keys = _keys(form, page_key)
    raw = form.read(typed.posted, page=page_key)
    editing.demand_fresh(session, actor, dossier, page_key, typed.revision)
    kept = {key: value for key, value in dossier.content.items() if key not in keys}
    try:
        raw = form.check_page(page_key, kept | raw, editing.context(session, actor, task))
        errors: dict[str, list[str]] = {}
    except FormInvalid as invalid:
        errors = invalid.errors
    if kept | raw == dossier.content:
        return Saved(dossier.content_revision, errors)
    dossier.content = kept | raw
    revision = editing.count_save(dossier, page_key)
    editing.note_save(session, actor, dossier, task, page_key)
    return Saved(revision, errors)


def withdraw(session: Session, actor: Actor, reference: str, reason: str) -> Dossier:
    """Take a submitted dossier back; its process ends as withdrawn.

    Raises Invalid without a reason, NotAllowed for others than the submitting unit, Conflict before the submission,
    after the decision, or when the dossier has ended.
    """
    dossier = policy.load_dossier(session, actor, reference)
    editing.demand_submitter(actor, dossier)
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid({"reason": [f"Nêu lý do rút hồ sơ, từ {SHORTEST_REASON} đến {LONGEST_REASON} ký tự."]})
    instance = _running(session, dossier)
    editing.demand_withdrawable(session, dossier)
    history.record(session, actor, "withdrawn", dossier=dossier, before={"status": dossier.status}, reason=reason)
    progress.send_message(Work(session, instance, actor, utcnow()), "withdraw_dossier", {"reason": reason})
    return dossier


def _submitting_unit(actor: Actor, offer: Offer, unit_id: int) -> Unit:
    units = {unit.id: unit for unit in organs.submitting_units(offer, dates.local_date(utcnow()))}
    if unit_id not in units:
        raise Invalid({"unit": ["Đơn vị này không trình hình thức khen thưởng đã chọn. Chọn lại đơn vị."]})
    if unit_id not in actor.organs("submitting_officer"):
        raise NotAllowed(f"Bạn không phải cán bộ lập hồ sơ của {units[unit_id].name}.")
    return units[unit_id]


def _reference(session: Session, offer: Offer) -> str:
    year = dates.local_date(utcnow()).year
    series = numbers.take(session, offer.campaign.code, "dossier", year)
    return str(Reference(offer.campaign.code, year, series.last_number))


def _province_id(offer: Offer, unit: Unit) -> int | None:
    if unit.province_id is not None:
        return unit.province_id
    province = organs.organs_of(offer, dates.local_date(utcnow())).get("province")
    return (province.province_id or province.id) if province else None


def _place_organs(session: Session, dossier: Dossier) -> None:
    today = dates.local_date(dossier.created_at)
    found = organs.organs_of(dossier.offer, today) | {organs.SUBMITTING: dossier.submitting_unit}
    session.add_all(DossierOrgan(dossier_id=dossier.id, organ=organ, unit_id=unit.id) for organ, unit in found.items())
    session.flush()  # the first step of the process looks its organ up


def _keys(form: Form, page_key: str) -> set[str]:
    if page_key not in {page.key for page in form.pages}:
        raise NotFound
    return {each.item.key for each in form.placed if each.page == page_key}


def _running(session: Session, dossier: Dossier) -> ProcessInstance:
    instance_id = session.scalar(
        select(ProcessInstance.id).where(ProcessInstance.dossier_id == dossier.id).order_by(ProcessInstance.id).limit(1)
    )
    if instance_id is None:
        raise Conflict("Hồ sơ này không có quy trình đang chạy.")
    instance = session.get_one(ProcessInstance, instance_id)
    if instance.status != "ended":
        progress.lock(session, instance_id)
        session.refresh(dossier)
    return instance
