"""Keep a try-out as a scenario of its draft: what it has shown is what is expected from then on."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from workflows import process_drafts, scenario_files, scenario_runs
from workflows.commands import drafting, scenarios
from workflows.errors import Conflict, Invalid, NotFound
from workflows.policy import Actor
from workflows.rules.names import search_key
from workflows.scenario_files import SUFFIX, Scenario
from workflows.scenarios.expecting import scenario_of
from workflows.trying import listing
from workflows.trying.acts import as_json, read_acts, read_start
from workflows.trying.played import Played
from workflows.trying.staging import play

LONGEST_NAME = 60
CHANGED = "Bản thảo vừa đổi trong lúc chạy lại. Xem lại rồi lưu lần nữa."


@dataclass(frozen=True)
class Shown:
    """A scenario as a draft has shown it: the name of its file, what it expects, and the files that were played."""

    name: str
    scenario: Scenario
    files: Mapping[str, bytes]


def shown_by(session: Session, actor: Actor, draft_id: int, trial_id: int, title: str) -> Shown:
    """Play a try-out of a draft once more and return it as a scenario, under its own title where none is given.

    `session` is only read: playing takes its time, and nobody waits. Raises Invalid for a title too short or too long,
    or where the try-out does not come to its last act, NotFound, DefinitionRejected where the draft is not sound.
    """
    trial = listing.trial(session, actor, draft_id, trial_id)
    files = listing.files(session, actor, draft_id)
    title = scenarios.demand_title(title.strip() or trial.title)
    given = trial.start.as_json(), as_json(trial.acts)
    kept = of_played(title, given, play(session, actor, files, trial.start, trial.acts))
    return Shown(free_name(title, files), kept, files)


def shown_again(session: Session, actor: Actor, draft_id: int, name: str) -> Shown:
    """Return a scenario of a draft that expects what the draft does now. Raises as `shown_by`, NotFound without one."""
    files = listing.files(session, actor, draft_id)
    before = scenario_runs.scenarios_of(files).get(name)
    if before is None:
        raise NotFound
    played = play(session, actor, files, read_start(before.start), read_acts(list(before.acts)))
    kept = of_played(before.title, (before.start, before.acts), played)
    now = {each: played.variables.get(each) for each in before.variables}
    return Shown(name, replace(kept, variables=now), files)


def keep(session: Session, actor: Actor, draft_id: int, shown: Shown) -> str:
    """Keep what a draft has shown, and return the name of the file.

    Raises NotAllowed, NotFound, Conflict where the draft is closed or has changed since.
    """
    draft = drafting.hold_open(session, actor, draft_id)
    if process_drafts.files_of(session, draft) != shown.files:
        raise Conflict(CHANGED)
    drafting.save(session, actor, draft_id, {shown.name: scenario_files.write(shown.scenario)})
    return shown.name


def of_played(title: str, given: tuple[Mapping[str, Any], Any], played: Played) -> Scenario:
    """Return the scenario that expects what a try-out has shown; `given`: its start and acts as JSON.

    Raises Invalid where the try-out did not come to its last act.
    """
    if played.stopped is not None:
        raise Invalid({"acts": [f"Lượt chạy thử dừng ở việc thứ {played.stopped.number}: {played.stopped.message}"]})
    return scenario_of(title, given, played)


def free_name(title: str, taken: Container[str]) -> str:
    """Return a name for the file of a scenario, made from its title, that no other file has."""
    stem = "-".join(search_key(title).split())[:LONGEST_NAME].strip("-") or "kich-ban"
    name, number = f"{stem}{SUFFIX}", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{SUFFIX}"
    return name
