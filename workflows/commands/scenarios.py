"""Ask for the scenarios of a draft, or of what is in force, to be run; rename or remove one of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import bundle_files, history, policy, process_drafts, scenario_files, scenario_runs, surroundings
from workflows.clock import utcnow
from workflows.commands import drafting
from workflows.errors import Conflict, Invalid, NotFound
from workflows.models import Account, Deployment, ProcessDraft, ScenarioResult, ScenarioRun
from workflows.policy import Actor
from workflows.scenario_files import Scenario, ScenarioRejected

LEASE = timedelta(minutes=2)
"""A worker that has not said anything for so long is taken for dead."""


@dataclass(frozen=True)
class Claimed:
    """A run in the hands of a worker: its files, the account in whose name it is played, and what is done already."""

    run_id: int
    files: Mapping[str, bytes]
    account_id: int | None
    done: frozenset[str]
    started_at: datetime


def request(session: Session, actor: Actor, draft_id: int, *, again: bool = False) -> ScenarioRun | None:
    """Ask for the scenarios of a draft, as it stands, to be run; None where it has none.

    What runs already, or has run with the same files, is returned; `again` runs it anew. Raises NotAllowed, NotFound.
    """
    draft = drafting.hold(session, actor, draft_id)
    return _request(session, actor, scenario_runs.files_of(session, draft), draft.id, again=again)


def request_deployed(session: Session, actor: Actor, *, again: bool = False) -> ScenarioRun | None:
    """Do the same for what is in force. Raises NotAllowed, Conflict before any deployment."""
    policy.demand_administrator(actor)
    newest = process_drafts.newest_deployment(session)
    if newest is None:
        raise Conflict("Chưa triển khai quy trình nào.")
    return _request(session, actor, process_drafts.deployed_files(session, newest.id), None, again=again)


def request_again(session: Session, draft: ProcessDraft) -> None:
    """Ask for the scenarios of a draft to be run anew in the name of the system, unless they are running."""
    _request(session, None, scenario_runs.files_of(session, draft), draft.id, again=True)


def claim(session: Session) -> Claimed | None:
    """Take the oldest run that nobody works on; None where there is none. One whose files have changed ends as stale."""
    now = utcnow()
    free = ScenarioRun.claimed_until.is_(None) | (ScenarioRun.claimed_until < now)
    query = select(ScenarioRun).where(ScenarioRun.ended_at.is_(None), free).order_by(ScenarioRun.id).limit(1)
    while (run := session.scalar(query.with_for_update(skip_locked=True))) is not None:
        files = _files_of(session, run)
        if bundle_files.checksum(files) == run.checksum:
            if run.started_at is None:
                run.started_at, run.surroundings = now, surroundings.of(session)
            run.state, run.claimed_until = "running", now + LEASE
            known = select(ScenarioResult.name).where(ScenarioResult.run_id == run.id)
            done = frozenset(session.scalars(known))
            return Claimed(run.id, files, _account(session, run), done, run.started_at)
        run.state, run.ended_at = "stale", now
        session.flush()  # the next one is looked for
    return None


def note(session: Session, run_id: int, result: ScenarioResult) -> None:
    """Keep how one scenario of a run went, once, whoever else may have played it too."""
    run = session.get_one(ScenarioRun, run_id, with_for_update=True, populate_existing=True)
    known = select(ScenarioResult.id).where(ScenarioResult.run_id == run_id, ScenarioResult.name == result.name)
    if session.scalar(known) is None:
        result.run_id = run_id
        session.add(result)
        run.done += 1
    run.claimed_until = utcnow() + LEASE


def finish(session: Session, run_id: int) -> None:
    """End a run whose scenarios have all been played."""
    run = session.get_one(ScenarioRun, run_id, with_for_update=True, populate_existing=True)
    if run.ended_at is None:
        run.state, run.ended_at, run.claimed_until = "done", utcnow(), None


def retitle(session: Session, actor: Actor, draft_id: int, name: str, title: str) -> None:
    """Call a scenario of a draft otherwise. Raises NotFound, Conflict, Invalid."""
    title = demand_title(title)
    scenario = scenario_in(session, actor, draft_id, name)
    drafting.save(session, actor, draft_id, {name: scenario_files.write(scenario.retitled(title))})


def remove(session: Session, actor: Actor, draft_id: int, name: str) -> None:
    """Take a scenario out of a draft: that stands among its differences. Raises NotFound, Conflict."""
    if not name.endswith(scenario_files.SUFFIX):
        raise NotFound
    drafting.save(session, actor, draft_id, {name: None})


def accept_all(session: Session, actor: Actor, draft_id: int, run_id: int) -> tuple[str, ...]:
    """Let each scenario that a run found to go otherwise expect what the run has shown, and return their names.

    All of them are one saving of the draft. Those whose acts could not all be done stay as they are. Raises NotAllowed,
    NotFound for another draft's run, Conflict where the draft is closed or has changed since, or nothing is to accept.
    """
    draft = drafting.hold_open(session, actor, draft_id)
    files = scenario_runs.files_of(session, draft)
    run = session.get(ScenarioRun, run_id)
    if run is None or run.draft_id not in (draft_id, None):
        raise NotFound
    if run.state != "done" or run.checksum != bundle_files.checksum(files):
        raise Conflict("Bản thảo đã đổi từ lần chạy đó. Chạy lại kịch bản, xem lại các thay đổi rồi nhận.")
    shown = {each.name: each for each in run.results if "shown" in each.details and each.name in files}
    if not shown:
        raise Conflict("Không có thay đổi nào để nhận.")
    drafting.save(session, actor, draft_id, {name: each.details["shown"].encode() for name, each in shown.items()})
    said = [{"name": name, "title": each.title, "outcome": each.outcome} for name, each in shown.items()]
    history.record(session, actor, "scenarios_accepted", after={"draft": draft_id, "run": run_id, "scenarios": said})
    return tuple(shown)


def scenario_in(session: Session, actor: Actor, draft_id: int, name: str) -> Scenario:
    """Return a scenario of a draft that can be changed, which is locked. Raises NotFound, also for one unreadable."""
    draft = drafting.hold_open(session, actor, draft_id)
    content = process_drafts.files_of(session, draft).get(name)
    if content is None or not name.endswith(scenario_files.SUFFIX):
        raise NotFound
    try:
        return scenario_files.read(content)
    except ScenarioRejected:
        raise NotFound from None


def demand_title(title: str) -> str:
    """Return a title without needless spaces. Raises Invalid for one too short or too long."""
    title = " ".join(title.split())
    if not scenario_files.is_title(title):
        shortest, longest = scenario_files.SHORTEST_TITLE, scenario_files.LONGEST_TITLE
        raise Invalid({"title": [f"Đặt tên kịch bản, từ {shortest} đến {longest} ký tự."]})
    return title


def _request(
    session: Session, actor: Actor | None, files: Mapping[str, bytes], draft_id: int | None, *, again: bool
) -> ScenarioRun | None:
    total = len(scenario_runs.scenarios_of(files))
    if not total:
        return None
    checksum = bundle_files.checksum(files)
    known = scenario_runs.latest(session, checksum)
    if known is not None and not (again and known.ended_at is not None):
        return known
    now = utcnow()
    run = ScenarioRun(
        checksum=checksum,
        draft_id=draft_id,
        state="queued",
        requested_by=actor.person_id if actor else None,
        requested_at=now,
        total=total,
    )
    session.add(run)
    session.flush()  # one open run for the same files: the unique index must speak now
    history.record(session, actor, "scenarios_asked", after={"draft": draft_id, "run": run.id, "scenarios": total})
    return run


def _files_of(session: Session, run: ScenarioRun) -> Mapping[str, bytes]:
    if run.draft_id is not None:
        return scenario_runs.files_of(session, session.get_one(ProcessDraft, run.draft_id))
    query = select(Deployment.id).where(Deployment.checksum == run.checksum).order_by(Deployment.id.desc()).limit(1)
    deployment_id = session.scalar(query)
    return {} if deployment_id is None else process_drafts.deployed_files(session, deployment_id)


def _account(session: Session, run: ScenarioRun) -> int | None:
    """Return the account of whoever asked, else of any administrator: nothing that is played is kept."""
    query = select(Account.id).where(Account.administrator, Account.disabled_at.is_(None))
    return session.scalar(query.order_by(Account.person_id != run.requested_by, Account.id).limit(1))
