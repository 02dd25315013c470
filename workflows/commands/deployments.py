"""Deploy diagrams, tables and forms together."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows import bundle_checks, bundle_files, history, policy, process_drafts
from workflows.clock import utcnow
from workflows.engine import main_processes
from workflows.errors import DefinitionRejected
from workflows.models import DeployedFile, Deployment, ProcessDefinition
from workflows.policy import Actor


def deploy(session: Session, actor: Actor | None, files: Mapping[str, bytes], *, shipped: bool = False) -> Deployment:
    """Check the files as one bundle and make them the newest version of every process in them.

    Files equal to the newest deployment change nothing; that deployment is returned. Files of an older one become the
    newest version again: that is how a change is taken back. `actor` is None on the command line, whose user owns the
    database anyway; `shipped` files came with the product. Raises DefinitionRejected with every problem of every file.
    """
    if actor is not None:
        policy.demand_administrator(actor)
    process_drafts.hold_deployments(session)
    checksum = bundle_files.checksum(files)
    newest = process_drafts.newest_deployment(session)
    if newest is not None and newest.checksum == checksum:
        return newest
    if found := bundle_checks.problems(session, files):
        raise DefinitionRejected(found)
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
    for key, name in main_processes(bundle_checks.diagrams_of(files)).items():
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
