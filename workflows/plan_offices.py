"""Which figures a plan leaves to a council, and who enters them: administrators, or whoever follows the campaign there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows import organs
from workflows.errors import NotAllowed
from workflows.models import Campaign, Unit
from workflows.policy import Actor
from workflows.rules.measures import CONTRIBUTION_NORM

FIGURES = {CONTRIBUTION_NORM: "Định mức đóng góp do Hội đồng Thi đua - Khen thưởng quy định"}


def figures_of(plan: Mapping[str, Any]) -> dict[str, str]:
    """Return the figures that criteria of a plan compare with but the plan does not set: name and words."""
    named = _named(plan)
    return {name: words for name, words in FIGURES.items() if name in named}


def may_enter(session: Session, actor: Actor, campaign: Campaign, today: date) -> bool:
    """Whether the actor may enter figures: an administrator, or who follows campaigns in the issuer's province of today."""
    if actor.administrator:
        return True
    issuer, officers = campaign.issuer, actor.organs("campaign_officer")
    if not officers or issuer is None:
        return False
    provinces = {each.id for each in organs.standing(issuer.province or issuer, today)}
    rows = select(Unit.id).where(Unit.id.in_(officers), or_(Unit.province_id.in_(provinces), Unit.id.in_(provinces)))
    return session.scalar(rows.limit(1)) is not None


def demand_figures(session: Session, actor: Actor, campaign: Campaign, today: date) -> None:
    """Raise NotAllowed unless the actor may enter figures of a campaign."""
    if not may_enter(session, actor, campaign, today):
        raise NotAllowed("Chỉ cán bộ theo dõi phong trào của tỉnh ban hành kế hoạch được nhập định mức.")


def _named(value: object) -> set[str]:
    """Return every name under which a rule of a plan asks for a threshold from outside."""
    if isinstance(value, Mapping):
        own = {str(value["threshold_data"])} if value.get("threshold_data") else set()
        return own.union(*(_named(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(_named(each) for each in value))
    return set()
