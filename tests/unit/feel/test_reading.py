"""What the reader of expressions understands, and how it words what it does not."""

import unicodedata

import pytest

import feel
from feel import limits


@pytest.mark.parametrize(
    ("text", "position", "message", "hint"),
    [
        ("", 0, "Biểu thức trống.", "cần một giá trị"),
        ("   ", 3, "Biểu thức trống.", "cần một giá trị"),
        ("1 +", 3, "Biểu thức kết thúc giữa chừng.", "cần một giá trị"),
        ('"abc', 0, "Chuỗi chưa được đóng.", "dấu nháy kép"),
        ('x = "abc\ny"', 4, "Chuỗi chưa được đóng.", "dấu nháy kép"),
        ("x = 'a'", 4, "Dấu nháy đơn", 'ví dụ "Đạt"'),
        ("x = “a”", 4, "Dấu nháy cong", 'ví dụ "Đạt"'),
        ('x == "a"', 2, "Không có phép so sánh “==”.", "“=”"),
        ('x <> "a"', 2, "Không có phép so sánh “<>”.", "“!=”"),
        ("x => 1", 2, "Không có phép so sánh “=>”.", "“>=”"),
        ("x ≥ 1", 2, "Không có phép so sánh “≥”.", "“>=”"),
        ("a && b", 2, "Không có phép “&&”.", "and"),
        ("a || b", 2, "Không có phép “||”.", "or"),
        ("!a", 0, "Không có phép “!”.", "not(…)"),
        ("a và b", 2, "Không hiểu “và”", "and"),
        ("not a", 4, "Không hiểu “a”", "cần một phép tính"),
        ("a b", 2, "Không hiểu “b”", "cần một phép tính"),
        ("and a", 0, "Từ “and” đứng sai chỗ.", "vế trái"),
        ("1 < x < 5", 6, "Không hiểu “<”", "between"),
        ("(1, 2)", 0, "Trong ngoặc đơn", "[a, b]"),
        ("(1 + 2", 0, "Dấu “(” chưa được đóng.", "“)”"),
        ("[1, 2", 0, "Dấu “[” chưa được đóng.", "“]”"),
        ("{a: 1", 0, "Dấu “{” chưa được đóng.", "“}”"),
        ("count([1]", 5, "Dấu “(” chưa được đóng.", "“)”"),
        ("x[]", 2, "Không hiểu “]”", "số thứ tự hoặc điều kiện"),
        ("1..5", 1, "Không hiểu “..”", ""),
        ("if a then b", 11, "Biểu thức kết thúc giữa chừng.", "else"),
        ("for x in y", 10, "Biểu thức kết thúc giữa chừng.", "return"),
        ("x between 1", 11, "Biểu thức kết thúc giữa chừng.", "and"),
        ("a.", 2, "Biểu thức kết thúc giữa chừng.", "trường"),
        ("{a: 1, a: 2}", 7, "Tên “a” đã có ở trên.", "một lần"),
        ("cuont(x)", 0, "Không có hàm “cuont”.", "count"),
        ("__import__(x)", 0, "Không có hàm “__import__”.", ""),
        ("count()", 0, "Hàm count được gọi với tham số không đúng.", "count(list"),
        ("contains(x)", 0, "Hàm contains được gọi", "contains(string, match)"),
        ("contains(string: x, sub: y)", 0, "Hàm contains được gọi", "match"),
        ("contains(string: x, y)", 20, "Không hiểu “y”", "Đặt tên cho mọi tham số"),
        ("x # 1", 2, "Ký tự “#”", ""),
        ("[1..5", 0, "Dấu “[” chưa được đóng.", "“]”"),
        ("]1, 2[", 2, "Không hiểu “,”", ".."),
        ('"\\ud800"', 0, "Chuỗi có một nửa ký tự", ""),
        ("/* a", 0, "Chú thích chưa được đóng.", "*/"),
        ("1e99999", 0, "Số này quá lớn.", ""),
    ],
)
def test_a_mistake_is_named_with_its_place_and_a_way_out(text, position, message, hint):
    with pytest.raises(feel.FeelError) as caught:
        feel.parse(text)
    assert caught.value.message.startswith(message)
    assert caught.value.position == position
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 // một\n + 1", 2),
        ("1 /* một */ + 1", 2),
        ('"a\\n\\t\\"\\\\b"', 'a\n\t"\\b'),
        ('"\\u0110\\U01F40E\\uD83D\\uDC0E"', "Đ🐎🐎"),
        ('"\\d\\."', "\\d\\."),
        (".5 + 1e1", 10.5),
        ("thành_tích", "tốt"),
        ("năm thành tích + 1", 2026),
        ("a-b", 7),
        ("a - b", 7),
        ("hồ sơ.ngày nộp", 20),
    ],
)
def test_a_text_is_read(text, expected):
    data = {"thành_tích": "tốt", "năm thành tích": 2025, "a-b": 7, "hồ sơ": {"ngày nộp": 20}}
    value = feel.parse(text, names=[*data, "ngày nộp"]).evaluate(data)
    assert value == (expected if isinstance(expected, str) else type(value)(str(expected)))


def test_a_sign_in_an_undeclared_name_is_an_operator():
    assert feel.parse("a-b").evaluate({"a": 3, "b": 1, "a-b": 7}) == 2


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("data_form", ["NFC", "NFD"])
def test_vietnamese_letters_are_the_same_however_they_are_encoded(form, data_form):
    text = unicodedata.normalize(form, 'tỉnh = "Kiên Giang – Phú Quốc"')
    data = {unicodedata.normalize(data_form, "tỉnh"): unicodedata.normalize(data_form, "Kiên Giang – Phú Quốc")}
    assert feel.parse(text).evaluate(data) is True


def test_a_position_counts_characters_as_written():
    text = unicodedata.normalize("NFD", "tỉnh == 1")
    with pytest.raises(feel.FeelError) as caught:
        feel.parse(text)
    assert caught.value.position == text.index("=")


@pytest.mark.parametrize(
    "text",
    [
        "x" * (limits.TEXT_LENGTH + 1),
        "(" * 5_000,
        "-" * 5_000 + "1",
        "[" * 5_000 + "]" * 5_000,
        "if a then " * 900 + "1",
        "+".join(["1"] * 5_000),
        "a" + ".b" * 4_000,
        "a" + "[1]" * 3_000,
        "x in (" * 1_500,
    ],
)
def test_a_text_that_is_too_long_or_too_deep_is_refused(text):
    with pytest.raises(feel.FeelError):
        feel.parse(text)


def test_a_long_list_of_conditions_is_not_too_deep():
    text = " or ".join(f'code = "c{number}"' for number in range(400))
    assert feel.parse(text).evaluate({"code": "c399"}) is True


def test_the_same_text_is_compiled_once():
    assert feel.parse("1 + 1") is feel.parse("1 + 1")


def test_names_are_those_read_from_outside():
    text = "a.b + count(c[d > e and item > f]) + count(for i in g return i + h) + {j: k, l: j}.l"
    expression = feel.parse(text)
    assert expression.names == {"a", "c", "g", "h", "k"}
    assert expression.filter_names == {"d", "e", "f"}
    assert expression.text == text


def test_unknown_names_are_reported_all_at_once():
    errors = feel.check('outcom = "approve" and True and nominees[score > 5] = x', ["outcome", "nominees"])
    assert [(error.position, error.hint) for error in errors] == [
        (0, "Có phải là “outcome”?"),
        (23, "Viết true."),
        (54, ""),
    ]
    assert errors[0].message == "Không có giá trị nào tên “outcom”."


def test_a_sound_text_has_no_errors():
    assert feel.check("năm thành tích > 2020", ["năm thành tích"]) == []
    assert feel.check("năm thành tích > 2020", [unicodedata.normalize("NFD", "năm thành tích")]) == []


def test_a_text_that_cannot_be_read_is_one_error():
    (error,) = feel.check("a ==", ["a"])
    assert error.position == 2
