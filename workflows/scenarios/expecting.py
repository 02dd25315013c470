"""What a try-out has shown, as a scenario expects it: the path, whose work each step was, how things stand at the end."""

from collections.abc import Iterable, Mapping
from typing import Any

from workflows.scenario_files import Scenario
from workflows.trying.played import Passed, Played

Given = tuple[Mapping[str, Any], Iterable[Mapping[str, Any]]]
"""How a try-out starts, and its acts, as JSON."""


def scenario_of(title: str, given: Given, played: Played) -> Scenario:
    """Return the scenario that expects what was played; all of its acts must have been carried out."""
    start, acts = given
    return Scenario(
        title=title,
        process=start["process"],
        start=start,
        acts=tuple(with_doers(acts, played)),
        path=path_of(played),
        status=played.status if played.has_ended else "",
        end_event=played.end_event,
        open=open_at_end(played),
    )


def path_of(played: Played) -> tuple[str, ...]:
    """Return the elements that tokens came to, in their order; gateways are left out, for they may be drawn otherwise."""
    return tuple(place(each) for each in stations(played))


def stations(played: Played) -> list[Passed]:
    """Return what makes up the path."""
    return [each for done in played.done for each in done.path if not each.type.endswith("Gateway")]


def place(passed: Passed) -> str:
    """Return how a path names an element."""
    return f"{passed.process_id}/{passed.element_id}"


def with_doers(acts: Iterable[Mapping[str, Any]], played: Played) -> list[Mapping[str, Any]]:
    """Return acts as JSON, each step that was done with whose work it was."""
    whose = {done.number: done.by for done in played.done}
    found: list[Mapping[str, Any]] = []
    for number, act in enumerate(acts, start=1):
        by = whose.get(number)
        found.append({**act, "by": by.as_json()} if by else act)
    return found


def open_at_end(played: Played) -> tuple[Mapping[str, str], ...]:
    """Return the steps that are open at the end with whose work they are; many at one element are said once."""
    said = [{"step": each.element_id, **each.by.as_json()} for each in played.steps]
    return tuple(each for number, each in enumerate(said) if each not in said[:number])
