"""Rows for tests, one function per table: a test states what matters to it, the rest has a default.

Every function takes the session first, adds the row, flushes so that it has its id, and returns it.
"""

from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy.orm import Session

from workflows import models
from workflows.clock import utcnow

LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


def _next() -> int:
    return next(_numbers)


def _add(session: Session, row):
    session.add(row)
    session.flush()  # callers refer to the id
    return row


def role(session: Session, key: str = "intake_officer", **facts) -> models.Role:
    """Return the role `key`, made if it is not there."""
    return session.get(models.Role, key) or _add(session, models.Role(key=key, **{"name": key} | facts))


def unit(session: Session, code: str | None = None, **facts) -> models.Unit:
    """Return a new unit."""
    code = code or f"unit-{_next()}"
    defaults = {
        "name": f"Đơn vị {code}",
        "short_name": code,
        "symbol": code.upper(),
        "kind": "department",
        "level": "department",
        "valid_from": LONG_AGO,
        "origin": "demo_fictional",
    }
    return _add(session, models.Unit(code=code, **defaults | facts))


def person(session: Session, name: str | None = None, **facts) -> models.Person:
    """Return a new person; the name is made up."""
    name = name or f"Người Mẫu {_next()}"
    defaults = {"search_key": name.lower(), "sort_key": name.lower(), "email": f"nguoi{_next()}@example.vn"}
    return _add(session, models.Person(full_name=name, **defaults | facts))


def position(session: Session, who: models.Person, where: models.Unit, **facts) -> models.Position:
    """Return a position of a person in a unit."""
    defaults = {"title": "Chuyên viên", "valid_from": LONG_AGO}
    return _add(session, models.Position(person_id=who.id, unit_id=where.id, **defaults | facts))


def assignment(
    session: Session, held: models.Position, key: str, organ: models.Unit | None = None
) -> models.RoleAssignment:
    """Let a position exercise a role, in its own unit unless another organ is named."""
    role(session, key)
    return _add(
        session, models.RoleAssignment(position_id=held.id, role=key, organ_id=organ.id if organ else held.unit_id)
    )


def officer(session: Session, key: str, organ: models.Unit, name: str | None = None, **facts) -> models.Person:
    """Return a new person who exercises a role in an organ."""
    who = person(session, name)
    assignment(session, position(session, who, organ, **facts), key, organ)
    return who


def capacity(session: Session, held: models.Position, **facts) -> models.SigningCapacity:
    """Return a capacity in which a position signs for its unit."""
    defaults = {"organ_id": held.unit_id, "capacity": "", "on_behalf_of": "GIÁM ĐỐC", "valid_from": LONG_AGO}
    return _add(session, models.SigningCapacity(position_id=held.id, **defaults | facts))


def account(session: Session, who: models.Person, **facts) -> models.Account:
    """Return an account of a person; nobody can sign in with its password."""
    defaults = {"username": f"user{_next()}", "password_hash": "-", "password_changed_at": utcnow()}
    return _add(session, models.Account(person_id=who.id, **defaults | facts))


def regime(session: Session, key: str = "R2026", **facts) -> models.LegalRegime:
    """Return the legal regime `key`, made if it is not there."""
    defaults = {"name": f"Chế độ pháp lý {key}", "confidence": "read", "effective_from": date(2026, 10, 1)}
    return session.get(models.LegalRegime, key) or _add(session, models.LegalRegime(key=key, **defaults | facts))


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
    return session.get(models.Award, key) or _add(session, models.Award(key=key, **defaults | facts))


def base_wage(session: Session, amount_dong: int = 2_530_000, **facts) -> models.BaseWage:
    """Return the base wage from a day on."""
    defaults = {"valid_from": date(2026, 7, 1), "confidence": "read"}
    return _add(session, models.BaseWage(amount_dong=amount_dong, **defaults | facts))


def reward_rate(session: Session, regime_key: str = "R2026", reward: str = "giay_khen", **facts) -> models.RewardRate:
    """Return the coefficients of a reward, those of Giấy khen unless said."""
    defaults = {
        "collective": "0.6",
        "individual": "0.3",
        "household_factor": "1.5",
        "collective_confidence": "second-hand",
        "individual_confidence": "inferred",
    }
    return _add(session, models.RewardRate(regime_key=regime_key, reward=reward, **defaults | facts))


def campaign(session: Session, key: str | None = None, **facts) -> models.Campaign:
    """Return a new campaign."""
    number = _next()
    defaults = {
        "code": f"C{number}",
        "name": "Chung tay vì người nghèo",
        "first_year": 2021,
        "last_year": 2026,
        "plan": {},
        "checksum": f"{number}",
        "loaded_at": utcnow(),
    }
    return _add(session, models.Campaign(key=key or f"campaign-{number}", **defaults | facts))


def offer(
    session: Session, of: models.Campaign | None = None, award_key: str = "giay_khen_so", **facts
) -> models.Offer:
    """Return an offer of a campaign."""
    award(session, award_key)
    defaults = {
        "code": f"O{_next()}",
        "title": "Giấy khen hằng năm",
        "period": "yearly",
        "process_key": "department_certificate",
        "object_kinds": ["individual", "collective"],
        "variables": {},
        "notes": [],
        "details": {},
    }
    return _add(session, models.Offer(campaign=of or campaign(session), award_key=award_key, **defaults | facts))


def paper(session: Session, of: models.Offer, key: str = "to_trinh", **facts) -> models.OfferPaper:
    """Return a paper that an offer asks for."""
    defaults = {
        "name": f"Giấy tờ {key}",
        "per": "dossier",
        "applies_to": "all",
        "required": True,
        "needed_by": "submission",
    }
    return _add(session, models.OfferPaper(offer_id=of.id, paper=key, **defaults | facts))


def dossier(
    session: Session, of: models.Offer | None = None, submitting: models.Unit | None = None, **facts
) -> models.Dossier:
    """Return a draft dossier whose submitting unit has its row among the organs."""
    of = of or offer(session)
    submitting = submitting or unit(session)
    creator = facts.pop("creator", None) or person(session)
    defaults = {
        "reference": f"KG-2026-{_next():05}",
        "status": "draft",
        "stage": "prepare",
        "content": {},
        "created_at": datetime(2026, 12, 1, tzinfo=UTC),
    }
    row = models.Dossier(
        campaign=of.campaign, offer=of, submitting_unit=submitting, creator=creator, **defaults | facts
    )
    _add(session, row)
    organ(session, row, "submitting_unit", submitting)
    return row


def organ(session: Session, of: models.Dossier, key: str, where: models.Unit) -> models.DossierOrgan:
    """Say which unit stands for an organ of the process."""
    return _add(session, models.DossierOrgan(dossier_id=of.id, organ=key, unit_id=where.id))


def nominee(session: Session, of: models.Dossier, name: str | None = None, **facts) -> models.Nominee:
    """Return the next nominee of a dossier."""
    number = 1 + len(of.nominees)
    name = name or f"Đối tượng {number}"
    defaults = {
        "number": number,
        "kind": "individual",
        "search_key": name.lower(),
        "sort_key": name.lower(),
        "details": {},
    }
    return _add(session, models.Nominee(dossier=of, name=name, **defaults | facts))


def attachment(session: Session, of: models.Dossier, key: str = "to_trinh", **facts) -> models.Attachment:
    """Return a paper of a dossier; no file stands behind it."""
    sha256 = f"{_next():064x}"
    _add(session, models.Blob(sha256=sha256, size_bytes=1, media_type="application/pdf", created_at=utcnow()))
    defaults = {"file_name": f"{key}.pdf", "uploaded_by": of.created_by, "uploaded_at": utcnow()}
    return _add(session, models.Attachment(dossier=of, paper=key, sha256=sha256, **defaults | facts))


def deployment(session: Session, **facts) -> models.Deployment:
    """Return a deployment without files."""
    number = _next()
    return _add(
        session,
        models.Deployment(
            **{"number": number, "checksum": f"{number}", "shipped": False, "deployed_at": utcnow()} | facts
        ),
    )


def definition(session: Session, key: str = "department_certificate", **facts) -> models.ProcessDefinition:
    """Return a process definition in a deployment of its own."""
    defaults = {
        "version": _next(),
        "name": "Quy trình",
        "deployment": facts.pop("deployment", None) or deployment(session),
    }
    return _add(session, models.ProcessDefinition(key=key, **defaults | facts))


def instance(session: Session, of: models.Dossier | None = None, **facts) -> models.ProcessInstance:
    """Return a running instance whose state no engine reads."""
    key = facts.pop("key", "department_certificate")
    defaults = {
        "definition": facts.pop("definition", None) or definition(session, key),
        "state": "{}",
        "status": "running",
        "tokens": [],
        "started_at": utcnow(),
    }
    return _add(session, models.ProcessInstance(dossier=of, **defaults | facts))


def task(
    session: Session, of: models.ProcessInstance, form_key: str = "completeness_check", **facts
) -> models.UserTask:
    """Return an open task of an instance."""
    facts.setdefault("candidate_group", "intake_officer")
    role(session, facts["candidate_group"])
    if not {"organ_id", "council_id", "reserved_for_id"} & facts.keys():
        facts["organ_id"] = of.dossier.submitting_unit_id if of.dossier else unit(session).id
    defaults = {
        "engine_id": f"task-{_next()}",
        "process_key": of.definition.key,
        "element_id": form_key,
        "path": [],
        "name": form_key,
        "form_key": form_key,
        "outcomes": [],
        "outcome_variable": "outcome",
        "created_at": utcnow(),
        "campaign_key": of.dossier.campaign.key if of.dossier else None,
        "award_key": of.dossier.offer.award_key if of.dossier else None,
    }
    return _add(session, models.UserTask(instance=of, dossier=of.dossier, **defaults | facts))


def council(session: Session, of: models.Unit, kind: str = "department", **facts) -> models.Council:
    """Return a council of a unit."""
    defaults = {"name": f"Hội đồng {of.name}", "symbol": "HĐTĐKT", "valid_from": LONG_AGO}
    return _add(session, models.Council(unit_id=of.id, kind=kind, **defaults | facts))


def seat(session: Session, of: models.Council, who: models.Person | None = None, **facts) -> models.CouncilSeat:
    """Return a seat of a person in a council; a secretary does not vote unless said."""
    function = facts.get("function", "member")
    defaults = {"function": function, "votes": function != "secretary", "valid_from": LONG_AGO}
    return _add(session, models.CouncilSeat(council=of, person=who or person(session), **defaults | facts))


def council_rule(session: Session, kind: str = "department", **facts) -> models.CouncilRule:
    """Return a voting rule: more than half, open, quorum 80 %, unless said."""
    defaults = {
        "secret": False,
        "present_numerator": 2,
        "present_denominator": 3,
        "quorum_numerator": 80,
        "quorum_denominator": 100,
        "source": "Quy chế mẫu",
    }
    return _add(session, models.CouncilRule(council_kind=kind, **defaults | facts))
