"""Which scenarios a change concerns, and how they last went with it: what must be known before it is published."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflows import bundle_files, process_drafts, scenario_files, surroundings
from workflows.engine import load_process
from workflows.errors import Conflict, DefinitionRejected
from workflows.models import ProcessDraft, ScenarioResult, ScenarioRun
from workflows.scenario_files import Scenario, ScenarioRejected

MOST_NAMED = 5
"""Scenarios that a refusal names; it counts the others."""
WORDS = {
    "parted": "đi khác đường hoặc kết thúc khác",
    "reassigned": "giao bước cho người khác",
    "refused": "có việc không làm được",
    "overtime": "quá thời gian",
    "unreadable": "không đọc được",
}


class NotRun(Conflict):
    """The scenarios have no result that counts now; when they have run it can be tried again."""


def scenarios_of(files: Mapping[str, bytes]) -> dict[str, Scenario | None]:
    """Return the scenarios of a bundle by the names of their files; None for one that cannot be read."""
    found: dict[str, Scenario | None] = {}
    for name in sorted(name for name in files if name.endswith(scenario_files.SUFFIX)):
        try:
            found[name] = scenario_files.read(files[name])
        except ScenarioRejected:
            found[name] = None
    return found


def files_of(session: Session, draft: ProcessDraft) -> dict[str, bytes]:
    """Return what a draft would put in force; where it cannot be laid over that, what it holds itself."""
    try:
        return process_drafts.merged(session, draft)
    except Conflict:
        return process_drafts.files_of(session, draft)


def concerned(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, Scenario | None]:
    """Return the scenarios of `after` that a change from `before` may make go otherwise.

    A changed diagram concerns the processes that use it; a changed form, table or limit concerns all.
    """
    scenarios = scenarios_of(after)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if not scenarios or not changed:
        return {}
    diagrams = {name for name in changed if name.endswith(".bpmn")}
    if any(not name.endswith((".bpmn", scenario_files.SUFFIX)) for name in changed):
        return scenarios
    used = {
        key: _used(key, before) | _used(key, after) for key in {each.process for each in scenarios.values() if each}
    }
    return {
        name: each
        for name, each in scenarios.items()
        if each is None or name in changed or not diagrams.isdisjoint(used[each.process])
    }


def _used(key: str, files: Mapping[str, bytes]) -> set[str]:
    """Return the diagrams that a process is drawn in; all of them where it cannot be loaded."""
    diagrams = {name: content for name, content in files.items() if name.endswith(".bpmn")}
    try:
        return set(load_process(key, diagrams, bundle_files.checksum(diagrams)).files)
    except DefinitionRejected:
        return set(diagrams)


def latest(session: Session, checksum: str) -> ScenarioRun | None:
    """Return the last run with the files of a checksum, with its results; one that is open comes last."""
    query = select(ScenarioRun).where(ScenarioRun.checksum == checksum, ScenarioRun.state != "stale")
    return session.scalar(query.options(selectinload(ScenarioRun.results)).order_by(ScenarioRun.id.desc()).limit(1))


def demand_passed(
    session: Session, before: Mapping[str, bytes], after: Mapping[str, bytes], since: datetime | None = None
) -> None:
    """Let a change through whose scenarios have all run with it and passed.

    A run counts as long as people, limits, days and plans are what they were; one that was asked for after `since`
    counts whatever has changed. Raises Conflict naming those that failed, NotRun where they have not run with just
    these files yet, or not with what is there now. A scenario that the change itself has altered or taken away is
    judged as it is now: that stands among the differences.
    """
    names = concerned(before, after)
    if not names:
        return
    run = latest(session, bundle_files.checksum(after))
    if run is None:
        raise NotRun(f"{len(names)} kịch bản chưa chạy với nội dung này. Chạy kịch bản rồi đề nghị lại.")
    if run.state != "done":
        done = f"đã xong {run.done} trên {run.total}" if run.total else "đang chờ đến lượt"
        raise NotRun(f"Các kịch bản đang chạy với nội dung này, {done}. Đề nghị lại khi chạy xong.")
    if (since is None or run.requested_at < since) and (changed := outdated(session, run)):
        raise NotRun(f"Từ lần chạy kịch bản trước đã đổi {', '.join(changed)}. Chạy lại kịch bản rồi làm lại việc này.")
    failed = [each for each in run.results if each.name in names and each.outcome != "passed"]
    if failed:
        raise Conflict(_refusal(failed))


def outdated(session: Session, run: ScenarioRun) -> tuple[str, ...]:
    """Return in words what has changed since a run, beside the files; nothing where it counts as it is."""
    return surroundings.changed(run.surroundings, surroundings.of(session))


def _refusal(failed: list[ScenarioResult]) -> str:
    named = "; ".join(f"“{each.title}” ({WORDS[each.outcome]})" for each in failed[:MOST_NAMED])
    more = f" và {len(failed) - MOST_NAMED} kịch bản khác" if len(failed) > MOST_NAMED else ""
    return f"Kịch bản không còn chạy đúng: {named}{more}. Sửa quy trình, hoặc sửa kịch bản nếu thay đổi là chủ ý."
