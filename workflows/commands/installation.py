"""Load what ships with the product: roles, law, units, plans, diagrams. Loading again changes nothing twice."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.commands import deployments, duties, plans, reference
from workflows.commands.roles import load_roles
from workflows.models import Deployment
from workflows.rules.plans import read_plans


def install(session: Session, campaigns: Path, definitions: Mapping[str, bytes]) -> list[str]:
    """Load everything and return, in Vietnamese, what is new.

    A deployment made on this database later than the shipped one stays current: shipped definitions are deployed only
    where none exist or where the newest ones came with the product too.
    """
    load_roles(session)
    read = read_plans(campaigns)
    told = reference.load(session, read)
    told += plans.load(session, read, basis=_digest(campaigns))
    if made := duties.plan_ahead(session):
        told.append(f"Lập {made} kỳ báo cáo theo các kế hoạch.")
    newest = session.scalar(select(Deployment).order_by(Deployment.number.desc()).limit(1))
    if newest is None or newest.shipped:
        deployment = deployments.deploy(session, None, definitions, shipped=True)
        if newest is None or deployment.id != newest.id:
            told.append(f"Triển khai bản {deployment.number} của các quy trình.")
    return told


def _digest(campaigns: Path) -> str:
    """Return the SHA-256 of every file of the folder: what a plan offers rests on limits, councils and awards too."""
    digest = hashlib.sha256()
    for path in sorted(campaigns.rglob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
