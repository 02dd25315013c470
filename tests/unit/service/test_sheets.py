"""Tables for a spreadsheet: letters as they are, and nothing that it would run."""

import csv
import io
from pathlib import Path

import pytest

from service.sheets import sheet

HOSTILE = ("=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://a.example")')


def cells(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_that_a_spreadsheet_would_run_is_quoted(text):
    assert cells(sheet("a.csv", ["Đơn vị"], [[text]])) == [["Đơn vị"], [f"'{text}"]]


def test_numbers_and_other_words_stay_as_they_are():
    assert cells(sheet("a.csv", ["a"], [["Sở Nội vụ", -2, 0, "a=b", ""]]))[1] == ["Sở Nội vụ", "-2", "0", "a=b", ""]


def test_a_file_is_kept_under_its_name_and_has_the_mark_of_utf_8():
    answer = sheet("bao-cao.csv", ["Đơn vị"], [])
    assert answer.headers["Content-Disposition"] == "attachment; filename=bao-cao.csv"
    assert answer.get_data().startswith("\ufeffĐơn vị".encode())


def test_tables_are_written_here_and_nowhere_else():
    root = Path(__file__).parents[3]
    writers = {
        str(path.relative_to(root))
        for folder in ("service", "workflows")
        for path in (root / folder).rglob("*.py")
        if "csv.writer(" in path.read_text() or "csv.DictWriter(" in path.read_text()
    }
    assert writers == {"service/sheets.py", "workflows/rules/day_files.py"}
