"""Who does the steps of a try-out: the people of the installation, and made-up ones where nobody may."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workflows import dates, organs, policy
from workflows.clock import utcnow
from workflows.commands import rehearsing
from workflows.commands.staffing import COUNCILS
from workflows.errors import Invalid, OperationFailed
from workflows.models import (
    Account,
    Council,
    CouncilSeat,
    Offer,
    Person,
    Position,
    Role,
    RoleAssignment,
    Unit,
    UserTask,
)
from workflows.policy import SEATS_OF_GROUP, Actor
from workflows.rules.names import person_sort_key, search_key
from workflows.trying.played import Somebody

SINCE = date(2000, 1, 1)
MADE_UP = "nguoi.thu."
"""How the user names of made-up people begin."""
MOST_SHOWN = 30


def worker(session: Session, task: UserTask, username: str = "") -> Actor:
    """Return who does a step: the one named, else the first who may, else somebody made up for it.

    Whether one who is named may do it is for the step to say. Raises Invalid for a name that nobody has.
    """
    if username:
        account = select(Account.id).where(Account.username == username, Account.disabled_at.is_(None))
        found = session.scalar(account)
        if found is None:
            raise Invalid({"who": [f"Không có tài khoản “{username}”. Chọn người khác."]})
        return policy.load_actor(session, found, _today())
    return next(rehearsing.workers_of(session, task), None) or _made_up_for(session, task)


def somebody(session: Session, actor: Actor, task: UserTask | None = None) -> Somebody:
    """Return a person as a page shows them; with a task, in the capacity in which they do it."""
    username = session.scalars(select(Account.username).where(Account.id == actor.account_id)).one()
    capacity = actor.capacity_for(task) if task is not None else actor.capacity
    return Somebody(username, actor.name, capacity, username.startswith(MADE_UP))


def candidates(session: Session, task: UserTask) -> tuple[Somebody, ...]:
    """Return those who may do a step, at most MOST_SHOWN of them."""
    found = []
    for actor in rehearsing.workers_of(session, task):
        found.append(somebody(session, actor, task))
        if len(found) == MOST_SHOWN:
            break
    return tuple(found)


def staff(session: Session, role: str, unit: Unit) -> None:
    """Make somebody up who exercises a role in an organ, where nobody does."""
    if session.scalar(_holders(role, unit).limit(1)) is None:
        _employ(session, role, unit)


def earlier(session: Session, task: UserTask) -> tuple[Somebody, ...]:
    """Return those who did a step of the same case before, the first first: to see whether they may do this one."""
    query = select(Account.id).join(UserTask, UserTask.completed_by == Account.person_id)
    accounts = session.scalars(query.where(UserTask.instance_id == task.instance_id).order_by(UserTask.completed_at))
    actors = [policy.load_actor(session, each, _today()) for each in dict.fromkeys(accounts.all())]
    return tuple(somebody(session, actor) for actor in actors)


def holder(session: Session, role: str, unit: Unit) -> Actor:
    """Return the first person who exercises a role in an organ, made up where nobody does."""
    staff(session, role, unit)
    account = session.scalar(_holders(role, unit).limit(1))
    if account is None:
        raise OperationFailed(f"{unit.name} chưa có ai giữ vai trò {role}.")
    return policy.load_actor(session, account, _today())


def convene(session: Session, offer: Offer, unit: Unit) -> None:
    """Make up the councils of the organs of an offer that have none today."""
    today = _today()
    places = {**organs.organs_of(offer, today), organs.SUBMITTING: unit}
    for organ, where in sorted(places.items()):
        for kind, name, members in COUNCILS.get(organ, ()):
            known = select(Council.id).where(Council.unit_id == where.id, Council.kind == kind)
            valid = (Council.valid_from <= today) & (Council.valid_to.is_(None) | (Council.valid_to >= today))
            if session.scalar(known.where(valid).limit(1)) is None:
                _seat(
                    session,
                    Council(unit=where, kind=kind, name=name.format(unit=where.name), valid_from=SINCE),
                    members,
                )


def _holders(role: str, unit: Unit) -> Select[int]:
    today = _today()
    return (
        select(Account.id)
        .join(Position, Position.person_id == Account.person_id)
        .join(RoleAssignment, RoleAssignment.position_id == Position.id)
        .where(RoleAssignment.role == role, RoleAssignment.organ_id == unit.id, Account.disabled_at.is_(None))
        .where(Position.valid_from <= today, Position.valid_to.is_(None) | (Position.valid_to >= today))
        .order_by(Account.id)
    )


def _seat(session: Session, council: Council, members: int) -> None:
    functions = ("chair", "secretary", *["member"] * (members - 2))
    council.seats = [
        CouncilSeat(person=_person(session), function=function, votes=True, valid_from=SINCE) for function in functions
    ]
    session.add(council)
    session.flush()  # the next one made up is numbered after them


def _made_up_for(session: Session, task: UserTask) -> Actor:
    """Return somebody made up who may do a task. Raises OperationFailed where nobody at all may."""
    if task.reserved_for_id is not None:
        person = session.get_one(Person, task.reserved_for_id)
        account = session.scalar(select(Account).where(Account.person_id == person.id).limit(1))
        if account is None:
            _account(session, person)
        else:
            account.disabled_at = None  # in the copy alone: whose work it is may have left the office
    elif task.council_id is not None:
        person = _person(session)
        function = SEATS_OF_GROUP.get(task.candidate_group, ("member",))[0]
        session.add(
            CouncilSeat(council_id=task.council_id, person=person, function=function, votes=False, valid_from=SINCE)
        )
    elif task.organ is not None:
        person = _employ(session, task.candidate_group, task.organ)
    session.flush()  # they are looked for among those who may
    found = next(rehearsing.workers_of(session, task), None)
    if found is None:
        raise OperationFailed(f"Không ai làm được bước “{task.name}”.", task.process_key, task.element_id)
    return found


def _employ(session: Session, role: str, organ: Unit) -> Person:
    person, held = _person(session), session.get(Role, role)
    position = Position(person=person, unit=organ, title=held.name if held else role, valid_from=SINCE)
    position.assignments = [RoleAssignment(role=role, organ_id=organ.id)]
    session.add(position)
    session.flush()  # who follows looks for whoever has the role
    return person


def _person(session: Session) -> Person:
    known = session.scalar(select(func.count()).select_from(Account).where(Account.username.startswith(MADE_UP))) or 0
    name = f"Người thử {known + 1}"
    person = Person(full_name=name, search_key=search_key(name), sort_key=person_sort_key(name))
    session.add(person)
    _account(session, person)
    return person


def _account(session: Session, person: Person) -> None:
    known = session.scalar(select(func.count()).select_from(Account).where(Account.username.startswith(MADE_UP))) or 0
    session.add(
        Account(person=person, username=f"{MADE_UP}{known + 1}", password_hash="", password_changed_at=utcnow())
    )
    session.flush()  # the next one is numbered after them


def _today() -> date:
    return dates.local_date(utcnow())
