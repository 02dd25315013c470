"""Dossiers that wait for a moment: one in a real process, the others its copies, made by the thousand."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, sessionmaker

from tests import factories as make
from tests.conftest import NOW
from tests.unit.engine import draw
from workflows import catalogue, models, progress
from workflows.clock import utcnow
from workflows.errors import OperationFailed
from workflows.operations import operation

DIAGRAM = draw.diagram(
    draw.START,
    f'<bpmn:intermediateCatchEvent id="wait">{draw.on_date("until")}</bpmn:intermediateCatchEvent>',
    draw.service("ring", "ringing/ring", "rung", broken="broken"),
    draw.END,
    draw.path("start", "wait", "ring", "end"),
    key="department_certificate",
)


@operation("ringing/ring")
def ring(_work, _place, parameters):
    """Do nothing, or fail where the variable `broken` says so."""
    if parameters["broken"]:
        raise OperationFailed("Chưa có quy định về thời hạn này.")
    return True


def waiting(
    sessions: sessionmaker[Session], count: int, due_at: datetime = NOW + timedelta(hours=1), **variables
) -> None:
    """Add that many dossiers that wait for a moment, all alike but for their ids."""
    with sessions.begin() as session:
        timer = _first(session, due_at, {"broken": False} | variables)
        for _ in range(count - 1):
            _copy(session, timer)


def _first(session: Session, due_at: datetime, variables: dict) -> models.DueTimer:
    if not session.scalar(select(models.ProcessDefinition.id).limit(1)):
        deployment = make.deployment(session)
        session.add(models.DeployedFile(deployment_id=deployment.id, name="ring.bpmn", content=DIAGRAM.decode()))
        make.definition(session, deployment=deployment)
        catalogue._processes.clear()  # factories give every database the same checksums
    dossier = make.dossier(session, None, status="submitted", submitted_at=utcnow())
    given = {"until": due_at.isoformat()} | variables
    instance = progress.start(session, None, dossier, "department_certificate", given)
    return session.query(models.DueTimer).filter_by(instance_id=instance.id).one()


def _copy(session: Session, timer: models.DueTimer) -> None:
    dossier_id = _again(session, timer.instance.dossier, reference=f"KG-2026-{make.serial():05}")
    instance_id = _again(session, timer.instance, dossier_id=dossier_id)
    _again(session, timer, instance_id=instance_id)


def _again(session: Session, row, **changes: object) -> int:
    """Insert a row once more, by plain SQL, and return its new id."""
    table = type(row).__table__
    values = {column.name: getattr(row, column.key) for column in table.columns if column.name != "id"}
    return session.execute(insert(table).values(values | changes).returning(table.c.id)).scalar_one()
