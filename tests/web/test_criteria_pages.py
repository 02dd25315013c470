"""The officer's page of a nominee's criteria: questions of the plan, answers kept, the result beside them."""

import re

import pytest

from tests.integration import criteria_scene as scene
from tests.web.conftest import Browser, browser_of


@pytest.fixture
def database_url(product_database_url: str) -> str:
    """Plans, tables and people are needed here."""
    return product_database_url


@pytest.fixture
def draft(sessions) -> scene.Draft:
    return scene.draft(sessions)


@pytest.fixture
def officer(app, sessions, draft) -> Browser:
    return browser_of(app, sessions, draft.officer.account_id)


def at(draft, rest="") -> str:
    return f"/ho-so/{draft.reference}/doi-tuong/{draft.nominee_id}/tieu-chi{rest}"


def revision(page) -> str:
    return re.search(r'name="revision" value="(\d+)"', page.text)[1]


def test_the_page_asks_what_the_plan_asks_and_says_what_is_missing(officer, draft):
    page = officer.get(at(draft))
    assert page.status_code == 200
    assert 'name="targets-1-planned"' in page.text
    assert "Tập thể, cá nhân hoàn thành tốt nhiệm vụ được giao." in page.text
    assert "<h2>Chưa đủ dữ liệu để kết luận</h2>" in page.text
    assert re.search(r'<p class="tk-small tk-strong">Còn thiếu:</p>\s*<ul', page.text)
    assert "chưa đủ dữ liệu để kết luận; còn thiếu: " in officer.get(f"/ho-so/{draft.reference}/kiem-tra").text
    assert "Thiếu dữ liệu không phải là không đạt" in page.text


def test_the_list_and_the_nominee_lead_to_it(officer, draft):
    assert at(draft) in officer.get(f"/ho-so/{draft.reference}/doi-tuong").text
    assert at(draft) in officer.get(f"/ho-so/{draft.reference}/doi-tuong/{draft.nominee_id}").text


def test_what_is_saved_is_compared_and_shown(officer, draft):
    posted = {"revision": revision(officer.get(at(draft))), "nut": "nhom"}
    posted |= {"targets-1-name": "Hộ thoát nghèo", "targets-1-planned": "1.000", "targets-1-achieved": "999"}
    page = officer.post(at(draft), data=posted, follow_redirects=True)
    assert "<strong>99,9\u00a0%</strong>, mức phải đạt từ 100\u00a0% trở lên" in page.text
    assert 'value="1.000"' in page.text


def test_a_mistake_is_said_at_its_field_and_what_was_typed_stays(officer, draft):
    posted = {"revision": revision(officer.get(at(draft))), "targets-1-planned": "một nghìn", "nut": "tiep"}
    page = officer.post(at(draft), data=posted, follow_redirects=True)
    assert "Lỗi: Tiêu chí của" in page.text
    assert 'value="một nghìn"' in page.text
    assert "Đã lưu, còn nội dung cần sửa" in page.text
    assert "Đã lưu số liệu của tiêu chí" not in page.text


def test_a_script_saves_and_draws_the_result_anew(officer, draft):
    posted = {"revision": revision(officer.get(at(draft))), "checks-KG-GEN-2-state": "not_met"}
    saved = officer.post(at(draft, "/nhap"), data=posted)
    assert saved.json["revision"] > int(posted["revision"])
    part = officer.get(at(draft, "/ket-qua"))
    assert "Có tiêu chí không đạt" in part.text
    assert "<html" not in part.text


def test_a_row_is_added_without_script(officer, draft):
    posted = {"revision": revision(officer.get(at(draft))), "targets-1-planned": "5", "add_row": "targets"}
    page = officer.post(at(draft), data=posted)
    assert 'name="targets-2-planned"' in page.text
    assert 'value="5"' in page.text


def test_somebody_elses_save_is_not_overwritten(officer, draft):
    seen = revision(officer.get(at(draft)))
    draft.save({"targets-1-planned": ["7"]})
    page = officer.post(at(draft), data={"revision": seen, "targets-1-planned": "8", "nut": "tiep"})
    assert page.status_code == 409
    assert 'value="8"' in page.text
    again = officer.post(at(draft), data={"revision": revision(page), "targets-1-planned": "8", "nut": "sau"})
    assert again.status_code == 302


def test_a_group_is_chosen_where_the_plan_has_several(app, sessions):
    draft = scene.draft(sessions, award="bk_tinh", campaign="an-giang-2021-2025")
    officer = browser_of(app, sessions, draft.officer.account_id)
    page = officer.get(at(draft))
    assert "chọn nhóm đối tượng" in page.text
    assert 'name="figures-base_poor-value"' not in page.text
    posted = {"revision": revision(page), "group": "AG25-G4", "nut": "nhom"}
    assert 'name="figures-base_poor-value"' in officer.post(at(draft), data=posted, follow_redirects=True).text


class TestFigures:
    """The page of a figure that a council sets."""

    PLACE = "/phong-trao/kien-giang-2021-2025/dinh-muc/dinh-muc-dong-gop"

    @pytest.fixture
    def follower(self, app, sessions) -> Browser:
        """Who follows campaigns in An Giang, which took over Kiên Giang."""
        with sessions() as session:
            actor = scene.follower(session, "Sở Nội vụ tỉnh An Giang")
        return browser_of(app, sessions, actor.account_id)

    def test_everybody_reads_that_there_is_none_yet(self, officer):
        page = officer.get(self.PLACE)
        assert "Chưa có định mức" in page.text
        assert "Ghi định mức mới" not in page.text
        assert self.PLACE in officer.get("/phong-trao/kien-giang-2021-2025").text

    def test_who_follows_the_campaign_enters_it(self, follower):
        given = {"amount": "50.000.000", "valid_from-day": "1", "valid_from-month": "1", "valid_from-year": "2026"}
        refused = follower.post(self.PLACE, data=given)
        assert refused.status_code == 422
        assert 'value="50.000.000"' in refused.text
        page = follower.post(self.PLACE, data=given | {"source": "Quyết định số 12/QĐ-HĐTĐKT"}, follow_redirects=True)
        assert "Đang áp dụng" in page.text
        assert "50.000.000" in follower.get("/phong-trao/kien-giang-2021-2025").text

    def test_a_wrong_one_is_taken_away_with_a_reason(self, follower, sessions):
        with sessions.begin() as session:
            number = scene.norm(session, "Sở Nội vụ tỉnh An Giang")
        refused = follower.post(f"{self.PLACE}/{number}/bo", data={"reason": "sai"})
        assert refused.status_code == 422
        assert "ít nhất 10 ký tự" in refused.text
        page = follower.post(f"{self.PLACE}/{number}/bo", data={"reason": "Nhập nhầm số tiền"}, follow_redirects=True)
        assert "Chưa có định mức" in page.text

    def test_a_figure_that_nobody_leaves_to_a_council_is_not_found(self, officer):
        assert officer.get("/phong-trao/kien-giang-2021-2025/dinh-muc/khac").status_code == 404
        assert officer.get("/phong-trao/an-giang-2024/dinh-muc/dinh-muc-dong-gop").status_code == 404


def test_the_page_of_a_campaign_says_how_each_criterion_is_judged(officer):
    page = officer.get("/phong-trao/kien-giang-2021-2025")
    assert "đạt khi từ 110\u00a0% trở lên; không đạt khi dưới 110\u00a0%" in page.text
    assert "Đạt tiêu chí này, hoặc" in page.text


class TestAppraisal:
    """Beside each nominee the specialist reads how it stands, and concludes against the table."""

    @pytest.fixture
    def step(self, sessions, tmp_path) -> scene.Step:
        return scene.at_step(sessions, tmp_path, "examine_dossier")

    @pytest.fixture
    def specialist(self, app, sessions, step) -> Browser:
        return browser_of(app, sessions, step.worker.account_id)

    def place(self, step, rest="") -> str:
        return f"/viec/{step.task_id}/tieu-chi/{step.nominee_id}/KG-GEN-2{rest}"

    def test_a_criterion_is_concluded_on_and_what_was_typed_stays(self, specialist, step, app, sessions):
        page = specialist.get(f"/viec/{step.task_id}")
        assert "Đối chiếu tiêu chí:" in page.text
        assert self.place(step, "/mo") in page.text
        typed = {"revision": revision(page), f"nominees-{step.nominee_id}-opinion": "Đang viết dở ý kiến"}
        opened = specialist.post(self.place(step, "/mo"), data=typed)
        assert opened.headers["Location"].endswith(self.place(step))
        assert specialist.post(self.place(step), data={"verdict": "not_met", "reason": "ngắn"}).status_code == 422
        done = specialist.post(
            self.place(step), data={"verdict": "not_met", "reason": "Xác minh: chưa hoàn thành"}, follow_redirects=True
        )
        assert "kết luận khác bảng" in done.text
        assert "Đang viết dở ý kiến" in done.text
        officer = browser_of(app, sessions, step.officer.account_id)
        own = officer.get(f"/ho-so/{step.reference}?phan=doi-tuong").text
        assert "Đối chiếu tiêu chí" in own
        assert "Xác minh: chưa hoàn thành" not in own
        assert "Xác minh: chưa hoàn thành" not in officer.get(f"/ho-so/{step.reference}?phan=lich-su").text

    def test_others_find_no_such_page(self, app, sessions, step):
        officer = browser_of(app, sessions, step.officer.account_id)
        assert officer.get(self.place(step)).status_code in (403, 404)
        assert officer.post(self.place(step), data={"verdict": "met", "reason": "a" * 20}).status_code in (403, 404)

    def test_a_criterion_that_is_not_there_is_not_found(self, specialist, step):
        assert specialist.get(f"/viec/{step.task_id}/tieu-chi/{step.nominee_id}/KG-NO").status_code == 404
        assert specialist.get(f"/viec/{step.task_id}/tieu-chi/999999/KG-GEN-2").status_code == 404
