"""One scenario of a draft in words: what is done, which way it should go, how it should end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from workflows import reading, scenario_runs
from workflows.engine.diagram import Container
from workflows.errors import NotFound
from workflows.models import ProcessDraft
from workflows.policy import Actor
from workflows.queries import scenarios
from workflows.queries.condition_words import ConditionWords
from workflows.queries.scenario_words import NO_DOERS, NO_WORDS, DoerWords, act_in_words
from workflows.queries.scenarios import Row


@dataclass(frozen=True)
class ScenarioPage:
    """A scenario. `ending`: name of the end event, "" where it does not come to one."""

    row: Row
    draft: str
    acts: tuple[str, ...]
    path: tuple[str, ...]
    ending: str
    status: str
    may_change: bool


def scenario(
    session: Session,
    actor: Actor,
    draft_id: int,
    name: str,
    said: tuple[ConditionWords, DoerWords] = (NO_WORDS, NO_DOERS),
) -> ScenarioPage:
    """Return a scenario of a draft; `said`: words of outcomes, of organs and councils.

    Raises NotFound, also for one that cannot be read and unless an administrator asks.
    """
    reading.demand_sight_of_processes(actor)
    draft = session.get(ProcessDraft, draft_id)
    if draft is None:
        raise NotFound
    files = scenario_runs.files_of(session, draft)
    found = scenario_runs.scenarios_of(files).get(name)
    if found is None:
        raise NotFound
    page = scenarios.of_draft(session, actor, draft_id)
    containers = scenarios.containers_of(files)
    names = {element.id: element.name for each in containers.values() for element in each.elements.values()}
    doers = replace(said[1], roles=scenarios.role_names(session))
    return ScenarioPage(
        row=scenarios.result_of(page, name),
        draft=draft.title,
        acts=tuple(act_in_words(act, names, said[0], doers) for act in found.acts),
        path=tuple(_place(each, containers) for each in found.path),
        ending=names.get(found.end_event) or found.end_event,
        status=found.status,
        may_change=page.may_change,
    )


def _place(step: str, containers: Mapping[str, Container]) -> str:
    process_id, _, element_id = step.partition("/")
    container = containers.get(process_id)
    element = container.elements.get(element_id) if container else None
    if container is None or element is None:
        return f"{step} (không còn trong bản thảo)"
    return f"{element.name or element_id}, {container.name}" if container.name else element.name or element_id
