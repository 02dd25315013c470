"""Whom a token belongs to, and who may be tried in a demo."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.credentials import fingerprint
from workflows.models import Account, ApiToken, Position, Role, Unit, WebSession
from workflows.policy import Actor, load_actor


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
class DemoPerson:
    """Somebody to sign in as."""

    username: str
    name: str
    title: str
    unit_name: str
    roles: tuple[str, ...]
    seats: tuple[str, ...]
    """Functions in councils."""


@dataclass(frozen=True)
class DemoGroup:
    """Demo people of one province."""

    name: str
    people: tuple[DemoPerson, ...]


def signed_in_session(session: Session, token: str, now: datetime) -> WebSession | None:
    """Return the live session of a browser's token."""
    return session.scalar(
        select(WebSession)
        .join(WebSession.account)
        .where(
            WebSession.token_hash == fingerprint(token),
            WebSession.revoked_at.is_(None),
            WebSession.expires_at > now,
            Account.disabled_at.is_(None),
        )
    )


def api_key(session: Session, key: str, now: datetime) -> ApiKey | None:
    """Return what a program's key allows, or None if it is unknown, over or revoked."""
    token = session.scalar(
        select(ApiToken)
        .join(ApiToken.account)
        .where(
            ApiToken.token_hash == fingerprint(key),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            Account.disabled_at.is_(None),
        )
    )
    return ApiKey(token.account_id, frozenset(token.scopes)) if token else None


def duties(session: Session, actor: Actor) -> tuple[Duty, ...]:
    """Return what the actor is charged with today, by position."""
    names = _role_names(session)
    by_position: dict[tuple[str, str], list[str]] = {}
    for assignment in actor.assignments:
        roles = by_position.setdefault((assignment.title, assignment.unit_name), [])
        if names[assignment.role] not in roles:
            roles.append(names[assignment.role])
    return tuple(Duty(title, unit, tuple(roles)) for (title, unit), roles in by_position.items())


def demo_groups(session: Session, today: date) -> tuple[DemoGroup, ...]:
    """Return everyone who can sign in, by province; whoever belongs to none comes last."""
    names = _role_names(session)
    groups: dict[str, list[DemoPerson]] = {}
    accounts = select(Account).where(Account.disabled_at.is_(None)).order_by(Account.id)
    for account in session.scalars(accounts):
        actor = load_actor(session, account.id, today)
        first = actor.assignments[0] if actor.assignments else None
        person = DemoPerson(
            username=account.username,
            name=actor.name,
            title=first.title if first else ("Quản trị hệ thống" if actor.administrator else ""),
            unit_name=first.unit_name if first else "",
            roles=tuple(dict.fromkeys(names[assignment.role] for assignment in actor.assignments)),
            seats=tuple(dict.fromkeys(seat.function for seat in actor.seats)),
        )
        groups.setdefault(_province(session, account.person_id, today), []).append(person)
    ordered = sorted(groups.items(), key=lambda item: item[0] == "")
    return tuple(DemoGroup(name, tuple(people)) for name, people in ordered)


def _role_names(session: Session) -> dict[str, str]:
    return {role.key: role.name for role in session.scalars(select(Role))}


def _province(session: Session, person_id: int, today: date) -> str:
    unit = session.scalar(
        select(Unit)
        .join(Position, Position.unit_id == Unit.id)
        .where(Position.person_id == person_id, Position.valid_from <= today)
        .order_by(Position.id)
        .limit(1)
    )
    return "" if unit is None else (unit.province or unit).name
