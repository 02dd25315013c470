"""What officers type, and what is kept of it."""

import pytest
from marshmallow import ValidationError

from forms import fields, messages


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Trần   Thị\tHương ", "Trần Thị Hương"),
        ("Tra\u0302\u0300n", "Trần"),
        ("a\u200bb\u202ec\x00d\ud800", "abcd"),
        ("dòng một\r\ndòng hai", "dòng một dòng hai"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_a_line_of_text_is_tidied_and_markup_stays_text(typed, kept):
    assert fields.Text().deserialize(typed) == kept


def test_paragraphs_keep_their_lines_but_not_runs_of_empty_ones():
    assert fields.LongText().deserialize(" một \r\n\r\n\r\n\r\n hai\u0000 ") == "một\n\nhai"


@pytest.mark.parametrize("value", [5, True, ["a"], {"a": "b"}])
def test_text_refuses_other_types(value):
    with pytest.raises(ValidationError, match="không đúng kiểu"):
        fields.Text().deserialize(value)


def test_text_says_how_long_it_is_and_may_be():
    with pytest.raises(ValidationError, match=r"Rút gọn còn nhiều nhất 1\.000 ký tự; hiện có 1\.001"):
        fields.Text(maximum=1000).deserialize("a" * 1001)
    with pytest.raises(ValidationError, match="ít nhất 20 ký tự; hiện có 5"):
        fields.LongText(minimum=20).deserialize("ngắn.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1.234,5", 1234.5), ("1234,5", 1234.5), ("-0,25", -0.25), ("1 234 567", 1234567), ("3", 3), (2.5, 2.5), (7, 7)],
)
def test_decimals_are_read_the_vietnamese_way(typed, kept):
    assert fields.Number(digits=4).deserialize(typed) == kept


@pytest.mark.parametrize("typed", ["3.5", "1,234.5", "1.23", "mười", "1e3", "", "1,", "--1", "٣", True, [1]])
def test_decimals_refuse_what_could_be_read_two_ways(typed):
    with pytest.raises(ValidationError):
        fields.Number(digits=4).deserialize(typed)


def test_a_clean_decimal_is_read_again_unchanged():
    first = fields.Number(digits=4).deserialize("1,234")
    assert first == 1.234
    assert fields.Number(digits=4).deserialize(first) == 1.234


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2,5", messages.NOT_A_WHOLE_NUMBER),
        (2.5, messages.NOT_A_WHOLE_NUMBER),
        ("chín", messages.NOT_A_NUMBER),
        ("100", "Nhập số từ 0 đến 99"),
        ("-1", "Nhập số từ 0 đến 99"),
        ("9" * 40, messages.NUMBER_TOO_LONG),
        (float("inf"), messages.WRONG_TYPE),
        (float("nan"), messages.WRONG_TYPE),
    ],
)
def test_whole_numbers_say_what_is_wrong(typed, message):
    with pytest.raises(ValidationError) as refused:
        fields.WholeNumber(minimum=0, maximum=99).deserialize(typed)
    assert refused.value.messages == [message]


def test_money_may_be_written_with_its_unit():
    assert fields.WholeNumber(minimum=0, unit="đ").deserialize("2.530.000 đ") == 2_530_000


@pytest.mark.parametrize(
    "typed",
    [
        "3/12/2026",
        "03-12-2026",
        "3.12.2026",
        "2026-12-03",
        {"day": "3", "month": "12", "year": "2026"},
        {"day": " 03", "month": "12 ", "year": "2026"},
    ],
)
def test_days_are_kept_as_iso(typed):
    assert fields.Date().deserialize(typed) == "2026-12-03"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"day": "3", "month": "", "year": "2026"}, messages.DATE_INCOMPLETE),
        ({"day": "31", "month": "2", "year": "2026"}, messages.not_in_calendar(31, 2, 2026)),
        ({"day": "3", "month": "tháng 12", "year": "2026"}, messages.NOT_A_DATE),
        ({"day": "3", "month": "12", "year": "26"}, messages.SHORT_YEAR),
        ({"day": "3", "month": "12", "year": "2026", "hour": "1"}, messages.WRONG_TYPE),
        ({"day": 3, "month": 12, "year": 2026}, messages.WRONG_TYPE),
        ("03/12/1800", messages.year_out_of_range(1900, 2100)),
        ("12/2026", messages.NOT_A_DATE),
        (20261203, messages.WRONG_TYPE),
    ],
)
def test_days_say_what_is_wrong(typed, message):
    with pytest.raises(ValidationError) as refused:
        fields.Date().deserialize(typed)
    assert refused.value.messages == [message]


@pytest.mark.parametrize(
    ("typed", "kept"), [("8h", "08:00"), ("8h30", "08:30"), ("14:05", "14:05"), ("9 giờ 15 phút", "09:15")]
)
def test_times_are_kept_on_24_hours(typed, kept):
    assert fields.Time().deserialize(typed) == kept


@pytest.mark.parametrize("typed", ["25:00", "8:75", "sáng", "", "8 pm"])
def test_times_refuse_the_rest(typed):
    with pytest.raises(ValidationError):
        fields.Time().deserialize(typed)


def test_a_day_with_its_time_is_read_from_parts_and_from_its_own_text():
    typed = {"day": "11", "month": "12", "year": "2026", "time": "8h"}
    assert fields.DateTime().deserialize(typed) == "2026-12-11T08:00"
    assert fields.DateTime().deserialize("2026-12-11T08:00") == "2026-12-11T08:00"
    with pytest.raises(ValidationError, match="Nhập giờ"):
        fields.DateTime().deserialize({**typed, "time": ""})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2/BB-HĐTĐKT", "02/BB-HĐTĐKT"),
        ("Số: 1996 / QĐ-UBND", "1996/QĐ-UBND"),
        ("98/2023/NĐ-CP", "98/2023/NĐ-CP"),
        ("118/SNNMT-TCCB", "118/SNNMT-TCCB"),
    ],
)
def test_document_numbers_get_their_usual_form(typed, kept):
    assert fields.DocumentNumber().deserialize(typed) == kept


@pytest.mark.parametrize("typed", ["TTr-STP", "12", "12/", "12//A", "<b>1</b>/A", "a/b"])
def test_document_numbers_refuse_the_rest(typed):
    with pytest.raises(ValidationError, match="Ghi số và ký hiệu"):
        fields.DocumentNumber().deserialize(typed)


def test_tax_codes_have_ten_or_thirteen_digits():
    assert fields.TaxCode().deserialize("0101234567001") == "0101234567-001"
    with pytest.raises(ValidationError, match="10 chữ số"):
        fields.TaxCode().deserialize("12345")


@pytest.mark.parametrize("typed", ["2.026", "26", "2026,0", True, None, 99999])
def test_years_have_four_digits(typed):
    with pytest.raises(ValidationError):
        fields.Year().deserialize(typed)


def test_choices_keep_the_order_of_the_list_and_refuse_strangers():
    some = fields.SomeOf(values=("a", "b", "c"))
    assert some.deserialize(["c", "a", "c"]) == ["a", "c"]
    for wrong in (["a", "x"], [1], {"a": 1}):
        with pytest.raises(ValidationError):
            some.deserialize(wrong)
    with pytest.raises(ValidationError, match="không có trong danh sách"):
        fields.OneOf(values=("a",)).deserialize("x")
