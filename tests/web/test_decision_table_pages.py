"""The page of the decision tables: what each forgets, answers twice or never comes to, for administrators."""

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.unit.decisions.drawn import answer, column, decision, given, model, table
from tests.web.hall import words
from workflows import catalogue, models
from workflows.commands import deployments

RULES = [(["<= 18"], ["1"]), ([">= 18"], ["2"])]
FLAWED = model(
    given("a"),
    decision("Xét tuổi", table([column("a", label="Tuổi")], [answer()], [(["< 10"], ["0"]), *RULES]), ["a"]),
    decision("Một phần", table([column("a", label="Tuổi")], [answer()], RULES[1:], "F"), ["a"]),
    decision("Đủ cả", table([column("a", label="Tuổi")], [answer()], [(["-"], ["1"])]), ["a"]),
    decision("Phức tạp", table([column("a", label="<Tên>")], [answer()], [(['contains(?, "x")'], ["1"])]), ["a"]),
)


@pytest.fixture
def administrator(sign_in, sessions):
    """The browser of an administrator."""
    with sessions.begin() as session:
        account = make.account(session, make.person(session), administrator=True)
    return sign_in(account)


def deploy(sessions, content):
    with sessions.begin() as session:
        deployments.deploy(session, None, {"tables.dmn": content})


def test_to_others_than_administrators_the_page_does_not_exist(sign_in, sessions):
    with sessions.begin() as session:
        account = make.account(session, make.officer(session, "intake_officer", make.unit(session)))
    assert sign_in(account).get("/quy-trinh/bang-quyet-dinh").status_code == 404


def test_each_finding_stands_at_its_table_with_word_rules_example_and_what_to_do(administrator, sessions):
    deploy(sessions, FLAWED)
    answered = administrator.get("/quy-trinh/bang-quyet-dinh")
    page = words(answered)
    flawed = page.split("Xét tuổi")[1].split("</section>")[0]
    assert "Trùng lặp" in flawed
    assert "Dòng 1 và dòng 2 cùng khớp, ví dụ Tuổi = 9." in flawed
    assert "bước của quy trình dừng với lỗi" in flawed
    partial = page.split("Một phần")[1].split("</section>")[0]
    assert "Khoảng trống" in partial
    assert "Không dòng nào khớp khi Tuổi dưới 18 (ví dụ Tuổi = 17)." in partial
    assert "cột &lt;Tên&gt; quá phức tạp" in answered.text
    assert page.index("Xét tuổi") < page.index("Một phần") < page.index("Phức tạp") < page.index("Đủ cả")
    assert "Bảng đã đủ (1)" in page


def test_the_lists_of_the_room_lead_to_it(administrator):
    assert 'href="/quy-trinh/bang-quyet-dinh"' in administrator.get("/quy-trinh").text
    assert "Chưa triển khai bảng quyết định nào" in words(administrator.get("/quy-trinh/bang-quyet-dinh"))


def test_the_newest_deployment_is_told(administrator, sessions):
    deploy(sessions, FLAWED)
    deploy(sessions, model(given("a"), decision("Mới", table([column("a")], [answer()], [(["-"], ["1"])]), ["a"])))
    page = words(administrator.get("/quy-trinh/bang-quyet-dinh"))
    assert "Không bảng nào có chỗ phải xem" in page
    assert "1 bảng của lần triển khai 2" in page


def test_a_running_dossier_keeps_a_table_that_only_todays_check_refuses(sessions):
    never = model(given("a"), decision("d", table([column("a")], [answer()], [(["? > 5 and ? < 3"], ["1"])]), ["a"]))
    with sessions.begin() as session:
        deployment = make.deployment(session)
        session.add(models.DeployedFile(deployment_id=deployment.id, name="old.dmn", content=never.decode()))
    with sessions() as session:
        found = session.scalars(select(models.Deployment)).one()
        assert catalogue.decisions_of(session, found).ids == {"d"}
