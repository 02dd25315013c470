"""An administrator takes dossiers to a new version in the browser: choose, try, say what replaces what, go, take back."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from service import shipped, studio_jobs
from tests import product
from tests.e2e.desk import Desk
from tests.e2e.office import Office
from tests.e2e.test_process_drafts import look
from workflows.commands import deployments
from workflows.models import Account, ProcessInstance

pytestmark = pytest.mark.e2e

KEY = "department_certificate"
OLD, NEW = b"compile_dossier", b"compile_offer"
REASON = "Quy trình mới theo quy chế vừa ban hành"


@pytest.fixture
def desk(office: Office, tmp_path) -> Desk:
    """The window of the administrator; two dossiers wait at a step that has another id in the version just deployed."""
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        product.prepared(office.sessions, tmp_path / str(number))
    with office.sessions.begin() as session:
        administrator = product.actor(session, session.scalars(select(Account.id).where(Account.administrator)).one())
        files = {name: content.replace(OLD, NEW) for name, content in shipped.definitions().items()}
        deployments.deploy(session, administrator, files)
    return office.desk(administrator)


def versions(office: Office) -> list[int]:
    with office.sessions() as session:
        return sorted(each.definition.version for each in session.scalars(select(ProcessInstance)))


def test_dossiers_go_to_another_version_and_come_back(office: Office, desk: Desk):
    desk.open(f"/quy-trinh/{KEY}/chuyen-phien-ban")
    look(desk, "migration-choice")
    desk.press("Chạy thử cả 2 hồ sơ")
    assert "Không có hồ sơ nào chuyển được" in desk.reads()
    look(desk, "migration-tried")
    field = desk.page.locator(f"#thay-{OLD.decode()}")
    field.select_option(NEW.decode())
    desk.press("Chạy thử lại")
    desk.page.fill("#reason", REASON)
    desk.press("Chuyển 2 hồ sơ")
    look(desk, "migration-running")
    studio_jobs.move_instances(office.sessions)
    expect(desk.page.locator("#dot")).to_contain_text("Đã xong")
    look(desk, "migration-done")
    assert versions(office) == [2, 2]
    desk.page.fill("#reason", REASON)
    desk.press("Hoàn tác đợt này")
    studio_jobs.move_instances(office.sessions)
    desk.page.reload()
    expect(desk.page.locator("#dot")).to_contain_text("Đã đưa về bản cũ")
    assert versions(office) == [1, 1]
