"""The plans of campaigns as people read them: path, organs, awards, criteria in the plan's words, dates, doubts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import dates, offering, organs, retirements
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import Award, Campaign, Criterion, Milestone, Offer, OfferPaper, RegisterEntry, Unit
from workflows.queries import campaign_criteria
from workflows.queries.campaign_criteria import CampaignRules
from workflows.queries.plan_words import clause_words, when_words


@dataclass(frozen=True)
class Card:
    """A campaign in the list."""

    key: str
    code: str
    name: str
    plan_number: str | None
    issued_on: date | None
    issuer: str
    years: str
    offers: int
    available: int
    """How many of its awards a dossier can be started for today."""
    registered: int


@dataclass(frozen=True)
class Words:
    """Words of the plan with the clause they stand in."""

    text: str
    clause: str


@dataclass(frozen=True)
class Organ:
    """An organ that the plan names, the unit that stands for it, and what the plan tells it to do."""

    name: str
    unit: str
    duties: tuple[Words, ...]


@dataclass(frozen=True)
class PathStep:
    """A step of the way that the plan lays down."""

    organ: str
    action: Words


@dataclass(frozen=True)
class Paper:
    """A paper of a dossier; `applies_to` is "all" or a kind of nominee."""

    name: str
    per: str
    applies_to: str
    required: bool
    needed_by: str
    condition: str
    basis: str


@dataclass(frozen=True)
class OfferPage:
    """An award that the plan offers."""

    code: str
    title: str
    award: str
    decided_by: str
    basis: str
    kinds: tuple[str, ...]
    years: str
    process_key: str | None
    organs: tuple[tuple[str, tuple[str, ...]], ...]
    """(organ of the process, units that stand for it today)."""
    papers: tuple[Paper, ...]
    fund: str
    closed: str
    simplified: str
    """When the simplified procedure may be used, with its clause; empty for what the plan itself offers."""
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CriterionLine:
    """A criterion in the words of the plan."""

    words: Words
    only_for: str
    awards: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """A date or period of the plan."""

    kind: str
    when: str
    last_safe_day: date | None
    words: Words


@dataclass(frozen=True)
class Doubt:
    """What the plan leaves open, how it is read meanwhile, and who settles it."""

    question: str
    shown: str
    decided_by: str


@dataclass(frozen=True)
class CampaignPage(Card):
    """Everything on the page of a campaign."""

    title: str
    source_kind: str
    source_note: str
    purposes: tuple[Words, ...]
    organs: tuple[Organ, ...]
    path: tuple[PathStep, ...]
    awards: tuple[OfferPage, ...]
    standards: tuple[Words, ...]
    criteria: tuple[tuple[str, tuple[CriterionLine, ...]], ...]
    marks: tuple[Mark, ...]
    funds: tuple[tuple[str, Words], ...]
    funds_note: str
    papers_note: str
    doubts: tuple[Doubt, ...]
    rules: CampaignRules
    """The criteria as the decision tables judge them."""


def cards(session: Session) -> tuple[Card, ...]:
    """Return the plans, the newest first. Plans are public inside the system."""
    query = select(Campaign).order_by(Campaign.last_year.desc(), Campaign.first_year.desc(), Campaign.code)
    return tuple(Card(**_card(session, campaign)) for campaign in session.scalars(query))


def page(session: Session, key: str) -> CampaignPage:
    """Return one plan. Raises NotFound."""
    campaign = load(session, key)
    plan = campaign.plan
    units = {unit.code: unit.name for unit in session.scalars(select(Unit).where(Unit.code.in_(_unit_codes(plan))))}
    named = {organ["id"]: organ["name"] for organ in plan["organs"]}
    retired = retirements.closed(session)
    return CampaignPage(
        **_card(session, campaign),
        title=plan["document"]["title"]["text"],
        source_kind=plan.get("source_kind") or "",
        source_note=plan.get("source_note") or "",
        purposes=tuple(_words(each) for each in plan["purposes"]),
        organs=tuple(_organ(each, units) for each in plan["organs"]),
        path=tuple(PathStep(named.get(each["organ"], ""), _words(each, "action")) for each in plan["path"]),
        awards=tuple(_offer(offer, retired) for offer in campaign.offers),
        standards=tuple(_words(each) for each in plan["award_standards"]),
        criteria=_criteria(session, campaign),
        marks=tuple(_marks(session, campaign)),
        funds=tuple((each["fund"] or each["purpose"], _words(each)) for each in plan["funds"]),
        funds_note=plan.get("funds_note") or "",
        papers_note=plan.get("dossier_note") or "",
        doubts=tuple(Doubt(each["question"], each["shown"], each["decided_by"]) for each in plan["ambiguities"]),
        rules=campaign_criteria.rules(session, campaign),
    )


def load(session: Session, key: str) -> Campaign:
    """Return a campaign, which everybody inside the system may see. Raises NotFound."""
    campaign = session.scalar(select(Campaign).where(Campaign.key == key))
    if campaign is None:
        raise NotFound
    return campaign


def _card(session: Session, campaign: Campaign) -> dict[str, Any]:
    retired, today = retirements.closed(session), dates.local_date(utcnow())
    entries = select(func.count()).select_from(RegisterEntry).where(RegisterEntry.campaign_id == campaign.id)
    return {
        "key": campaign.key,
        "code": campaign.code,
        "name": campaign.name,
        "plan_number": campaign.plan_number,
        "issued_on": campaign.issued_on,
        "issuer": campaign.issuer.name if campaign.issuer else "",
        "years": _span(campaign.first_year, campaign.last_year),
        "offers": len(campaign.offers),
        "available": sum(not offering.closed(offer, today, retired) for offer in campaign.offers),
        "registered": session.scalar(entries) or 0,
    }


def _organ(given: Mapping[str, Any], units: Mapping[str, str]) -> Organ:
    duties = dict.fromkeys(_words(role) for role in given["roles"] if role.get("text"))
    return Organ(given["name"], units.get(given.get("unit") or "", ""), tuple(duties))


def _offer(offer: Offer, retired: Mapping[str, str]) -> OfferPage:
    today = dates.local_date(utcnow())
    submitting = [unit.name for unit in organs.submitting_units(offer, today)]
    standing = {organ: unit.name for organ, unit in organs.organs_of(offer, today).items()}
    return OfferPage(
        code=offer.code,
        title=offer.title,
        award=offer.award.name,
        decided_by=offer.award.decided_by,
        basis=offer.award.basis or "",
        kinds=tuple(offer.object_kinds),
        years=_years(offer.details.get("years") or ()),
        process_key=offer.process_key,
        organs=((organs.SUBMITTING, tuple(submitting)), *((organ, (name,)) for organ, name in standing.items())),
        papers=tuple(_paper(each) for each in offer.papers),
        fund=offer.details.get("fund") or offer.award.fund,
        closed=offering.closed(offer, today, retired),
        simplified=offering.case_of(offer),
        notes=tuple(offer.notes),
    )


def _paper(row: OfferPaper) -> Paper:
    return Paper(row.name, row.per, row.applies_to, row.required, row.needed_by, row.condition or "", row.basis or "")


def _criteria(session: Session, campaign: Campaign) -> tuple[tuple[str, tuple[CriterionLine, ...]], ...]:
    short = {key: name for key, name in session.execute(select(Award.key, Award.short_name))}
    titles = {each["id"]: short.get(each["award"], each["award"]) for each in campaign.plan["awards"]}
    groups: dict[str, list[CriterionLine]] = {}
    rows = select(Criterion).where(Criterion.campaign_id == campaign.id).order_by(Criterion.id)
    for row in session.scalars(rows):
        line = CriterionLine(
            words=Words(row.text, clause_words(row.clause or "")),
            only_for=row.details.get("only_for") or "",
            awards=tuple(dict.fromkeys(titles.get(each, each) for each in row.details.get("awards") or ())),
            evidence=tuple(row.details.get("evidence") or ()),
        )
        groups.setdefault(row.details.get("group_name") or "", []).append(line)
    return tuple((name, tuple(lines)) for name, lines in groups.items())


def _marks(session: Session, campaign: Campaign) -> Iterable[Mark]:
    rows = session.scalars(select(Milestone).where(Milestone.campaign_id == campaign.id).order_by(Milestone.id))
    for row in rows:
        safe = row.details.get("last_safe_day")
        yield Mark(
            kind=row.kind,
            when=when_words(row.due_on, row.details.get("rule") or {}),
            last_safe_day=date.fromisoformat(safe) if safe else None,
            words=Words(row.text, clause_words(row.details.get("clause") or "")),
        )


def _words(given: Mapping[str, Any], key: str = "text") -> Words:
    return Words(given[key], clause_words((given.get("source") or {}).get("section") or ""))


def _unit_codes(plan: Mapping[str, Any]) -> set[str]:
    return {organ["unit"] for organ in plan["organs"] if organ.get("unit")}


def _span(first: int | None, last: int | None) -> str:
    return "–".join(str(year) for year in dict.fromkeys((first, last)) if year)


def _years(years: Iterable[int]) -> str:
    ordered = sorted(years)
    in_row = len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1))
    return _span(ordered[0], ordered[-1]) if in_row else ", ".join(str(year) for year in ordered)
