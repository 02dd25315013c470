"""Deploy diagrams, tables and forms together."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import forms
from feel.checking import words
from feel.types import Type
from workflows import history, operations, policy
from workflows.clock import utcnow
from workflows.engine import Known, Problem, check_files, main_processes
from workflows.engine.decisions import Flaw, check_decisions, load_decisions
from workflows.errors import DefinitionRejected
from workflows.models import DeployedFile, Deployment, DueRule, ProcessDefinition, Role
from workflows.models.dossiers import ENDED_BY_PROCESS, STAGES
from workflows.policy import Actor

SUFFIXES = (".bpmn", ".dmn", ".form")
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


def deploy(session: Session, actor: Actor | None, files: Mapping[str, bytes], *, shipped: bool = False) -> Deployment:
    """Check the files as one bundle and make them the newest version of every process in them.

    Files equal to the newest deployment change nothing; that deployment is returned. Files of an older one become the
    newest version again: that is how a change is taken back. `actor` is None on the command line, whose user owns the
    database anyway; `shipped` files came with the product. Raises DefinitionRejected with every problem of every file.
    """
    if actor is not None:
        policy.demand_administrator(actor)
    checksum = _checksum(files)
    newest = session.scalar(select(Deployment).order_by(Deployment.number.desc()).limit(1))
    if newest is not None and newest.checksum == checksum:
        return newest
    _check(session, files)
    deployment = Deployment(
        number=newest.number + 1 if newest else 1,
        checksum=checksum,
        shipped=shipped,
        deployed_by=actor.person_id if actor else None,
        deployed_at=utcnow(),
    )
    deployment.files = [DeployedFile(name=name, content=content.decode()) for name, content in sorted(files.items())]
    session.add(deployment)
    session.flush()  # definitions below need its id
    for key, name in main_processes(_diagrams(files)).items():
        version = (
            session.scalar(select(func.max(ProcessDefinition.version)).where(ProcessDefinition.key == key)) or 0
        ) + 1
        session.add(ProcessDefinition(deployment_id=deployment.id, key=key, version=version, name=name))
    history.record(
        session,
        actor,
        "deployed",
        after={"deployment": deployment.number, "checksum": checksum, "files": sorted(files)},
    )
    return deployment


def _checksum(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _check(session: Session, files: Mapping[str, bytes]) -> None:
    problems: list = [
        Problem(name, None, "Chỉ nhận tệp .bpmn, .dmn và .form.") for name in files if not name.endswith(SUFFIXES)
    ]
    problems += [
        Problem(name, None, "Tệp không phải văn bản UTF-8.") for name, content in files.items() if not _is_utf8(content)
    ]
    known_forms: set[str] = set()
    for name, content in files.items():
        try:
            known_forms |= set(forms.load_files({name: content}))
        except forms.FormRejected as rejected:
            problems += rejected.problems
    decision_problems, decisions = check_decisions(_tables(files))
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
    problems += decision_problems
    problems += check_files(_diagrams(files), known)
    if problems:
        raise DefinitionRejected(problems)


def _is_utf8(content: bytes) -> bool:
    """Whether the content can be kept as text; PostgreSQL's text holds no NUL."""
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def flaws_of(files: Mapping[str, bytes]) -> tuple[Flaw, ...]:
    """Return what the decision tables of sound files forget, answer twice or never come to, each with an example."""
    return load_decisions(_tables(files)).flaws()


def _tables(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.endswith(".dmn")}


def _diagrams(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.endswith(".bpmn")}
