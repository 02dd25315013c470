"""Play the latest finished dossiers again by a draft, some at a time: who would have gone or ended otherwise."""

import time
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import assessing, bundle_checks, bundle_files, catalogue, history, policy, process_drafts
from workflows.clock import utcnow
from workflows.engine import Process, load_process
from workflows.engine.decisions import Decisions, load_decisions
from workflows.errors import Conflict, DefinitionRejected, NotFound, WorkflowError
from workflows.models import ProcessDraft, ProcessInstance, Replay, ReplayedInstance
from workflows.policy import Actor
from workflows.replaying import records
from workflows.replaying.judging import Judged, judge
from workflows.replaying.playing import Rules

USUAL, MOST = 100, 1000
"""Finished dossiers at once, unless asked otherwise, and at most."""
LONGEST_MS = 120_000
"""So long a replay may work; what is left then stays unplayed, and the page says so."""
TURN_MS = 400
"""So long one transaction plays."""
BROKEN = "Lỗi của hệ thống khi phát lại hồ sơ này. Báo bộ phận kỹ thuật xem nhật ký."


def ask(session: Session, actor: Actor, draft_id: int, wanted: int = USUAL) -> Replay:
    """Have the latest finished dossiers that a draft concerns played again by it; the worker does it.

    One that waits or runs for the same files is returned as it is. Raises NotAllowed unless the actor administers the
    system, NotFound, Conflict where the draft does not fit what is deployed, DefinitionRejected while it has errors.
    """
    policy.demand_administrator(actor)
    draft = session.get(ProcessDraft, draft_id)
    if draft is None:
        raise NotFound
    files = process_drafts.merged(session, draft)
    if found := bundle_checks.problems(session, files):
        raise DefinitionRejected(found)
    checksum = bundle_files.checksum(files)
    waiting = select(Replay).where(Replay.draft_id == draft_id, Replay.checksum == checksum, Replay.state != "done")
    if (known := session.scalar(waiting.limit(1))) is not None:
        return known
    diagrams = bundle_checks.diagrams_of(files)
    before = process_drafts.deployed_files(session, draft.base_id)
    keys = set(records.concerned(before, files, bundle_files.checksum(diagrams)))
    instance_ids = records.finished(session, keys, min(max(1, wanted), MOST)) if keys else []
    replay = Replay(
        draft_id=draft_id,
        checksum=checksum,
        wanted=min(max(1, wanted), MOST),
        state="queued",
        requested_by=actor.person_id,
        requested_at=utcnow(),
        instance_ids=instance_ids,
        total=len(instance_ids),
    )
    session.add(replay)
    session.flush()  # the caller leads to its page
    _note(session, actor, replay, "replay_asked")
    return replay


def work(session: Session, turn_ms: int = TURN_MS) -> int | None:
    """Play some instances of the oldest replay that nobody else works on. Return how many, None where there is none."""
    replay = _next(session)
    if replay is None:
        return None
    begun, played = time.monotonic(), 0
    files = _files(session, replay)
    left = list(replay.instance_ids)
    if files is None:
        _end(session, replay, is_cut=True)  # the draft has changed: what would come out is of no use any more
        return 0
    rules = _Rules(files)
    while left and (played == 0 or _ms_since(begun) < turn_ms):
        judged = _judge(session, rules, left[0])
        _keep(session, replay, left.pop(0), judged)
        played += 1
    replay.instance_ids = left
    replay.spent_ms += _ms_since(begun)
    if not left or replay.spent_ms > LONGEST_MS:
        _end(session, replay, is_cut=bool(left))
    return played


def pass_over(session: Session) -> None:
    """Leave out the next instance of the replay at hand, which could not even be tried."""
    replay = _next(session)
    if replay is not None and replay.instance_ids:
        _keep(session, replay, replay.instance_ids[0], Judged("unplayable", "", reason=BROKEN))
        replay.instance_ids = replay.instance_ids[1:]


def _next(session: Session) -> Replay | None:
    query = select(Replay).where(Replay.state != "done").order_by(Replay.id).limit(1)
    replay = session.scalar(query.with_for_update(of=Replay, skip_locked=True))
    if replay is not None and replay.started_at is None:
        replay.state, replay.started_at = "running", utcnow()
    return replay


def _end(session: Session, replay: Replay, *, is_cut: bool) -> None:
    replay.state, replay.ended_at, replay.is_cut = "done", utcnow(), is_cut
    _note(session, None, replay, "replay_cut" if is_cut else "replay_ended")


def _note(session: Session, actor: Actor | None, replay: Replay, verb: str) -> None:
    said = {"draft": replay.draft_id, "replay": replay.id, "dossiers": replay.total, "checksum": replay.checksum}
    history.record(session, actor, verb, after=said)


def _files(session: Session, replay: Replay) -> dict[str, bytes] | None:
    """Return the files that were asked about; None where the draft has others by now."""
    try:
        files = process_drafts.merged(session, session.get_one(ProcessDraft, replay.draft_id))
    except Conflict:
        return None
    return files if bundle_files.checksum(files) == replay.checksum else None


class _Rules:
    """The processes and tables of a draft, loaded once for all instances of a turn."""

    def __init__(self, files: dict[str, bytes]):
        self._diagrams, self._stamp = bundle_checks.diagrams_of(files), ""
        self._files = files
        self._tables: Decisions | None = None

    def process(self, key: str) -> Process:
        """Return a process of the draft."""
        self._stamp = self._stamp or bundle_files.checksum(self._diagrams)
        return load_process(key, self._diagrams, self._stamp)

    @property
    def tables(self) -> Decisions:
        """The decision tables of the draft."""
        self._tables = self._tables or load_decisions(bundle_checks.tables_of(self._files))
        return self._tables

    def changes_tables_of(self, files: dict[str, bytes]) -> bool:
        """Tell whether the draft's tables are others than these files have."""
        return bundle_checks.tables_of(files) != bundle_checks.tables_of(self._files)


def _judge(session: Session, rules: _Rules, instance_id: int) -> Judged:
    instance = session.get_one(ProcessInstance, instance_id)
    definition = instance.definition
    try:
        before = Rules(catalogue.process_of(session, definition), former_ids=instance.former_ids)
        then, now = _facts(session, rules, instance)
        facts = now if now != then else None
        after = Rules(rules.process(definition.key), rules.tables, facts, instance.former_ids)
        steps = records.steps_of(session, instance_id)
        return _with_verdicts(judge(before, after, steps, instance.end_event or ""), then, now)
    except WorkflowError as error:
        return Judged("unplayable", "", reason=str(error))


def _facts(session: Session, rules: _Rules, instance: ProcessInstance) -> tuple[dict, dict]:
    """Return how the nominees of a dossier stand by the tables that it ran on, and by the draft's; both as of today."""
    if instance.dossier is None:
        return {}, {}
    own = process_drafts.deployed_files(session, instance.definition.deployment_id)
    if not rules.changes_tables_of(own):
        return {}, {}
    return assessing.facts_of(session, instance.dossier), assessing.facts_of(session, instance.dossier, rules.tables)


def _with_verdicts(judged: Judged, then: dict, now: dict) -> Judged:
    """Tell of nominees who would stand otherwise against the criteria, also where the way is the same."""
    pairs = zip(then.get("nominees", ()), now.get("nominees", ()), strict=False)
    changed = sum(one != other for one, other in pairs)
    if not changed or judged.verdict == "unplayable":
        return judged
    verdict = "way" if judged.verdict == "same" else judged.verdict
    said = f"Kết luận về tiêu chuẩn của {changed} đối tượng đổi."
    return replace(judged, verdict=verdict, parts=f"{judged.parts} {said}".strip())


def _keep(session: Session, replay: Replay, instance_id: int, judged: Judged) -> None:
    session.add(
        ReplayedInstance(
            replay_id=replay.id,
            instance_id=instance_id,
            verdict=judged.verdict,
            before=judged.before,
            before_status=judged.before_status,
            after=judged.after,
            after_status=judged.after_status,
            parts=judged.parts,
            reason=judged.reason,
        )
    )


def _ms_since(begun: float) -> int:
    return int((time.monotonic() - begun) * 1000)
