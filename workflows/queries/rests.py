"""Why the process of a dossier stands still, for those who wait for it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.models import Incident, Intervention, ProcessInstance, UserTask


@dataclass(frozen=True)
class Rest:
    """What stopped a process: "suspended" by an administrator with a reason, or an "incident", and since when."""

    status: str
    reason: str
    since: datetime | None


def rest(session: Session, instance: ProcessInstance | None) -> Rest | None:
    """Return why an instance stands still; None while it runs or when it has ended."""
    if instance is None or instance.status not in ("suspended", "incident"):
        return None
    if instance.status == "suspended":
        acts = select(Intervention).where(Intervention.instance_id == instance.id, Intervention.kind == "suspend")
        found = session.scalar(acts.order_by(Intervention.id.desc()).limit(1))
        return Rest("suspended", found.reason if found else "", found.requested_at if found else None)
    open_ones = select(Incident).where(Incident.instance_id == instance.id, Incident.resolved_at.is_(None))
    failed = session.scalar(open_ones.where(Incident.kind == "timer").order_by(Incident.id.desc()).limit(1))
    return Rest("incident", failed.cause if failed else "", failed.first_at if failed else None)


@dataclass(frozen=True)
class FailedStep:
    """The step after a task that failed when the task was last sent; the task waits to be sent again."""

    number: int
    """Of the incident."""
    cause: str
    at: datetime


def failed_step(session: Session, task: UserTask) -> FailedStep | None:
    """Return what failed when an open task was last sent, until it works; None where nothing did."""
    if not task.is_open or not task.instance.open_incidents:
        return None
    query = select(Incident).where(Incident.task_id == task.id, Incident.resolved_at.is_(None))
    found = session.scalar(query.order_by(Incident.id.desc()).limit(1))
    return FailedStep(found.id, found.cause, found.last_at) if found else None


def rest_of_dossier(session: Session, dossier_id: int) -> Rest | None:
    """Return why the process of a dossier stands still; None while it runs or when it has ended."""
    query = select(ProcessInstance).where(ProcessInstance.dossier_id == dossier_id, ProcessInstance.status != "ended")
    return rest(session, session.scalar(query))
