"""Models that cannot be read say so, with file, element, row and column; hostile ones are refused at once."""

import time

import pytest

from tests.unit.decisions.drawn import answer, column, decision, given, literal, loaded, model, rule, table, text
from workflows.engine.decisions import check_decisions, load_decisions
from workflows.engine.xml import LIMIT_BYTES
from workflows.errors import DefinitionRejected

SOUND = model(decision("d", literal("1")))


def refusals(content, file="m.dmn"):
    return [str(problem) for problem in check_decisions({file: content})[0]]


def with_doctype(inside):
    return f"<!DOCTYPE definitions [{inside}]>".encode() + SOUND


@pytest.mark.parametrize("version", ["20191111", "20211108", "20230324"])
def test_each_version_of_the_standard_is_read(version):
    content = model(decision("d", literal("1")), version=f"https://www.omg.org/spec/DMN/{version}/MODEL/")
    assert refusals(content) == []


def test_other_files_are_refused():
    wrong = ["m.dmn: Tệp không phải là bảng quyết định DMN 1.2, 1.3, 1.4, 1.5."]
    assert refusals(b"<definitions/>") == wrong
    assert refusals(SOUND.replace(b"20191111", b"20151101")) == wrong
    assert "Không đọc được XML, dòng 1" in refusals(b"<definitions")[0]


def test_an_entity_bomb_is_refused_at_once():
    entities = '<!ENTITY a0 "lollol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    began = time.perf_counter()
    assert refusals(with_doctype(entities)) == ["m.dmn: Tệp không được chứa DOCTYPE hoặc ENTITY."]
    assert time.perf_counter() - began < 1


def test_a_file_of_the_server_cannot_be_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("TOPSECRET")
    for inside in (f'<!ENTITY a SYSTEM "file://{secret}">', f'<!ENTITY % a SYSTEM "file://{secret}"> %a;'):
        assert refusals(with_doctype(inside)) == ["m.dmn: Tệp không được chứa DOCTYPE hoặc ENTITY."]


def test_a_huge_file_is_refused():
    assert refusals(SOUND + b" " * LIMIT_BYTES) == [f"m.dmn: Tệp lớn hơn {LIMIT_BYTES // 1024} KB."]


def test_a_cell_that_cannot_be_read_is_named_by_row_and_column():
    drawn = table([column("a"), column("a")], [answer()], [(["-", "-"], ["1"]), (["-", "> > 5"], ["2 +"])])
    found = refusals(model(given("a"), decision("d", drawn, ["a"])))
    assert [each.partition("sai ở")[0] for each in found] == [
        "m.dmn, d: Quyết định “d”, dòng 2, cột 2: “> > 5” ",
        "m.dmn, d: Quyết định “d”, dòng 2, cột kết quả 1: “2 +” ",
    ]


def test_an_unknown_name_in_a_cell_is_found_before_anything_runs():
    drawn = table([column("a")], [answer()], [(["> limit"], ["1"])])
    assert refusals(model(given("a"), given("limits"), decision("d", drawn, ["a", "limits"]))) == [
        "m.dmn, d: Quyết định “d”, dòng 1, cột 1: “> limit”: Không có giá trị nào tên “limit”. Có phải là “limits”?"
    ]


def test_an_unknown_function_is_found_before_anything_runs():
    assert "Không có hàm “summ”." in refusals(model(decision("d", literal("summ([1])"))))[0]


def test_rows_have_as_many_cells_as_there_are_columns():
    drawn = table([column("a")], [answer()], [(["-", "-"], ["1"]), (["-"], [])])
    assert refusals(model(given("a"), decision("d", drawn, ["a"]))) == [
        "m.dmn, d: Quyết định “d”, dòng 1: Có 2 ô điều kiện, cần 1.",
        "m.dmn, d: Quyết định “d”, dòng 2: Có 0 ô kết quả, cần 1.",
    ]


def test_what_a_table_must_have():
    drawn = table([column("")], [answer(), answer()], [rule(["-"], ["1", "2"])], "P")
    assert {each.rpartition(": ")[2] for each in refusals(model(decision("d", drawn)))} == {
        "Cột điều kiện chưa có biểu thức.",
        "Bảng có nhiều cột kết quả nên mỗi cột cần một tên.",
        "Bảng chọn theo ưu tiên cần các giá trị được phép, ưu tiên cao đứng trước.",
    }


def test_hit_policies_that_do_not_exist_are_refused():
    content = model(decision("d", table([], [answer()], []))).replace(b"UNIQUE", b"BEST")
    assert "Không có cách chọn dòng (hitPolicy) “BEST”." in refusals(content)[0]


def test_other_languages_and_empty_boxes_are_refused():
    other = (
        '<literalExpression expressionLanguage="https://www.w3.org/TR/javascript">' + text("1") + "</literalExpression>"
    )
    assert "Chỉ nhận ngôn ngữ FEEL" in refusals(model(decision("d", other)))[0]
    assert "Chưa có biểu thức." in refusals(model(decision("d", "<literalExpression/>")))[0]


def test_boxes_too_deep_are_refused():
    logic = literal("1")
    for _ in range(60):
        logic = f"<list>{logic}</list>"
    assert "Các ô lồng nhau quá 40 tầng." in refusals(model(decision("d", logic)))[0]


def test_one_decision_has_its_id_alone():
    one, other = (model(decision("d", literal("1")), namespace=name) for name in ("urn:a", "urn:b"))
    found = [str(each) for each in check_decisions({"a.dmn": one, "b.dmn": other})[0]]
    assert found == ["b.dmn, d: Mã quyết định “d” đã có ở tệp khác."]


def test_two_files_have_two_namespaces():
    with pytest.raises(DefinitionRejected):
        load_decisions({"a.dmn": SOUND, "b.dmn": SOUND})


def test_leniently_loaded_what_cannot_be_read_is_null_with_an_error():
    result = loaded(decision("d", literal("1 +")), lenient=True).evaluate("d", {}, now=None)
    assert result.value is None
    assert "sai ở ký tự 4" in str(result.errors[0])


def test_every_problem_of_every_file_comes_at_once():
    files = {"a.dmn": b"<a/>", "b.dmn": model(decision("d", literal("1 +")), decision("e", literal("x")))}
    assert [problem.file for problem in check_decisions(files)[0]] == ["a.dmn", "b.dmn", "b.dmn"]


def test_what_each_decision_reads_is_known():
    content = model(
        given("a"), given("b"), decision("d", literal("a"), ["a"]), decision("e", literal("d + b"), ["@d", "b"])
    )
    assert check_decisions({"m.dmn": content}) == ([], {"d": {"a"}, "e": {"a", "b"}})


@pytest.mark.parametrize(
    ("kind", "cell", "message"),
    [
        ("number", '"110"', "Cột này là số, không so được với chuỗi “110”."),
        ("date", '>= "2026-01-01"', "Cột này là ngày, không so được với chuỗi “2026-01-01”."),
        ("string", "[1..5]", "Cột này là chuỗi, không so được với số 1."),
        ("string", '"A", 5', "Cột này là chuỗi, không so được với số 5."),
    ],
)
def test_a_cell_that_compares_with_another_type_is_refused(kind, cell, message):
    drawn = table([column("a", kind=kind)], [answer()], [([cell], ["1"])])
    found = refusals(model(given("a"), decision("d", drawn, ["a"])))
    assert found == [f"m.dmn, d: Quyết định “d”, dòng 1, cột 1: {message}"]


@pytest.mark.parametrize(
    ("kind", "cell", "message"),
    [
        ("number", "? > 5 and ? < 3", "Ô này không bao giờ đúng. Kiểm tra lại giá trị so sánh."),
        ("number", "< 5, >= 5, null", "Ô này luôn đúng. Ghi “-” nếu mọi giá trị đều được."),
        ("", '? = "A" and ? = "B"', "Ô này không bao giờ đúng. Kiểm tra lại giá trị so sánh."),
        ("number", 'string length(?) = "x"', "Hàm string length không nhận số. Viết string length(string)."),
    ],
)
def test_a_cell_that_never_changes_is_refused_with_row_and_column(kind, cell, message):
    drawn = table([column("a", kind=kind)], [answer()], [(["-"], ["1"]), ([cell], ["1"])])
    found = refusals(model(given("a"), decision("d", drawn, ["a"])))
    assert found == [f"m.dmn, d: Quyết định “d”, dòng 2, cột 1: “{cell}”: {message}"]


@pytest.mark.parametrize("cell", ["-", "null", '"A", "B"', "true", 'contains(?, "x")', "not(null)"])
def test_cells_that_fit_their_column_pass(cell):
    drawn = table([column("a", kind="string")], [answer(kind="number")], [([cell], ["1"])])
    assert refusals(model(given("a"), decision("d", drawn, ["a"]))) == []


def test_an_answer_of_another_type_or_beyond_the_allowed_values_is_refused():
    outputs = [answer("n", kind="number"), answer("level", '"A", "B"')]
    rules = [(["-"], ['"1"', '"A"']), (["-"], ["1", '"C"']), (["-"], ["null", "a"])]
    found = refusals(model(given("a"), decision("d", table([column("a")], outputs, rules), ["a"])))
    assert [each.partition("dòng ")[2] for each in found] == [
        "1, cột kết quả 1: Ở đây cần giá trị kiểu number, không phải chuỗi.",
        "2, cột kết quả 2: “C” không nằm trong các giá trị được phép của cột.",
    ]
