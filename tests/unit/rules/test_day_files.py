"""The table of days as a file: what Excel saves is read, what is wrong is told line by line, nothing in it runs."""

from datetime import date

import pytest

from workflows.errors import Invalid
from workflows.rules.day_files import FIELD, MOST_BYTES, MOST_LINES, read, written
from workflows.rules.days import COUNTRY, DayChange, DayFacts, differences, faults

HEAD = "Ngày,Loại,Phạm vi,Tên,Căn cứ,Trạng thái\n"
LINE = "2026-11-24,nghỉ,toàn quốc,Ngày Văn hóa Việt Nam,NQ 28/2026/QH16,chính thức\n"
CULTURE = DayFacts(date(2026, 11, 24), COUNTRY, "official", "off", "Ngày Văn hóa Việt Nam", "NQ 28/2026/QH16")
UNITS = {"kien-giang"}


def told(content: bytes | str) -> str:
    """Return everything that a file is refused for."""
    with pytest.raises(Invalid) as refused:
        read(content.encode() if isinstance(content, str) else content, UNITS)
    return " ".join(refused.value.errors[FIELD])


def test_what_is_written_is_read_again_as_it_was():
    rows = (
        CULTURE,
        DayFacts(date(2026, 11, 24), "kien-giang", "assumed", "half", 'Tên có "nháy", dấu phẩy'),
        DayFacts(date(2027, 1, 9), COUNTRY, "proposal", "working", "Làm bù"),
    )
    content = written(rows)

    assert content.startswith(b"\xef\xbb\xbf")  # without it Excel takes UTF-8 for something else
    assert read(content, UNITS) == rows


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", '=cmd|"/c calc"!A1'])
def test_no_cell_is_a_formula_and_what_was_typed_comes_back(text):
    row = DayFacts(date(2026, 1, 2), COUNTRY, "proposal", "off", text, text)
    lines = written([row]).decode("utf-8-sig").splitlines()

    assert f"'{text[0]}" in lines[1]
    assert all(not cell.strip('"').startswith(("=", "+", "-", "@")) for cell in lines[1].split(","))
    assert read(written([row]), UNITS) == (row,)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_each_separator_that_excel_uses_is_read(mark):
    assert read((HEAD + LINE).replace(",", mark).encode(), UNITS) == (CULTURE,)


def test_english_headings_words_without_tone_marks_and_days_of_the_country_are_read():
    text = "day,kind,name,source,status\n24/11/2026,NGHI,Ngày Văn hóa Việt Nam,NQ 28/2026/QH16,official\n"
    assert read(text.encode(), UNITS) == (CULTURE,)


def test_every_wrong_line_is_told_with_its_number_and_nothing_is_used():
    wrong = (
        HEAD
        + LINE
        + "2026-02-30,nghỉ,,a,b,chính thức\n"
        + "1999-01-01,nghỉ,,a,b,chính thức\n"
        + "2101-01-01,nghỉ,,a,b,chính thức\n"
        + "2026-01-05,ngủ,,a,b,chính thức\n"
        + "2026-01-05,nghỉ,sao-hoa,a,b,chính thức\n"
        + "2026-01-05,nghỉ,,,b,chắc chắn\n"
        + "2026-01-06,nghỉ,,a,,chính thức\n"
        + LINE
    )
    found = told(wrong)

    assert "Dòng 3: không đọc được ngày “2026-02-30”" in found
    assert "Dòng 4: ngày phải trong khoảng 2020 đến 2100" in found
    assert "Dòng 5: ngày phải trong khoảng 2020 đến 2100" in found
    assert "Dòng 6: loại “ngủ” không có" in found
    assert "Dòng 7: không có đơn vị nào mã “sao-hoa”" in found
    assert "Dòng 8: trạng thái “chắc chắn” không có" in found
    assert "Dòng 9: ngày chính thức cần căn cứ" in found
    assert "Dòng 10: trùng ngày, phạm vi và trạng thái với dòng 2" in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp trống"),
        (b"\xef\xbb\xbf", "Tệp trống"),
        (b"\r\n\r\n", "Tệp trống"),
        (HEAD.encode(), "không có dòng nào"),
        ((HEAD + LINE).encode("utf-16"), "UTF-8"),
        ((HEAD + LINE).encode("cp1258", "replace"), "UTF-8"),
        (b"PK\x03\x04\x00\x00", "UTF-8"),
        (b"a" * (MOST_BYTES + 1), "lớn quá"),
        ((HEAD + "2026-01-01,n\n" * (MOST_LINES + 1)).encode(), "hơn 2000 dòng"),
        (b"ten,gi\n1,2\n", "Không có cột “gi”"),
        ("Ngày,Ngày\n1,2\n".encode(), "hai lần"),
        ("Ngày,Loại\n2026-01-01,nghỉ\n".encode(), "Thiếu cột: Tên, Trạng thái"),
        ((HEAD + '2026-01-01,nghỉ,,"a\n').encode(), "dấu nháy"),
        ((HEAD + "2026-01-01,nghỉ,,a\x07,b,chính thức\n").encode(), "ký tự không in được"),
        ((HEAD + "2026-01-01,nghỉ,,a,b,chính thức,thừa\n").encode(), "nhiều ô hơn số cột"),
    ],
)
def test_what_is_no_table_of_days_is_refused(content, said):
    assert said in told(content)


def test_a_thousand_faults_are_not_all_listed():
    with pytest.raises(Invalid) as refused:
        read((HEAD + "x,nghỉ,,a,b,chính thức\n" * 1000).encode(), UNITS)
    assert len(refused.value.errors[FIELD]) == 41
    assert "Và 960 lỗi khác" in refused.value.errors[FIELD][-1]


def test_differences_name_what_is_new_what_changes_and_only_if_asked_what_goes():
    renamed = DayFacts(CULTURE.day, COUNTRY, "official", "off", "Tên mới", "Căn cứ")
    other = DayFacts(date(2026, 1, 1), COUNTRY, "official", "off", "Tết", "BLLĐ")
    older = DayFacts(date(2025, 1, 1), COUNTRY, "official", "off", "Tết", "BLLĐ")
    present = [CULTURE, other, older]

    assert differences(present, [CULTURE]) == ()
    assert differences(present, [renamed]) == (DayChange(CULTURE, renamed),)
    assert differences(present, [renamed], without_others=True) == (
        DayChange(other, None),
        DayChange(CULTURE, renamed),
    )


def test_too_long_texts_and_unknown_words_are_faults():
    wrong = DayFacts(date(2026, 1, 1), COUNTRY, "sure", "lazy", "a" * 201, "b" * 301)
    assert set(faults(wrong)) == {"kind", "status", "name", "source"}
