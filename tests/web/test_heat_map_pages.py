"""How much goes through each step and how long it takes, in the browser: map, outline, table, file, dossiers."""

import csv
import json
from io import StringIO

import pytest
from sqlalchemy import select

from tests import product
from tests.web.hall import words
from workflows import models

pytestmark = pytest.mark.product

PLACE = "/quy-trinh/department_certificate/van-hanh"
YEAR = "tu=2026-01-01&den=2026-12-31"


@pytest.fixture
def reference(sessions, tmp_path, clock) -> str:
    """A dossier that took four days to be compiled and is with the department now."""
    found = product.prepared(sessions, tmp_path)
    clock.advance(days=4)
    product.advance(sessions, found, "check_completeness")
    return found


def drawing(page) -> dict:
    return json.loads(page.text.split('id="so-do">')[1].split("</script>")[0])


def rows(answer) -> dict[str, dict[str, str]]:
    found = csv.DictReader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    return {row["Bước"]: row for row in found}


def test_for_others_than_administrators_there_is_nothing(officer):
    for tail in ("", ".csv", "/ho-so?buoc=prepare_dossier:compile_dossier"):
        assert officer.get(f"{PLACE}{tail}").status_code == 404


@pytest.mark.parametrize(
    "tail",
    [
        "?ban=99", "?so-do=khong_co", ".csv?ban=99", "/ho-so", "/ho-so?buoc=x:y", "/ho-so?buoc=department_certificate:y",
        "/ho-so?buoc=prepare_dossier:compile_dossier",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(administrator, tail):
    assert administrator.get(f"{PLACE}{tail}").status_code == 404


def test_an_unknown_process_is_not_found(administrator):
    assert administrator.get("/quy-trinh/khong_co/van-hanh").status_code == 404


def test_steps_say_how_often_and_how_long_on_the_map_in_words_and_in_the_file(reference, administrator):
    tail = f"?{YEAR}&so-do=prepare_dossier"
    page = administrator.get(f"{PLACE}{tail}")
    heat = {each["element"]: each for each in drawing(page)["heat"]}

    assert heat["compile_dossier"] == {"element": "compile_dossier", "level": 2, "text": "1 lượt, 2 ngày"}
    assert "1 lượt xong" in words(page)
    row = rows(administrator.get(f"{PLACE}.csv{tail}"))["Lập hồ sơ đề nghị"]
    assert (row["Đã xong"], row["Số hồ sơ"], row["Trung vị, ngày làm việc"], row["Trung vị, ngày lịch"]) == (
        "1", "1", "2", "4",
    )  # fmt: skip


def test_a_call_of_the_main_diagram_stands_for_all_that_is_in_it(reference, administrator):
    page = administrator.get(f"{PLACE}?{YEAR}")
    blocks = {each["element"]: each["text"] for each in drawing(page)["heat"]}
    table = rows(administrator.get(f"{PLACE}.csv?{YEAR}"))

    assert list(blocks.values()) == ["1 lượt, 2 ngày"]
    waiting = [row for row in table.values() if row["Đang mở"] == "1"]
    assert {(row["Loại"], row["Mở lâu nhất từ"]) for row in waiting} == {("cụm bước", "14/12/2026")}


def test_each_figure_leads_to_its_dossiers(reference, administrator, sessions):
    with sessions() as session:
        task = session.scalars(select(models.UserTask).where(models.UserTask.element_id == "compile_dossier")).one()
    page = administrator.get(f"{PLACE}?{YEAR}&so-do=prepare_dossier")
    assert f"buoc={task.process_key}:compile_dossier" in page.text.replace("%3A", ":")
    behind = f"{PLACE}/ho-so?{YEAR}&so-do=prepare_dossier&buoc={task.process_key}:compile_dossier"
    assert reference in words(administrator.get(f"{behind}&loai=xong"))
    assert "Không có hồ sơ nào" in words(administrator.get(f"{behind}&loai=dang-mo"))
    earlier = behind.replace(YEAR, "tu=2025-01-01&den=2025-12-31")
    assert "Không có hồ sơ nào" in words(administrator.get(f"{earlier}&loai=xong"))

    main = administrator.get(f"{PLACE}?{YEAR}").text.replace("&amp;", "&").replace("%3A", ":")
    links = {part.split('"')[0] for part in main.split('href="')[1:] if "/van-hanh/ho-so?" in part.split('"')[0]}
    assert {"loai=xong" in link for link in links} == {True, False}
    for link in links:
        assert reference in words(administrator.get(link))


def test_nothing_done_in_a_period_is_said_and_open_work_stands_apart(reference, administrator):
    page = administrator.get(f"{PLACE}?tu=2025-01-01&den=2025-12-31")

    assert drawing(page)["heat"] == []
    assert "chưa có việc xong" in words(page)
    assert "1 đang mở" in words(page)


def test_the_table_is_sorted_as_one_wants(reference, administrator):
    def order(way: str) -> list[str]:
        found = rows(administrator.get(f"{PLACE}.csv?{YEAR}&so-do=prepare_dossier&xep=ngay-lam-viec&chieu={way}"))
        return [row["Trung vị, ngày làm việc"] for row in found.values()]

    down, up = order("giam"), order("tang")
    assert down != up
    assert sorted(down) == sorted(up)
    assert down[0] == "2"
    page = administrator.get(f"{PLACE}?{YEAR}&xep=ngay-lam-viec").text
    assert 'aria-sort="descending"' in page
    assert 'aria-sort="ascending"' not in page


def test_a_wrong_period_is_said_at_its_field_and_kept(administrator):
    answer = administrator.get(f"{PLACE}?tu=1/10/2026&den=abc")
    assert answer.status_code == 422
    assert "Ngày cuối chưa đọc được" in words(answer)
    assert 'value="abc"' in answer.text


@pytest.mark.parametrize("tail", ["", ".csv", "/ho-so"])
def test_odd_words_in_the_address_change_nothing(reference, administrator, tail):
    odd = "key=x&_scheme=y&_external=1&_anchor=z&trang=-3&chieu=la&ban=1e9"
    address = f"{PLACE}{tail}?{YEAR}&{odd}&so-do=prepare_dossier&buoc=prepare_dossier:compile_dossier"
    assert administrator.get(address).status_code == 200


def test_the_map_is_filled_by_time_or_by_count(reference, administrator):
    by_count = administrator.get(f"{PLACE}?{YEAR}&so-do=prepare_dossier&mau=so-luot")
    assert {each["level"] for each in drawing(by_count)["heat"]} == {5}
    assert administrator.get(f"{PLACE}?{YEAR}&mau=la").status_code == 200
    assert "10 ngày" in words(administrator.get(f"{PLACE}?{YEAR}"))
