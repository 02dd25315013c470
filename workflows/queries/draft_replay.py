"""What playing finished dossiers again by a draft has shown, and whether that still holds for the draft as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows import bundle_files, duties, process_drafts, reading
from workflows.errors import Conflict, NotFound
from workflows.models import ProcessDraft, ProcessInstance, Replay, ReplayedInstance
from workflows.policy import Actor

SHOWN = 50
TOLD = ("outcome", "way", "unplayable")


@dataclass(frozen=True)
class Fared:
    """How one finished dossier fared; words as `models.ReplayedInstance` has them."""

    instance_id: int
    reference: str
    process: str
    version: int
    before: str
    before_status: str | None
    after: str
    after_status: str | None
    parts: str
    reason: str


@dataclass(frozen=True)
class LastReplay:
    """The latest replay of a draft. `counts` and `rows` by verdict; of each at most SHOWN rows."""

    state: str
    is_current: bool
    is_cut: bool
    requester: str
    requested_at: datetime
    total: int
    counts: Mapping[str, int]
    rows: Mapping[str, tuple[Fared, ...]]

    @property
    def played(self) -> int:
        """How many have been played."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class ReplayPage:
    """What the review page of a draft says of replays."""

    last: LastReplay | None
    may_ask: bool


def latest(session: Session, actor: Actor, draft_id: int) -> ReplayPage:
    """Return the latest replay of a draft. Raises NotFound unless an administrator asks."""
    reading.demand_sight_of_processes(actor)
    draft = session.get(ProcessDraft, draft_id)
    if draft is None:
        raise NotFound
    query = select(Replay).options(joinedload(Replay.requester)).where(Replay.draft_id == draft_id)
    found = session.scalar(query.order_by(Replay.id.desc()).limit(1))
    checksum = _checksum(session, draft)
    is_live = draft.state in ("open", "waiting", "approved")
    return ReplayPage(_last(session, found, checksum) if found else None, is_live and bool(checksum))


def _checksum(session: Session, draft: ProcessDraft) -> str:
    """Return the checksum of what the draft would put in force; empty where it does not fit."""
    try:
        return bundle_files.checksum(process_drafts.merged(session, draft))
    except Conflict:
        return ""


def _last(session: Session, found: Replay, checksum: str) -> LastReplay:
    counted = select(ReplayedInstance.verdict, func.count()).where(ReplayedInstance.replay_id == found.id)
    counts = {verdict: number for verdict, number in session.execute(counted.group_by(ReplayedInstance.verdict))}
    return LastReplay(
        state=found.state,
        is_current=found.checksum == checksum,
        is_cut=found.is_cut,
        requester=found.requester.full_name,
        requested_at=found.requested_at,
        total=found.total,
        counts=counts,
        rows={verdict: _rows(session, found, verdict) for verdict in TOLD if verdict in counts},
    )


def _rows(session: Session, found: Replay, verdict: str) -> tuple[Fared, ...]:
    instance = joinedload(ReplayedInstance.instance)
    query = (
        select(ReplayedInstance)
        .options(instance.joinedload(ProcessInstance.dossier), instance.joinedload(ProcessInstance.definition))
        .where(ReplayedInstance.replay_id == found.id, ReplayedInstance.verdict == verdict)
        .order_by(ReplayedInstance.instance_id.desc())
        .limit(SHOWN)
    )
    return tuple(_fared(row) for row in session.scalars(query))


def _fared(row: ReplayedInstance) -> Fared:
    instance = row.instance
    return Fared(
        instance_id=instance.id,
        reference=(instance.dossier.reference if instance.dossier else "") or duties.name_of(instance),
        process=instance.definition.name,
        version=instance.definition.version,
        before=row.before,
        before_status=row.before_status,
        after=row.after,
        after_status=row.after_status,
        parts=row.parts,
        reason=row.reason,
    )
