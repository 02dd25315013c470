"""The deployed decision tables for administrators: what each forgets, answers twice, or never comes to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, reading
from workflows.engine.decisions import Flaw, Survey
from workflows.models import Deployment
from workflows.policy import Actor

GRAVEST_FIRST = ("overlap", "gap", "unreachable", "not_analysed")


@dataclass(frozen=True)
class TableRow:
    """A table of the newest deployment. `name` is what the decision or function around it is called, `model` its file."""

    name: str
    model: str
    file: str
    hit_policy: str
    rules: int
    columns: tuple[str, ...]
    findings: tuple[Flaw, ...]
    """The gravest first."""

    @property
    def gravest(self) -> str:
        """The kind of the gravest finding; "" without any."""
        return self.findings[0].kind if self.findings else ""


@dataclass(frozen=True)
class TablesPage:
    """All tables, those with the gravest findings first; None where nothing is deployed."""

    deployment: int | None
    deployed_at: datetime | None
    tables: tuple[TableRow, ...]
    counts: Mapping[str, int]
    """Findings by kind."""


def tables(session: Session, actor: Actor) -> TablesPage:
    """Return the tables of the newest deployment. Raises NotFound unless the actor administers the system."""
    reading.demand_sight_of_processes(actor)
    deployment = session.scalar(select(Deployment).order_by(Deployment.number.desc()).limit(1))
    if deployment is None:
        return TablesPage(None, None, (), {})
    found = sorted(map(_row, catalogue.decisions_of(session, deployment).surveys), key=_place)
    counts = Counter(flaw.kind for row in found for flaw in row.findings)
    return TablesPage(deployment.number, deployment.deployed_at, tuple(found), counts)


def _row(survey: Survey) -> TableRow:
    table = survey.table
    return TableRow(
        name=survey.name,
        model=survey.model,
        file=table.place.file,
        hit_policy=table.hit_policy,
        rules=len(table.rules),
        columns=tuple(column.label for column in table.inputs),
        findings=tuple(sorted(survey.flaws, key=lambda flaw: GRAVEST_FIRST.index(flaw.kind))),
    )


def _place(row: TableRow) -> tuple[int, str, str]:
    gravest = GRAVEST_FIRST.index(row.gravest) if row.findings else len(GRAVEST_FIRST)
    return gravest, row.file, row.name
