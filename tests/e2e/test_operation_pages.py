"""The pages of operation: axe finds nothing at desk and phone width, and a stopped timer is run again in a browser."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests import product, stuck
from tests.e2e.desk import Desk
from tests.e2e.looking import faults_of
from tests.e2e.office import Office
from tests.stuck import REASON, Stuck
from workflows.models import Account, Incident, Intervention

pytestmark = pytest.mark.e2e


@pytest.fixture
def administrator(office: Office) -> Desk:
    """The window of the administrator."""
    with office.sessions() as session:
        account = session.scalars(select(Account).where(Account.administrator)).one()
        actor = product.actor(session, account.id)
    return office.desk(actor)


@pytest.fixture
def at(office: Office, administrator: Desk, clock) -> Stuck:
    """An instance whose timer has failed three times."""
    while make.serial() < 100:
        pass  # the product has deployments and versions of its own
    found = stuck.stuck(office.sessions)
    clock.advance(hours=2)
    stuck.fire(office.sessions, found, times=3)
    return found


def test_no_page_of_operation_has_a_fault_that_a_machine_finds(office, administrator, at):
    run = f"/quy-trinh/luot-chay/{at.instance_id}"
    with office.sessions() as session:
        incident = session.scalars(select(Incident.id)).one()
    pages = {
        "processes": "/quy-trinh",
        "tables": "/quy-trinh/bang-quyet-dinh",
        "instances": "/quy-trinh/luot-chay",
        "faulty": "/quy-trinh/luot-chay?trang-thai=co-su-co",
        "instance": run,
        "retry": f"{run}/chay-lai",
        "cancel": f"{run}/huy",
        "incidents": "/su-co",
        "incident": f"/su-co/{incident}",
    }
    found = []
    for name, address in pages.items():
        administrator.open(address)
        found += faults_of(administrator, name)
    administrator.open(run)
    administrator.page.locator("a", has_text="Chuyển bước").first.click()
    found += faults_of(administrator, "move")
    administrator.tick(administrator.page.locator("[name=element]").first)
    administrator.page.fill("[name=reason]", REASON)
    administrator.press("Lập đề nghị")
    with office.sessions() as session:
        asked = session.scalars(select(Intervention.id).where(Intervention.kind == "move")).one()
    administrator.open(f"{run}/de-nghi/{asked}")
    found += faults_of(administrator, "request")
    assert found == []


def test_a_stopped_timer_is_run_again_and_goes_off(office, administrator, at):
    administrator.open("/su-co")
    assert "Mốc thời gian đến hạn" in administrator.reads()
    administrator.open(f"/quy-trinh/luot-chay/{at.instance_id}")
    assert "Có sự cố" in administrator.reads()
    stuck.mend(office.sessions)
    administrator.press("Chạy lại")
    administrator.page.fill("[name=reason]", REASON)
    administrator.press("Chạy lại")
    assert "Mốc thời gian sẽ được chạy lại" in administrator.reads()
    stuck.fire(office.sessions, at)  # as the worker does some seconds later
    administrator.page.reload()
    assert "Giải trình chậm" in administrator.reads()
    administrator.open("/su-co")
    assert "Không có sự cố nào" in administrator.reads()
