"""Files go up and come down as they were sent; bad ones are told apart from good ones."""

import re

from tests import files
from tests.web.dossier.typing_in import at, fetch, send


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

    def test_a_file_that_is_too_large_for_the_server_says_so(self, app, officer, draft, monkeypatch):
        monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
        answer = send(officer, at(draft, "giay-to/to_trinh"), ("To.pdf", files.PDF + b"\n" * 1000))
        assert answer.status_code == 413
        assert "Nội dung gửi lên quá lớn" in answer.text

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

    def test_a_file_whose_bytes_are_lost_is_named_in_the_page_and_beside_the_form(
        self, officer, draft, settings, caplog
    ):
        send(officer, at(draft, "giay-to/to_trinh"), ("Tờ trình 12.pdf", files.PDF))
        address = re.search(r'href="(/ho-so/[^"?]+/tep/\d+)"', officer.get(at(draft, "giay-to/to_trinh")).text)[1]
        for path in (each for each in (settings.var_dir / "files").rglob("*") if each.is_file()):
            path.unlink()
        for place, is_framed in ((address, False), (f"{address}?xem=1", True)):
            lost = officer.get(place)
            assert lost.status_code == 404
            assert "Hồ sơ có tệp “Tờ trình 12.pdf” nhưng máy chủ không còn nội dung" in lost.text
            assert ("frame-ancestors 'self'" in lost.headers["Content-Security-Policy"]) is is_framed
        assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == ["file_missing"] * 2

    def test_an_unknown_paper_and_a_strangers_file_are_not_there(self, officer, open_as, draft):
        send(officer, at(draft, "giay-to/to_trinh"), ("a.pdf", files.PDF))
        assert officer.get(at(draft, "giay-to/nothing")).status_code == 404
        assert open_as(draft.stranger).get(at(draft, "tep/1")).status_code == 404
        assert officer.get(at(draft, "tep/99")).status_code == 404
