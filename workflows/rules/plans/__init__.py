"""Plans of campaigns and the reference data they need, read from files and proved before anything uses them."""

from workflows.rules.plans.organs import OrganStanding, organs_on
from workflows.rules.plans.reading import read_plans
from workflows.rules.plans.values import (
    Ambiguity,
    Award,
    CouncilRule,
    Criterion,
    Fund,
    Milestone,
    Need,
    Offer,
    OfferPaper,
    OrganChoice,
    Plan,
    Plans,
)

__all__ = [
    "Ambiguity",
    "Award",
    "CouncilRule",
    "Criterion",
    "Fund",
    "Milestone",
    "Need",
    "Offer",
    "OfferPaper",
    "OrganChoice",
    "OrganStanding",
    "Plan",
    "Plans",
    "organs_on",
    "read_plans",
]
