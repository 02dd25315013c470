"""Write plans of campaigns into the tables. A plan whose file is unchanged is left alone."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import history
from workflows.clock import utcnow
from workflows.commands.reference import load_rules, unit_ids
from workflows.models import Campaign, Criterion, Milestone, Offer, OfferOrgan, OfferPaper
from workflows.rules import plans as rules


def load(session: Session, read: rules.Plans, *, basis: str) -> list[str]:
    """Bring every plan up to its file and return, in Vietnamese, which ones are new or changed.

    `basis` is a digest of all files that offers are made from; a plan is written again when it differs.
    """
    told = []
    units = unit_ids(session)
    for plan in read.plans:
        campaign = session.scalar(select(Campaign).where(Campaign.key == plan.id))
        if campaign is not None and campaign.checksum == basis:
            continue
        verb = "campaign_changed" if campaign else "campaign_loaded"
        campaign = campaign or Campaign(key=plan.id)
        campaign.checksum = basis
        _write(session, campaign, plan, units)
        history.record(session, None, verb, after={"campaign": plan.id, "checksum": basis})
        told.append(f"Nạp phong trào {plan.code}: {plan.movement}.")
    session.flush()  # limits may be scoped to a campaign by id
    return [*told, *load_rules(session, read)] if told else []


def _write(session: Session, campaign: Campaign, plan: rules.Plan, units: dict[str, int]) -> None:
    campaign.code, campaign.name = plan.reference_prefix, plan.movement
    campaign.plan_number, campaign.issued_on = plan.number, plan.issued_on
    campaign.issuer_id = units[plan.issuer]
    campaign.first_year, campaign.last_year = plan.first_year, plan.last_year
    campaign.plan, campaign.loaded_at = dict(plan.document), utcnow()
    session.add(campaign)
    session.flush()  # what follows refers to it by id
    for offer in plan.offers:
        _write_offer(session, campaign, offer, units)
    _write_wording(session, campaign, plan)


def _write_offer(session: Session, campaign: Campaign, given: rules.Offer, units: dict[str, int]) -> None:
    offer = session.scalar(select(Offer).where(Offer.campaign_id == campaign.id, Offer.code == given.id))
    if offer is None:
        offer = Offer(campaign_id=campaign.id, code=given.id)
        session.add(offer)
    offer.award_key, offer.title, offer.period = given.award, given.title, given.period
    offer.process_key, offer.unavailable_reason = given.process, given.unavailable_reason
    offer.object_kinds, offer.notes = list(given.object_kinds), list(given.notes)
    offer.variables = dict(given.variables)
    offer.details = {
        "years": list(given.years),
        "classes": list(given.classes),
        "default_class": given.default_class,
        "valid_to": given.valid_to.isoformat() if given.valid_to else None,
        "fund": given.fund,
        "needs": [[group, asdict(need)] for group, need in given.needs],
        "criteria": list(given.criteria),
        "plan_awards": list(given.plan_awards),
        "replaced_by": given.replaced_by,
        "simplified": _simplified(given),
    }
    offer.organs = [
        OfferOrgan(organ=choice.organ, unit_id=units[code])
        for choice in given.organs
        for code in dict.fromkeys(choice.members or choice.as_named)
    ]
    # A paper that stays keeps its row: the unit of work adds rows before it takes rows away, and no two may say the same.
    rows = {(row.paper, row.applies_to, row.needed_by): row for row in offer.papers}
    offer.papers = [_paper(rows.get((each.paper, each.applies_to, each.needed_by)), each) for each in given.papers]


def _simplified(given: rules.Offer) -> dict[str, str | None] | None:
    """Return when an offer of the simplified procedure may be used, its days as ISO text; None for every other offer."""
    case = given.simplified
    if case is None:
        return None
    days = {"valid_from": case.valid_from, "valid_to": case.valid_to}
    written = {key: day.isoformat() if day else None for key, day in days.items()}
    return {"when": case.when, "basis": case.basis} | written


def _paper(row: OfferPaper | None, given: rules.OfferPaper) -> OfferPaper:
    """Return the row of a paper, or a new one, saying what the plan says."""
    row = row or OfferPaper(paper=given.paper, applies_to=given.applies_to, needed_by=given.needed_by)
    row.name, row.per, row.required = given.name, given.per, given.required
    row.condition, row.basis = given.condition, given.basis
    return row


def _write_wording(session: Session, campaign: Campaign, plan: rules.Plan) -> None:
    criteria = {row.code: row for row in session.scalars(select(Criterion).where(Criterion.campaign_id == campaign.id))}
    for given in plan.criteria:
        row = criteria.get(given.id) or Criterion(campaign_id=campaign.id, code=given.id)
        row.text, row.clause, row.group = given.text, given.clause, given.group
        row.details = {
            "group_name": given.group_name,
            "only_for": given.only_for,
            "awards": list(given.awards),
            "rule": dict(given.rule_data) if given.rule_data else None,
            "evidence": list(given.evidence),
        }
        session.add(row)
    milestones = {
        row.code: row for row in session.scalars(select(Milestone).where(Milestone.campaign_id == campaign.id))
    }
    for mark in plan.milestones:
        entry = milestones.get(mark.id) or Milestone(campaign_id=campaign.id, code=mark.id)
        entry.kind, entry.due_on, entry.text = mark.kind, mark.due_on, mark.text
        entry.details = {
            "clause": mark.clause,
            "last_safe_day": mark.last_safe_day.isoformat() if mark.last_safe_day else None,
            "rule": dict(mark.rule) if mark.rule else None,
            "awards": list(mark.plan_awards),
        }
        session.add(entry)
