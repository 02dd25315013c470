"""Asking from a line of the register that an award be taken back, and how the dossier and the line tell of it."""

import io
import re

import pytest
from sqlalchemy import select

from service.rehearsal import PAPER
from tests.web import hall
from tests.web.conftest import browser_of
from tests.web.test_register_pages import book_template, database_url, insider, stranger  # noqa: F401 - fixtures
from workflows import dates, models
from workflows.clock import utcnow
from workflows.commands import accounts
from workflows.policy import load_actor

GIVEN = {"source": "Kết luận thanh tra số 12/KL-TTr", "reason": "Kê khai hai thành tích không có thật."}
ASKING = "/so-khen/1/huy-bo"


@pytest.fixture
def person_of_the_body(sessions) -> int:
    """The account of somebody of the body for awards of the province, who never had this dossier before them."""
    with sessions() as session:
        organ = select(models.DossierOrgan.unit_id).where(models.DossierOrgan.organ == "home_affairs")
        held = select(models.Position.person_id).join(models.RoleAssignment)
        held = held.where(models.RoleAssignment.role == "appraisal_specialist")
        person = session.scalars(held.where(models.RoleAssignment.organ_id.in_(organ))).first()
        return hall.account_of(session, person)


@pytest.fixture
def specialist(app, sessions, person_of_the_body):
    """Their browser."""
    return browser_of(app, sessions, person_of_the_body)


def test_who_may_asks_with_papers_and_the_dossier_says_that_it_is_considered(specialist, insider):  # noqa: F811
    assert f'href="{ASKING}"' in hall.words(specialist.get("/so-khen/1"))
    page = hall.words(specialist.get(ASKING))
    assert 'enctype="multipart/form-data"' in page
    refused = specialist.post(ASKING, data={"source": "", "reason": "ngắn"})
    assert refused.status_code == 422
    assert "Nêu nội dung vi phạm, từ 20" in hall.words(refused)
    bad = specialist.post(ASKING, data=GIVEN | {"tep": (io.BytesIO(b"MZ"), "virus.exe")})
    assert (bad.status_code, GIVEN["reason"] in hall.words(bad)) == (422, True)

    answer = specialist.post(ASKING, data=GIVEN | {"tep": (io.BytesIO(PAPER), "ket-luan.pdf")})
    assert answer.status_code == 302
    page = hall.words(specialist.get(answer.location))
    assert "Đang xem xét hủy bỏ" in page
    assert "Tài liệu đề nghị hủy bỏ" in hall.words(specialist.get(f"{answer.location}?phan=tai-lieu"))
    assert "Đang xem xét hủy bỏ" in hall.words(insider.get("/so-khen/1"))
    step = re.search(r'"(/viec/\d+)', hall.words(specialist.get("/viec")))
    assert GIVEN["reason"] in hall.words(specialist.get(step[1])), "who verifies reads what is said to be wrong"
    again = hall.words(specialist.get(ASKING))
    assert "đang được xem xét hủy bỏ" in again
    assert "<textarea" not in again
    assert specialist.post(ASKING, data=GIVEN).status_code == 409


def test_others_see_neither_the_offer_nor_the_page_nor_the_case(stranger, insider):  # noqa: F811
    assert "huy-bo" not in hall.words(stranger.get("/so-khen/1"))
    assert stranger.get(ASKING).status_code == 404
    assert stranger.post(ASKING, data=GIVEN).status_code == 404
    assert insider.get(ASKING).status_code == 403
    assert insider.post(ASKING, data=GIVEN).status_code == 403
    assert stranger.get("/so-khen/4711/huy-bo").status_code == 404


def test_programs_ask_the_same_and_read_the_cases(app, sessions, person_of_the_body):
    call = _client(app, sessions, person_of_the_body)
    address = "/api/v1/register/1/revocations"
    wrong = call("POST", address, json=GIVEN | {"reason": "ngắn"})
    assert (wrong.status_code, "từ 20 đến" in str(wrong.json)) == (422, True)
    made = call("POST", address, json=GIVEN)
    assert (made.status_code, made.json["status"], made.json["source"]) == (201, "running", GIVEN["source"])
    assert call("POST", address, json=GIVEN).status_code == 409
    assert [each["status"] for each in call("GET", address).json["items"]] == ["running"]


def _client(app, sessions, account: int):
    with sessions.begin() as session:
        actor = load_actor(session, account, dates.local_date(utcnow()))
        token, _ = accounts.create_token(session, actor, "kiểm thử", ["read", "write"])
    headers = {"Authorization": f"Bearer {token}"}
    return lambda method, path, **options: app.test_client().open(path, method=method, headers=headers, **options)
