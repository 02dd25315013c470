"""Units, people, positions, roles, and in which capacity a person may sign."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.db import Base
from workflows.models.base import Key, in_order, one_of, ref

CAPACITIES = ("", "TM.", "KT.", "TL.", "TUQ.", "Q.")


class Unit(Base):
    """An organ or unit, valid for a time; a merger ends one and names its successors."""

    __tablename__ = "unit"

    id: Mapped[Key]
    code: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str]
    symbol: Mapped[str | None]
    """Abbreviation in document numbers, as in "QĐ-SNNMT"."""
    kind: Mapped[str]
    level: Mapped[str | None]
    parent_id: Mapped[int | None] = ref("unit.id")
    province_id: Mapped[int | None] = ref("unit.id")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    """Last day of validity."""
    origin: Mapped[str]

    parent: Mapped["Unit | None"] = relationship(remote_side="Unit.id", foreign_keys="Unit.parent_id")
    province: Mapped["Unit | None"] = relationship(remote_side="Unit.id", foreign_keys="Unit.province_id")
    successions: Mapped[list["UnitSuccessor"]] = relationship(
        foreign_keys="UnitSuccessor.unit_id", order_by="UnitSuccessor.successor_id", viewonly=True
    )

    __table_args__ = (
        UniqueConstraint("code"),
        in_order("valid_from", "valid_to"),
        CheckConstraint("parent_id is null or parent_id <> id", name="not_its_own_parent"),
    )


class UnitSuccessor(Base):
    """Which unit took over from which."""

    __tablename__ = "unit_successor"

    unit_id: Mapped[int] = ref("unit.id", primary_key=True)
    successor_id: Mapped[int] = ref("unit.id", primary_key=True)
    takes: Mapped[str | None]
    confidence: Mapped[str]

    successor: Mapped[Unit] = relationship(foreign_keys=[successor_id])

    __table_args__ = (CheckConstraint("unit_id <> successor_id", name="not_itself"),)


class Person(Base):
    """A natural person who acts in the system."""

    __tablename__ = "person"

    id: Mapped[Key]
    full_name: Mapped[str]
    search_key: Mapped[str]
    sort_key: Mapped[str]
    email: Mapped[str | None]

    positions: Mapped[list["Position"]] = relationship(back_populates="person", order_by="Position.id")

    __table_args__ = (CheckConstraint("length(full_name) > 0", name="has_a_name"),)


class Position(Base):
    """What a person is in a unit, from a day to a day."""

    __tablename__ = "position"

    id: Mapped[Key]
    person_id: Mapped[int] = ref("person.id")
    unit_id: Mapped[int] = ref("unit.id")
    title: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="positions")
    unit: Mapped[Unit] = relationship()
    assignments: Mapped[list["RoleAssignment"]] = relationship(back_populates="position", cascade="all, delete-orphan")

    __table_args__ = (in_order("valid_from", "valid_to"),)


class Role(Base):
    """A kind of work that steps ask for, such as `intake_officer`."""

    __tablename__ = "role"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class RoleAssignment(Base):
    """A position exercises a role inside an organ (which may be the parent of its unit)."""

    __tablename__ = "role_assignment"

    id: Mapped[Key]
    position_id: Mapped[int] = ref("position.id")
    role: Mapped[str] = ref("role.key")
    organ_id: Mapped[int] = ref("unit.id")

    position: Mapped[Position] = relationship(back_populates="assignments")
    organ: Mapped[Unit] = relationship()

    __table_args__ = (UniqueConstraint("position_id", "role", "organ_id"),)


class SigningCapacity(Base):
    """The capacity in which a position signs: on whose behalf, by which instrument, until when."""

    __tablename__ = "signing_capacity"

    id: Mapped[Key]
    position_id: Mapped[int] = ref("position.id")
    organ_id: Mapped[int] = ref("unit.id")
    capacity: Mapped[str]
    on_behalf_of: Mapped[str]
    """Title of the head in whose place or name it is signed, as printed: "CHỦ TỊCH"."""
    instrument: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    position: Mapped[Position] = relationship()

    __table_args__ = (one_of("capacity", CAPACITIES), in_order("valid_from", "valid_to"))
