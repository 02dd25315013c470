"""Which unit takes part in a dossier as an organ of its process, and who exercises a role there."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from workflows.db import AS_STORED
from workflows.errors import OperationFailed
from workflows.models import Dossier, DossierOrgan, Person, Position, RoleAssignment, Unit

UNIT_OF_ORGAN = (
    select(Unit)
    .join(DossierOrgan, DossierOrgan.unit_id == Unit.id)
    .where(DossierOrgan.dossier_id == bindparam("dossier_id"), DossierOrgan.organ == bindparam("organ"))
    .execution_options(**AS_STORED)
)


def unit_of(session: Session, dossier: Dossier, organ: str | None) -> Unit:
    """Return the unit that stands for an organ. Raise OperationFailed where none does."""
    found = session.scalar(UNIT_OF_ORGAN, {"dossier_id": dossier.id, "organ": organ}) if organ else None
    if found is None:
        raise OperationFailed(f"Hồ sơ chưa xác định cơ quan “{organ or 'chưa nêu'}” của quy trình.")
    return found


def holders(session: Session, organ_id: int, roles: Collection[str], today: date) -> list[Person]:
    """Return the people who exercise any of the roles in an organ today, in order of their ids."""
    query = (
        select(Person)
        .join(Position, Position.person_id == Person.id)
        .join(RoleAssignment, RoleAssignment.position_id == Position.id)
        .where(RoleAssignment.organ_id == organ_id, RoleAssignment.role.in_(roles))
        .where(Position.valid_from <= today, or_(Position.valid_to.is_(None), Position.valid_to >= today))
        .distinct()
        .order_by(Person.id)
        .execution_options(**AS_STORED)
    )
    return list(session.scalars(query))
