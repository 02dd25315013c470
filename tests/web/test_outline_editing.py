"""A diagram of a draft is edited on plain pages: its outline, the page of a step, lanes; what others did is not lost."""

import re
import time
from html import unescape

import pytest
from sqlalchemy import select

from service import shipped
from tests.web.conftest import browser_of
from tests.web.hall import words
from workflows import models

DRAFTS = "/quy-trinh/ban-thao"


@pytest.fixture
def database_url(product_database_url):
    """The product with its processes."""
    return product_database_url


@pytest.fixture
def first(app, sessions):
    """The browser of the administrator."""
    with sessions() as session:
        account = session.scalars(select(models.Account.id).where(models.Account.administrator)).one()
    return browser_of(app, sessions, account)


@pytest.fixture
def second(app, sessions, first):
    """The browser of another administrator."""
    with sessions.begin() as session:
        account = session.scalars(select(models.Account).where(models.Account.administrator.is_(False))).first()
        account.administrator = True
        number = account.id
    return browser_of(app, sessions, number)


@pytest.fixture
def officer(app, sessions):
    """The browser of somebody who is no administrator."""
    query = select(models.Account.id).where(models.Account.administrator.is_(False)).order_by(models.Account.id.desc())
    with sessions() as session:
        account = session.scalars(query).first()
    return browser_of(app, sessions, account)


@pytest.fixture
def diagram(first) -> str:
    """The address of a diagram of a draft that has just begun."""
    token = hidden(first.get(DRAFTS), "csrf_token")
    begun = first.post(DRAFTS, data={"csrf_token": token, "title": "Thêm bước xem lại"})
    return f"{begun.headers['Location']}/so-do/decide.bpmn"


def hidden(page, name: str) -> str:
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page.text)[1])


def step(browser, diagram: str, name: str):
    return browser.get(f"{diagram}/buoc/{name}")


def edit(browser, diagram: str, page, what: str, of: str, **fields):
    """Post a form as it stands on a page that was opened before."""
    carried = {"csrf_token": hidden(page, "csrf_token"), "revision": hidden(page, "revision"), "lam": what, "buoc": of}
    return browser.post(f"{diagram}/sua", data={**carried, **fields})


def outline(browser, diagram: str) -> str:
    return words(browser.get(f"{diagram}?xem=dan-y"))


def steps_of(browser, diagram: str) -> list[str]:
    """Return the lines of the outline alone."""
    page = browser.get(f"{diagram}?xem=dan-y").text
    return re.findall(r'<ol class="tk-outline.*?</ol>', page, re.DOTALL)


def test_the_outline_says_who_by_when_and_what_follows_in_path_order(first, diagram):
    said = outline(first, diagram)

    places = [
        said.index(each) for each in ("Hồ sơ trình", "Lập dự thảo", "Trình dự thảo", "Cấp số văn bản", "Phát hành")
    ]
    assert places == sorted(places)
    assert "không có lỗi" in said
    assert "hạn:" in said
    assert "khi không đường nào khác đúng" in said


def test_a_step_is_added_described_and_its_problems_go(first, diagram):
    page = step(first, diagram, "finalize_decision_draft")
    added = edit(first, diagram, page, "them", "finalize_decision_draft", loai="user", ten="Xem lại dự thảo")
    assert added.headers["Location"].endswith("/buoc/xem_lai_du_thao")

    assert "thiếu biểu mẫu" in outline(first, diagram)
    page = step(first, diagram, "xem_lai_du_thao")
    done = edit(
        first,
        diagram,
        page,
        "ghi",
        "xem_lai_du_thao",
        name="Xem lại dự thảo",
        documentation="Đọc lại toàn văn.",
        candidateGroup="office_verifier",
        formKey="paper_verification",
    )

    assert done.headers["Location"].endswith("?xem=dan-y#buoc-xem_lai_du_thao")
    said = outline(first, diagram)
    assert "Đã ghi" in said
    assert "Đọc lại toàn văn." in said
    assert "không có lỗi" in said


def test_changes_are_taken_back_one_by_one(first, diagram):
    before = steps_of(first, diagram)
    for name in ("Một", "Hai"):
        page = step(first, diagram, "finalize_decision_draft")
        edit(first, diagram, page, "them", "finalize_decision_draft", loai="user", ten=name)
    for gone in ("Hai", "Một"):
        page = first.get(f"{diagram}?xem=dan-y")
        assert gone in words(page)
        token, revision = hidden(page, "csrf_token"), hidden(page, "revision")
        first.post(f"{diagram}/hoan-tac", data={"csrf_token": token, "revision": revision})

    assert steps_of(first, diagram) == before
    page = step(first, diagram, "finalize_decision_draft")
    token, revision = hidden(page, "csrf_token"), hidden(page, "revision")
    first.post(f"{diagram}/hoan-tac", data={"csrf_token": token, "revision": revision})
    assert "Không còn thay đổi nào" in outline(first, diagram)


def test_who_comes_second_sees_what_the_first_did_and_keeps_what_was_typed(first, second, diagram):
    page = step(second, diagram, "decide_award")
    other = step(first, diagram, "decide_award")
    edit(first, diagram, other, "ghi", "decide_award", name="Ký Quyết định")

    stale = {"name": "Quyết định từng đối tượng", "candidateGroup": "deciding_authority"}
    late = edit(second, diagram, page, "ghi", "decide_award", documentation="Ký trong ngày.", **stale)

    assert late.status_code == 409
    said = words(late)
    assert "Ký trong ngày." in said
    assert "Ký Quyết định" in said
    assert "Quyết định từng đối tượng" not in said.split("Bạn đã ghi")[1]
    carried = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', late.text)
    again = second.post(f"{diagram}/sua", data={key: unescape(value) for key, value in carried})
    assert again.status_code == 302
    said = outline(first, diagram)
    assert "Ký trong ngày." in said
    assert "Ký Quyết định" in said


def test_what_cannot_be_done_is_told_on_the_same_page_with_what_was_typed(first, diagram):
    page = step(first, diagram, "finalize_decision_draft")
    refused = edit(first, diagram, page, "them", "finalize_decision_draft", loai="timer", ten=" ", toi="end")

    assert refused.status_code == 422
    assert "Đặt tên cho bước mới." in words(refused)
    assert '<option value="timer" selected>' in refused.text
    assert 'href="#ten"' in refused.text
    nonsense = edit(first, diagram, page, "bay", "finalize_decision_draft")
    assert nonsense.status_code == 422


def test_a_way_gets_a_condition_without_feel(first, diagram):
    flow = "route_decision_to_assign_decision_number"
    page = step(first, diagram, "route_decision")
    assert "Kết quả là “" in words(page)

    edit(first, diagram, page, "duong", "route_decision", duong=flow, ten="Ký ban hành", khi='outcome = "refuse"')

    assert "Ký ban hành (khi kết quả là" in outline(first, diagram)
    page = step(first, diagram, "route_decision")
    bare = edit(first, diagram, page, "duong", "route_decision", duong=flow, ten="", khi="khac")
    assert bare.status_code == 422
    assert "Viết điều kiện" in words(bare)


def test_lanes_are_added_and_named(first, diagram):
    page = first.get(f"{diagram}/khung")
    added = edit(first, diagram, page, "lan-moi", "decide", ten="Thanh tra")
    assert added.headers["Location"].endswith("/khung#lan-lane_thanh_tra")
    page = first.get(f"{diagram}/khung")
    edit(first, diagram, page, "ten", "lane_thanh_tra", ten="Thanh tra tỉnh")
    page = first.get(f"{diagram}/khung")

    assert 'value="Thanh tra tỉnh"' in unescape(page.text)
    assert edit(first, diagram, page, "ten", "lane_thanh_tra", ten=" ").status_code == 422


def test_an_empty_lane_goes_and_comes_back_one_with_steps_says_why_it_stays(first, diagram):
    for name in ("Kế toán", "Thanh tra"):
        edit(first, diagram, first.get(f"{diagram}/khung"), "lan-moi", "decide", ten=name)
    edit(first, diagram, first.get(f"{diagram}/khung"), "ten", "lane_ke_toan", ten="Tài chính")
    page = first.get(f"{diagram}/khung")
    assert edit(first, diagram, page, "bo-lan", "lane_thanh_tra").status_code == 302
    assert 'value="Thanh tra"' not in unescape(first.get(f"{diagram}/khung").text)
    back = {"csrf_token": hidden(page, "csrf_token"), "revision": hidden(first.get(f"{diagram}?xem=dan-y"), "revision")}
    first.post(f"{diagram}/hoan-tac", data=back)
    page = first.get(f"{diagram}/khung")
    assert 'value="Thanh tra"' in unescape(page.text)

    full = re.findall(r'id="lan-(\w+)"', page.text)[1]
    refused = edit(first, diagram, page, "bo-lan", full)
    assert refused.status_code == 422
    assert "Đổi làn của bước hoặc bỏ bước, rồi bỏ làn." in words(refused)


def test_a_step_ticks_the_buttons_of_its_form_as_outcomes(first, diagram):
    page = step(first, diagram, "decide_award")
    assert "Ký Quyết định (kết quả “Đồng ý”)" in words(page)
    assert "Mã kết quả" not in words(page)
    assert "FEEL: outcome" not in words(page)


def test_for_others_and_for_what_is_not_there_nothing_exists(first, officer, diagram):
    page = step(first, diagram, "decide_award")
    token = hidden(officer.get("/"), "csrf_token")
    for address in (f"{diagram}/buoc/decide_award", f"{diagram}/khung", f"{diagram}?xem=dan-y"):
        assert officer.get(address).status_code == 404
    for address in (f"{diagram}/sua", f"{diagram}/hoan-tac"):
        posted = {"csrf_token": token, "revision": "0", "lam": "bo", "buoc": "decide_award"}
        assert officer.post(address, data=posted).status_code == 404
    for address in ("buoc/nowhere", "../none.bpmn/buoc/decide_award", "../decision.form/khung"):
        assert first.get(f"{diagram}/{address}").status_code == 404
    assert edit(first, diagram, page, "bo", "nowhere").status_code == 404


def test_a_draft_that_waits_is_read_but_not_changed(first, sessions, diagram):
    page = step(first, diagram, "decide_award")
    with sessions.begin() as session:
        session.scalars(select(models.ProcessDraft)).one().state = "waiting"

    late = edit(first, diagram, page, "bo", "decide_award")
    assert late.status_code == 409
    assert "Vẫn ghi" not in words(late)
    assert "Rút đề nghị duyệt" in outline(first, diagram)
    assert "Bỏ bước này" not in words(step(first, diagram, "decide_award"))


def test_a_diagram_that_was_sent_in_to_do_harm_keeps_nobody_waiting(first, diagram):
    """Thousands of lanes: the outline says that it cannot be edited so, and every edit is refused in words."""
    draft, file = diagram.split("/so-do/")
    lanes = "".join(f'<bpmn:lane id="lane_{number}" />' for number in range(3_000))
    content = re.sub(r"(<bpmn:laneSet[^>]*>)", rf"\1{lanes}", shipped.definitions()[file].decode(), count=1)
    saved = first.put(f"{draft}/tep/{file}", data=content.encode(), headers={"If-Match": '"0"'})
    assert saved.status_code == 200
    begun = time.thread_time()

    for page in ("?xem=dan-y", "/khung", "/buoc/decide_award"):
        assert first.get(f"{diagram}{page}").status_code in {200, 404}, page
    fields = {"lam": "lan-moi", "ten": "Thanh tra", "buoc": "", "revision": saved.json["revision"]}
    refused = first.post(f"{diagram}/sua", data=fields | {"csrf_token": hidden(first.get(DRAFTS), "csrf_token")})
    assert refused.status_code == 422
    assert "Sơ đồ có quá 60 làn" in words(refused)
    assert time.thread_time() - begun < 10
