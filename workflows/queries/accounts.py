"""Whom a token belongs to, and what its owner is charged with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workflows.credentials import fingerprint
from workflows.models import Account, ApiToken, Council, Role, WebSession
from workflows.policy import Actor

# Asked at every request, so they are put together once.
LIVE_SESSION = (
    select(WebSession)
    .join(WebSession.account)
    .where(WebSession.token_hash == bindparam("token"), WebSession.revoked_at.is_(None))
    .where(WebSession.expires_at > bindparam("now"), Account.disabled_at.is_(None))
)
LIVE_TOKEN = (
    select(ApiToken)
    .join(ApiToken.account)
    .where(ApiToken.token_hash == bindparam("token"), ApiToken.revoked_at.is_(None))
    .where(ApiToken.expires_at > bindparam("now"), Account.disabled_at.is_(None))
)


@dataclass(frozen=True)
class ApiKey:
    """What a program's token allows."""

    account_id: int
    scopes: frozenset[str]


@dataclass(frozen=True)
class Duty:
    """A position and what its holder does there."""

    title: str
    unit_name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class HeldSeat:
    """A seat in a council."""

    council: str
    function: str


def signed_in_session(session: Session, token: str, now: datetime) -> WebSession | None:
    """Return the live session of a browser's token."""
    return session.scalar(LIVE_SESSION, {"token": fingerprint(token), "now": now})


def api_key(session: Session, key: str, now: datetime) -> ApiKey | None:
    """Return what a program's key allows, or None if it is unknown, over or revoked."""
    token = session.scalar(LIVE_TOKEN, {"token": fingerprint(key), "now": now})
    return ApiKey(token.account_id, frozenset(token.scopes)) if token else None


def duties(session: Session, actor: Actor) -> tuple[Duty, ...]:
    """Return what the actor is charged with today, by position."""
    names = {role.key: role.name for role in session.scalars(select(Role))}
    by_position: dict[tuple[str, str], list[str]] = {}
    for assignment in actor.assignments:
        roles = by_position.setdefault((assignment.title, assignment.unit_name), [])
        if names[assignment.role] not in roles:
            roles.append(names[assignment.role])
    return tuple(Duty(title, unit, tuple(roles)) for (title, unit), roles in by_position.items())


def seats(session: Session, actor: Actor) -> tuple[HeldSeat, ...]:
    """Return the councils in which the actor sits today."""
    names = {seat.council_id: session.get_one(Council, seat.council_id).name for seat in actor.seats}
    return tuple(HeldSeat(names[seat.council_id], seat.function) for seat in actor.seats)
