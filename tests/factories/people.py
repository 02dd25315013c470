"""Units, persons, what they are allowed, and how they sign in."""

from sqlalchemy.orm import Session

from tests.factories.base import LONG_AGO, added, serial
from workflows import models
from workflows.clock import utcnow


def role(session: Session, key: str = "intake_officer", **facts) -> models.Role:
    """Return the role `key`, made if it is not there."""
    return session.get(models.Role, key) or added(session, models.Role(key=key, **{"name": key} | facts))


def unit(session: Session, code: str | None = None, **facts) -> models.Unit:
    """Return a new unit."""
    code = code or f"unit-{serial()}"
    defaults = {
        "name": f"Đơn vị {code}",
        "short_name": code,
        "symbol": code.upper(),
        "kind": "department",
        "level": "department",
        "valid_from": LONG_AGO,
        "origin": "demo_fictional",
    }
    return added(session, models.Unit(code=code, **defaults | facts))


def person(session: Session, name: str | None = None, **facts) -> models.Person:
    """Return a new person; the name is made up."""
    name = name or f"Người Mẫu {serial()}"
    defaults = {"search_key": name.lower(), "sort_key": name.lower(), "email": f"nguoi{serial()}@example.vn"}
    return added(session, models.Person(full_name=name, **defaults | facts))


def position(session: Session, who: models.Person, where: models.Unit, **facts) -> models.Position:
    """Return a position of a person in a unit."""
    defaults = {"title": "Chuyên viên", "valid_from": LONG_AGO}
    return added(session, models.Position(person_id=who.id, unit_id=where.id, **defaults | facts))


def assignment(
    session: Session, held: models.Position, key: str, organ: models.Unit | None = None
) -> models.RoleAssignment:
    """Let a position exercise a role, in its own unit unless another organ is named."""
    role(session, key)
    return added(
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
    return added(session, models.SigningCapacity(position_id=held.id, **defaults | facts))


def account(session: Session, who: models.Person, **facts) -> models.Account:
    """Return an account of a person; nobody can sign in with its password."""
    defaults = {"username": f"user{serial()}", "password_hash": "-", "password_changed_at": utcnow()}
    return added(session, models.Account(person_id=who.id, **defaults | facts))
