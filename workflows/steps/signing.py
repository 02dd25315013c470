"""In which capacity somebody signs for an organ, as printed above the signature."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflows import dates
from workflows.errors import OperationFailed
from workflows.models import Position, RoleAssignment, SigningCapacity
from workflows.work import Work


@dataclass(frozen=True)
class Signer:
    """The lines above a signature: capacity ("KT. CHỦ TỊCH", empty for a head's own name) and the signer's title."""

    capacity: str
    title: str


def signer_of(work: Work, organ_id: int, role: str) -> Signer:
    """Return the capacity in which the actor signs for an organ today (Nghị định 30/2020/NĐ-CP, Điều 13).

    A recorded capacity (KT., TM., …) goes before; without one it is the position by which they exercise the role.
    """
    today, person_id = dates.local_date(work.now), work.actor.person_id if work.actor else None
    capacity = work.session.scalar(
        select(SigningCapacity)
        .join(Position, Position.id == SigningCapacity.position_id)
        .where(Position.person_id == person_id, SigningCapacity.organ_id == organ_id, *_valid(SigningCapacity, today))
        .order_by(SigningCapacity.id.desc())
        .limit(1)
    )
    position = capacity.position if capacity else _position(work.session, person_id, organ_id, role)
    if position is None:
        raise OperationFailed("Không tìm thấy chức vụ của người ký tại cơ quan này.")
    if capacity is None or not capacity.capacity:
        return Signer("", position.title.upper())
    return Signer(f"{capacity.capacity} {capacity.on_behalf_of}", position.title.upper())


def _position(session: Session, person_id: int | None, organ_id: int, role: str) -> Position | None:
    query = select(Position).join(RoleAssignment, RoleAssignment.position_id == Position.id)
    query = query.where(Position.person_id == person_id, RoleAssignment.organ_id == organ_id)
    return session.scalar(query.order_by(RoleAssignment.role != role, Position.id.desc()).limit(1))


def _valid(table, today) -> tuple:
    return table.valid_from <= today, or_(table.valid_to.is_(None), table.valid_to >= today)
