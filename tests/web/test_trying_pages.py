"""The pages of a try-out: begun, gone on with by real forms, time that passes, what would be sent, and the way back."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from tests import product
from tests.web.conftest import browser_of
from tests.web.hall import token, words
from workflows import models
from workflows.commands import drafting
from workflows.trying import keeping
from workflows.trying.acts import Complete

pytestmark = pytest.mark.product

INDEX = "/quy-trinh/ban-thao"


@pytest.fixture
def draft(administrator, sessions) -> str:
    """The address of the try-outs of a draft."""
    page = administrator.get(INDEX)
    there = administrator.post(INDEX, data={"csrf_token": token(page), "title": "Rút ngắn thẩm định"})
    return f"{there.headers['Location']}/thu"


@pytest.fixture
def offer(sessions) -> str:
    """The certificate of a department, as the page names it."""
    with sessions() as session:
        found = session.get_one(models.Offer, product.offer_id(session))
        return f"khen:{found.campaign.key}/{found.code}"


@pytest.fixture
def trial(administrator, draft, offer) -> str:
    """The address of a try-out that has just begun."""
    return begin(administrator, draft, offer).headers["Location"].partition("#")[0]


def post(browser, address: str, there: str, **fields):
    """Post a form as it stands on a page."""
    return browser.post(address, data={"csrf_token": token(browser.get(there)), **fields})


def begin(browser, draft: str, offer: str, **more):
    given = {"quy-trinh": "department_certificate", "cho": offer, "tu-ngay": "10/12/2026", "doi-tuong": ["individual"]}
    return post(browser, draft, draft, **{**given, **more})


def typed(page: str) -> dict[str, list[str]]:
    """Return what the form of the step would post as it stands."""
    form = page[page.index('class="tk-trial__form"') :]
    form = form[: form.index("</form>")]
    found: dict[str, list[str]] = {}
    for control in re.findall(r"<input[^>]*>", form):
        kind, name, value = (re.search(f' {each}="([^"]*)"', control) for each in ("type", "name", "value"))
        if name and (not kind or kind[1] not in ("radio", "checkbox") or " checked" in control):
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = [unescape(text).removeprefix("\n")]
    for name, inside in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found[name] = [unescape(each) for each in re.findall(r'value="([^"]*)"[^>]* selected', inside)]
    return found


def errors(answer) -> list[str]:
    return re.findall(r'error-(?:summary__body|message)".*?</', words(answer))


def action(page: str) -> str:
    return unescape(re.search(r'class="tk-trial__form" method="post" action="([^"]+)"', page)[1])


def test_to_others_than_administrators_the_pages_do_not_exist(officer, draft, trial):
    assert officer.get(draft).status_code == 404
    assert officer.get(trial).status_code == 404


def test_a_try_out_begins_for_an_award_of_a_plan(administrator, draft, offer):
    page = administrator.get(f"{draft}?quy-trinh=department_certificate&cho={offer}")
    assert "Đơn vị trình" in words(page)
    there = begin(administrator, draft, offer, title="Trả lại từ đầu").headers["Location"].partition("#")[0]
    found = words(administrator.get(there))
    assert "Trả lại từ đầu" in found
    assert "Lập hồ sơ đề nghị" in found
    assert "Thứ Năm, 10/12/2026, 08:01" in found
    assert "Trả lại từ đầu" in words(administrator.get(draft))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("cho", "", "Chọn thử cho"),
        ("quy-trinh", "khong-co", "Chọn một quy trình"),
        ("quy-trinh", "campaign_report", "chạy cho kỳ báo cáo"),
        ("quy-trinh", "commune_certificate", "không có cơ quan mà quy trình cần: UBND cấp xã"),
        ("tu-ngay", "mai", "Nhập ngày bắt đầu"),
        ("title", "x" * 300, "dài nhất 200"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(administrator, draft, offer, field, value, said):
    answer = begin(administrator, draft, offer, **{field: value})
    assert answer.status_code == 422
    assert said in words(answer)


def test_real_forms_are_filled_in_and_lead_on(administrator, trial):
    page = administrator.get(f"{trial}?mau=1").text
    answer = administrator.post(action(page), data={**typed(page), "outcome": "sign"})
    assert answer.status_code == 302, errors(answer)
    page = administrator.get(f"{trial}?mau=1").text
    assert "Ký và nộp hồ sơ" in page
    answer = administrator.post(action(page), data={**typed(page), "outcome": "submit"})
    assert answer.status_code == 302, errors(answer)
    found = words(administrator.get(trial))
    assert "Kiểm tra thành phần hồ sơ" in found
    assert "Đã nộp hồ sơ" in found  # the notice that would go
    assert "Cần ý kiến cấp ủy" in found  # variables
    assert "Hạn của bước này được tính thế nào" in found


def test_a_wrong_answer_is_refused_as_in_reality_and_stays(administrator, sessions, trial):
    post(administrator, f"{trial}/lam-ho", trial, toi="sign_submission")
    page = administrator.get(trial).text
    answer = administrator.post(action(page), data={**typed(page), "outcome": "return", "reason": "ngắn"})
    assert answer.status_code == 422
    assert 'value="ngắn"' in answer.text or ">ngắn<" in answer.text or "\nngắn" in answer.text
    with sessions() as session:
        assert len(session.scalars(select(models.DraftTrial.acts)).one()) == 1


def test_who_has_prepared_it_may_not_sign_it(administrator, trial):
    post(administrator, f"{trial}/lam-ho", trial, toi="sign_submission")
    page = administrator.get(trial).text
    choices = page[page.index("Đã làm bước trước") :]
    compiler = re.search(r'value="([^"]+)"', choices)[1]
    page = administrator.get(f"{trial}?buoc=sign_submission&nguoi={compiler}&mau=1").text
    answer = administrator.post(action(page), data={**typed(page), "outcome": "submit"})
    assert answer.status_code == 422
    assert "không" in words(answer)


def test_it_is_done_for_one_to_the_end_and_cut_back(administrator, sessions, trial):
    there = post(administrator, f"{trial}/lam-ho", trial, toi="")
    assert there.status_code == 302
    found = words(administrator.get(trial))
    assert "Quy trình đã kết thúc" in found
    assert "Vào sổ" in found or "Trao thưởng" in found
    past = words(administrator.get(f"{trial}?den=2"))
    assert "Đang xem lại sau việc thứ 2" in past
    total = int(re.search(r"sau việc thứ 2 trong (\d+)", past)[1])
    asked = words(administrator.get(f"{trial}/quay-lai?con=2"))
    assert f"Bỏ {total - 2} việc sau đó?" in asked
    assert administrator.get(f"{trial}/quay-lai?con=99").status_code == 302
    post(administrator, f"{trial}/quay-lai", trial, con=2)
    with sessions() as session:
        acts = session.scalars(select(models.DraftTrial.acts)).one()
        assert [each["step"] for each in acts] == ["compile_dossier", "sign_submission"]
        assert session.scalars(select(models.Dossier)).all() == []
        assert session.scalars(select(models.OutboxMessage)).all() == []


def test_time_passes(administrator, trial):
    post(administrator, f"{trial}/lam-ho", trial, toi="check_completeness")
    assert post(administrator, f"{trial}/thoi-gian", trial, **{"bao-lau": "5-ngay-lam-viec"}).status_code == 302
    found = words(administrator.get(trial))
    assert "17/12/2026" in found
    assert "quá hạn" in found
    early = post(administrator, f"{trial}/thoi-gian", trial, **{"den-ngay": "01/12/2026"})
    assert (early.status_code, "Chọn một thời điểm sau đó" in words(early)) == (422, True)
    none = post(administrator, f"{trial}/thoi-gian", trial, **{"den-ngay": "mai"})
    assert (none.status_code, "Nhập ngày" in words(none)) == (422, True)


def test_a_unit_withdraws_its_dossier(administrator, trial):
    post(administrator, f"{trial}/lam-ho", trial, toi="check_completeness")
    page = administrator.get(trial)
    assert "Đơn vị rút hồ sơ" in words(page)
    post(administrator, f"{trial}/thong-diep", trial, **{"thong-diep": "withdraw_dossier"})
    assert "Đã rút" in words(administrator.get(trial))


def test_what_no_longer_fits_the_draft_says_so_and_can_be_cut(administrator, sessions, trial):
    number = int(trial.split("/")[3])
    with sessions.begin() as session:
        actor = product.actor(
            session, session.scalars(select(models.Account.id).where(models.Account.administrator)).one()
        )
        keeping.add(session, actor, int(trial.split("/")[-1]), [Complete("compile_dossier"), Complete("no_such")], 0)
    found = words(administrator.get(trial))
    assert "Việc thứ 2 không còn làm được như đã ghi" in found
    assert "Bỏ việc này" in found
    with sessions.begin() as session:
        drafting.save(session, actor, number, {"decide.bpmn": b"<x/>"})
    found = words(administrator.get(trial))
    assert "Bản thảo còn lỗi nên chưa chạy được" in found
    assert "decide.bpmn" in found


def test_another_administrator_reads_and_cannot_go_on(administrator, app, sessions, trial):
    with sessions.begin() as session:
        account = session.scalars(select(models.Account).where(models.Account.administrator.is_(False))).first()
        account.administrator = True
        number = account.id
    second = browser_of(app, sessions, number)
    page = second.get(trial)
    assert "lập lượt của mình" in words(page)
    assert post(second, f"{trial}/lam-ho", trial, toi="").status_code == 403
    assert post(second, f"{trial}/xoa", trial).status_code == 403


def test_it_is_given_up(administrator, draft, trial):
    assert post(administrator, f"{trial}/xoa", trial).headers["Location"].endswith("/thu")
    assert administrator.get(trial).status_code == 404
