"""From the start to the receipt and back out of it, the supplement, and where a dossier is found again."""

import re

import pytest

from tests import factories, files
from tests.dossiers import Draft, found
from tests.offered import Offered
from tests.web.conftest import browser_of
from tests.web.dossier.typing_in import PERSON, REASON, at, content, revision, send
from workflows import models
from workflows.clock import utcnow
from workflows.queries import sections


class TestHandingIn:
    """From the start to the receipt, and back out of it."""

    @pytest.fixture
    def offered(self, sessions) -> Offered:
        with sessions.begin() as session:
            offered = Offered(session)
            factories.paper(session, offered.offer, "to_trinh", name="Tờ trình đề nghị")
            return offered

    def start(self, browser, offered) -> str:
        fields = {"hinh-thuc": offered.offer.id, "don-vi": offered.unit.id}
        return browser.post("/ho-so/moi", data=fields).location.split("/")[2]

    def fill(self, browser, reference: str) -> None:
        browser.post(f"/ho-so/{reference}/doi-tuong/them/ca-nhan", data=PERSON)
        browser.post(f"/ho-so/{reference}/soan/reason", data=REASON | {"revision": "9"})
        browser.post(f"/ho-so/{reference}/soan/minutes", data={"chair": "Khánh", "revision": "9"})
        send(browser, f"/ho-so/{reference}/giay-to/to_trinh", ("Tờ trình.pdf", files.PDF))

    def test_starting_asks_campaign_award_and_unit(self, open_as, offered):
        browser = open_as(offered.officer)
        page = browser.get("/ho-so/moi").text
        assert "Giấy khen hằng năm" in page
        step = re.search(r'href="(/ho-so/moi\?[^"]+hinh-thuc[^"]+)"', page)[1].replace("&amp;", "&")
        assert "Chi cục mới" in browser.get(step).text
        reference = self.start(browser, offered)
        assert reference == "KG-2026-0001"
        assert "Đã mở hồ sơ KG-2026-0001" in browser.get(f"/ho-so/{reference}/soan").text

    def test_an_award_that_ended_is_shown_with_the_reason(self, open_as, offered, sessions):
        with sessions.begin() as session:
            gone = {"title": "Giấy khen cấp huyện", "process_key": None, "unavailable_reason": "Không còn cấp huyện."}
            factories.offer(session, session.get(models.Campaign, offered.offer.campaign_id), **gone)
        page = open_as(offered.officer).get("/ho-so/moi").text
        assert "Giấy khen cấp huyện" in page
        assert "Không còn cấp huyện." in page

    def test_whoever_prepares_for_no_unit_reads_why_there_is_nothing_to_start(self, open_as, offered):
        assert "Chưa có phong trào nào" in open_as(offered.examiner).get("/ho-so/moi").text

    def test_an_incomplete_dossier_is_not_handed_in_and_says_what_lacks(self, open_as, offered):
        browser = open_as(offered.officer)
        reference = self.start(browser, offered)
        answer = browser.post(f"/ho-so/{reference}/kiem-tra", data={"outcome": "sign", "revision": "0"})
        assert answer.status_code == 422
        assert "Chưa trình được" in answer.text
        assert f"/ho-so/{reference}/soan/reason?" in answer.text
        assert "Đánh dấu vào “Đúng sự thật”" in answer.text

    def test_a_complete_dossier_goes_to_the_signer_and_the_receipt_says_what_comes_next(self, open_as, offered):
        browser = open_as(offered.officer)
        reference = self.start(browser, offered)
        self.fill(browser, reference)
        check = browser.get(f"/ho-so/{reference}/kiem-tra")
        assert "phải xong trước khi trình" not in check.text
        assert "Tờ trình.pdf" in check.text
        data = {"outcome": "sign", "is_truthful": "true", "revision": revision(check)}
        answer = browser.post(f"/ho-so/{reference}/kiem-tra", data=data)
        assert answer.location == f"/ho-so/{reference}/da-nop"
        receipt = browser.get(answer.location).text
        assert reference in receipt
        assert "Sở Nông nghiệp và Môi trường" in receipt
        assert browser.get(f"/ho-so/{reference}/soan").location == f"/ho-so/{reference}"

    def test_a_submitted_dossier_is_withdrawn_from_its_own_page(self, open_as, offered, sessions):
        browser = open_as(offered.officer)
        reference = self.start(browser, offered)
        self.fill(browser, reference)
        browser.post(f"/ho-so/{reference}/kiem-tra", data={"outcome": "sign", "is_truthful": "true", "revision": "9"})
        assert "Rút hồ sơ" not in browser.get(f"/ho-so/{reference}").text
        with sessions.begin() as session:
            dossier = found(session, reference)
            dossier.status, dossier.submitted_at = "submitted", utcnow()
        assert f'href="/ho-so/{reference}/rut"' in browser.get(f"/ho-so/{reference}").text
        refused = browser.post(f"/ho-so/{reference}/rut", data={"reason": "nhầm"})
        assert refused.status_code == 422
        assert "Nêu lý do rút hồ sơ" in refused.text
        browser.post(f"/ho-so/{reference}/rut", data={"reason": "Đơn vị rà soát lại danh sách."})
        assert f"Đã rút hồ sơ {reference}" in browser.get(f"/ho-so/{reference}").text

    def test_handing_in_twice_is_a_conflict(self, open_as, offered):
        browser = open_as(offered.officer)
        reference = self.start(browser, offered)
        self.fill(browser, reference)
        data = {"outcome": "sign", "is_truthful": "true", "revision": "9"}
        statuses = [browser.post(f"/ho-so/{reference}/kiem-tra", data=data).status_code for _ in range(2)]
        assert statuses == [302, 409]

    def test_a_draft_is_given_up_only_with_a_reason(self, open_as, draft):
        browser = open_as(draft.officer)
        answer = browser.post(at(draft, "bo"), data={"discard_reason": " ", "revision": "0"})
        assert answer.status_code == 422
        assert "Nêu lý do bỏ hồ sơ nháp" in answer.text

    def test_a_dossier_that_is_not_submitted_is_not_withdrawn(self, open_as, draft):
        page = open_as(draft.officer).get(at(draft, "rut")).text
        assert "Hồ sơ chưa nộp nên không cần rút" in page


class TestSupplement:
    """A returned dossier is mended on the same pages and handed in again with what was done."""

    @pytest.fixture
    def returned(self, draft, sessions) -> Draft:
        with sessions.begin() as session:
            found(session, draft.reference).return_reason = "Thiếu chữ ký của thư ký Hội đồng."
            task = session.query(models.UserTask).filter_by(form_key="dossier").one()
            task.form_key, task.outcomes, task.element_id = "dossier_supplement", ["resubmit"], "supplement_dossier"
        return draft

    def test_the_pages_of_the_dossier_are_open_again(self, officer, returned, sessions):
        assert "Kiểm tra và nộp lại" in officer.get(at(returned, "soan")).text
        officer.post(at(returned, "soan/reason"), data=REASON | {"revision": "0"})
        assert content(sessions, returned)["member_count"] == 9

    def test_a_paper_that_came_back_says_what_must_be_sent(self, officer, returned, monkeypatch):
        monkeypatch.setattr(sections, "returned_papers", lambda *_: {"to_trinh": "Thiếu chữ ký"})
        page = officer.get(at(returned, "soan")).text
        assert "Phải bổ sung" in page
        assert "Thiếu chữ ký" in page

    def test_what_is_typed_about_the_supplement_is_kept_until_it_is_handed_in(self, officer, returned):
        answer = officer.post(at(returned, "kiem-tra/nhap"), data={"explanation": "Đã thay biên bản", "revision": "0"})
        assert answer.json == {"revision": 1, "saved_at": "10:00"}
        page = officer.get(at(returned, "kiem-tra"))
        assert "Đã thay biên bản" in page.text
        assert revision(page) == "1"

    def test_an_incomplete_supplement_is_not_handed_in_and_keeps_its_words(self, officer, returned):
        data = {"explanation": "Đã thay biên bản", "outcome": "resubmit", "revision": "0"}
        answer = officer.post(at(returned, "kiem-tra"), data=data)
        assert answer.status_code == 422
        assert "phải xong trước khi nộp lại" in answer.text
        assert "Đã thay biên bản" in answer.text


class TestListAndHome:
    """Where a dossier is found again."""

    def test_the_list_finds_by_reference_and_by_name_without_accents(self, officer, draft):
        officer.post(at(draft, "doi-tuong/them/ca-nhan"), data=PERSON)
        for text in (draft.reference, "van anh nguyen"):
            assert draft.reference in officer.get("/ho-so", query_string={"q": text}).text
        assert "Không có hồ sơ nào khớp" in officer.get("/ho-so?q=khong-co").text

    def test_the_list_shows_strangers_nothing(self, open_as, draft):
        page = open_as(draft.stranger).get("/ho-so").text
        assert draft.reference not in page
        assert "Đơn vị chưa có hồ sơ nào" in page

    def test_the_first_page_says_what_of_a_draft_is_missing(self, officer, draft):
        page = officer.get("/").text
        assert draft.reference in page
        assert "còn 5 mục bắt buộc" in page.replace("\u00a0", " ")

    def test_the_first_page_of_an_administrator_shows_what_runs(self, app, sessions):
        with sessions.begin() as session:
            account = factories.account(session, factories.person(session), administrator=True)
            number = account.id
        page = browser_of(app, sessions, number).get("/").text
        assert "Quy trình đang chạy" in page
        assert "Cần làm" not in page
