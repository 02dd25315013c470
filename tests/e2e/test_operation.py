"""A step that fails in the browser: the person loses nothing, the administrator finds and mends it, and it goes on."""

import pytest
from sqlalchemy import select, update

from tests import product
from tests.e2e.desk import Desk
from tests.e2e.office import Office
from tests.factories import LONG_AGO
from workflows.models import Account, Council, Incident, Intervention, UserTask

pytestmark = pytest.mark.e2e

REASON = "Chờ Sở kiện toàn Hội đồng, công văn số 12"
FAILED = "Bước tiếp theo của quy trình chưa chạy được"


@pytest.fixture
def administrator(office: Office) -> Desk:
    """The window of the administrator."""
    with office.sessions() as session:
        account = session.scalars(select(Account).where(Account.administrator)).one()
    return office.desk(actor_of(office, account.id))


def actor_of(office: Office, account_id: int):
    with office.sessions() as session:
        return product.actor(session, account_id)


def dissolve(office: Office) -> dict[int, tuple]:
    """Let every council end before today; return the days that they had."""
    with office.sessions.begin() as session:
        days = {each.id: (each.valid_from, each.valid_to) for each in session.scalars(select(Council))}
        session.execute(update(Council).values(valid_from=LONG_AGO, valid_to=LONG_AGO))
    return days


def restore(office: Office, days: dict[int, tuple]) -> None:
    with office.sessions.begin() as session:
        for council in session.scalars(select(Council)):
            council.valid_from, council.valid_to = days[council.id]


def shown(desk: Desk, status: int) -> None:
    """Forget the complaint about an answer that the test provoked."""
    desk.refused[:] = [text for text in desk.refused if str(status) not in text]


def test_without_a_council_the_step_waits_the_administrator_sees_why_and_then_it_goes_on(
    office: Office, administrator: Desk, tmp_path
):
    reference = product.prepared(office.sessions, tmp_path, "giay_khen_so")
    task_id = product.advance(office.sessions, reference, "review_appraisal")
    _, _, head = office.next_step(reference)
    days = dissolve(office)
    desk = office.desk(head)
    desk.open(f"/viec/{task_id}")
    desk.type_in(office.typed(task_id, head, "approve"))
    desk.press(office.verb(task_id, "approve"))
    assert FAILED in desk.reads()
    assert "sự cố số 1" in desk.reads()
    assert desk.page.title().startswith("Lỗi:")
    shown(desk, 409)

    administrator.open("/su-co")
    administrator.follow("Lập phiên họp")
    read = administrator.reads()
    assert "chưa có Hội đồng Thi đua – Khen thưởng đang hiệu lực" in read
    administrator.page.locator("[data-diagram-state=ready] .tk-token--fault").wait_for()
    administrator.press("Mở lượt chạy")
    assert "Duyệt kết quả" in administrator.reads()
    administrator.page.locator("[data-diagram-state=ready]").wait_for()

    restore(office, days)
    desk.press(office.verb(task_id, "approve"))  # what was typed still stands on the page
    with office.sessions() as session:
        assert session.get_one(UserTask, task_id).outcome == "approve", desk.reads()
        assert session.scalars(select(Incident)).one().resolution == "worked"
    administrator.open("/su-co/1")
    assert "Đã chạy được" in administrator.reads()
    administrator.open("/su-co")
    assert "Không có sự cố nào" in administrator.reads()


def test_an_administrator_suspends_resumes_and_with_a_second_one_moves_a_token(
    office: Office, administrator: Desk, tmp_path
):
    reference = product.prepared(office.sessions, tmp_path, "giay_khen_so")
    task_id = product.advance(office.sessions, reference, "review_appraisal")
    _, _, head = office.next_step(reference)
    administrator.open("/quy-trinh/luot-chay")
    administrator.follow(reference)
    run = administrator.page.url
    administrator.press("Tạm dừng")
    administrator.press("Tạm dừng")
    assert administrator.page.title().startswith("Lỗi:")  # a reason is missing
    administrator.page.fill("[name=reason]", REASON)
    administrator.press("Tạm dừng")
    desk = office.desk(head)
    desk.open(f"/viec/{task_id}")
    assert REASON in desk.reads()
    administrator.press("Cho chạy tiếp")
    administrator.page.fill("[name=reason]", REASON)
    administrator.press("Cho chạy tiếp")

    administrator.page.locator("a", has_text="Chuyển bước").filter(has_text="Duyệt kết quả").click()
    administrator.tick(administrator.page.locator('[name=element][value="examine_dossier"]'))
    administrator.page.fill("[name=reason]", REASON)
    administrator.press("Lập đề nghị")
    with office.sessions.begin() as session:
        asked = session.scalars(select(Intervention).where(Intervention.kind == "move")).one()
        account = session.scalars(select(Account).where(Account.person_id == head.person_id)).one()
        account.administrator = True
    desk.open(f"{run}/de-nghi/{asked.id}")
    desk.press("Duyệt và chuyển bước")
    assert "Thẩm định hồ sơ" in desk.reads()
    with office.sessions() as session:
        assert product.open_task(session, reference, "review_appraisal") is None
        assert product.open_task(session, reference, "examine_dossier") is not None
    shown(administrator, 422)
