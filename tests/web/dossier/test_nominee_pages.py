"""The list of nominees and the page of each."""

import re

from tests.web.dossier.typing_in import PERSON, at, revision
from workflows import models


class TestNominees:
    """The list and the page of one nominee."""

    def test_an_empty_list_names_the_kinds_that_the_award_takes(self, officer, draft):
        page = officer.get(at(draft, "doi-tuong")).text
        assert "Thêm từng cá nhân hoặc tập thể được đề nghị." in page

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
