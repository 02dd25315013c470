"""Processes that are no longer used: no dossier begins on them, those that run go on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import dates
from workflows.models import ProcessDefinition, ProcessRetirement


def standing(session: Session) -> dict[str, ProcessRetirement]:
    """Return the retirements that stand now, by process."""
    rows = session.scalars(select(ProcessRetirement).where(ProcessRetirement.restored_at.is_(None)))
    return {row.process_key: row for row in rows}


def closed(session: Session) -> dict[str, str]:
    """Return, by process, why no dossier can begin on those that are retired: for whoever wanted to."""
    return {key: _why(session, row) for key, row in standing(session).items()}


def _why(session: Session, row: ProcessRetirement) -> str:
    newest = select(ProcessDefinition.name).where(ProcessDefinition.key == row.process_key)
    name = session.scalar(newest.order_by(ProcessDefinition.version.desc()).limit(1)) or row.process_key
    since = f"{dates.local_date(row.retired_at):%d/%m/%Y}"
    return f"Quy trình “{name}” ngừng nhận hồ sơ mới từ ngày {since}: {row.reason.rstrip('.')}. Hỏi quản trị hệ thống."
