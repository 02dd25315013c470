"""What happened, who did it, in which capacity, when. Rows are added and never changed; each chain can be verified."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from workflows.clock import utcnow
from workflows.db import AS_STORED
from workflows.models import CampaignDuty, Dossier, HistoryEntry, ProcessInstance
from workflows.policy import Actor

GENESIS = "0" * 64
SYSTEM = "hệ thống"
LAST_OF_CHAIN = (
    select(HistoryEntry)
    .where(HistoryEntry.chain == bindparam("chain"))
    .order_by(HistoryEntry.sequence.desc())
    .limit(1)
    .execution_options(**AS_STORED)  # what this transaction has added to a chain is known without asking
)


def record(
    session: Session,
    actor: Actor | None,
    verb: str,
    *,
    dossier: Dossier | None = None,
    duty: CampaignDuty | None = None,
    **facts,
) -> HistoryEntry:
    """Add one act to the chain of its dossier or of its campaign's duty, else to the chain of the system.

    `facts`: before, after (plain JSON), reason, element_id, definition ("key@version"), capacity (when it is not the
    actor's first position).
    """
    chain = chain_of(dossier or duty)
    tails = _tails(session)
    last = tails.get(chain)
    if last is None or last not in session:  # a savepoint may have been rolled back
        last = _last(session, chain)
    entry = HistoryEntry(
        chain=chain,
        sequence=last.sequence + 1 if last else 1,
        dossier_id=dossier.id if dossier is not None else None,
        at=utcnow(),
        actor_id=actor.person_id if actor else None,
        capacity=facts.get("capacity") or (actor.capacity if actor else SYSTEM),
        verb=verb,
        element_id=facts.get("element_id"),
        definition=facts.get("definition"),
        before=facts.get("before") or {},
        after=facts.get("after") or {},
        reason=facts.get("reason"),
        previous_hash=last.hash if last else GENESIS,
    )
    entry.hash = fingerprint(entry)
    session.add(entry)
    tails[chain] = entry
    return entry


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
    facts = {
        "chain": entry.chain,
        "sequence": entry.sequence,
        "at": _instant(entry.at),
        "actor": entry.actor_id,
        "capacity": entry.capacity,
        "verb": entry.verb,
        "element": entry.element_id,
        "definition": entry.definition,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "previous": entry.previous_hash,
    }
    return hashlib.sha256(
        json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


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


def _tails(session: Session) -> dict[str, HistoryEntry]:
    """Return the last entries that this transaction has added or read, by chain.

    Nobody else adds to a chain meanwhile: the lock below is held until the transaction ends.
    """
    transaction = session.get_transaction() or session.begin()
    known, tails = session.info.get("history", (None, {}))
    if known is not transaction:
        tails = {}
        session.info["history"] = (transaction, tails)
    return tails


def _last(session: Session, chain: str) -> HistoryEntry | None:
    if session.get_bind().dialect.name == "postgresql":
        # Two writers of one chain would compute the same sequence; the second waits here instead of failing.
        session.execute(text("select pg_advisory_xact_lock(hashtext(:chain))"), {"chain": chain})
    return session.scalar(LAST_OF_CHAIN, {"chain": chain})


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
