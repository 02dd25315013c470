"""Who acts: a person with the roles and seats that are valid on a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from workflows.errors import NotFound
from workflows.models import Account, Council, CouncilSeat, Person, Position, RoleAssignment, Unit, UserTask


@dataclass(frozen=True)
class Assignment:
    """A role that the actor exercises in an organ, by a position."""

    role: str
    organ_id: int
    organ_name: str
    title: str
    unit_name: str


@dataclass(frozen=True)
class Seat:
    """A seat of the actor in a council."""

    council_id: int
    function: str


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with the roles and seats that are valid today."""

    person_id: int
    account_id: int
    name: str
    administrator: bool
    assignments: tuple[Assignment, ...]
    seats: tuple[Seat, ...]
    post: str = ""
    """Title and unit of the first position, also of one without any role."""

    def has(self, role: str) -> bool:
        """Whether the actor exercises `role` anywhere."""
        return any(assignment.role == role for assignment in self.assignments)

    def organs(self, role: str) -> frozenset[int]:
        """Return the organs in which the actor exercises `role`."""
        return frozenset(a.organ_id for a in self.assignments if a.role == role)

    @property
    def capacity(self) -> str:
        """Title and unit, as history keeps it."""
        if self.assignments:
            return f"{self.assignments[0].title}, {self.assignments[0].unit_name}"
        return self.post or ("Quản trị hệ thống" if self.administrator else "Không giữ chức vụ")

    def capacity_for(self, task: UserTask) -> str:
        """Title and unit by which the actor may do a task; the first ones where it takes another right, as a seat."""
        held = (a for a in self.assignments if (a.role, a.organ_id) == (task.candidate_group, task.organ_id))
        return next((f"{a.title}, {a.unit_name}" for a in held), self.capacity)


def load_actor(session: Session, account_id: int, today: date) -> Actor:
    """Return the actor behind an account. Raises NotFound if the account is gone or disabled."""
    rows = session.execute(ACCOUNT_WITH_POSTS, {"account_id": account_id, "today": today}).all()
    if not rows:
        raise NotFound
    account = rows[0]
    given = {"person_id": account.person_id, "today": today}
    posts = [row for row in rows if row.title is not None]
    held = sorted((row for row in posts if row.role_id is not None), key=lambda row: row.role_id)
    return Actor(
        person_id=account.person_id,
        account_id=account_id,
        name=account.full_name,
        administrator=account.administrator,
        assignments=tuple(Assignment(row.role, row.organ_id, row.organ, row.title, row.unit) for row in held),
        seats=tuple(Seat(*row) for row in session.execute(SEATS, given)),
        post=f"{posts[0].title}, {posts[0].unit}" if posts else "",
    )


def _valid(table) -> ColumnElement[bool]:
    today = bindparam("today", type_=Date)
    return and_(table.valid_from <= today, or_(table.valid_to.is_(None), table.valid_to >= today))


# Asked at every request, so they are put together once.
_organ = aliased(Unit)
ACCOUNT_WITH_POSTS = (
    select(
        *(Account.person_id, Account.administrator, Person.full_name),
        *(Position.title, Unit.name.label("unit"), RoleAssignment.id.label("role_id"), RoleAssignment.role),
        *(_organ.id.label("organ_id"), _organ.name.label("organ")),
    )
    .select_from(Account)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(Position, and_(Position.person_id == Person.id, _valid(Position)))
    .outerjoin(Unit, Unit.id == Position.unit_id)
    .outerjoin(RoleAssignment, RoleAssignment.position_id == Position.id)
    .outerjoin(_organ, _organ.id == RoleAssignment.organ_id)
    .where(Account.id == bindparam("account_id"), Account.disabled_at.is_(None))
    .order_by(Position.id, RoleAssignment.id)
)
SEATS = (
    select(CouncilSeat.council_id, CouncilSeat.function)
    .join(Council, Council.id == CouncilSeat.council_id)
    .where(CouncilSeat.person_id == bindparam("person_id"), _valid(CouncilSeat), _valid(Council))
    .order_by(CouncilSeat.id)
)
