"""Two versions of a process side by side."""

import json

import pytest

from service import shipped
from tests.web.hall import words
from workflows.commands import deployments

pytestmark = pytest.mark.product

ADDRESS = "/quy-trinh/provincial_award/so-sanh"


@pytest.fixture
def changed(sessions) -> None:
    """A second version: the Chairman's step is anybody's in the council, a ballot needs no reason, a rule is looser."""
    files = shipped.definitions()
    edits = [
        ("decide.bpmn", b'value="deciding_authority"', b'value="council_secretary"'),
        ("criteria_law.dmn", b'<text>"none"</text>', b'<text>"none", "other"</text>'),
        ("dossier_appraisal.form", b'"minLength": 20', b'"minLength": 1'),
    ]
    for name, old, new in edits:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    with sessions.begin() as session:
        deployments.deploy(session, None, files)


def drawing(page, side: str) -> dict:
    """Return what the viewer is given for a side."""
    return json.loads(page.text.split(f'id="so-do-{side}">')[1].split("</script>")[0])


def test_to_others_than_administrators_it_does_not_exist(officer, changed):
    assert officer.get(ADDRESS).status_code == 404


def test_a_process_of_one_version_has_nothing_to_compare(administrator):
    assert "mới có một bản" in words(administrator.get(ADDRESS))


def test_each_difference_is_read_in_words_under_its_matter(administrator, changed):
    page = words(administrator.get(ADDRESS))

    permission = page.split("Quyền và người làm")[1].split("</section>")[0]
    assert "Bước “Quyết định từng đối tượng”: ai làm nay là “Thư ký Hội đồng” thay cho" in permission
    assert "Nội dung biểu mẫu" in page
    assert "Bảng quyết định" in page
    assert "3 khác biệt" in page


def test_both_drawings_mark_what_changed_in_the_part_that_is_shown(administrator, changed):
    page = administrator.get(f"{ADDRESS}?so-do=decide")

    for side in ("truoc", "sau"):
        assert drawing(page, side)["marks"] == [{"element": "decide_award", "what": "changed", "word": "đổi"}]
        assert 'id="decide"' in drawing(page, side)["xml"]
    assert "deciding_authority" in drawing(page, "truoc")["xml"]


def test_versions_are_compared_in_either_direction(administrator, changed):
    back = words(administrator.get(f"{ADDRESS}?tu=2&den=1"))

    assert "thay cho “Thư ký Hội đồng”" in back


def test_only_what_the_process_uses_is_compared(administrator, changed):
    page = words(administrator.get("/quy-trinh/campaign_report/so-sanh"))

    assert "Quyền và người làm" not in page


@pytest.mark.parametrize("tail", ["?tu=99", "?den=99", "?so-do=khong_co", "?tu=-1"])
def test_what_is_not_there_is_not_found(administrator, changed, tail):
    assert administrator.get(f"{ADDRESS}{tail}").status_code == 404


def test_an_unknown_process_is_not_found(administrator):
    assert administrator.get("/quy-trinh/khong_co/so-sanh").status_code == 404
