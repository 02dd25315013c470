"""The submitting officer's pages: start, write page by page, send files, check, hand in; nothing typed is lost."""

import io
import re

import pytest

from tests import dossiers, factories, files
from tests.dossiers import Draft, found
from tests.offered import Offered
from tests.web.conftest import Browser, browser_of
from workflows import models
from workflows.clock import utcnow

REASON = {"grounds": "Giảm nghèo vượt kế hoạch", "member_count": "9"}
PERSON = {"full_name": "Nguyễn Văn Ánh", "unit": "Phòng Kinh tế"}


@pytest.fixture
def draft(sessions) -> Draft:
    return dossiers.draft(
        sessions,
        {"key": "to_trinh", "name": "Tờ trình đề nghị"},
        {"key": "bao_cao_thanh_tich", "name": "Báo cáo thành tích", "per": "nominee"},
        {"key": "chung_nhan", "name": "Chứng nhận", "required": False},
    )


@pytest.fixture
def open_as(app, sessions):
    return lambda actor: browser_of(app, sessions, actor.account_id)


@pytest.fixture
def officer(draft, open_as) -> Browser:
    return open_as(draft.officer)


def at(draft: Draft, rest: str) -> str:
    return f"/ho-so/{draft.reference}/{rest}"


def revision(page) -> str:
    return re.search(r'name="revision" value="(\d+)"', page.text)[1]


def section(page, name: str) -> str:
    """Return the words of one line of the section list."""
    line = re.search(
        rf'<li class="govuk-task-list__item(?:(?!</li>).)*{name}(?:(?!</li>).)*</li>', page.text, re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", " ", line[0]).split())


def send(browser, address: str, *given: tuple[str, bytes], **fields):
    """Post files as a browser does; the answer is read and what it held open is closed."""
    data = {"tep": [(io.BytesIO(content), name) for name, content in given], **fields}
    with browser.post(address, data=data, content_type="multipart/form-data") as answer:
        answer.get_data()
        return answer


def fetch(browser, address: str):
    """Return a file's answer with its bytes read and the file behind it closed."""
    with browser.get(address) as answer:
        answer.get_data()
        return answer


def content(sessions, draft) -> dict:
    with sessions() as session:
        return found(session, draft.reference).content


class TestSections:
    """The section list says how far everything is."""

    def test_an_untouched_dossier_asks_for_everything(self, officer, draft):
        page = officer.get(at(draft, "soan"))
        assert "Chưa làm" in section(page, "Lý do đề nghị")
        assert "Chưa làm" in section(page, "Danh sách đối tượng")
        assert "Chưa thể bắt đầu Cần có đối tượng trong danh sách" in section(page, "Báo cáo thành tích")
        assert "Không bắt buộc" in section(page, "Chứng nhận")
        assert "Chưa thể bắt đầu Cần xong phần 1, 2 và 3" in section(page, "Kiểm tra toàn bộ")

    def test_a_line_tells_done_begun_and_wrong_apart(self, officer, draft):
        officer.post(at(draft, "soan/reason"), data=REASON | {"revision": "0"})
        officer.post(at(draft, "soan/minutes"), data={"chair": "", "revision": "1"})
        assert "Đã xong" in section(officer.get(at(draft, "soan")), "Lý do đề nghị")
        officer.post(at(draft, "soan/reason"), data={"grounds": "Giảm nghèo vượt kế hoạch", "revision": "9"})
        assert "Đang làm Còn 1 nội dung" in section(officer.get(at(draft, "soan")), "Lý do đề nghị")
        officer.post(at(draft, "soan/reason"), data=REASON | {"member_count": "chín", "revision": "9"})
        assert "Cần sửa Nhập bằng chữ số" in section(officer.get(at(draft, "soan")), "Lý do đề nghị")

    def test_reports_count_the_nominees_that_have_one(self, officer, draft, sessions):
        for _ in range(2):
            officer.post(at(draft, "doi-tuong/them/ca-nhan"), data=PERSON)
        with sessions() as session:
            first = session.query(models.Nominee.id).order_by(models.Nominee.id).first()[0]
        send(officer, at(draft, "giay-to/bao_cao_thanh_tich"), ("Báo cáo.pdf", files.PDF), nominee=first)
        assert "Đang làm 1 trên 2 đối tượng" in section(officer.get(at(draft, "soan")), "Báo cáo thành tích")

    def test_a_returned_dossier_says_why_it_came_back(self, officer, draft, sessions):
        with sessions.begin() as session:
            found(session, draft.reference).return_reason = "Thiếu chữ ký của thư ký Hội đồng."
        assert "Thiếu chữ ký của thư ký Hội đồng." in officer.get(at(draft, "soan")).text


class TestFormPages:
    """A page keeps what was typed, right or wrong, and leads on."""

    def test_a_right_page_leads_to_the_next_one(self, officer, draft):
        answer = officer.post(at(draft, "soan/reason"), data=REASON | {"revision": "0", "nut": "tiep"})
        assert (answer.status_code, answer.location) == (302, at(draft, "soan/minutes"))

    def test_a_wrong_page_comes_back_with_every_word_and_the_errors_linked(self, officer, draft, sessions):
        typed = {"grounds": "ngắn", "member_count": "chín người", "revision": "0", "nut": "tiep"}
        answer = officer.post(at(draft, "soan/reason"), data=typed)
        assert answer.status_code == 422
        assert "<title>Lỗi: Lý do đề nghị" in answer.text
        assert 'href="#member_count"' in answer.text
        assert 'value="chín người"' in answer.text
        assert content(sessions, draft) == {"grounds": "ngắn", "member_count": "chín người"}

    def test_a_page_may_be_left_wrong_for_later(self, officer, draft):
        answer = officer.post(at(draft, "soan/reason"), data={"grounds": "ngắn", "revision": "0", "nut": "sau"})
        assert answer.location == at(draft, "soan")
        assert "Đã lưu. Còn 2 nội dung cần nhập hoặc sửa." in officer.get(answer.location).text

    def test_what_is_mistyped_is_shown_again_on_opening_and_what_is_blank_is_not(self, officer, draft):
        officer.post(at(draft, "soan/reason"), data={"grounds": "", "member_count": "chín", "revision": "0"})
        page = officer.get(at(draft, "soan/reason")).text
        assert 'id="member_count-error"' in page
        assert 'id="grounds-error"' not in page

    def test_autosave_answers_with_revision_and_time(self, officer, draft, sessions):
        answer = officer.post(at(draft, "soan/reason/nhap"), data={"grounds": "đang gõ", "revision": "0"})
        assert answer.json == {"revision": 1, "saved_at": "10:00"}
        assert content(sessions, draft)["grounds"] == "đang gõ"
        assert f'data-autosave="{at(draft, "soan/reason/nhap")}"' in officer.get(at(draft, "soan/reason")).text

    def test_two_people_on_one_page_both_keep_their_words(self, officer, open_as, draft, sessions):
        other = open_as(draft.colleague)
        officer.post(at(draft, "soan/reason"), data=REASON | {"revision": "0"})
        typed = {"grounds": "Bản của Bình, khác hẳn", "member_count": "7", "revision": "0"}
        clash = other.post(at(draft, "soan/reason"), data=typed)
        assert clash.status_code == 409
        assert "Trần Thị Mai Hương đã lưu mục này" in clash.text
        assert "Bản của Bình, khác hẳn" in clash.text
        assert "Giảm nghèo vượt kế hoạch" in clash.text
        assert "data-autosave=" not in clash.text
        again = other.post(at(draft, "soan/reason"), data=typed | {"revision": revision(clash)})
        assert again.status_code == 302
        assert content(sessions, draft)["grounds"] == "Bản của Bình, khác hẳn"

    def test_a_field_that_the_form_does_not_have_is_refused(self, officer, draft, sessions):
        answer = officer.post(at(draft, "soan/reason"), data=REASON | {"status": "awarded", "revision": "0"})
        assert answer.status_code == 422
        assert "không có mục “status”" in answer.text
        assert content(sessions, draft) == {}

    def test_a_change_link_of_the_check_page_comes_back_there(self, officer, draft):
        assert 'name="ve" value="kiem-tra"' in officer.get(at(draft, "soan/reason?ve=kiem-tra")).text
        answer = officer.post(at(draft, "soan/reason"), data=REASON | {"revision": "0", "ve": "kiem-tra"})
        assert answer.location == at(draft, "kiem-tra")

    def test_another_units_dossier_is_not_there(self, open_as, draft):
        stranger = open_as(draft.stranger)
        for rest in ("soan", "soan/reason", "doi-tuong", "giay-to/to_trinh", "kiem-tra", "da-nop", "rut", "bo"):
            assert stranger.get(at(draft, rest)).status_code == 404
        assert stranger.post(at(draft, "soan/reason"), data=REASON).status_code == 404

    def test_the_head_of_the_unit_reads_that_officers_edit(self, open_as, draft):
        answer = open_as(draft.head).get(at(draft, "soan"))
        assert answer.status_code == 403
        assert "Chỉ cán bộ lập hồ sơ" in answer.text

    def test_a_dossier_that_went_up_keeps_the_typed_words_on_the_page(self, officer, draft, sessions):
        with sessions.begin() as session:
            task = session.query(models.UserTask).filter_by(form_key="dossier").one()
            task.completed_at, task.completed_by = utcnow(), draft.officer.person_id
        answer = officer.post(at(draft, "soan/reason"), data=REASON | {"revision": "0"})
        assert answer.status_code == 409
        assert "chờ ký" in answer.text
        assert "Giảm nghèo vượt kế hoạch" in answer.text


class TestNominees:
    """The list and the page of one nominee."""

    def test_a_nominee_appears_in_the_list(self, officer, draft):
        assert "Chưa có đối tượng nào" in officer.get(at(draft, "doi-tuong")).text
        answer = officer.post(at(draft, "doi-tuong/them/ca-nhan"), data=PERSON)
        assert answer.location == at(draft, "doi-tuong")
        page = officer.get(answer.location).text
        assert "Nguyễn Văn Ánh" in page
        assert "Còn thiếu" in page
        assert re.search(r'href="/ho-so/[^"]+/giay-to/bao_cao_thanh_tich#doi-tuong-\d+"', page)

    def test_an_incomplete_nominee_is_kept_and_its_page_says_what_is_missing(self, officer, draft):
        answer = officer.post(at(draft, "doi-tuong/them/tap-the"), data={"full_name": "Trạm số 3", "unit": ""})
        page = officer.get(answer.location).text
        assert "<title>Lỗi: Trạm số 3" in page
        assert "Nhập “Đơn vị công tác”" in page

    def test_a_kind_that_the_award_is_not_for_has_no_page(self, officer, draft):
        assert officer.get(at(draft, "doi-tuong/them/ho-gia-dinh")).status_code == 404
        assert officer.get(at(draft, "doi-tuong/them/nguoi-la")).status_code == 404

    def test_removing_asks_first(self, officer, draft, sessions):
        officer.post(at(draft, "doi-tuong/them/ca-nhan"), data=PERSON)
        with sessions() as session:
            nominee = session.query(models.Nominee).one()
        address = at(draft, f"doi-tuong/{nominee.id}/bo")
        question = officer.get(address)
        assert "Bỏ “Nguyễn Văn Ánh” khỏi danh sách?" in question.text
        answer = officer.post(address, data={"revision": revision(question), "ten": nominee.name})
        assert "Chưa có đối tượng nào" in officer.get(answer.location).text

    def test_two_people_on_one_nominee_both_keep_their_words(self, officer, open_as, draft, sessions):
        officer.post(at(draft, "doi-tuong/them/ca-nhan"), data=PERSON)
        with sessions() as session:
            address = at(draft, f"doi-tuong/{session.query(models.Nominee).one().id}")
        officer.post(address, data=PERSON | {"unit": "Bản của Hương", "revision": "1"})
        clash = open_as(draft.colleague).post(address, data=PERSON | {"unit": "Bản của Bình", "revision": "1"})
        assert clash.status_code == 409
        assert "Bản của Bình" in clash.text
        assert "Bản của Hương" in clash.text

    def test_autosave_of_a_nominee_answers_with_its_version(self, officer, draft, sessions):
        officer.post(at(draft, "doi-tuong/them/ca-nhan"), data=PERSON)
        with sessions() as session:
            address = at(draft, f"doi-tuong/{session.query(models.Nominee).one().id}/nhap")
        answer = officer.post(address, data=PERSON | {"unit": "Đang gõ", "revision": "1"})
        assert answer.json == {"revision": 2, "saved_at": "10:00"}


class TestPapers:
    """Files go up, come down as they were sent, and bad ones are told apart from good ones."""

    def test_a_file_comes_back_under_its_own_name(self, officer, draft):
        send(officer, at(draft, "giay-to/to_trinh"), ("Tờ trình số 12.pdf", files.PDF))
        page = officer.get(at(draft, "giay-to/to_trinh")).text
        address = re.search(r'href="(/ho-so/[^"]+/tep/\d+)"', page)[1]
        answer = fetch(officer, address)
        assert answer.data == files.PDF
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert "filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh%20s%E1%BB%91%2012.pdf" in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_a_pdf_may_be_shown_in_our_own_page_and_a_word_file_never(self, officer, draft):
        send(officer, at(draft, "giay-to/to_trinh"), ("a.pdf", files.PDF), ("b.docx", files.DOCX))
        page = officer.get(at(draft, "giay-to/to_trinh")).text
        pdf, word = sorted(set(re.findall(r'href="(/ho-so/[^"?]+/tep/\d+)"', page)))
        shown = fetch(officer, f"{pdf}?xem=1")
        assert shown.headers["Content-Disposition"].startswith("inline")
        assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
        assert fetch(officer, f"{word}?xem=1").headers["Content-Disposition"].startswith("attachment")

    def test_of_a_batch_the_good_files_are_taken_and_each_bad_one_says_why(self, officer, draft):
        batch = (("Tốt.pdf", files.PDF), ("Rỗng.pdf", b""), ("Giả.pdf", files.PNG), ("Ảnh.png", files.PNG))
        answer = send(officer, at(draft, "giay-to/to_trinh"), *batch)
        assert answer.status_code == 422
        assert "Đã nhận tệp “Tốt.pdf”" in answer.text
        assert "Tệp “Rỗng.pdf” không có nội dung" in answer.text
        assert "Tệp “Giả.pdf” mang đuôi PDF nhưng nội dung là ảnh PNG" in answer.text
        assert "Tệp “Ảnh.png” là ảnh PNG; giấy tờ này nhận PDF hoặc Word" in answer.text
        assert 'href="#tep"' in answer.text

    def test_sending_nothing_asks_for_a_file(self, officer, draft):
        answer = send(officer, at(draft, "giay-to/to_trinh"))
        assert answer.status_code == 422
        assert "Chọn ít nhất một tệp" in answer.text

    def test_a_file_that_is_too_large_for_the_server_says_so(self, app, officer, draft):
        app.config["MAX_CONTENT_LENGTH"] = 1000
        answer = send(officer, at(draft, "giay-to/to_trinh"), ("To.pdf", files.PDF + b"\n" * 1000))
        assert answer.status_code == 413
        assert "Tệp quá lớn" in answer.text

    def test_a_file_is_replaced_and_taken_off(self, officer, draft):
        send(officer, at(draft, "giay-to/to_trinh"), ("Cũ.pdf", files.PDF))
        page = officer.get(at(draft, "giay-to/to_trinh")).text
        old = re.search(r"/tep/(\d+)", page)[1]
        assert "Cũ.pdf" in send(officer, at(draft, f"tep/{old}/thay"), ("Giả.pdf", b"x")).text
        send(officer, at(draft, f"tep/{old}/thay"), ("Mới.docx", files.DOCX))
        page = officer.get(at(draft, "giay-to/to_trinh")).text
        assert "Mới.docx" in page
        assert fetch(officer, at(draft, f"tep/{old}")).data == files.PDF
        officer.post(at(draft, f"tep/{re.findall(r'/tep/([0-9]+)', page)[0]}/go"))
        assert "tk-file__name" not in officer.get(at(draft, "giay-to/to_trinh")).text

    def test_an_unknown_paper_and_a_strangers_file_are_not_there(self, officer, open_as, draft):
        send(officer, at(draft, "giay-to/to_trinh"), ("a.pdf", files.PDF))
        assert officer.get(at(draft, "giay-to/nothing")).status_code == 404
        assert open_as(draft.stranger).get(at(draft, "tep/1")).status_code == 404
        assert officer.get(at(draft, "tep/99")).status_code == 404


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
