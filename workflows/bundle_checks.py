"""Whether diagrams, tables and forms are fit to be deployed together, and what their tables forget."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

import forms
from feel.checking import words
from feel.types import Type
from workflows import bundle_files, operations
from workflows.engine import Known, Problem, check_files
from workflows.engine.decisions import Flaw, check_decisions, load_decisions
from workflows.models import DueRule, Role
from workflows.models.dossiers import ENDED_BY_PROCESS, STAGES

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
        Problem(name, None, "Chỉ nhận tệp .bpmn, .dmn và .form.")
        for name in files
        if not name.endswith(bundle_files.SUFFIXES)
    ]
    found += [
        Problem(name, None, "Tệp không phải văn bản UTF-8.") for name, content in files.items() if not _is_utf8(content)
    ]
    known_forms: set[str] = set()
    for name, content in files.items():
        try:
            known_forms |= set(forms.load_files({name: content}))
        except forms.FormRejected as rejected:
            found += rejected.problems
    decision_problems, decisions = check_decisions(tables_of(files))
    known = Known(
        decisions=decisions,
        forms=frozenset(known_forms),
        groups=frozenset(session.scalars(select(Role.key))) or None,
        operations=operations.names(),
        variables=START_VARIABLES,
        kinds=START_KINDS,
        facts=FACTS,
        due_rules=frozenset(session.scalars(select(DueRule.key))) or None,
        statuses=frozenset(ENDED_BY_PROCESS),
        stages=frozenset(STAGES),
    )
    return [*found, *decision_problems, *check_files(diagrams_of(files), known)]


def _is_utf8(content: bytes) -> bool:
    """Whether the content can be kept as text; PostgreSQL's text holds no NUL."""
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def flaws_of(files: Mapping[str, bytes]) -> tuple[Flaw, ...]:
    """Return what the decision tables of sound files forget, answer twice or never come to, each with an example."""
    return load_decisions(tables_of(files)).flaws()


def tables_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the decision models among the files."""
    return {name: content for name, content in files.items() if name.endswith(".dmn")}


def diagrams_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the diagrams among the files."""
    return {name: content for name, content in files.items() if name.endswith(".bpmn")}
