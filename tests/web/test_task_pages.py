"""A task in a browser: taken, typed, finished, refused; nothing typed is lost, with or without scripts."""

import re

import pytest
from sqlalchemy import select

from tests import factories as make
from tests import product
from tests.integration.racing import actor, scene
from tests.web.conftest import browser_of
from workflows import models
from workflows.commands import tasks

TEXT = "Hồ sơ hợp lệ, đề nghị trình."


@pytest.fixture
def at(sessions):
    return scene(sessions)


@pytest.fixture
def open_as(app, sessions):
    return lambda who: browser_of(app, sessions, who.account_id)


@pytest.fixture
def desk(open_as, at):
    return open_as(at.first)


def path(at, rest: str = "") -> str:
    return f"/viec/{at.task_id}{rest}"


def revision(page) -> str:
    return re.search(r'name="revision" value="(\d+)"', page.text)[1]


def drafts(sessions) -> dict[int, dict]:
    with sessions() as session:
        return {each.person_id: each.answers for each in session.scalars(select(models.TaskDraft))}


def test_the_page_has_the_form_the_ways_to_finish_and_the_step_in_its_title(desk, at):
    page = desk.get(path(at))
    assert f"<title>Ghi ý kiến, {at.reference} – Trình Khen</title>" in page.text
    assert re.search(r'<textarea[^>]+name="text"', page.text)
    assert re.search(r'<button[^>]+name="outcome" value="done"', page.text)
    assert 'data-autosave="' in page.text


def test_enter_in_a_text_box_sends_nothing(desk, at):
    page = desk.get(path(at))
    assert re.search(r"<button[^>]+>", page.text[page.text.index('id="phieu"') :])[0].startswith(
        '<button type="submit" disabled'
    )


def test_claiming_keeps_what_was_typed_and_releasing_too(desk, at, sessions):
    claimed = desk.post(path(at, "/nhan"), data={"text": TEXT, "revision": "0"}, follow_redirects=True)
    assert "Đã nhận việc" in claimed.text
    assert TEXT in claimed.text
    released = desk.post(path(at, "/tra-lai"), data={"text": TEXT + " Thêm.", "revision": "1"}, follow_redirects=True)
    assert "Đã trả việc về nhóm" in released.text
    assert drafts(sessions) == {at.first.person_id: {"text": TEXT + " Thêm."}}


def test_a_script_saves_the_draft_and_hears_the_new_revision(desk, at, sessions):
    asked = {"Accept": "application/json"}
    saved = desk.post(path(at, "/nhap"), data={"text": TEXT, "revision": "0"}, headers=asked)
    assert saved.json == {"revision": 1, "saved_at": "10:00"}
    assert TEXT in desk.get(path(at)).text
    older = desk.post(path(at, "/nhap"), data={"text": "cũ", "revision": "0"}, headers=asked)
    assert older.status_code == 409
    assert drafts(sessions) == {at.first.person_id: {"text": TEXT}}


def test_without_scripts_the_draft_is_saved_by_a_button(desk, at):
    page = desk.post(path(at, "/nhap"), data={"text": TEXT, "revision": "0"}, follow_redirects=True)
    assert "Đã lưu nháp lúc 10:00" in page.text
    assert TEXT in page.text
    assert revision(page) == "1"


def test_an_older_window_sees_what_it_typed_on_the_conflict_page(desk, at):
    desk.post(path(at, "/nhap"), data={"text": TEXT, "revision": "0"})
    clash = desk.post(path(at, "/nhap"), data={"text": "chữ của cửa sổ cũ", "revision": "0"})
    assert clash.status_code == 409
    assert "chữ của cửa sổ cũ" in clash.text
    assert "cửa sổ khác" in clash.text


def test_after_the_last_task_the_list_says_that_it_is_done(desk, at):
    page = desk.post(path(at), data={"text": TEXT, "outcome": "done"}, follow_redirects=True)
    assert page.request.path == "/viec"
    assert "Đã xong việc “Ghi ý kiến”" in page.text


def test_after_a_task_the_next_one_opens_in_the_same_view(desk, at, sessions):
    with sessions.begin() as session:
        instance = session.get_one(models.ProcessInstance, at.instance_id)
        other = make.instance(session, make.dossier(session), definition=instance.definition)
        following = make.task(session, other, "note", organ_id=at.unit_id).id
    page = desk.post(path(at, "?khung=chua-nhan"), data={"text": TEXT, "outcome": "done"})
    assert page.location == f"/viec/{following}?khung=chua-nhan"


def test_who_comes_second_reads_who_was_first_and_what_they_typed_themselves(open_as, at):
    first, second = open_as(at.first), open_as(at.second)
    first.post(path(at), data={"text": TEXT, "outcome": "done"})
    clash = second.post(path(at), data={"text": "Ý kiến của người thứ hai", "outcome": "done"})
    assert clash.status_code == 409
    assert f"{at.first.name} đã xử lý việc" in clash.text
    assert "Ý kiến của người thứ hai" in clash.text


def test_a_claim_that_comes_second_is_refused_with_what_was_typed(open_as, at):
    open_as(at.first).post(path(at, "/nhan"))
    clash = open_as(at.second).post(path(at, "/nhan"), data={"text": "Đang gõ dở", "revision": "0"})
    assert clash.status_code == 409
    assert at.first.name in clash.text
    assert "Đang gõ dở" in clash.text


def test_errors_stand_first_and_nothing_is_cleared(desk, at, sessions):
    page = desk.post(path(at), data={"text": TEXT, "outcome": "refuse", "revision": "0"})
    assert page.status_code == 422
    assert "<title>Lỗi: Ghi ý kiến" in page.text
    assert "Chọn một cách xử lý có trên trang." in page.text
    assert TEXT in page.text
    assert drafts(sessions) == {at.first.person_id: {"text": TEXT}}


def test_a_form_with_a_field_of_its_own_is_refused(desk, at):
    page = desk.post(path(at), data={"text": TEXT, "bonus": "1", "outcome": "done"})
    assert page.status_code == 422
    assert "<title>Lỗi: " in page.text


def test_a_held_task_shows_its_holder_and_no_form(open_as, at):
    open_as(at.first).post(path(at, "/nhan"))
    page = open_as(at.second).get(path(at))
    assert at.first.name in page.text
    assert "<textarea" not in page.text


def test_a_finished_task_shows_its_answers_to_whoever_may_see_the_dossier(open_as, at):
    open_as(at.first).post(path(at), data={"text": TEXT, "outcome": "done"})
    page = open_as(at.submitter).get(path(at))
    assert TEXT in page.text
    assert f"<strong>{at.first.name}</strong> đã xử lý" in page.text
    assert "<textarea" not in page.text


@pytest.mark.parametrize("rest", ["", "/nhap", "/nhan", "/tra-lai"])
def test_a_task_of_another_unit_answers_as_if_there_were_none(open_as, sessions, at, rest):
    with sessions.begin() as session:
        stranger = actor(session, make.account(session, make.officer(session, "intake_officer", make.unit(session))).id)
    desk = open_as(stranger)
    assert desk.post(path(at, rest), data={"text": TEXT}).status_code == 404
    assert desk.get(path(at)).status_code == 404


def test_four_eyes_are_explained(open_as, sessions, at):
    with sessions.begin() as session:
        instance = session.get_one(models.ProcessInstance, at.instance_id)
        done = {"completed_by": at.first.person_id, "completed_at": instance.started_at}
        make.task(session, instance, "note", element_id="first_look", organ_id=at.unit_id, **done)
        session.add(models.TaskSeparation(task_id=at.task_id, element_id="first_look"))
    desk = open_as(at.first)
    assert "Bạn đã làm một bước trước của hồ sơ này" in desk.get(path(at)).text
    refused = desk.post(path(at), data={"text": TEXT, "outcome": "done"})
    assert refused.status_code == 403
    assert TEXT in refused.text


class TestAppraisal:
    """The page of a specialist who appraises a dossier of the Kiên Giang plan."""

    @pytest.fixture
    def database_url(self, product_database_url):
        return product_database_url

    @pytest.fixture
    def task_id(self, sessions, tmp_path):
        reference = product.prepared(sessions, tmp_path / "var")
        return product.advance(sessions, reference, "examine_dossier")

    @pytest.fixture
    def desk(self, open_as, sessions, task_id):
        with sessions() as session:
            who = product.worker(session, task_id)
        return open_as(who)

    def test_nominees_stand_with_their_papers_and_facts_beside_the_question(self, desk, task_id, sessions):
        page = desk.get(f"/viec/{task_id}")
        with sessions() as session:
            task = session.get_one(models.UserTask, task_id)
            people = task.dossier.nominees
            file = next(each for each in task.dossier.attachments if each.nominee_id == people[0].id)
        for each in people:
            assert f'name="nominees-{each.id}-conclusion"' in page.text
            assert each.name in page.text
        assert "Thông tin, thành tích trong hồ sơ" in page.text
        assert re.search(rf'target="khung-tai-lieu" href="/ho-so/[^"]+/tep/{file.id}\?xem=1"', page.text)

    def test_a_paper_is_shown_in_the_page_and_nowhere_else(self, desk, task_id):
        page = desk.get(f"/viec/{task_id}")
        assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
        source = re.search(r'<iframe[^>]+src="([^"]+)"', page.text)[1]
        with desk.get(source) as shown:
            assert shown.mimetype == "application/pdf"
            assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]

    def test_errors_name_the_nominee_and_lead_to_the_field(self, desk, task_id, sessions):
        with sessions() as session:
            first = session.get_one(models.UserTask, task_id).dossier.nominees[0]
        page = desk.post(f"/viec/{task_id}", data={"outcome": "forward", "revision": "0"})
        assert page.status_code == 422
        summary = page.text[page.text.index("govuk-error-summary") :]
        assert f'<a href="#nominees-{first.id}-conclusion">{first.name}: Chọn “Kết luận thẩm định”</a>' in summary

    def test_returning_asks_for_a_reason(self, desk, task_id):
        page = desk.post(f"/viec/{task_id}", data={"outcome": "return", "revision": "0"})
        assert page.status_code == 422
        assert 'href="#reason"' in page.text


def test_a_secret_ballot_gives_its_code_once_and_keeps_no_draft(app, sessions, at, monkeypatch):
    """The code comes from the step; here only its way to the page is tried."""
    complete = tasks.complete

    def with_code(session, *given):
        session.info["receipts"] = ("ABCD1234",)
        return complete(session, *given)

    monkeypatch.setattr("service.routes.tasks.commands.complete", with_code)
    page = browser_of(app, sessions, at.first.account_id).post(path(at), data={"text": TEXT, "outcome": "done"})
    assert page.status_code == 200
    assert "ABCD1234" in page.text
    assert "chỉ hiện một lần" in page.text
