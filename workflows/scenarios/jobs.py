"""Play a run of scenarios in a worker: each is noted when it is done, so that whoever dies leaves only the rest."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from time import monotonic

from sqlalchemy.orm import Session

from workflows import bundle_checks, bundle_files, dates, policy, scenario_files, scenario_runs
from workflows.clock import utcnow
from workflows.commands.scenarios import Claimed
from workflows.engine import load_process, main_processes
from workflows.errors import DefinitionRejected, NotAllowed
from workflows.models import ScenarioResult
from workflows.scenario_files import Scenario
from workflows.scenarios.judging import Verdict
from workflows.scenarios.running import Result, names_in, prepare, run
from workflows.trying import patience
from workflows.trying.staging import Stage, stage

UNSOUND = "Sơ đồ, bảng hoặc biểu mẫu còn lỗi nên chưa chạy được kịch bản."
NOBODY = "Không có quản trị nào để chạy kịch bản."
LATE = "Lượt chạy đã dùng hết thời gian cho phép trước khi tới kịch bản này. Sửa kịch bản chạy lâu rồi chạy lại."
UNREADABLE = Result(Verdict("unreadable", message="Tệp kịch bản không đọc được."))
BROKEN = Result(Verdict("refused", message="Lỗi của hệ thống khi chạy kịch bản này. Báo bộ phận kỹ thuật xem nhật ký."))
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """Scenarios that can be played without the database; without a stage they cannot, and `why_not` says why."""

    waiting: Mapping[str, Scenario | None]
    names: Mapping[str, str]
    stage: Stage | None
    why_not: str = ""


def ready(session: Session, claimed: Claimed) -> Ready:
    """Return what is left of a run, ready to be played. The session is only read, and only here."""
    waiting = {n: s for n, s in scenario_runs.scenarios_of(claimed.files).items() if n not in claimed.done}
    return made_ready(session, claimed.account_id, claimed.files, waiting)


def made_ready(
    session: Session, account_id: int | None, files: Mapping[str, bytes], waiting: Mapping[str, Scenario | None]
) -> Ready:
    """Return scenarios ready to be played with the files, in the name of an administrator's account."""
    if account_id is None:
        return Ready(waiting, {}, None, NOBODY)
    actor = policy.load_actor(session, account_id, dates.local_date(utcnow()))
    try:
        found = stage(session, actor, files)
    except (DefinitionRejected, NotAllowed) as error:
        return Ready(waiting, {}, None, UNSOUND if isinstance(error, DefinitionRejected) else NOBODY)
    return Ready(waiting, element_names(files), found)


def play(given: Ready, seconds: float | None = None) -> Iterator[ScenarioResult]:
    """Play a run, result by result, as each is kept; what is left when its time is over is not played."""
    for name, result in played(given, seconds):
        yield _kept(name, given.waiting[name], result)


def played(given: Ready, seconds: float | None = None) -> Iterator[tuple[str, Result]]:
    """Play scenarios one after the other, for so many seconds in all; None: as long as they take.

    Where the files cannot be deployed, or nobody administers, each is refused.
    """
    if given.stage is None:
        yield from ((name, Result(Verdict("refused", message=given.why_not))) for name in given.waiting)
        return
    until = inf if seconds is None else monotonic() + seconds
    yield from ((name, UNREADABLE) for name, each in given.waiting.items() if each is None)
    ordered = _in_order(given.waiting)
    for number, (name, scenario) in enumerate(ordered, start=1):
        following = ordered[number][1] if number < len(ordered) else None
        left = until - monotonic()
        if left <= 0:
            yield name, Result(Verdict("overtime", message=LATE))
            continue
        with patience.within(left):
            result = _played(given.stage, scenario, following, given.names)
        yield name, result


def _played(stage: Stage, scenario: Scenario, following: Scenario | None, names: Mapping[str, str]) -> Result:
    try:
        if following is not None:
            prepare(stage, scenario, following)
        return run(stage, scenario, names)
    except Exception as error:  # whatever one may raise, its run must come to an end
        logger.exception("scenario_broken", exc_info=error)
        return BROKEN


def _in_order(waiting: Mapping[str, Scenario | None]) -> list[tuple[str, Scenario]]:
    """Return the scenarios that can be read, so that those which begin alike follow each other."""
    readable = [(name, each) for name, each in waiting.items() if each is not None]
    return sorted(readable, key=lambda each: json.dumps([dict(each[1].start), each[1].acts], sort_keys=True))


def element_names(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return what the elements of all processes of sound files are called, by their place on a path."""
    diagrams = bundle_checks.diagrams_of(files)
    stamp = bundle_files.checksum(diagrams)
    found: dict[str, str] = {}
    for key in main_processes(diagrams):
        found |= names_in(load_process(key, diagrams, stamp).containers)
    return found


def _kept(name: str, scenario: Scenario | None, result: Result) -> ScenarioResult:
    shown = (
        {"shown": scenario_files.write(result.shown).decode()} if result.shown and result.outcome != "passed" else {}
    )
    return ScenarioResult(
        name=name,
        title=scenario.title if scenario else name,
        process_key=scenario.process if scenario else "",
        outcome=result.outcome,
        details=result.details | shown,
        flows=sorted(map(list, result.flows)),
        milliseconds=result.milliseconds,
    )
