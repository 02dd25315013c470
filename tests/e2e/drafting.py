"""The hands on drafts of processes: an administrator's window at one that has just begun, and what the server has of it."""

from sqlalchemy import select

from tests import product
from tests.e2e.desk import Desk
from tests.e2e.office import Office
from workflows.models import Account, DraftFile
from workflows.policy import Actor


def administrator(office: Office) -> Actor:
    """Return who administers the office."""
    with office.sessions() as session:
        return product.actor(session, session.scalars(select(Account.id).where(Account.administrator)).one())


def begun(office: Office, title: str) -> Desk:
    """Return the window of the administrator, at the page of a draft that has just begun."""
    desk = office.desk(administrator(office))
    desk.open("/quy-trinh/ban-thao")
    desk.page.fill("#title", title)
    desk.press("Lập bản thảo")
    return desk


def kept(office: Office, name: str) -> bytes | None:
    """Return what the drafts have of a file."""
    with office.sessions() as session:
        query = select(DraftFile.content).where(DraftFile.name == name).order_by(DraftFile.revision.desc())
        content = session.scalars(query).first()
        return content and content.encode()
