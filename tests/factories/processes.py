"""Deployments, running processes and their tasks."""

from sqlalchemy.orm import Session

from tests.factories.base import added, serial
from tests.factories.people import role, unit
from workflows import models
from workflows.clock import utcnow


def deployment(session: Session, **facts) -> models.Deployment:
    """Return a deployment without files."""
    number = serial()
    return added(
        session,
        models.Deployment(
            **{"number": number, "checksum": f"{number}", "shipped": False, "deployed_at": utcnow()} | facts
        ),
    )


def definition(session: Session, key: str = "department_certificate", **facts) -> models.ProcessDefinition:
    """Return a process definition in a deployment of its own."""
    defaults = {
        "version": serial(),
        "name": "Quy trình",
        "deployment": facts.pop("deployment", None) or deployment(session),
    }
    return added(session, models.ProcessDefinition(key=key, **defaults | facts))


def instance(session: Session, of: models.Dossier | None = None, **facts) -> models.ProcessInstance:
    """Return a running instance whose state no engine reads."""
    key = facts.pop("key", "department_certificate")
    defaults = {
        "definition": facts.pop("definition", None) or definition(session, key),
        "state": "{}",
        "status": "running",
        "tokens": [],
        "started_at": utcnow(),
    }
    return added(session, models.ProcessInstance(dossier=of, **defaults | facts))


def task(
    session: Session, of: models.ProcessInstance, form_key: str = "completeness_check", **facts
) -> models.UserTask:
    """Return an open task of an instance."""
    facts.setdefault("candidate_group", "intake_officer")
    role(session, facts["candidate_group"])
    if not {"organ_id", "council_id", "reserved_for_id"} & facts.keys():
        facts["organ_id"] = of.dossier.submitting_unit_id if of.dossier else unit(session).id
    defaults = {
        "engine_id": f"task-{serial()}",
        "process_key": of.definition.key,
        "element_id": form_key,
        "path": [],
        "name": form_key,
        "form_key": form_key,
        "outcomes": [],
        "outcome_variable": "outcome",
        "created_at": utcnow(),
        "campaign_key": of.dossier.campaign.key if of.dossier else None,
        "award_key": of.dossier.offer.award_key if of.dossier else None,
    }
    return added(session, models.UserTask(instance=of, dossier=of.dossier, **defaults | facts))
