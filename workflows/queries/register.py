"""The register of awards, searched by words of a name in any order, with or without accents."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workflows.models import Award, Campaign, Decision, RegisterEntry, Unit
from workflows.policy import Actor
from workflows.rules.names import search_key

PAGE_SIZE = 50
MOST_WORDS = 8


@dataclass(frozen=True)
class EntryRow:
    """One line of the register."""

    id: int
    name: str
    kind: str
    award: str
    campaign: str
    unit: str
    decision_number: str | None
    decided_on: date
    book_number: int
    revoked_at: datetime | None


@dataclass(frozen=True)
class Register:
    """One page of the register."""

    rows: tuple[EntryRow, ...]
    total: int
    page: int
    pages: int
    words: str


def entries(session: Session, _actor: Actor, words: str, *, page: int = 1) -> Register:
    """Return lines whose name has all the words, the newest decision first.

    The register is public inside the system: awards are published (Luật 06/2022/QH15), so that whoever is signed in
    may look up past awards; it holds no more than a decision's list does.
    """
    found = _matching(select(RegisterEntry.id), words)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    chosen = select(
        RegisterEntry.id,
        RegisterEntry.name,
        RegisterEntry.kind,
        Award.name,
        Campaign.code,
        Unit.name,
        Decision.document_number,
        RegisterEntry.decided_on,
        RegisterEntry.book_number,
        RegisterEntry.revoked_at,
    )
    query = (
        _matching(chosen, words)
        .join(Award, Award.key == RegisterEntry.award_key)
        .join(Campaign, Campaign.id == RegisterEntry.campaign_id)
        .join(Unit, Unit.id == RegisterEntry.unit_id)
        .join(Decision, Decision.id == RegisterEntry.decision_id)
        .order_by(RegisterEntry.decided_on.desc(), RegisterEntry.decision_id.desc(), RegisterEntry.book_number)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return Register(tuple(EntryRow(*row) for row in session.execute(query)), total, page, pages, words)


def _matching(query: Select, words: str) -> Select:
    for word in search_key(words).split()[:MOST_WORDS]:
        query = query.where((" " + RegisterEntry.search_key).contains(f" {word}", autoescape=True))
    return query
