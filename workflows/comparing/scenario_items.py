"""What a scenario says: how it begins, each act, the path that it expects and the end."""

import json
from collections.abc import Iterator

from workflows import scenario_files
from workflows.comparing.items import Item
from workflows.engine.problems import Problem


def items(file: str, content: bytes) -> tuple[list[Item], list[Problem]]:
    """Return the one thing that a scenario is, and why it cannot be read."""
    try:
        scenario = scenario_files.read(content)
    except scenario_files.ScenarioRejected as rejected:
        return [], [Problem(file, None, problem) for problem in rejected.problems]
    said = dict(_facts(scenario))
    key = file.removesuffix(scenario_files.SUFFIX)
    return [Item("scenario", key, key, scenario.title, said, scope_name=scenario.title)], []


def _facts(scenario: scenario_files.Scenario) -> Iterator[tuple[str, str]]:
    yield "name", scenario.title
    yield "scenario:process", scenario.process
    for name, value in scenario.start.items():
        if name != "process":
            yield f"start:{name}", _text(value)
    for number, act in enumerate(scenario.acts, start=1):
        yield f"act:{number}", _text(act)
    yield "scenario:path", ", ".join(each.rpartition("/")[2] for each in scenario.path)
    yield "scenario:open", json.dumps(list(scenario.open), ensure_ascii=False) if scenario.open else ""
    yield "scenario:status", scenario.status
    yield "scenario:end_event", scenario.end_event
    for name, value in scenario.variables.items():
        yield f"variable:{name}", _text(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
