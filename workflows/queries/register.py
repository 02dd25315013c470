"""The register of awards, searched by words of a name in any order, with or without accents, and one line of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from workflows import policy
from workflows.errors import NotFound
from workflows.models import Award, Campaign, Decision, Dossier, Person, RegisterEntry, RewardItem, Unit
from workflows.policy import Actor
from workflows.queries import paging, revocations
from workflows.queries.revocations import Case
from workflows.rules.names import search_key

PAGE_SIZE = 50
MOST_WORDS = 8


@dataclass(frozen=True)
class Filters:
    """What narrows the register besides words: keys of award and campaign, a year of decision, a unit. Empty: all."""

    award: str = ""
    campaign: str = ""
    year: int = 0
    unit: int = 0


EVERYTHING = Filters()


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


@dataclass(frozen=True)
class Choices:
    """What the filters offer: (value, words), of lines that there are."""

    awards: tuple[tuple[str, str], ...]
    campaigns: tuple[tuple[str, str], ...]
    units: tuple[tuple[int, str], ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class Reward:
    """The money of a line, and how it came about."""

    amount_dong: int
    source: str
    fund: str
    paid_on: date | None
    recover_since: datetime | None
    recovered_on: date | None
    recovered_dong: int | None


@dataclass(frozen=True)
class Entry(EntryRow):
    """One line with all that stands behind it. `dossier` and `reward` only for whoever may see the dossier."""

    campaign_key: str
    campaign_name: str
    decision_id: int
    decision_title: str
    signer: str
    registered_at: datetime
    revoked_by: tuple[int, str] | None
    """The decision that took the award away: (id, number)."""
    dossier: str | None
    reward: Reward | None
    cases: tuple[Case, ...]
    """Whether it was to be taken back, the newest first; only for whoever may see the dossier."""
    may_revoke: bool
    """Whether the actor may ask now that the award be taken back."""
    namesakes: tuple[EntryRow, ...]
    """Other lines under the same name; whether it is the same person nobody but the reader can tell."""


def entries(session: Session, _actor: Actor, words: str, *, page: int = 1, filters: Filters = EVERYTHING) -> Register:
    """Return lines whose name has all the words and that the filters let through, the newest decision first.

    The register is public inside the system: awards are published (Luật 06/2022/QH15), so that whoever is signed in
    may look up past awards; it holds no more than a decision's list does.
    """
    conditions = [*_matching(words), *_narrowed(filters)]
    found = _rows().where(*conditions)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page, pages = paging.cut(total, page, PAGE_SIZE)
    query = _in_order(found).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return Register(tuple(EntryRow(*row) for row in session.execute(query)), total, page, pages, words)


def choices(session: Session) -> Choices:
    """Return what the filters of the register offer."""

    def named(table, key, label, link) -> tuple:
        used = select(link).distinct()
        return tuple(session.execute(select(key, label).select_from(table).where(key.in_(used)).order_by(label)).all())

    years = session.scalars(select(func.extract("year", RegisterEntry.decided_on)).distinct())
    return Choices(
        awards=named(Award, Award.key, Award.name, RegisterEntry.award_key),
        campaigns=_campaigns(session),
        units=named(Unit, Unit.id, Unit.name, RegisterEntry.unit_id),
        years=tuple(sorted((int(year) for year in years), reverse=True)),
    )


def entry(session: Session, actor: Actor, entry_id: int) -> Entry:
    """Return one line with its decision. Raises NotFound."""
    found = session.get(RegisterEntry, entry_id)
    if found is None:
        raise NotFound
    row = session.execute(_rows().where(RegisterEntry.id == entry_id)).one()
    decision = found.decision
    dossier = _visible_dossier(session, actor, decision)
    revoking = session.get(Decision, found.revoked_by_id) if found.revoked_by_id else None
    same = (
        RegisterEntry.search_key == found.search_key,
        RegisterEntry.kind == found.kind,
        RegisterEntry.id != found.id,
    )
    return Entry(
        **vars(EntryRow(*row)),
        campaign_key=found.campaign.key,
        campaign_name=found.campaign.name,
        decision_id=decision.id,
        decision_title=decision.title,
        signer=_signer(session, decision),
        registered_at=found.registered_at,
        revoked_by=(revoking.id, revoking.document_number or "") if revoking else None,
        dossier=dossier,
        reward=_reward(session, found) if dossier else None,
        cases=revocations.of_entry(session, found) if dossier else (),
        may_revoke=revocations.may_begin(session, actor, found),
        namesakes=tuple(EntryRow(*each) for each in session.execute(_in_order(_rows().where(*same)).limit(PAGE_SIZE))),
    )


def _matching(words: str) -> list[ColumnElement[bool]]:
    return [
        (" " + RegisterEntry.search_key).contains(f" {word}", autoescape=True)
        for word in search_key(words).split()[:MOST_WORDS]
    ]


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.award:
        conditions.append(RegisterEntry.award_key == filters.award)
    if filters.campaign:
        conditions.append(Campaign.key == filters.campaign)
    if date.min.year <= filters.year <= date.max.year:
        conditions.append(RegisterEntry.decided_on.between(date(filters.year, 1, 1), date(filters.year, 12, 31)))
    if filters.unit:
        conditions.append(RegisterEntry.unit_id == filters.unit)
    return conditions


def _campaigns(session: Session) -> tuple[tuple[str, str], ...]:
    used = select(RegisterEntry.campaign_id).distinct()
    query = select(Campaign.key, Campaign.code, Campaign.name).where(Campaign.id.in_(used)).order_by(Campaign.code)
    return tuple((key, f"{code}: {name}") for key, code, name in session.execute(query))


def _rows() -> Select:
    return (
        select(
            RegisterEntry.id,
            RegisterEntry.name,
            RegisterEntry.kind,
            Award.name.label("award"),
            Campaign.code,
            Unit.name.label("unit"),
            Decision.document_number,
            RegisterEntry.decided_on,
            RegisterEntry.book_number,
            RegisterEntry.revoked_at,
        )
        .join(Award, Award.key == RegisterEntry.award_key)
        .join(Campaign, Campaign.id == RegisterEntry.campaign_id)
        .join(Unit, Unit.id == RegisterEntry.unit_id)
        .join(Decision, Decision.id == RegisterEntry.decision_id)
    )


def _in_order(query: Select) -> Select:
    return query.order_by(RegisterEntry.decided_on.desc(), RegisterEntry.decision_id.desc(), RegisterEntry.book_number)


def _visible_dossier(session: Session, actor: Actor, decision: Decision) -> str | None:
    query = select(Dossier.reference).where(Dossier.id == decision.dossier_id, policy.visible_dossiers(actor))
    return session.scalar(query)


def _signer(session: Session, decision: Decision) -> str:
    """Return "Lâm Thị Mai Chi, KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC"; a decision from above names the post alone."""
    name = session.get_one(Person, decision.signed_by).full_name if decision.signed_by else ""
    return ", ".join(part for part in (name, decision.capacity, decision.signer_title) if part)


def _reward(session: Session, found: RegisterEntry) -> Reward | None:
    item = session.scalar(select(RewardItem).where(RewardItem.entry_id == found.id))
    return Reward(item.amount_dong, item.source, item.fund, item.paid_on, *_recovery(item)) if item else None


def _recovery(item: RewardItem) -> tuple[datetime | None, date | None, int | None]:
    return item.recover_since, item.recovered_on, item.recovered_dong
