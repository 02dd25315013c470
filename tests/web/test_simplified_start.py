"""Where an officer begins a dossier, the simplified procedure is offered with when it may be used; so it is to programs."""

import re

import pytest
from sqlalchemy import select

from tests import product
from workflows.models import Account, Dossier, Offer

pytestmark = pytest.mark.product
PLACE = f"/ho-so/moi?phong-trao={product.KIEN_GIANG}"
WHEN = "Dùng khi: phục vụ nhiệm vụ chính trị, khuyến khích kịp thời; lập thành tích xuất sắc đột xuất;"


@pytest.fixture
def officer(sessions):
    """Who prepares dossiers of the Sở for awards of the province."""
    with sessions() as session:
        return product.officer(session, "bk_tinh")


@pytest.fixture
def desk(officer, sessions, sign_in):
    """A browser of the officer."""
    with sessions() as session:
        account = session.get_one(Account, officer.account_id)
    return sign_in(account)


def section(page):
    return page.split('id="don-gian-')[1].split("</section>")[0]


def test_the_offers_stand_apart_with_the_sentence_and_its_clause(desk):
    page = section(desk.get(PLACE).text)
    assert WHEN in page
    assert "(Luật 06/2022/QH15, Điều 85 khoản 1)" in re.sub(r"<[^>]+>", "", page)


def test_an_award_that_may_not_be_proposed_so_stands_there_with_the_reason(desk):
    page = section(desk.get(PLACE).text)
    line = page.split("Bằng khen của Thủ tướng Chính phủ")[1]
    assert "phải có biên bản xét khen thưởng" in line.split("</li>")[0]
    assert "href" not in line.split("</li>")[0]


def test_a_dossier_is_opened_from_there(desk, sessions):
    step = re.search(
        r'href="(/ho-so/moi[^"]+)">Bằng khen của Chủ tịch UBND tỉnh – thủ tục đơn giản', desk.get(PLACE).text
    )
    page = desk.get(step[1].replace("&amp;", "&")).text
    assert WHEN in page
    assert "Hồ sơ có bí mật nhà nước không lập trên hệ thống này." in page
    fields = dict(re.findall(r'name="(hinh-thuc|don-vi)" value="(\d+)"', page))
    reference = desk.post("/ho-so/moi", data=fields).location.split("/")[2]
    assert "Lý do dùng thủ tục đơn giản" in desk.get(f"/ho-so/{reference}/soan/occasion_and_reason").text
    assert "Hệ thống lập từ danh sách" not in desk.get(f"/ho-so/{reference}/soan").text, "there is nobody on it yet"
    assert "họp Hội đồng" not in desk.get(f"/ho-so/{reference}/da-nop").text
    with sessions() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.reference == reference)).one()
        assert dossier.offer.process_key == "simplified_award"
    stages = desk.get(f"/ho-so/{reference}").text.split('class="tk-steps"')[1].split("</ol>")[0]
    assert "Quyết định" in stages
    assert "Hội đồng" not in stages  # nobody waits for what does not come


def test_the_plan_says_when_the_procedure_may_be_used(desk):
    page = desk.get(f"/phong-trao/{product.KIEN_GIANG}").text
    assert WHEN in page.split('id="KG-DG-bk_tinh"')[1].split("</details>")[0]


def test_a_page_that_was_kept_open_is_answered_with_the_reason(desk, sessions):
    with sessions() as session:
        offer = session.scalars(select(Offer).where(Offer.code == "KG-DG-bk_ttg")).one().id
    answer = desk.post("/ho-so/moi", data={"hinh-thuc": offer, "don-vi": 1, "phong-trao": product.KIEN_GIANG})
    assert (answer.status_code, "mục XIV" in answer.text) == (422, True)
