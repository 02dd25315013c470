"""An open yearly report of a campaign, and the people who have and have not to do with it."""

from datetime import date

from sqlalchemy import select

from tests import product
from workflows import policy
from workflows.commands import duties as commands
from workflows.commands import rehearsing, rehearsing_duties, tasks
from workflows.models import Account, DutyUnit, UserTask

NINH_BINH = "ninh-binh-2021-2025"
DUE = date(2026, 12, 28)


def open_report(sessions):
    """Open a yearly report of Ninh Bình that is due on 28/12/2026; return its id."""
    with sessions.begin() as session:
        actor = rehearsing_duties.officer(session, NINH_BINH)
        duty = commands.add(session, actor, NINH_BINH, rehearsing_duties.typed(2026, DUE))
        commands.open_duty(session, actor, duty.id)
        return duty.id


def steps(session, number, element_id="write_report"):
    query = select(UserTask).where(UserTask.duty_id == number, UserTask.element_id == element_id, policy.is_open())
    return session.scalars(query.order_by(UserTask.id)).all()


def do(session, task, outcome=None, **changed):
    actor, first, answers = rehearsing.work_on(session, task)
    tasks.complete(session, actor, task.id, outcome or first, answers | changed)
    return actor


def report(sessions, number, *, but=0):
    """Let all units report, but the last ones."""
    for element in ("write_report", "sign_report"):
        with sessions.begin() as session:
            found = steps(session, number, element)
            for task in found[: len(found) - but] if element == "write_report" else found:
                do(session, task)


def stranger(session, province="an-giang"):
    """Return an officer of another province's Sở Nội vụ."""
    return rehearsing_duties.officer(session, f"{province}-2024")


def outsider(session, number):
    """Return somebody who reports for a unit that this duty does not ask."""
    asked = set(session.scalars(select(DutyUnit.unit_id).where(DutyUnit.duty_id == number)))
    for account in session.scalars(select(Account.id).where(Account.administrator.is_(False)).order_by(Account.id)):
        actor = product.actor(session, account)
        own = policy.reporting_organs(actor)
        if own and not own & asked and not policy.handling_organs(actor):
            return actor
    raise AssertionError("everybody is asked")


def administrator(session):
    return product.actor(session, session.scalars(select(Account.id).where(Account.administrator)).one())
