"""Fictional people for every post of every organ that a campaign's processes need today."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import clock, dates, organs
from workflows.commands.staffing import COUNCILS, POSTS, fictional_name
from workflows.credentials import DEMO_PASSWORD, hash_password
from workflows.models import (
    Account,
    Council,
    CouncilSeat,
    DutyUnit,
    Offer,
    Person,
    Position,
    RoleAssignment,
    SigningCapacity,
    Unit,
)
from workflows.rules.names import person_sort_key, search_key

# Deputies sign for their head; the capacity stands before the title of the head.
DEPUTIES = {
    "Phó Giám đốc": ("KT.", "GIÁM ĐỐC"),
    "Phó Chủ tịch UBND tỉnh": ("KT.", "CHỦ TỊCH"),
    "Phó Chủ tịch UBND xã": ("KT.", "CHỦ TỊCH"),
}
HEADS = frozenset({"Thủ trưởng đơn vị", "Giám đốc", "Chủ tịch UBND tỉnh", "Chủ tịch UBND xã"})


def populate(session: Session) -> int:
    """Give every organ of every offer its fictional staff and councils. Return how many people are new.

    Running it again adds only what is missing.
    """
    hall = _Hall(session)
    offers = session.scalars(select(Offer).where(Offer.process_key.is_not(None)).order_by(Offer.id)).all()
    for offer in offers:
        for organ, unit in sorted(organs.organs_of(offer, hall.today).items()):
            hall.staff(organ, unit)
    # Submitting units come last: a department that submits is signed for by the head that it already has.
    for offer in offers:
        for unit in organs.submitting_units(offer, hall.today):
            hall.staff(organs.SUBMITTING, unit)
        for unit in organs.consulted_units(offer, hall.today):
            hall.staff(organs.CONSULTED, unit)
    hall.administrator()
    for unit in _reporting_units(session, hall.today):
        hall.staff("reporting_unit", unit)
    session.flush()  # the caller may list the accounts right away
    return hall.created


def add_reviewer(session: Session) -> int:
    """Create a second administrator, since nobody approves their own draft. Return how many people are new."""
    if len(session.scalars(select(Account.id).where(Account.administrator)).all()) != 1:
        return 0
    hall = _Hall(session)
    hall.reviewer()
    return hall.created


def _reporting_units(session: Session, today: date) -> list[Unit]:
    """Return the units that report on a campaign today, by id."""
    query = select(Unit).join(DutyUnit, DutyUnit.unit_id == Unit.id).distinct().order_by(Unit.id)
    return list({later.id: later for unit in session.scalars(query) for later in organs.standing(unit, today)}.values())


class _Hall:
    """Hands out invented people, each name once."""

    def __init__(self, session: Session):
        self._session = session
        self.today = dates.local_date(clock.utcnow())
        self.created = 0
        self._next = len(session.scalars(select(Person.id)).all())
        # One salt for all: the password is public anyway, and hashing it 300 times would take half a minute.
        self._hash = hash_password(DEMO_PASSWORD)

    def staff(self, organ: str, unit: Unit) -> None:
        """Fill the posts of an organ and seat its councils."""
        heads = []
        for title, roles in POSTS.get(organ, ()):
            person = self._holder(unit, title, roles) or self._hire(unit, title, roles)
            if title in HEADS:
                heads.append(person)
        for kind, name, members in COUNCILS.get(organ, ()):
            self._convene(unit, kind, name.format(unit=unit.name), members, heads)

    def administrator(self) -> None:
        """Create the administrator, who holds no post and therefore sees no dossier and has no vote."""
        if self._session.scalar(select(Account.id).where(Account.administrator)) is None:
            person = self._person()
            self._account(person, "quan.tri", administrator=True)

    def reviewer(self) -> None:
        """Create the administrator who approves what the other has changed."""
        self._account(self._person(), "quan.tri2", administrator=True)

    def _holder(self, unit: Unit, title: str, roles: tuple[str, ...]) -> Person | None:
        titles = HEADS if title in HEADS else {title}
        position = self._session.scalar(
            select(Position)
            .where(Position.unit_id == unit.id, Position.title.in_(titles))
            .order_by(Position.id)
            .limit(1)
        )
        if position is None:
            return None
        present = {assignment.role for assignment in position.assignments}
        position.assignments += [RoleAssignment(role=role, organ_id=unit.id) for role in roles if role not in present]
        return position.person

    def _hire(self, unit: Unit, title: str, roles: tuple[str, ...]) -> Person:
        person = self._person()
        position = Position(person=person, unit=unit, title=title, valid_from=self._since())
        position.assignments = [RoleAssignment(role=role, organ_id=unit.id) for role in roles]
        self._session.add(position)
        if title in DEPUTIES:
            capacity, head = DEPUTIES[title]
            self._session.add(
                SigningCapacity(
                    position=position, organ_id=unit.id, capacity=capacity, on_behalf_of=head, valid_from=self._since()
                )
            )
        self._account(person)
        return person

    def _convene(self, unit: Unit, kind: str, name: str, members: int, heads: list[Person]) -> None:
        if self._session.scalar(select(Council.id).where(Council.unit_id == unit.id, Council.kind == kind)) is not None:
            return
        council = Council(unit=unit, kind=kind, name=name, symbol="HĐTĐKT", valid_from=self._since())
        functions = ["chair", "secretary", *["member"] * (members - 2)]
        people = [*heads[:1], *[self._member(unit) for _ in range(members - len(heads[:1]))]]
        council.seats = [
            CouncilSeat(person=person, function=function, votes=True, valid_from=self._since())
            for person, function in zip(people, functions, strict=True)
        ]
        self._session.add(council)

    def _member(self, unit: Unit) -> Person:
        person = self._person()
        self._session.add(
            Position(person=person, unit=unit, title="Ủy viên Hội đồng Thi đua – Khen thưởng", valid_from=self._since())
        )
        self._account(person)
        return person

    def _person(self) -> Person:
        name = fictional_name(self._next)
        self._next += 1
        self.created += 1
        person = Person(full_name=name, search_key=search_key(name), sort_key=person_sort_key(name))
        self._session.add(person)
        self._session.flush()  # its id is part of the account's name and mail address
        person.email = f"nguoi{person.id}@demo.invalid"
        return person

    def _account(self, person: Person, username: str | None = None, *, administrator: bool = False) -> None:
        if username is None:
            words = search_key(person.full_name).split()
            username = f"{words[-1]}.{words[0]}{person.id}"
        self._session.add(
            Account(
                person=person,
                username=username,
                password_hash=self._hash,
                password_changed_at=clock.utcnow(),
                administrator=administrator,
            )
        )

    def _since(self) -> date:
        return self.today - timedelta(days=365)
