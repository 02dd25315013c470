"""Why a value is null: what the evaluation says about it."""

from decimal import Decimal

import pytest

import feel
from feel import Outcome


def test_warnings_say_where_and_why_there_is_no_value():
    warnings = []
    assert feel.parse("total / count > 1").evaluate({"total": 1, "count": 0}, warnings) is None
    assert [(warning.position, warning.message) for warning in warnings] == [
        (6, "Phép tính không có kết quả (chia cho 0 hoặc số quá lớn)."),
        (14, "Không xếp thứ tự được giá trị trống với số."),
    ]


def test_value_and_warnings_come_together():
    assert feel.parse("1 + 1").evaluate_with_warnings({}) == Outcome(Decimal(2), ())
    outcome = feel.parse("missing").evaluate_with_warnings({})
    assert outcome.value is None
    assert [(warning.position, warning.message) for warning in outcome.warnings] == [
        (0, "Không có giá trị nào tên “missing”.")
    ]


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("1 + x.y", 5, "Giá trị trống không có trường “y”."),
        ("{a: 1}.b", 6, "Không có trường “b”."),
        ("[1, 2][3]", 6, "Danh sách có 2 phần tử, không có phần tử thứ 3."),
        ("x[item > 1]", 1, "Không có danh sách nào để lọc."),
        ('1 < "a"', 2, "Không xếp thứ tự được số với chuỗi."),
        ('-"a"', 0, "Không đổi dấu được chuỗi."),
        ("contains(1, 2)", 0, "Hàm contains cần chuỗi ở tham số “string”, không phải số."),
        ("nope(1)", 0, "Không có hàm “nope”."),
        ("(1)(2)", 1, "Giá trị được gọi không phải là hàm."),
        ("(function(a) a)(1, 2)", 1, "Hàm cần 1 tham số, không phải 2."),
        ("(function(a) a)(b: 2)", 1, "Hàm không có tham số “b”."),
        ('(function(a: number) a)("1")', 1, "Ở đây cần giá trị kiểu number, không phải chuỗi."),
        ('(function(a) external {java: {class: "x"}})(1)', 1, "Hàm bên ngoài (external) không được gọi."),
        ("1 instance of list", 2, "Không có kiểu “list”."),
        ("[3..1]", 0, "Đầu dưới của khoảng lớn hơn đầu trên."),
        ("{f: function(n) f(n), r: f(1)}.r", 0, "Hàm gọi lồng nhau quá 64 tầng."),
        ("sum(1, null)", 0, "Danh sách có phần tử là giá trị trống, không phải số."),
    ],
)
def test_a_part_without_value_says_why(text, position, message):
    warnings = feel.parse(text, strict=False).evaluate_with_warnings({"x": None}).warnings
    assert (position, message) in [(warning.position, warning.message) for warning in warnings]
