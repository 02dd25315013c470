"""Names: of several words, with signs and Vietnamese letters, told apart by what is known."""

from decimal import Decimal

import pytest

import feel

DATA = {
    "Applicant Age": 40,
    "Profit and loss": 7,
    "a-b": 1,
    "a": 10,
    "b": 4,
    "what if?": 3,
    "số thửa 12/4": 8,
    "giá trị": 9,
    "giá trị lớn nhất": 11,
    "Số điện thoại": "x",
    "O’Hara": 5,
    "đơn vị": {"tên gọi": "KG", "a-b": 2},
    "in stock": 6,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Applicant Age - 3", 37),
        ("Applicant  Age", 40),
        ("Profit and loss + 1", 8),
        ("a-b", 1),
        ("a - b", 1),
        ("(a)-(b)", 6),
        ("a - 1", 9),
        ("what if? * 2", 6),
        ("số thửa 12/4 + 1", 9),
        ("giá trị + 1", 10),
        ("giá trị lớn nhất + giá trị", 20),
        ("O’Hara + 1", 6),
        ("đơn vị.tên gọi", "KG"),
        ("đơn vị.a-b + 1", 3),
        ("in stock + 1", 7),
        ("if Profit and loss > 5 then in stock else 0", 6),
        ("[{tên gọi: 1}, {tên gọi: 2}][tên gọi = 2].tên gọi", [2]),
        ("for mức thưởng in [1, 2] return mức thưởng * 2", [2, 4]),
        ("some hộ dân in [1, 2] satisfies hộ dân > 1", True),
        ("{mức 1: 5, mức 2: mức 1 + 1}.mức 2", 6),
        ('{"có dấu cách": 1}.có dấu cách', 1),
        ("(function(hệ số k) hệ số k + 1)(hệ số k: 2)", 3),
        ('{"": 1, "+!": 2} = {"+!": 2, "": 1}', True),
        ("{foo+bar: 1}.foo+bar", 1),
        ("{ab: 1, a-b: 2, r: a-b}.r", 2),
    ],
)
def test_names_are_told_apart_by_what_is_known(text, expected):
    value = feel.parse(text, [*DATA, "tên gọi"]).evaluate(DATA)
    assert value == expected
    assert isinstance(expected, (str, bool, list)) or type(value) is Decimal


@pytest.mark.parametrize("text", ["Applicant Age", "what if? + 1"])
def test_a_name_of_several_words_is_read_only_where_it_is_known(text):
    with pytest.raises(feel.FeelError):
        feel.parse(text)


def test_entries_of_several_words_are_reached_even_where_nobody_has_described_them():
    data = {"person": {"first name": "Ân", "of age": True}}
    assert feel.parse('person.first name = "Ân" and person.of age').evaluate(data) is True
    assert feel.parse("if person.of age then 1 else 2").evaluate(data) == 1


@pytest.mark.parametrize("name", ['a "quoted" name', "/* half", ""])
def test_a_name_that_no_text_can_spell_does_no_harm(name):
    assert feel.parse("1 + 1", [name]).evaluate({}) == 2
