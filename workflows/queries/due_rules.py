"""The limits for administrators: each rule with its rows, for whom and from when they hold, and what was changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, literal_column, or_, select
from sqlalchemy.orm import Session, joinedload

from workflows import dates, limit_table, reading
from workflows.clock import utcnow
from workflows.errors import NotFound
from workflows.models import Award, Campaign, HistoryEntry, ProcessDefinition, Unit
from workflows.policy import Actor
from workflows.rules.confidence import label, needs_check
from workflows.rules.deadlines import Limit, in_words
from workflows.rules.limit_changes import Effect, LimitRow
from workflows.rules.names import search_key

VERBS = ("due_rule_added", "due_rule_ended", "due_rule_withdrawn")
CHANGES_SHOWN, CHANGES_READ = 50, 2000
# Written out, not sent as a value: else no partial index is found.
SYSTEM: ColumnElement[str] = literal_column("'system'")
PHASES = ("now", "later", "over")


@dataclass(frozen=True)
class Wanted:
    """Which rows are shown; "" does not narrow. `past`: also those that are over."""

    award: str = ""
    province: str = ""
    campaign: str = ""
    past: bool = False
    text: str = ""
    """Words of the name, of what it is counted from, or of its clause; tone marks do not matter."""


@dataclass(frozen=True)
class Row:
    """A row as people read it. `phase`: now, later or over; `scope` is empty for the default."""

    id: int
    limit: Limit
    words: str
    scope: tuple[str, ...]
    phase: str
    own: bool
    is_default: bool
    certainty: str
    to_check: bool


@dataclass(frozen=True)
class Rule:
    """A rule with the rows that are shown, the default first."""

    key: str
    name: str
    start: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Listing:
    """The rules, and what they can be narrowed by: codes with names."""

    rules: tuple[Rule, ...]
    awards: Mapping[str, str]
    provinces: Mapping[str, str]
    campaigns: Mapping[str, str]


@dataclass(frozen=True)
class PastChange:
    """A change of a rule, as the history of the system has it."""

    at: datetime
    person: str | None
    verb: str
    words: str
    scope: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class RulePage:
    """One rule with all its rows, and its history, the newest first."""

    rule: Rule
    changes: tuple[PastChange, ...]


@dataclass(frozen=True)
class Names:
    """What the codes of scopes are called."""

    awards: Mapping[str, str]
    provinces: Mapping[str, str]
    campaigns: Mapping[str, str]
    processes: Mapping[str, str]

    def scope(self, limit: Mapping[str, str | None]) -> tuple[str, ...]:
        """Return for whom a limit is, in words; nothing for all."""
        named = (
            (self.awards, limit["award"]),
            (self.provinces, limit["province"]),
            (self.campaigns, limit["campaign"]),
            (self.processes, limit["process"]),
        )
        return tuple(names.get(code, code) for names, code in named if code)


def listing(session: Session, actor: Actor, wanted: Wanted) -> Listing:
    """Return the rules with the rows that are wanted. Raises NotFound unless the actor administers the system."""
    reading.demand_administration(actor)
    names = names_of(session)
    rows = [row for row in limit_table.rows(session) if _fits(row, wanted)]
    shown: dict[str, list[Row]] = {row.limit.rule: [] for row in rows}
    for row in rows:
        found = _row(row, names)
        if wanted.past or found.phase != "over":
            shown[row.limit.rule].append(found)
    rules = tuple(_rule(key, found) for key, found in shown.items() if found and _says(found, wanted.text))
    return Listing(rules, names.awards, names.provinces, names.campaigns)


def page(session: Session, actor: Actor, key: str) -> RulePage:
    """Return one rule. Raises NotFound for an unknown one, and unless the actor administers the system."""
    reading.demand_administration(actor)
    names = names_of(session)
    rows = [_row(row, names) for row in limit_table.rows(session, key)]
    if not rows:
        raise NotFound
    return RulePage(_rule(key, rows), tuple(_changes(session, key, names)))


def row(session: Session, actor: Actor, row_id: int) -> Row:
    """Return one row that was not taken back. Raises NotFound, also unless the actor administers the system."""
    reading.demand_administration(actor)
    found = next((each for each in limit_table.rows(session) if each.id == row_id), None)
    if found is None:
        raise NotFound
    return _row(found, names_of(session))


def effect_rows(session: Session, effect: Effect) -> tuple[tuple[str, Row], ...]:
    """Return the rows that a change touches, each with what happens to it: added, continued, ended, withdrawn."""
    names = names_of(session)
    found = [("added", effect.added), ("withdrawn", effect.withdrawn), *(("ended", row) for row in effect.redated)]
    found += [("continued", row) for row in effect.continued.values()] + [("withdrawn", row) for row in effect.absorbed]
    return tuple((word, _row(row, names)) for word, row in found if row is not None)


def names_of(session: Session) -> Names:
    """Return what awards, provinces, campaigns and processes are called, by code."""
    newest = select(ProcessDefinition.key, ProcessDefinition.name).order_by(ProcessDefinition.version)
    provinces = select(Unit.code, Unit.name).where(Unit.kind == "province").order_by(Unit.name)
    return Names(
        awards=_pairs(session, select(Award.key, Award.name).order_by(Award.name)),
        provinces=_pairs(session, provinces),
        campaigns=_pairs(session, select(Campaign.key, Campaign.code).order_by(Campaign.code)),
        processes=_pairs(session, newest),
    )


def _pairs(session: Session, query) -> dict[str, str]:
    return {code: name for code, name in session.execute(query)}


def _fits(row: LimitRow, wanted: Wanted) -> bool:
    """Tell whether a row may hold for what is looked for: one without a scope holds for all."""
    limit = row.limit
    asked = ((limit.award, wanted.award), (limit.province, wanted.province), (limit.campaign, wanted.campaign))
    return all(not code or own in (None, code) for own, code in asked)


def _says(rows: list[Row], text: str) -> bool:
    said = " ".join(
        f"{row.limit.name} {row.limit.start} {row.limit.clause or ''} {' '.join(row.scope)}" for row in rows
    )
    return all(word in search_key(said) for word in search_key(text).split())


def _row(row: LimitRow, names: Names) -> Row:
    limit, today = row.limit, dates.local_date(utcnow())
    later = limit.valid_from is not None and limit.valid_from > today
    over = limit.valid_to is not None and limit.valid_to < today
    return Row(
        id=row.id or 0,
        limit=limit,
        words=in_words(limit),
        scope=names.scope(_codes(limit)),
        phase="over" if over else "later" if later else "now",
        own=row.own,
        is_default=row.is_default,
        certainty=label(limit.confidence),
        to_check=needs_check(limit.confidence),
    )


def _codes(limit: Limit) -> dict[str, str | None]:
    return {name: getattr(limit, name) for name in ("award", "province", "campaign", "process")}


def _rule(key: str, rows: list[Row]) -> Rule:
    ordered = sorted(rows, key=lambda each: (len(each.scope), each.scope, each.limit.valid_from or date.min))
    return Rule(key, rows[0].limit.name, rows[0].limit.start, tuple(ordered))


def _changes(session: Session, key: str, names: Names):
    recent = (
        select(HistoryEntry.id)
        .where(HistoryEntry.chain == SYSTEM, HistoryEntry.verb.in_(VERBS))
        .order_by(HistoryEntry.sequence.desc())
        .limit(CHANGES_READ)
    )
    query = (
        select(HistoryEntry)
        .where(HistoryEntry.id.in_(recent))
        .where(or_(*(side["rule"].as_string() == key for side in (HistoryEntry.before, HistoryEntry.after))))
        .order_by(HistoryEntry.sequence.desc())
        .limit(CHANGES_SHOWN)
        .options(joinedload(HistoryEntry.actor))
    )
    for entry in session.scalars(query):
        facts = limit_table.from_json(entry.after or entry.before)
        yield PastChange(
            at=entry.at,
            person=entry.actor.full_name if entry.actor else None,
            verb=entry.verb,
            words=in_words(facts),
            scope=names.scope(_codes(facts)),
            valid_from=facts.valid_from,
            valid_to=facts.valid_to,
        )
