"""Councils, seats and the rules by which they vote."""

from sqlalchemy.orm import Session

from tests.factories.base import LONG_AGO, added
from tests.factories.people import person
from workflows import models


def council(session: Session, of: models.Unit, kind: str = "department", **facts) -> models.Council:
    """Return a council of a unit."""
    defaults = {"name": f"Hội đồng {of.name}", "symbol": "HĐTĐKT", "valid_from": LONG_AGO}
    return added(session, models.Council(unit_id=of.id, kind=kind, **defaults | facts))


def seat(session: Session, of: models.Council, who: models.Person | None = None, **facts) -> models.CouncilSeat:
    """Return a seat of a person in a council; a secretary does not vote unless said."""
    function = facts.get("function", "member")
    defaults = {"function": function, "votes": function != "secretary", "valid_from": LONG_AGO}
    return added(session, models.CouncilSeat(council=of, person=who or person(session), **defaults | facts))


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
    return added(session, models.CouncilRule(council_kind=kind, **defaults | facts))
