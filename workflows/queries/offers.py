"""What an officer may start a dossier for: campaigns, what they offer, and for which of the officer's units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflows import dates, offering, organs, retirements
from workflows.clock import utcnow
from workflows.models import Campaign, Offer, OfferOrgan, Unit, UnitSuccessor
from workflows.policy import Actor


@dataclass(frozen=True)
class UnitChoice:
    """A unit for which the officer prepares dossiers."""

    id: int
    name: str


@dataclass(frozen=True)
class OfferChoice:
    """An award that a campaign offers. `closed` says why no dossier can be started for it; empty when one can.

    `simplified` says when the simplified procedure may be used, with its clause; empty for every other offer.
    """

    id: int
    title: str
    kinds: tuple[str, ...]
    units: tuple[UnitChoice, ...]
    notes: tuple[str, ...]
    closed: str
    simplified: str


@dataclass(frozen=True)
class CampaignChoice:
    """A campaign in which a unit of the officer may propose somebody."""

    key: str
    name: str
    plan_number: str
    years: str
    offers: tuple[OfferChoice, ...]
    is_over: bool
    """Whether the years of the plan, and of everything it offers, have passed. Dossiers may still be due for them."""

    @property
    def is_open(self) -> bool:
        """Whether any of its offers can be started."""
        return any(not offer.closed for offer in self.offers)


def startable(session: Session, actor: Actor) -> tuple[CampaignChoice, ...]:
    """Return the campaigns of the officer's units with everything they offer; what ended is there with the reason."""
    own = actor.organs("submitting_officer")
    if not own:
        return ()
    today = dates.local_date(utcnow())
    # Units and who took over from them come along: asked for one by one they are most of the page's statements.
    units = selectinload(Campaign.offers).selectinload(Offer.organs).selectinload(OfferOrgan.unit)
    heirs = units.selectinload(Unit.successions).selectinload(UnitSuccessor.successor)
    found, retired = [], retirements.closed(session)
    for campaign in session.scalars(select(Campaign).options(heirs).order_by(Campaign.id)):
        choices = tuple(_choice(offer, own, today, retired) for offer in campaign.offers)
        if any(choice.units for choice in choices):
            shown = tuple(choice for choice in choices if choice.units or choice.closed)
            plan = campaign.plan_number or ""
            found.append(
                CampaignChoice(campaign.key, campaign.name, plan, _years(campaign), shown, _is_over(campaign, today))
            )
    return tuple(found)


def _choice(offer: Offer, own: frozenset[int], today: date, retired: Mapping[str, str]) -> OfferChoice:
    units = organs.submitting_units(offer, today)
    return OfferChoice(
        id=offer.id,
        title=offer.title,
        kinds=tuple(offer.object_kinds),
        units=tuple(UnitChoice(unit.id, unit.name) for unit in units if unit.id in own),
        notes=tuple(offer.notes),
        closed=offering.closed(offer, today, retired),
        simplified=offering.case_of(offer),
    )


def _is_over(campaign: Campaign, today: date) -> bool:
    if campaign.last_year is None:
        return False
    offered = (year for offer in campaign.offers for year in offer.details.get("years") or ())
    return max((campaign.last_year, *offered)) < today.year


def _years(campaign: Campaign) -> str:
    if campaign.first_year is None or campaign.first_year == campaign.last_year:
        return str(campaign.first_year or "")
    return f"{campaign.first_year}–{campaign.last_year or 'nay'}"
