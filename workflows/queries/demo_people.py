"""Everyone who can be tried in a demonstration, by province and unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session, aliased

from workflows.models import Account, Council, CouncilSeat, Person, Position, Role, RoleAssignment, Unit


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as. `duties` are names of roles, `seats` functions in councils."""

    username: str
    name: str
    title: str
    duties: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True)
class DemoUnit:
    """The people of one unit."""

    name: str
    people: tuple[DemoPerson, ...]


@dataclass(frozen=True)
class DemoProvince:
    """The units of one province; without a name: people outside every unit, such as the administrator."""

    name: str
    units: tuple[DemoUnit, ...]

    @property
    def size(self) -> int:
        """How many people there are."""
        return sum(len(unit.people) for unit in self.units)


def demo_people(session: Session, today: date) -> tuple[DemoProvince, ...]:
    """Return everyone with an open account, in the order in which they were made; people without a unit come last.

    Five queries, however many people.
    """
    duties = _gathered(session.execute(_duties(today)).all())
    seats = _gathered(session.execute(_seats(today)).all())
    posts = {row[0]: (row[1], row[2], row[3]) for row in session.execute(_posts(today))}
    accounts = session.execute(
        select(Account.username, Person.id, Person.full_name)
        .join(Account.person)
        .where(Account.disabled_at.is_(None))
        .order_by(Account.id)
    )
    provinces: dict[str, dict[str, list[DemoPerson]]] = {}
    for username, person_id, name in accounts:
        title, unit, province = posts.get(person_id, ("Quản trị hệ thống", "", ""))
        person = DemoPerson(username, name, title, tuple(duties.get(person_id, ())), tuple(seats.get(person_id, ())))
        provinces.setdefault(province, {}).setdefault(unit, []).append(person)
    ordered = sorted(provinces.items(), key=lambda item: item[0] == "")
    return tuple(
        DemoProvince(name, tuple(DemoUnit(unit, tuple(people)) for unit, people in units.items()))
        for name, units in ordered
    )


def _posts(today: date) -> Select[int, str, str, str]:
    province = aliased(Unit)
    return (
        select(Position.person_id, Position.title, Unit.name, province.name)
        .join(Unit, Unit.id == Position.unit_id)
        .join(province, or_(province.id == Unit.province_id, Unit.province_id.is_(None) & (province.id == Unit.id)))
        .where(_valid(Position, today))
        .order_by(Position.id.desc())  # the first post of a person is read last and stays
    )


def _duties(today: date) -> Select[int, str]:
    return (
        select(Position.person_id, Role.name)
        .join(RoleAssignment.position)
        .join(Role, Role.key == RoleAssignment.role)
        .where(_valid(Position, today))
        .order_by(RoleAssignment.id)
    )


def _seats(today: date) -> Select[int, str]:
    return (
        select(CouncilSeat.person_id, CouncilSeat.function)
        .join(CouncilSeat.council)
        .where(_valid(CouncilSeat, today), _valid(Council, today))
        .order_by(CouncilSeat.id)
    )


def _gathered(rows: Iterable[Row[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for person_id, word in rows:
        words = found.setdefault(person_id, [])
        if word not in words:
            words.append(word)
    return found


def _valid(table: type[Position] | type[CouncilSeat] | type[Council], today: date) -> ColumnElement[bool]:
    return (table.valid_from <= today) & or_(table.valid_to.is_(None), table.valid_to >= today)
