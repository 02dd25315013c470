"""What may be given for what: regimes, awards, rates, campaigns and their offers."""

from datetime import date

from sqlalchemy.orm import Session

from tests.factories.base import added, serial
from workflows import models
from workflows.clock import utcnow


def regime(session: Session, key: str = "R2026", **facts) -> models.LegalRegime:
    """Return the legal regime `key`, made if it is not there."""
    defaults = {"name": f"Chế độ pháp lý {key}", "confidence": "read", "effective_from": date(2026, 10, 1)}
    return session.get(models.LegalRegime, key) or added(session, models.LegalRegime(key=key, **defaults | facts))


def award(session: Session, key: str = "giay_khen_so", **facts) -> models.Award:
    """Return the award `key`, made if it is not there."""
    defaults = {
        "name": "Giấy khen của Giám đốc Sở",
        "short_name": "Giấy khen",
        "level": "department",
        "decided_by": "giam_doc_so",
        "object_kinds": ["individual", "collective", "household", "enterprise"],
        "reward": "giay_khen",
        "fund": "quỹ thi đua, khen thưởng của Sở",
    }
    return session.get(models.Award, key) or added(session, models.Award(key=key, **defaults | facts))


def base_wage(session: Session, amount_dong: int = 2_530_000, **facts) -> models.BaseWage:
    """Return the base wage from a day on."""
    defaults = {"valid_from": date(2026, 7, 1), "confidence": "read"}
    return added(session, models.BaseWage(amount_dong=amount_dong, **defaults | facts))


def reward_rate(session: Session, regime_key: str = "R2026", reward: str = "giay_khen", **facts) -> models.RewardRate:
    """Return the coefficients of a reward, those of Giấy khen unless said."""
    defaults = {
        "collective": "0.6",
        "individual": "0.3",
        "household_factor": "1.5",
        "collective_confidence": "second-hand",
        "individual_confidence": "inferred",
    }
    return added(session, models.RewardRate(regime_key=regime_key, reward=reward, **defaults | facts))


def campaign(session: Session, key: str | None = None, **facts) -> models.Campaign:
    """Return a new campaign."""
    number = serial()
    defaults = {
        "code": f"C{number}",
        "name": "Chung tay vì người nghèo",
        "first_year": 2021,
        "last_year": 2026,
        "plan": {},
        "checksum": f"{number}",
        "loaded_at": utcnow(),
    }
    return added(session, models.Campaign(key=key or f"campaign-{number}", **defaults | facts))


def offer(
    session: Session, of: models.Campaign | None = None, award_key: str = "giay_khen_so", **facts
) -> models.Offer:
    """Return an offer of a campaign."""
    award(session, award_key)
    defaults = {
        "code": f"O{serial()}",
        "title": "Giấy khen hằng năm",
        "period": "yearly",
        "process_key": "department_certificate",
        "object_kinds": ["individual", "collective"],
        "variables": {},
        "notes": [],
        "details": {},
    }
    return added(session, models.Offer(campaign=of or campaign(session), award_key=award_key, **defaults | facts))


def paper(session: Session, of: models.Offer, key: str = "to_trinh", **facts) -> models.OfferPaper:
    """Return a paper that an offer asks for."""
    defaults = {
        "name": f"Giấy tờ {key}",
        "per": "dossier",
        "applies_to": "all",
        "required": True,
        "needed_by": "submission",
    }
    return added(session, models.OfferPaper(offer_id=of.id, paper=key, **defaults | facts))


def duty(session: Session, unit: models.Unit, **facts) -> models.CampaignDuty:
    """Return a yearly report that a unit owes, not yet opened: from 14 to 23 December 2026."""
    defaults = {
        "campaign": facts.pop("campaign", None) or campaign(session),
        "kind": "yearly",
        "year": 2026,
        "collector_id": unit.id,
        "signer_id": unit.id,
        "opens_on": date(2026, 12, 14),
        "due_on": date(2026, 12, 23),
        "source": "Kế hoạch",
        "created_at": utcnow(),
        "units": [models.DutyUnit(unit_id=unit.id)],
    }
    return added(session, models.CampaignDuty(**defaults | facts))
