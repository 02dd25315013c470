"""The page of a dossier: its parts, its history with the chain checked, its diagram with an equal outline, its slips."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import text

import workflows
from service.acts import VERBS
from tests import factories as make
from tests import product
from tests.integration.racing import actor, scene
from tests.web.conftest import browser_of
from workflows import models
from workflows.commands import tasks
from workflows.queries import dossier_history

TEXT = "Hồ sơ hợp lệ, đề nghị trình."
PARTS = ("", "?phan=tai-lieu", "?phan=doi-tuong", "?phan=y-kien", "?phan=lich-su", "/so-do")


@pytest.fixture
def at(sessions):
    return scene(sessions)


@pytest.fixture
def open_as(app, sessions):
    return lambda who: browser_of(app, sessions, who.account_id)


@pytest.fixture
def desk(open_as, at):
    return open_as(at.first)


@pytest.fixture
def done(sessions, at):
    """The one step of the dossier is finished."""
    with sessions.begin() as session:
        tasks.complete(session, at.first, at.task_id, "done", {"text": TEXT})


def path(at, rest: str = "") -> str:
    return f"/ho-so/{at.reference}{rest}"


def plain(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@pytest.mark.parametrize("part", [part for part in PARTS if part])
def test_every_part_has_an_address_and_its_tab_is_marked(desk, at, part):
    page = desk.get(path(at, part))
    assert page.status_code == 200
    here = re.findall(r'class="tk-tabs__link" href="([^"]+)" aria-current="page"', page.text)
    assert here == [path(at, part)]


@pytest.mark.parametrize("part", [*PARTS, "/phieu/1"])
def test_a_dossier_of_another_unit_answers_as_if_there_were_none(open_as, sessions, at, part):
    with sessions.begin() as session:
        stranger = actor(session, make.account(session, make.officer(session, "intake_officer", make.unit(session))).id)
    assert open_as(stranger).get(path(at, part)).status_code == 404


def test_the_head_says_what_it_waits_for_and_opens_the_work_of_whoever_may_do_it(open_as, at):
    mine = open_as(at.first).get(path(at, "?phan=lich-su"))
    assert f'href="/viec/{at.task_id}"' in mine.text
    assert "Mở việc: ghi ý kiến" in mine.text
    theirs = open_as(at.submitter).get(path(at, "?phan=lich-su"))
    assert f'href="/viec/{at.task_id}"' not in theirs.text
    assert "Ghi ý kiến" in theirs.text


def test_opinions_are_read_by_whoever_may_see_the_dossier(open_as, at, done):
    page = open_as(at.submitter).get(path(at, "?phan=y-kien"))
    assert TEXT in page.text
    assert at.first.name in page.text


def test_a_ballot_is_never_among_the_opinions(desk, sessions, at):
    with sessions.begin() as session:
        instance = session.get_one(models.ProcessInstance, at.instance_id)
        facts = {"completed_by": at.second.person_id, "completed_at": instance.started_at, "outcome": "cast"}
        make.task(session, instance, "ballot", name="Bỏ phiếu", organ_id=at.unit_id, **facts)
    page = desk.get(path(at, "?phan=y-kien"))
    assert "Chưa có ý kiến" in page.text
    assert "Bỏ phiếu" not in plain(page).split("Phần của hồ sơ")[-1]


def test_the_history_tells_who_in_which_capacity_did_what_and_that_the_chain_holds(desk, at, done):
    page = desk.get(path(at, "?phan=lich-su"))
    assert "Xong việc: Ghi ý kiến: Xong" in page.text
    assert f"{at.first.name}, {at.first.capacity}" in page.text
    assert re.search(r"Chuỗi \d+ mục khớp", page.text)


def test_a_change_is_shown_before_and_after(desk, sessions, at):
    with sessions.begin() as session:
        dossier = session.get_one(models.ProcessInstance, at.instance_id).dossier
        nominee = make.nominee(session, dossier, "Nguyễn Thị Ánh")
        key = str(nominee.id)
        facts = {"element_id": "write_note", "before": {key: "none"}, "after": {key: "eligible"}}
        dossier_history.history.record(session, at.first, "appraised", dossier=dossier, **facts)
    page = desk.get(path(at, "?phan=lich-su"))
    assert re.search(
        r"Nguyễn Thị Ánh</th>.*<del>Chưa thẩm định\s*</del>.*<ins>Đủ điều kiện\s*</ins>", page.text, re.DOTALL
    )


def test_a_row_changed_behind_the_systems_back_is_found(desk, sessions, at, done):
    with sessions.begin() as session:
        session.execute(text("DROP TRIGGER history_entry_no_update"))
        session.execute(text("UPDATE history_entry SET capacity = 'Giám đốc' WHERE sequence = 1"))
    page = desk.get(path(at, "?phan=lich-su"))
    assert "Chuỗi không khớp" in page.text
    assert "mục 1 đã bị sửa" in page.text


def test_the_history_is_filtered_and_paged_by_the_address(desk, sessions, at, monkeypatch):
    with sessions.begin() as session:
        dossier = session.get_one(models.ProcessInstance, at.instance_id).dossier
        for verb in ("saved", "claimed", "released"):
            dossier_history.history.record(session, at.first, verb, dossier=dossier, after={"task": "Ghi ý kiến"})
    monkeypatch.setattr(dossier_history, "PAGE_SIZE", 1)
    shown = re.findall(r'tk-event__what">([^<]+)<', desk.get(path(at, "?phan=lich-su&loai=xu-ly&trang=2")).text)
    assert shown == ["Nhận việc: Ghi ý kiến"]


# Acts of the system, which are in no dossier's history.
SYSTEM = (
    *("account_", "password_", "token_", "deployed", "draft_", "plan", "report"),
    *("trial_", "scenarios_", "migration_run_"),
)


def test_every_act_that_the_product_records_has_a_name():
    sources = Path(workflows.__file__).parent.rglob("*.py")
    said = "\n".join(source.read_text() for source in sources)
    recorded = set(re.findall(r'(?:record_act\(\s*\w+, [\w.]+, |history\.record\(\s*\w+, \w+, )"(\w+)"', said))
    system = {word for word in recorded if word.startswith(SYSTEM)}
    assert recorded - system - set(VERBS) == set()


def test_the_diagram_and_the_outline_say_the_same(desk, at):
    page = desk.get(path(at, "/so-do"))
    drawing = json.loads(
        re.search(r'<script type="application/json" id="so-do">(.*?)</script>', page.text, re.DOTALL)[1]
    )
    assert [token["element"] for token in drawing["tokens"]] == ["write_note"]
    now = re.findall(r'tk-outline__item--now[^"]*" data-diagram-item="(\w+)"', page.text)
    assert "write_note" in now
    assert "1 đang ở đây" in plain(page)
    assert "<bpmn" in drawing["xml"]


def test_only_the_diagram_loads_the_viewer(desk, at):
    assert "viewer" in desk.get(path(at, "/so-do")).text
    assert "/viewer" not in desk.get(path(at, "?phan=lich-su")).text


def test_a_part_of_the_process_that_does_not_exist_is_not_found(desk, at):
    assert desk.get(path(at, "/so-do?tai=nowhere")).status_code == 404
    assert desk.get(path(at, "/so-do?tai=write_note")).status_code == 404


def test_a_finished_dossier_marks_the_end_that_it_reached(desk, at, done):
    page = desk.get(path(at, "/so-do"))
    drawing = json.loads(re.search(r'id="so-do">(.*?)</script>', page.text, re.DOTALL)[1])
    assert drawing["tokens"] == []
    assert {"write_note", "end"} <= set(drawing["done"])


def test_a_slip_is_printed_with_its_facts_and_tables_and_may_stand_in_a_frame_of_ours(desk, sessions, at):
    data = {
        "to": "Chi cục Thủy lợi",
        "facts": [["Cơ quan", "Sở Nội vụ"], ["Số đối tượng", "2"]],
        "tables": [{"caption": "Giấy tờ còn thiếu", "head": ["Giấy tờ"], "rows": [["Biên bản <họp>"]]}],
        "text": ["Bổ sung trong 5 ngày."],
    }
    with sessions.begin() as session:
        dossier = session.get_one(models.ProcessInstance, at.instance_id).dossier
        issued_at = dossier.created_at
        slip = models.IssuedDocument(
            dossier=dossier, kind="supplement", title="Phiếu yêu cầu bổ sung", data=data, issued_at=issued_at
        )
        session.add(slip)
        session.flush()
        number = slip.id
    page = desk.get(path(at, f"/phieu/{number}"))
    for words in ("Kính gửi: Chi cục Thủy lợi", "Giấy tờ còn thiếu", "Biên bản &lt;họp&gt;", "Bổ sung trong 5"):
        assert words in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    framed = desk.get(path(at, f"/phieu/{number}?xem=1"))
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert desk.get(path(at, "/phieu/999")).status_code == 404
    assert f'href="{path(at, f"/phieu/{number}")}"' in desk.get(path(at, "?phan=tai-lieu")).text


class TestRealDossier:
    """A dossier of the Kiên Giang plan that stands before its appraisal."""

    @pytest.fixture
    def database_url(self, product_database_url):
        return product_database_url

    @pytest.fixture
    def reference(self, sessions, tmp_path):
        reference = product.prepared(sessions, tmp_path / "var")
        product.advance(sessions, reference, "examine_dossier")
        return reference

    @pytest.fixture
    def desk(self, open_as, sessions, reference):
        with sessions() as session:
            who = product.worker(session, product.open_task(session, reference, "examine_dossier").id)
        return open_as(who)

    def test_every_part_is_there(self, desk, reference):
        for part in PARTS:
            assert desk.get(f"/ho-so/{reference}{part}").status_code == 200
        assert "Đợt và lý do đề nghị" in desk.get(f"/ho-so/{reference}").text

    def test_a_called_process_is_opened_where_the_token_stands(self, desk, reference):
        page = desk.get(f"/ho-so/{reference}/so-do")
        deepest = re.search(r'Hồ sơ đang ở: <a class="tk-link" href="([^"]+)">Thẩm định hồ sơ<', page.text)[1]
        inner = desk.get(deepest)
        drawing = json.loads(re.search(r'id="so-do">(.*?)</script>', inner.text, re.DOTALL)[1])
        assert [token["element"] for token in drawing["tokens"]] == ["examine_dossier"]
        assert "xong 10/12" in plain(desk.get(f"/ho-so/{reference}/so-do?tai=prepare_submission"))

    def test_every_recorded_act_reads_as_words(self, desk, reference):
        page = desk.get(f"/ho-so/{reference}?phan=lich-su")
        titles = re.findall(r'tk-event__what">([^<:]+)', page.text)
        assert titles
        assert all(title in VERBS.values() for title in titles)

    def test_the_unit_learns_that_it_was_appraised_but_not_what_was_said(self, open_as, desk, sessions, reference):
        product.advance(sessions, reference, "review_appraisal")
        with sessions() as session:
            officer = product.officer(session)
        unit = open_as(officer)
        for part, said in (
            ("lich-su", "Đủ điều kiện"),
            ("lich-su", "Trình lãnh đạo duyệt"),
            ("doi-tuong", "Đủ điều kiện"),
        ):
            assert said in desk.get(f"/ho-so/{reference}?phan={part}").text
            # What the tables say of its own figures the unit may read: "Đủ điều kiện theo mục …".
            assert said not in unit.get(f"/ho-so/{reference}?phan={part}").text.replace("Đủ điều kiện theo", "")
        assert "Kết luận thẩm định" in unit.get(f"/ho-so/{reference}?phan=lich-su").text
