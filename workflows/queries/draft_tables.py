"""One file of decision tables of a draft, for its editor: what is wrong, what the tables forget, and all to be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows.comparing import read_bundle
from workflows.engine.decisions import Flaw, Outline, Table, check_decisions, load_decisions, outline
from workflows.engine.problems import Problem
from workflows.errors import DefinitionRejected, NotFound
from workflows.policy import Actor
from workflows.queries import studio
from workflows.queries.comparison_names import names_in
from workflows.queries.decision_tables import GRAVEST_FIRST

SUFFIX = ".dmn"
IMPORTING = b"importType"


@dataclass(frozen=True)
class Finding:
    """Something to look at. `kind` is error, or the kind of a flaw; `element` is what it stands at, `table` its table."""

    kind: str
    message: str
    element: str
    table: str
    name: str
    """What the table is called; "" for an error."""
    rules: tuple[int, ...] = ()


@dataclass(frozen=True)
class TableReview:
    """A file of tables as it was sent or stands in the draft."""

    name: str
    outline: Outline
    findings: tuple[Finding, ...]
    """Errors first, then the gravest."""

    def marks(self, table: Table) -> dict[int, tuple[str, ...]]:
        """Return the kinds of findings at each rule of a table."""
        found: dict[int, tuple[str, ...]] = {}
        for finding in self.findings:
            for rule in finding.rules if finding.table == table.id else ():
                found[rule] = (*found.get(rule, ()), finding.kind)
        return found


def review(session: Session, actor: Actor, draft_id: int, name: str, content: bytes | None = None) -> TableReview:
    """Return a file of a draft with what there is to say of it, or of another content in its place; nothing is saved.

    Raises NotFound unless an administrator asks for a file of tables that the draft has.
    """
    _, files = studio.bundle(session, actor, draft_id)
    if name not in files or not name.endswith(SUFFIX):
        raise NotFound
    content = files[name] if content is None else content
    together = {each: text for each, text in files.items() if each.endswith(SUFFIX)} | {name: content}
    # A model that imports nothing needs no other: tables are checked while they are typed.
    alone = together if IMPORTING in content else {name: content}
    problems = [problem for problem in check_decisions(alone)[0] if problem.file == name]
    return TableReview(name, outline(name, content), (*map(_error, problems), *_flaws(alone, name)))


def answers(session: Session, actor: Actor, draft_id: int, name: str) -> dict[str, dict[str, str]]:
    """Return by column of a file of tables what its codes are called by the form that asks for what the column reads.

    Raises NotFound unless an administrator asks.
    """
    _, files = studio.bundle(session, actor, draft_id)
    try:
        found = read_bundle({each: text for each, text in files.items() if each == name or each.endswith(".form")})
    except DefinitionRejected:
        return {}
    names = names_in(found)
    return {label: dict(names.answers[key]) for (_, label), key in names.columns.items() if key in names.answers}


def _error(problem: Problem) -> Finding:
    return Finding("error", problem.message, problem.element_id or "", "", "")


def _flaws(files: dict[str, bytes], name: str) -> Iterator[Finding]:
    surveys = [each for each in load_decisions(files, lenient=True).surveys if each.table.place.file == name]
    found = [(flaw, survey.name) for survey in surveys for flaw in survey.flaws]
    for flaw, called in sorted(found, key=lambda each: GRAVEST_FIRST.index(each[0].kind)):
        yield _finding(flaw, called)


def _finding(flaw: Flaw, called: str) -> Finding:
    # The rules that hide an unreachable one are sound themselves.
    rules = flaw.rules[:1] if flaw.kind == "unreachable" else flaw.rules
    table = flaw.element_id or ""
    return Finding(flaw.kind, flaw.message, table, table, called, rules)
