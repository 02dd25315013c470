"""What processes come upon beside their files: people, limits, days and plans, as checksums that change when they do."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from workflows.db import Base
from workflows.models import Account

TABLES: Mapping[str, tuple[str, ...]] = {
    "people": (
        *("unit", "unit_successor", "position", "role", "role_assignment", "signing_capacity"),
        *("council", "council_seat", "council_rule"),
    ),
    "limits": ("due_rule", "reminder_rule"),
    "days": ("day_off", "calendar_year"),
    "plans": (
        *("award", "campaign", "criterion", "milestone", "offer", "offer_organ", "offer_paper", "plan_figure"),
        *("base_wage", "legal_regime", "reward_rate"),
    ),
}
"""By matter. What the daily work of the office writes (numbers, dossiers, sign-ins) is none of them."""
NAMES: Mapping[str, str] = {
    "people": "người và đơn vị",
    "limits": "thời hạn",
    "days": "lịch làm việc",
    "plans": "kế hoạch và mức khen thưởng",
}
LENGTH = 16
"""Characters of a checksum that are kept."""


def of(session: Session) -> dict[str, str]:
    """Return the checksum of each matter as the database has it now."""
    found = {matter: _checksum(session, map(_all, names)) for matter, names in TABLES.items()}
    able = select(Account.id, Account.person_id, Account.disabled_at.is_(None)).order_by(Account.id)
    found["people"] = hashlib.sha256((found["people"] + _checksum(session, [able])).encode()).hexdigest()[:LENGTH]
    return found


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return what has changed, in words; all of it where nothing was noted before."""
    return tuple(name for matter, name in NAMES.items() if before.get(matter) != now.get(matter))


def _all(name: str) -> Select:
    table: Table = Base.metadata.tables[name]
    return select(table).order_by(*table.primary_key)


def _checksum(session: Session, queries) -> str:
    digest = hashlib.sha256()
    for query in queries:
        for row in session.execute(query):
            digest.update(repr(tuple(row)).encode())
        digest.update(b"\n")
    return digest.hexdigest()[:LENGTH]
