"""Deployed definitions, parsed once: which process version runs, which form a task asks, which tables decide.

Parsing costs tens of milliseconds and its result never changes, so it is kept in memory by the checksum of its
deployment. Nothing here is trusted to be fresh: what is current is asked of the tables each time.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

import forms
from workflows.engine import Process, load_process
from workflows.engine.decisions import Decisions, load_decisions
from workflows.errors import NotFound
from workflows.models import DeployedFile, Deployment, ProcessDefinition, UserTask

# Kept beside the engine's own cache so that the files need not be read from the table to ask it. The oldest give way:
# each state of a draft that is tried out has a checksum of its own.
MOST_PROCESSES, MOST_FORMS, MOST_DECISIONS = 256, 2_000, 64
_processes: dict[tuple[str, str], Process] = {}
_forms: dict[tuple[str, str], forms.Form] = {}
_decisions: dict[str, Decisions] = {}


def current_definition(session: Session, process_key: str) -> ProcessDefinition:
    """Return the newest version of a process. Raises NotFound if none is deployed."""
    query = (
        select(ProcessDefinition).where(ProcessDefinition.key == process_key).order_by(ProcessDefinition.version.desc())
    )
    definition = session.scalar(query.limit(1))
    if definition is None:
        raise NotFound(f"Chưa có quy trình “{process_key}”.")
    return definition


def definition(session: Session, process_key: str, version: int = 0) -> ProcessDefinition:
    """Return a version of a process; 0: the newest. Raises NotFound."""
    if not version:
        return current_definition(session, process_key)
    query = select(ProcessDefinition).where(ProcessDefinition.key == process_key, ProcessDefinition.version == version)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def process_of(session: Session, definition: ProcessDefinition) -> Process:
    """Return the parsed process of a definition."""
    deployment = session.get_one(Deployment, definition.deployment_id)
    if (found := _processes.get((definition.key, deployment.checksum))) is None:
        rows = session.execute(
            select(DeployedFile.name, DeployedFile.content).where(
                DeployedFile.deployment_id == deployment.id, DeployedFile.name.endswith(".bpmn")
            )
        )
        diagrams = {name: content.encode() for name, content in rows}
        found = load_process(definition.key, diagrams, deployment.checksum)
        _keep(_processes, (definition.key, deployment.checksum), found, MOST_PROCESSES)
    return found


def decisions_of(session: Session, deployment: Deployment) -> Decisions:
    """Return the decisions of a deployment; none where it was made without decision tables."""
    if (found := _decisions.get(deployment.checksum)) is None:
        rows = session.execute(
            select(DeployedFile.name, DeployedFile.content).where(
                DeployedFile.deployment_id == deployment.id, DeployedFile.name.endswith(".dmn")
            )
        )
        # They were checked when they were deployed; what only today's check refuses must not stop a running dossier.
        found = load_decisions({name: content.encode() for name, content in rows}, lenient=True)
        _keep(_decisions, deployment.checksum, found, MOST_DECISIONS)
    return found


def form_of(session: Session, task: UserTask) -> forms.Form:
    """Return the form of a task, from the deployment that its instance runs on."""
    return form(session, task.instance.definition.deployment, task.form_key)


def record_form(session: Session, key: str) -> forms.Form:
    """Return a form that belongs to no task (nominees), from the newest deployment."""
    deployment = session.scalar(select(Deployment).order_by(Deployment.number.desc()).limit(1))
    if deployment is None:
        raise NotFound("Chưa có biểu mẫu nào được triển khai.")
    return form(session, deployment, key)


def form(session: Session, deployment: Deployment, key: str) -> forms.Form:
    """Return a form of a deployment. Raises NotFound."""
    if (found := _forms.get((key, deployment.checksum))) is None:
        content = session.scalar(
            select(DeployedFile.content).where(
                DeployedFile.deployment_id == deployment.id, DeployedFile.name == f"{key}.form"
            )
        )
        if content is None:
            raise NotFound(f"Không có biểu mẫu “{key}”.")
        found = forms.load(content.encode(), is_new=False)
        _keep(_forms, (key, deployment.checksum), found, MOST_FORMS)
    return found


def _keep(kept: dict, key: object, value: object, most: int) -> None:
    kept[key] = value
    for oldest in list(kept)[:-most]:
        kept.pop(oldest, None)  # another thread may have been quicker
