"""The section list and the pages of the form: how far everything is; nothing typed is lost."""

from tests import files
from tests.dossiers import found
from tests.web.dossier.typing_in import PERSON, REASON, at, content, revision, section, send
from workflows import models
from workflows.clock import utcnow


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
