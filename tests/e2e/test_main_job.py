"""The main job in the browser: one Kiên Giang dossier from its first line to the register, a return included."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from forms.samples import as_posted, sample
from service.rehearsal import PAPER
from tests import product
from tests.e2e.desk import Desk
from tests.e2e.office import RETURN_REASON, Office
from workflows import catalogue, dates, editing
from workflows.clock import utcnow
from workflows.commands import rehearsing
from workflows.models import Dossier, RegisterEntry, UserTask

pytestmark = pytest.mark.e2e

AWARD = "bk_tinh"
NOMINEE = "Nguyễn Thị Minh Họa"


@pytest.fixture
def paper(tmp_path) -> Path:
    """A PDF to be attached."""
    path = tmp_path / "giay-to.pdf"
    path.write_bytes(PAPER)
    return path


def test_a_dossier_goes_from_its_first_line_to_the_register(office: Office, paper: Path):
    with office.sessions() as session:
        officer = product.officer(session, AWARD)
    desk = office.desk(officer)
    reference = start(desk)
    add_nominee(office, desk, officer, reference)
    fill_pages(office, desk, officer, reference)
    attach_papers(desk, reference, paper)
    hand_in(desk, reference)

    sign(office, reference)
    return_for_supplement(office, reference)
    supplement(office, officer, reference)
    elements = finish(office, reference)

    assert {"examine_dossier", "cast_ballot", "decide_award", "release_decision"} <= set(elements)
    assert elements.count("cast_ballot") >= 3
    with office.sessions() as session:
        entry = session.scalars(select(RegisterEntry)).one()
        assert (entry.name, entry.decision.document_number) == (NOMINEE, entry.decision.document_number)
        assert entry.decision.document_number
    desk.open("/so-khen?q=minh+hoa+nguyen")  # words in any order, without accents
    expect(desk.page.locator("main")).to_contain_text(NOMINEE)


def start(desk: Desk) -> str:
    desk.open("/ho-so/moi")
    desk.follow("Chung tay vì người nghèo - Không ai bị bỏ lại phía sau")
    desk.follow("Bằng khen của Chủ tịch UBND tỉnh – hằng năm")
    desk.press("Mở hồ sơ")
    desk.page.wait_for_url("**/soan")
    return desk.page.url.split("/")[-2]


def add_nominee(office: Office, desk: Desk, officer, reference: str) -> None:
    desk.open(f"/ho-so/{reference}/doi-tuong/them/ca-nhan")
    with office.sessions() as session:
        task = editing.open_task(session, session.scalars(select(Dossier).where(Dossier.reference == reference)).one())
        form = catalogue.form(session, task.instance.definition.deployment, "nominee_individual")
        context = editing.context(session, officer, task)
        answers = sample(form, context, outcome=None, today=dates.local_date(utcnow()), given={"full_name": NOMINEE})
    desk.type_in(as_posted(answers))
    desk.save()
    desk.open(f"/ho-so/{reference}/doi-tuong")
    expect(desk.page.locator("main")).to_contain_text(NOMINEE)


def fill_pages(office: Office, desk: Desk, officer, reference: str) -> None:
    with office.sessions() as session:
        task = editing.open_task(session, session.scalars(select(Dossier).where(Dossier.reference == reference)).one())
        form, context = editing.form_of(session, task), editing.context(session, officer, task)
        given = rehearsing.sample_minutes(context)
        answers = sample(form, context, outcome="sign", today=dates.local_date(utcnow()), given=given)
        pages = form.pages_open(answers, context)
    for page in pages[:-1]:  # the last page, the unit's promise, stands on the page that checks everything
        keys = {each.item.key for each in form.placed if each.page == page.key}
        desk.open(f"/ho-so/{reference}/soan/{page.key}")
        desk.type_in(as_posted({key: value for key, value in answers.items() if key in keys}))
        desk.save()
        assert "Lỗi" not in desk.page.title(), desk.reads()


def attach_papers(desk: Desk, reference: str, paper: Path) -> None:
    for wanted in ("to_trinh", "bien_ban", "bao_cao_thanh_tich"):
        desk.open(f"/ho-so/{reference}/giay-to/{wanted}")
        desk.attach(paper)
        desk.press("Gửi tệp")
        expect(desk.page.locator("main")).to_contain_text(paper.name)


def hand_in(desk: Desk, reference: str) -> None:
    desk.open(f"/ho-so/{reference}/kiem-tra")
    for box in desk.page.locator("main input[type=checkbox]").all():
        desk.tick(box)
    desk.press("Chuyển ký Tờ trình")
    desk.page.wait_for_url("**/da-nop")
    assert reference in desk.reads()


def sign(office: Office, reference: str) -> None:
    task_id, element, head = office.next_step(reference)
    assert element == "sign_submission"
    office.do(task_id, head, "submit")


def return_for_supplement(office: Office, reference: str) -> None:
    task_id, element, clerk = office.next_step(reference)
    assert element == "check_completeness"
    desk = office.desk(clerk)
    desk.open(f"/viec/{task_id}")
    desk.press(office.verb(task_id, "return"))  # nothing is said yet: refused, and told why
    assert desk.page.title().startswith("Lỗi:")
    office.do(task_id, clerk, "return", changed=office.missing_paper(task_id, clerk))


def supplement(office: Office, officer, reference: str) -> None:
    desk = office.desk(officer)
    desk.open(f"/ho-so/{reference}/soan")
    assert RETURN_REASON in desk.reads()
    task_id, element, _ = office.next_step(reference)
    assert element == "supplement_dossier"
    desk.open(f"/ho-so/{reference}/kiem-tra")
    desk.type_in(office.typed(task_id, officer, "resubmit"))
    desk.press(office.verb(task_id, "resubmit"))


def finish(office: Office, reference: str) -> list[str]:
    elements = []
    while (step := office.next_step(reference)) is not None:
        task_id, element, actor = step
        with office.sessions() as session:
            outcomes = session.get_one(UserTask, task_id).outcomes
        office.do(task_id, actor, outcomes[0] if outcomes else None)
        elements.append(element)
        assert len(elements) < 60, elements
    return elements
