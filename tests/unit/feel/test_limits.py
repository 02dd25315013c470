"""No expression and no data can take more work or room than is allowed."""

import time

import pytest

import feel
from feel import limits

NESTED: list = []
for _ in range(200):
    NESTED = [NESTED]

LOOPED: dict = {}
LOOPED["self"] = LOOPED

DOUBLED = "{" + ", ".join(["a0: [1, 1]"] + [f"a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 40)]) + "}"
LONGER = "{" + ", ".join(['s0: "0123456789"'] + [f"s{n}: s{n - 1} + s{n - 1}" for n in range(1, 40)]) + "}.s39"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("for i in 1..100000000 return i", "Danh sách có quá"),
        ("count(for i in 1..1000, j in 1..1000 return 1)", "Danh sách có quá"),
        ("some i in 1..1000, j in 1..1000 satisfies false", "bước tính"),
        ("every i in 1..1e30 satisfies true", "bước tính"),
        ("count(for i in 1..400 return count(for j in 1..400 return j))", "bước tính"),
        ("some i in 1..1e9 satisfies i ** 0.37 < 0", "bước tính"),
        (f"some i in 1..1e9 satisfies [{', '.join('i' * 300)}] = 0", "bước tính"),
        ('some i in 1..1e9 satisfies contains(text, "b")', "bước tính"),
        ('for i in 1..1e9 return string length(text + "b")', "bước tính"),
        ("(for i in 1..40000 return i)[item in (for j in 1..40000 return j)]", "bước tính"),
        ("distinct values(for i in 1..40000 return i)", "bước tính"),
        (DOUBLED, "Kết quả có quá"),
        (f"{DOUBLED} = {DOUBLED}", "bước tính"),
        (f"string({DOUBLED})", "Chuỗi dài quá"),
        (LONGER, "Chuỗi dài quá"),
        ("nested", "lồng nhau quá"),
        ("looped", "lồng nhau quá"),
        ("count(long)", "Dữ liệu có quá"),
        ('some d in @"-999999999-01-01"..@"999999999-12-31" satisfies false', "bước tính"),
        ('for d in @"-999999999-01-01"..@"999999999-12-31" return d', "Danh sách có quá"),
        ('duration("P" + text + "D")', "Khoảng thời gian viết là"),
        ('time("08:30:00@" + text)', "Giờ viết là"),
        ('@"P1D" * 1e6000', "Khoảng thời gian quá dài"),
        ("2 ** 1e30", "Phép tính không có kết quả"),
        ("round half up(1, 1e30)", "Số chữ số thập phân quá lớn"),
        ('substring("abc", 1e30)', ""),
        ('string join(for i in 1..40000 return "0123456789")', "Chuỗi dài quá"),
    ],
)
def test_what_would_take_too_much_gives_null_and_says_so_quickly(text, message):
    expression = feel.parse(text)
    data = {"nested": NESTED, "looped": LOOPED, "long": [0] * 1_000_000, "text": "a" * 90_000}
    warnings = []
    started = time.process_time()
    value = expression.evaluate(data, warnings)
    assert time.process_time() - started < 2
    assert not value
    assert not message or any(message in warning.message for warning in warnings)


def test_warnings_are_bounded():
    warnings = []
    feel.parse(f"[{', '.join(f'm{number}' for number in range(100))}]").evaluate({}, warnings)
    assert len(warnings) == limits.WARNINGS


def test_the_same_warning_is_given_once():
    warnings = []
    feel.parse("for i in 1..1000 return i + true").evaluate({}, warnings)
    assert len(warnings) == 1
