"""Whether diagrams, tables and forms are fit to be deployed together, and what their tables forget."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

import forms
from feel.checking import words
from feel.types import Type
from workflows import bundle_files, draft_limits, operations, scenario_files
from workflows.engine import Known, Problem, check_files
from workflows.engine.decisions import Flaw, check_decisions, load_decisions
from workflows.models import DueRule, Role
from workflows.models.dossiers import ENDED_BY_PROCESS, ENDED_BY_REVOCATION, STAGES
from workflows.remembering import Memory
from workflows.verdicts import REVOCATION

# What a process is started with (see the offers of the plans) or what a decision adds; other names that a condition
# reads must be written by a step before it.
START_VARIABLES = frozenset(
    {
        "dossier_id",
        "campaign_id",
        "award",
        "decision_template",
        "return_count",
        "state_level",
        "is_state_award",
        "needs_achievement_appraisal",
        "needs_party_opinion",
        "needs_standing_opinion",
        "has_unawarded",
        "eligibility",
    }
)

START_KINDS = {
    **dict.fromkeys(("dossier_id", "campaign_id", "return_count"), Type("number")),
    **dict.fromkeys(("award", "decision_template", "state_level"), Type("string")),
    **dict.fromkeys(("is_state_award", "needs_achievement_appraisal", "needs_party_opinion"), Type("boolean")),
    **dict.fromkeys(("needs_standing_opinion", "has_unawarded"), Type("boolean")),
    "eligibility": words("eligible", "warning", "unknown"),
}
# What the dossier itself brings to a decision, beside the variables of its process.
FACTS = frozenset({"nominees"})


def problems(session: Session, files: Mapping[str, bytes]) -> list[Problem]:
    """Return everything that keeps the files, taken together, from being deployed; empty: nothing does."""
    found: list = [
        Problem(name, None, f"Chỉ nhận tệp {bundle_files.LISTED}.")
        for name in files
        if not name.endswith(bundle_files.SUFFIXES)
    ]
    found += [
        Problem(name, None, "Tệp không phải văn bản UTF-8.") for name, content in files.items() if not _is_utf8(content)
    ]
    found += [*draft_limits.problems(session, files), *_wrong_scenarios(files)]
    known, unfit = known_names(session, files)
    return [*found, *unfit, *_wrong_diagrams(diagrams_of(files), known)]


_checked_diagrams: Memory[tuple[Problem, ...]] = Memory(8)


def _wrong_diagrams(diagrams: Mapping[str, bytes], known: Known) -> tuple[Problem, ...]:
    """Check diagrams; the same ones against the same names are checked once, however often a page is looked at."""
    names = (known.forms, known.groups, known.operations, known.due_rules, frozenset((known.decisions or {}).items()))
    key = (bundle_files.checksum(diagrams), names)
    return _checked_diagrams.of(key, lambda: tuple(check_files(diagrams, known)))


def known_names(session: Session, files: Mapping[str, bytes]) -> tuple[Known, list]:
    """Return the names that the diagrams among the files may use, and what is wrong with the forms and tables."""
    unfit: list = []
    known_forms: set[str] = set()
    for name, content in files.items():
        try:
            known_forms |= set(forms.load_files({name: content}))
        except forms.FormRejected as rejected:
            unfit += rejected.problems
    brought = (limit.rule for limit in draft_limits.of_files(files))
    decision_problems, decisions = _checked_tables(tuple(sorted(tables_of(files).items())))
    known = Known(
        decisions=decisions,
        forms=frozenset(known_forms),
        groups=frozenset(session.scalars(select(Role.key))) or None,
        operations=operations.names(),
        variables=START_VARIABLES,
        kinds=START_KINDS,
        facts=FACTS,
        due_rules=frozenset({*session.scalars(select(DueRule.key)), *brought}) or None,
        statuses=frozenset(ENDED_BY_PROCESS),
        statuses_of={REVOCATION: frozenset(ENDED_BY_REVOCATION)},
        stages=frozenset(STAGES),
    )
    return known, [*unfit, *decision_problems]


@lru_cache(maxsize=4)
def _checked_tables(tables: tuple[tuple[str, bytes], ...]) -> tuple[tuple[Problem, ...], Mapping[str, frozenset[str]]]:
    """Check decision models; the same ones are checked once, since somebody who draws leaves them as they are."""
    found, decisions = check_decisions(dict(tables))
    return tuple(found), MappingProxyType(decisions)


def _wrong_scenarios(files: Mapping[str, bytes]) -> list[Problem]:
    """Return what is wrong with the scenarios as files; whether the processes still go that way is tried elsewhere."""
    found = []
    for name, content in files.items():
        if name.endswith(scenario_files.SUFFIX):
            try:
                scenario_files.read(content)
            except scenario_files.ScenarioRejected as rejected:
                found += [Problem(name, None, problem) for problem in rejected.problems]
    return found


def _is_utf8(content: bytes) -> bool:
    """Whether the content can be kept as text; PostgreSQL's text holds no NUL."""
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


_found_flaws: Memory[tuple[Flaw, ...]] = Memory(8)


def flaws_of(files: Mapping[str, bytes]) -> tuple[Flaw, ...]:
    """Return what the decision tables of sound files forget, answer twice or never come to, each with an example."""
    tables = tables_of(files)
    return _found_flaws.of(bundle_files.checksum(tables), lambda: load_decisions(tables).flaws())


def tables_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the decision models among the files."""
    return {name: content for name, content in files.items() if name.endswith(".dmn")}


def diagrams_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the diagrams among the files."""
    return {name: content for name, content in files.items() if name.endswith(".bpmn")}
