"""The pages of the deployed processes: versions, instances, and each diagram with its outline."""

import json

import pytest
from sqlalchemy import select

from service import shipped
from tests import product
from tests.web.hall import words
from workflows import models
from workflows.commands import deployments

pytestmark = pytest.mark.product


def drawing(page) -> dict:
    """Return what the viewer is given."""
    return json.loads(page.text.split('id="so-do">')[1].split("</script>")[0])


def test_to_others_than_administrators_the_pages_do_not_exist(officer):
    assert officer.get("/quy-trinh").status_code == 404
    assert officer.get("/quy-trinh/provincial_award").status_code == 404
    assert "/quy-trinh" not in officer.get("/phong-trao").text


def test_the_list_names_every_process_with_version_and_instances(administrator, sessions, tmp_path):
    product.prepared(sessions, tmp_path)
    page = words(administrator.get("/quy-trinh"))
    with sessions() as session:
        names = session.scalars(select(models.ProcessDefinition.name)).all()

    assert [name for name in names if name not in page] == []
    row = page.split('href="/quy-trinh/department_certificate"')[1].split("</tr>")[0]
    assert 'data-label="Đang chạy" class="tk-table__num"><div>1</div></td>' in row
    assert '<td role="cell" data-label="Đã kết thúc" class="tk-table__num">0</td>' in row


def test_every_diagram_is_given_to_the_viewer_with_an_outline_of_its_steps(administrator, sessions):
    with sessions() as session:
        keys = session.scalars(select(models.ProcessDefinition.key)).all()
    for key in keys:
        page = administrator.get(f"/quy-trinh/{key}")
        given = drawing(page)
        assert f'id="{key}"' in given["xml"]
        tasks = [part.split('"')[0] for part in given["xml"].split('<bpmn:userTask id="')[1:]]
        assert [each for each in tasks if f'data-diagram-item="{each}"' not in page.text] == []


def test_a_called_process_opens_from_the_drawing_and_from_the_outline(administrator):
    page = administrator.get("/quy-trinh/provincial_award")
    link = next(each for each in drawing(page)["links"] if each["href"].endswith("=council_session"))
    assert page.text.count(link["href"]) >= 2

    called = administrator.get(link["href"])

    assert "Quy trình con của Bằng khen của Chủ tịch UBND tỉnh" in words(called)
    assert 'id="council_session"' in drawing(called)["xml"]
    assert "Thư ký Hội đồng" in words(called)


def test_tokens_of_running_dossiers_stand_in_the_drawing_and_in_words(administrator, sessions, tmp_path):
    product.prepared(sessions, tmp_path)
    page = administrator.get("/quy-trinh/department_certificate?so-do=prepare_dossier")

    assert [each["count"] for each in drawing(page)["tokens"]] == [1]
    assert "1 hồ sơ đang ở đây" in words(page)


def test_an_older_version_can_still_be_read(administrator, sessions):
    with sessions.begin() as session:
        files = shipped.definitions()
        name = "department_certificate.bpmn"
        files = {**files, name: files[name].replace(b"</bpmn:definitions>", b"<!-- hai --></bpmn:definitions>")}
        deployments.deploy(session, None, files)

    newest, older = administrator.get("/quy-trinh/department_certificate"), "/quy-trinh/department_certificate?ban=1"

    assert "hai" in drawing(newest)["xml"]
    assert "đã có bản 2" in words(administrator.get(older))
    assert "<!-- hai -->" not in drawing(administrator.get(older))["xml"]


@pytest.mark.parametrize("tail", ["khong_co", "provincial_award?ban=99", "provincial_award?so-do=khong_co"])
def test_what_is_not_there_is_not_found(administrator, tail):
    assert administrator.get(f"/quy-trinh/{tail}").status_code == 404
