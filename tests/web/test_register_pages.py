"""The pages of the register and of a decision, after a dossier has gone its whole way."""

import shutil

import pytest
from sqlalchemy import select

from tests import product
from tests.web import hall
from tests.web.conftest import browser_of
from workflows import models


@pytest.fixture(scope="module")
def book_template(product_template, tmp_path_factory):
    """The product with one dossier awarded, to be copied."""
    folder = tmp_path_factory.mktemp("book")
    shutil.copyfile(product_template, folder / "book.db")
    hall.finish(f"sqlite:///{folder / 'book.db'}", folder)
    return folder / "book.db"


@pytest.fixture
def database_url(book_template, tmp_path):
    """A copy of its own."""
    shutil.copyfile(book_template, tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def insider(app, sessions):
    """The officer who prepared the dossier."""
    with sessions() as session:
        person = session.scalars(select(models.Dossier.created_by)).one()
        account = hall.account_of(session, person)
    return browser_of(app, sessions, account)


@pytest.fixture
def stranger(app, sessions):
    """The administrator, who sees no dossier."""
    with sessions() as session:
        account = session.scalars(select(models.Account.id).where(models.Account.administrator)).one()
    return browser_of(app, sessions, account)


def test_somebody_is_found_without_accents_and_in_any_order(stranger):
    page = hall.words(stranger.get("/so-khen?q=hoa+nguyen+minh"))

    assert ">Nguyễn Minh Họa</a>" in page
    assert "Phòng Nghiệp vụ minh họa" not in page
    assert "1 lượt khen thưởng khớp" in page


def test_what_is_chosen_stands_in_the_address_and_on_the_page(stranger):
    page = hall.words(stranger.get("/so-khen?q=minh&hinh-thuc=giay_khen_so&nam=2026"))

    assert 'value="minh"' in page
    assert '<option value="giay_khen_so" selected>' in page
    assert '<option value="2026" selected>' in page
    assert "2 lượt khen thưởng khớp" in page


def test_nothing_found_says_what_to_do(stranger):
    page = hall.words(stranger.get("/so-khen?q=khong+co+ai+ten+nay"))

    assert "Không có ai khớp" in page
    assert 'href="/so-khen"' in page


def test_filters_that_are_nonsense_are_no_error(stranger):
    for query in ("nam=abc", "nam=99999", "don-vi=x", "trang=-3", "trang=x", "q=%25%27--"):
        assert stranger.get(f"/so-khen?{query}").status_code == 200


def test_a_line_leads_to_decision_and_campaign_and_for_its_own_to_the_dossier(insider, stranger, sessions):
    with sessions() as session:
        entry = session.scalars(select(models.RegisterEntry).order_by(models.RegisterEntry.id)).first()
        reference = session.scalars(select(models.Dossier.reference)).one()
    for browser, sees in ((insider, True), (stranger, False)):
        page = hall.words(browser.get(f"/so-khen/{entry.id}"))
        assert f'href="/quyet-dinh/{entry.decision_id}"' in page
        assert f'href="/phong-trao/{product.KIEN_GIANG}"' in page
        assert (f'href="/ho-so/{reference}"' in page) is sees
        assert ("Tiền thưởng" in page) is sees


def test_a_line_that_is_not_there_is_not_found(stranger):
    assert stranger.get("/so-khen/4711").status_code == 404
    assert stranger.get("/quyet-dinh/4711").status_code == 404


def test_a_decision_reads_as_the_paper_does(stranger, sessions):
    with sessions() as session:
        decision = session.scalars(select(models.Decision)).one()
    page = hall.words(stranger.get(f"/quyet-dinh/{decision.id}"))

    assert f"Số: {decision.document_number}" in page
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "<strong>Điều 1.</strong> Tặng Giấy khen" in page
    assert "cho 2 đối tượng" in page
    assert f"<strong>{decision.signer_title}</strong>" in page
    assert "Nguyễn Minh Họa" in page


def test_a_deputy_signs_in_the_heads_place(stranger, sessions):
    with sessions.begin() as session:
        decision = session.scalars(select(models.Decision)).one()
        decision.capacity, decision.signer_title = "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"
    page = hall.words(stranger.get("/quyet-dinh/1"))

    assert "<strong>KT. GIÁM ĐỐC</strong><br><strong>PHÓ GIÁM ĐỐC</strong>" in page


def test_whom_the_decision_leaves_out_only_its_own_read(insider, stranger, sessions):
    with sessions.begin() as session:
        item = session.scalars(select(models.DecisionItem)).first()
        item.result, item.reason = "refused", "Chưa đủ thời gian công tác"
    assert "Chưa đủ thời gian công tác" in hall.words(insider.get("/quyet-dinh/1"))
    assert "Chưa đủ thời gian công tác" not in hall.words(stranger.get("/quyet-dinh/1"))
