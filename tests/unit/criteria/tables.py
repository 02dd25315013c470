"""The shipped tables of criteria, asked about made-up nominees."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from workflows.engine.decisions import Decisions, load_decisions
from workflows.rules import measures
from workflows.rules.measures import Setting

FOLDER = Path(__file__).parents[3] / "bpmn"
NOW = datetime(2026, 12, 10, 3, tzinfo=UTC)
SETTING = Setting(
    award="bk_tinh",
    plan_awards=(),
    group=None,
    submit_year=2025,
    first_year=2021,
    last_year=2025,
    launched_by="prime_minister",
    contribution_norm=None,
    is_duplicate=False,
    overrides={},
)


@cache
def shipped() -> Decisions:
    """Return the decisions that ship with the product."""
    return load_decisions({path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.dmn"))})


def nominee(kind: str = "collective", details: dict | None = None, facts: dict | None = None, **setting: Any) -> dict:
    """Return what the tables read of a nominee."""
    return measures.facts(kind, details or {}, facts or {}, replace(SETTING, **setting))


def results(plan: str, given: dict) -> dict[str, dict]:
    """Return the lines of a plan by their code."""
    found = shipped().evaluate(f"{plan}_results", {"nominee": given}, now=NOW)
    assert found.errors == ()
    return {line["code"]: line for line in found.value}


def conclusion(plan: str, given: dict) -> bool | None:
    """Return what a plan concludes on a nominee."""
    found = shipped().evaluate(f"criteria_{plan}", {"nominee": given}, now=NOW)
    assert found.errors == ()
    return found.value["conclusion"]


def figures(**values: object) -> dict:
    """Return answers with figures: `base_poor=600`, `rate={2021: "20"}`."""
    rows = []
    for name, value in values.items():
        if isinstance(value, dict):
            rows += [{"row": f"{name}.{year}", "value": exact(each)} for year, each in value.items()]
        else:
            rows.append({"row": name, "value": exact(value)})
    return {"figures": rows}


def targets(*pairs: tuple[object, object]) -> dict:
    """Return answers with (planned, achieved) for each target."""
    return {"targets": [{"planned": exact(planned), "achieved": exact(achieved)} for planned, achieved in pairs]}


def exact(value: object) -> object:
    """Return a number that a test writes as a text, such as "50.01"; forms store numbers, never such texts."""
    return Decimal(value) if isinstance(value, str) else value


def norm(amount: int) -> Decimal:
    """Return a norm as a council sets it."""
    return Decimal(amount)
