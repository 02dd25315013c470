"""Files of a wrong shape are refused with file and path, all problems at once."""

import shutil
from pathlib import Path

import pytest

from workflows.errors import CampaignRejected
from workflows.rules.plans import read_plans

CAMPAIGNS = Path(__file__).resolve().parents[3] / "campaigns"
PLAN = "kien-giang-2021-2025.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped folder."""
    return Path(shutil.copytree(CAMPAIGNS, tmp_path / "campaigns"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path) -> list[str]:
    with pytest.raises(CampaignRejected) as caught:
        read_plans(folder)
    return caught.value.problems


def test_a_copy_of_the_shipped_folder_is_read(folder: Path):
    assert len(read_plans(folder).plans) == 5


def test_every_problem_is_told_at_once_with_file_and_path(folder: Path):
    edit(folder / PLAN, "    decided_by: KG-O5\n", "")
    edit(folder / PLAN, "  reference_prefix: KG\n", "  reference_prefix: Kiên Giang\n")
    edit(folder / "units.yaml", "    level: central\n", "")
    problems = refused(folder)
    assert f"{PLAN}: awards[KG-K1]: thiếu mục “decided_by”" in problems
    assert f'{PLAN}: running/reference_prefix: giá trị không đúng mẫu: "Kiên Giang"' in problems
    assert "units.yaml: units[vn.chu-tich-nuoc]: thiếu mục “level”" in problems


def test_an_unknown_key_is_refused(folder: Path):
    edit(folder / PLAN, "running:\n", "mau_sac: do\nrunning:\n")
    assert refused(folder) == [f"{PLAN}: (gốc): không biết mục “mau_sac”"]


def test_a_key_that_stands_twice_is_refused(folder: Path):
    edit(folder / PLAN, "running:\n", "code: KG\nrunning:\n")
    (problem,) = refused(folder)
    assert problem.startswith(f"{PLAN}: dòng ")
    assert "khóa “code” bị lặp" in problem


def test_a_tag_of_python_is_not_run(folder: Path):
    edit(folder / PLAN, "running:\n", "trap: !!python/object/apply:os.getcwd []\nrunning:\n")
    (problem,) = refused(folder)
    assert "không đọc được YAML" in problem


def test_a_file_that_is_no_table_or_no_text_is_refused(folder: Path):
    (folder / "list.yaml").write_text("- one\n", encoding="utf-8")
    (folder / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    problems = refused(folder)
    assert "list.yaml: phải là một bảng khóa và giá trị" in problems
    assert any(problem.startswith("binary.yaml: ") for problem in problems)


def test_a_missing_reference_file_is_told(folder: Path):
    (folder / "legal.yaml").unlink()
    assert refused(folder) == ["legal.yaml: thiếu tệp"]


def test_a_folder_without_plans_is_refused(folder: Path):
    for path in folder.glob("*-20*.yaml"):
        path.unlink()
    assert refused(folder) == ["campaigns: không có tệp kế hoạch nào"]
