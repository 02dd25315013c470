"""What happened, who did it, in which capacity, when. Rows are added and never changed; each chain can be verified."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, text
from sqlalchemy.orm import Session

from workflows.clock import utcnow
from workflows.db import table_of, within
from workflows.models import CampaignDuty, Dossier, HistoryEntry, ProcessInstance
from workflows.policy import Actor

Subject = Dossier | CampaignDuty
GENESIS = "0" * 64
SYSTEM = "hệ thống"
# Entries are written past the unit of work, which knows nothing that could be of use to them.
_entries = table_of(HistoryEntry)
ADDED = insert(_entries)
LOCK = text("select pg_advisory_xact_lock(hashtext(:chain))")
LAST_OF_CHAIN = (
    select(_entries.c.sequence, _entries.c.hash)
    .where(_entries.c.chain == bindparam("chain"))
    .order_by(_entries.c.sequence.desc())
    .limit(1)
)
LOCK_EACH = text("select pg_advisory_xact_lock(hashtext(chain)) from unnest(cast(:chains as text[])) as chain")
_of_chains = (
    select(_entries.c.chain, func.max(_entries.c.sequence).label("sequence"))
    .where(_entries.c.chain.in_(bindparam("chains", expanding=True)))
    .group_by(_entries.c.chain)
    .subquery()
)
LAST_OF_EACH = select(_entries.c.chain, _entries.c.sequence, _entries.c.hash).join(
    _of_chains, and_(_entries.c.chain == _of_chains.c.chain, _entries.c.sequence == _of_chains.c.sequence)
)
HASHED = {
    **{
        name: name
        for name in ("chain", "sequence", "at", "capacity", "verb", "definition", "before", "after", "reason")
    },
    "actor": "actor_id",
    "element": "element_id",
    "previous": "previous_hash",
}
"""What an entry's hash is taken over: name in the hashed text, and column."""


@dataclass(frozen=True)
class Link:
    """The end of a chain: its number and its hash."""

    sequence: int
    hash: str


def record(
    session: Session,
    actor: Actor | None,
    verb: str,
    *,
    dossier: Dossier | None = None,
    duty: CampaignDuty | None = None,
    **facts,
) -> Link:
    """Add one act to the chain of its dossier or of its campaign's duty, else to the chain of the system, at once.

    Returns the new end of the chain.

    `facts`: before, after (plain JSON), reason, element_id, definition ("key@version"), capacity (when it is not the
    actor's first position).
    """
    chain = chain_of(dossier or duty)
    # Nobody else adds to a chain meanwhile: the lock below is held until the transaction ends.
    ends: dict[str, Link] = within(session).setdefault("history", {})
    entry = _entry(actor, verb, dossier, (chain, ends.get(chain) or _last(session, chain)), facts)
    ends[chain] = Link(entry["sequence"], _fingerprint(entry))
    session.execute(ADDED, {**entry, "hash": ends[chain].hash})
    return ends[chain]


def record_each(
    session: Session, actor: Actor | None, verb: str, acts: Sequence[tuple[Subject | None, Mapping[str, Any]]]
) -> None:
    """Add acts of one kind to the chains of many dossiers and duties, with a few statements for all; facts as in `record`."""
    ends: dict[str, Link] = within(session).setdefault("history", {})
    unknown = sorted({chain_of(subject) for subject, _ in acts} - ends.keys())
    ends.update(_last_of_each(session, unknown))
    entries = []
    for subject, facts in acts:
        chain = chain_of(subject)
        dossier = subject if isinstance(subject, Dossier) else None
        entry = _entry(actor, verb, dossier, (chain, ends[chain]), facts)
        ends[chain] = Link(entry["sequence"], _fingerprint(entry))
        entries.append({**entry, "hash": ends[chain].hash})
    if entries:
        session.execute(ADDED, entries)


def of(instance: ProcessInstance) -> dict:
    """Return whose chain takes the acts of an instance, for `record(…, **of(instance))`."""
    return {"dossier": instance.dossier, "duty": None if instance.dossier else instance.duty}


def chain_of(subject: Dossier | CampaignDuty | None) -> str:
    """Return the name of the chain of a dossier or a duty; of the system for None."""
    if subject is None:
        return "system"
    return f"{'dossier' if isinstance(subject, Dossier) else 'duty'}:{subject.id}"


def fingerprint(entry: HistoryEntry) -> str:
    """Return the SHA-256 (hex) over every fact of the entry and the hash before it."""
    return _fingerprint({column: getattr(entry, column) for column in HASHED.values()})


def faults(entries: Iterable[HistoryEntry]) -> list[str]:
    """Return what is wrong with one chain given in order: gaps, reordering, changed facts. Empty: sound."""
    found, previous, expected = [], GENESIS, 1
    for entry in entries:
        if entry.sequence != expected:
            found.append(f"{entry.chain}: thiếu hoặc đảo thứ tự ở mục {expected}")
        if entry.previous_hash != previous or fingerprint(entry) != entry.hash:
            found.append(f"{entry.chain}: mục {entry.sequence} đã bị sửa")
        previous, expected = entry.hash, entry.sequence + 1
    return found


def _last(session: Session, chain: str) -> Link:
    if session.get_bind().dialect.name == "postgresql":
        # Two writers of one chain would compute the same sequence; the second waits here instead of failing.
        session.execute(LOCK, {"chain": chain})
    found = session.execute(LAST_OF_CHAIN, {"chain": chain}).one_or_none()
    return Link(found.sequence, found.hash) if found else Link(0, GENESIS)


def _last_of_each(session: Session, chains: Sequence[str]) -> dict[str, Link]:
    if chains and session.get_bind().dialect.name == "postgresql":
        session.execute(LOCK_EACH, {"chains": list(chains)})
    found = session.execute(LAST_OF_EACH, {"chains": list(chains)}) if chains else ()
    return dict.fromkeys(chains, Link(0, GENESIS)) | {row.chain: Link(row.sequence, row.hash) for row in found}


def _entry(
    actor: Actor | None, verb: str, dossier: Dossier | None, end: tuple[str, Link], facts: Mapping[str, Any]
) -> dict[str, Any]:
    chain, last = end
    return {
        "chain": chain,
        "sequence": last.sequence + 1,
        "dossier_id": dossier.id if dossier is not None else None,
        "at": utcnow(),
        "actor_id": actor.person_id if actor else None,
        "capacity": facts.get("capacity") or (actor.capacity if actor else SYSTEM),
        "verb": verb,
        "element_id": facts.get("element_id"),
        "definition": facts.get("definition"),
        "before": facts.get("before") or {},
        "after": facts.get("after") or {},
        "reason": facts.get("reason"),
        "previous_hash": last.hash,
    }


def _fingerprint(columns: Mapping[str, object]) -> str:
    facts = {name: columns[column] for name, column in HASHED.items()}
    said = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_instant)
    return hashlib.sha256(said.encode()).hexdigest()


def _instant(at: object) -> str:
    if not isinstance(at, datetime):
        raise TypeError(f"history keeps plain JSON, not {type(at).__name__}")
    return at.isoformat(timespec="microseconds")
