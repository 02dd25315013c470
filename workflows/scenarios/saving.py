"""Keep a try-out as a scenario of its draft: what it has shown is what is expected from then on."""

from collections.abc import Container, Mapping
from typing import Any

from sqlalchemy.orm import Session

from workflows import process_drafts, scenario_files
from workflows.commands import drafting, scenarios
from workflows.errors import Invalid
from workflows.policy import Actor
from workflows.rules.names import search_key
from workflows.scenario_files import SUFFIX, Scenario
from workflows.scenarios.running import path_of
from workflows.trying import listing
from workflows.trying.acts import as_json, read_acts, read_start
from workflows.trying.played import Played
from workflows.trying.staging import play

LONGEST_NAME = 60


def save(session: Session, actor: Actor, draft_id: int, trial_id: int, title: str) -> str:
    """Play a try-out of a draft once more and keep it, under its own title where none is given; return the file's name.

    Raises Invalid for a title too short or too long, or where the try-out does not come to its last act, NotFound, Conflict where the
    draft is closed, DefinitionRejected where it is not sound.
    """
    draft = drafting.hold_open(session, actor, draft_id)
    files = process_drafts.files_of(session, draft)
    trial = listing.trial(session, actor, draft_id, trial_id)
    title = scenarios.demand_title(title.strip() or trial.title)
    given = trial.start.as_json(), as_json(trial.acts)
    kept = of_played(title, given, play(session, actor, files, trial.start, trial.acts))
    name = free_name(title, files)
    drafting.save(session, actor, draft_id, {name: scenario_files.write(kept)})
    return name


def accept(session: Session, actor: Actor, draft_id: int, name: str) -> None:
    """Let a scenario of a draft expect what the draft does now. Raises as `save`, NotFound without such a scenario."""
    scenario = scenarios.scenario_in(session, actor, draft_id, name)
    draft = drafting.hold_open(session, actor, draft_id)
    files = process_drafts.files_of(session, draft)
    start, acts = read_start(scenario.start), read_acts(list(scenario.acts))
    kept = of_played(scenario.title, (scenario.start, scenario.acts), play(session, actor, files, start, acts))
    drafting.save(session, actor, draft_id, {name: scenario_files.write(kept)})


def of_played(title: str, given: tuple[Mapping[str, Any], Any], played: Played) -> Scenario:
    """Return the scenario that expects what a try-out has shown; `given`: its start and acts as JSON.

    Raises Invalid where the try-out did not come to its last act.
    """
    if played.stopped is not None:
        raise Invalid({"acts": [f"Lượt chạy thử dừng ở việc thứ {played.stopped.number}: {played.stopped.message}"]})
    start, acts = given
    return Scenario(
        title=title,
        process=start["process"],
        start=start,
        acts=tuple(acts),
        path=path_of(played),
        status=played.status if played.has_ended else "",
        end_event=played.end_event,
    )


def free_name(title: str, taken: Container[str]) -> str:
    """Return a name for the file of a scenario, made from its title, that no other file has."""
    stem = "-".join(search_key(title).split())[:LONGEST_NAME].strip("-") or "kich-ban"
    name, number = f"{stem}{SUFFIX}", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}{SUFFIX}"
    return name
