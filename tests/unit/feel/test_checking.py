"""What is found before anything runs: kinds that do not fit, values that never occur, conditions that never change."""

import pytest

import feel
from feel import checking, types
from feel.types import ANY, Type

NUMBER, STRING, BOOLEAN = Type("number"), Type("string"), Type("boolean")
NAMES = {
    "n": NUMBER,
    "m": NUMBER,
    "s": STRING,
    "t": STRING,
    "b": BOOLEAN,
    "day": Type("date"),
    "any": ANY,
    "outcome": checking.words("approve", "return"),
    "rows": types.list_of(types.context_of({"votes": NUMBER, "choice": checking.words("yes", "no")})),
    "tags": types.list_of(checking.words("x", "y")),
}


def told(text, decides=False):
    """Return position, message and hint of what is found."""
    find = checking.condition_errors if decides else checking.type_errors
    return [(error.position, f"{error.message} {error.hint}") for error in find(feel.parse(text), NAMES)]


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ('n = "5"', 2, "So sánh số với chuỗi"),
        ("s < n", 2, "So sánh chuỗi với số"),
        ("b < true", 2, "Không xếp thứ tự được đúng/sai"),
        ("n > null", 2, "với null không bao giờ có kết quả"),
        ("day = s", 4, "So sánh ngày với chuỗi"),
        ('outcome = "reject"', 8, "Không có giá trị “reject” ở đây. Có: approve, return."),
        ('outcome in ("approve", "refuse")', 23, "“refuse”"),
        ('outcome in ["refuse"]', 12, "“refuse”"),
        ("n in (1, s)", 9, "So sánh số với chuỗi"),
        ("n in [1..s]", 9, "số với chuỗi"),
        ("s in (> 5)", 6, "chuỗi với số"),
        ('n between 1 and "9"', 16, "số với chuỗi"),
        ("n + s", 2, "Không tính được số + chuỗi"),
        ("s - t", 2, "Không tính được chuỗi - chuỗi"),
        ("-s", 0, "Không đổi dấu được chuỗi"),
        ("b and n", 6, "Vế của and, or phải là đúng/sai, không phải số"),
        ("if n then 1 else 2", 3, "Điều kiện của if phải là đúng/sai"),
        ("string length(n)", 0, "Hàm string length không nhận số"),
        ("years and months duration(s, day)", 0, "không nhận chuỗi"),
        ("rows.vote", 4, "Không có trường “vote”. Có: choice, votes."),
        ("s.length", 1, "Chuỗi không có trường “length”"),
        ('rows[votes > "1"]', 11, "số với chuỗi"),
        ('rows[choice = "maybe"]', 12, "“maybe”"),
        ("rows[choice]", 5, "Điều kiện lọc phải là đúng/sai hoặc số thứ tự"),
        ('some r in rows satisfies r.choice = "maybe"', 34, "“maybe”"),
        ("every r in rows satisfies r.votes", 27, "Điều kiện sau satisfies"),
        ('sum(for r in rows return r.votes) = "1"', 34, "số với chuỗi"),
        ("count(rows) = s", 12, "số với chuỗi"),
    ],
)
def test_what_cannot_work_is_named_with_its_place(text, position, said):
    (found,) = told(text)
    assert found[0] == position
    assert said in found[1]


@pytest.mark.parametrize(
    "text",
    [
        *("n = 5 or s = null", "any = 5", 'any + "x"', "s + t", 'day + duration("P1D") > today()', "day - day"),
        *('outcome != "approve"', "outcome = s", "outcome = null", "n in (1, > 5, [7..9], null)", "n in numbers"),
        *("rows[1].votes + n", 'rows[item.choice = "yes"]', "rows.votes[item > 2]", 'list contains(tags, "x")'),
        *("count(rows[votes > n])", "max(n, m) > 1", "if b then n else null", "date(s) <= today()", "(n = 1) = b"),
        *("any.whatever.deeper", "any[x = 1]", "for r in any return r.x + 1", "day.year > 2020", "function(x) x + 1"),
        *("n instance of number", "{a: n, c: a + 1}.c + 1", "not(b)", 'contains(s, "a")', "b = (n > 2)"),
    ],
)
def test_what_may_work_is_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("n", "Điều kiện phải cho đúng/sai, không phải số."),
        ("1 = 1", "luôn đúng"),
        ("null", "luôn null"),
        ("n > 5 and n < 3", "không bao giờ đúng"),
        ("n < 3 and m > 5 and n > m", "không bao giờ đúng"),
        ('outcome = "approve" and outcome = "return"', "không bao giờ đúng"),
        ("b = null or b = true or b = false", "luôn đúng"),
        ('s = "a" or s != "a"', "luôn đúng"),
        ('outcome in ("approve", "return", null)', "luôn đúng"),
        ("not(n = n) and b", "không bao giờ đúng"),
    ],
)
def test_a_condition_that_cannot_go_both_ways_is_an_error(text, said):
    (found,) = told(text, decides=True)
    assert said in found[1]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "n > 5 and n < 6",
            "n > 1 and n < 1.0005",
            "n < m",
            "n < m and m < 3 and n > 2",
            "s < t",
            's > "a" and s < "b"',
        ),
        *(
            'outcome = "approve"',
            "b",
            "not(b)",
            "any",
            "any > 3",
            "count(rows) > 0",
            "day > today()",
            "n >= 0 or n < 0",
        ),
        *("any = s", "n in (1, 2)", "if b then n > 1 else m > 1"),
    ],
)
def test_a_condition_that_can_go_both_ways_is_left_alone(text):
    assert told(text, decides=True) == []


def test_cells_are_checked_against_their_column():
    def found(text, kind):
        return [error.message for error in checking.test_errors(feel.parse_unary_tests(text), kind, NAMES)]

    assert "số với chuỗi" in found('< 5, "nhiều"', NUMBER)[0]
    assert "“refuse”" in found('"approve", "refuse"', NAMES["outcome"])[0]
    assert "So sánh chuỗi với số" in found("[1..9]", STRING)[0]
    for text in ("-", "< 5, [7..9], null", "? > n", "not(1, 2)"):
        assert found(text, NUMBER) == []


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("< 5, >= 5, null", NUMBER, "Ô này luôn đúng. Ghi “-”"),
        ("? > 5 or ? <= 5 or ? = null", NUMBER, "luôn đúng"),
        ("(5..5)", NUMBER, "không bao giờ đúng"),
        ("? > 5 and ? < 3", NUMBER, "không bao giờ đúng"),
        ('? = "a" and ? = "b"', ANY, "không bao giờ đúng"),
        ("true, false, null", BOOLEAN, "luôn đúng"),
    ],
)
def test_a_cell_that_cannot_go_both_ways_is_an_error(text, kind, said):
    (found,) = checking.test_errors(feel.parse_unary_tests(text), kind, NAMES)
    assert said in f"{found.message} {found.hint}"


@pytest.mark.parametrize("text", ["-", "null", "not(null)", "< 5, >= 5", "5", "? > m", "? > 5 and ? < 6", "not(< 3)"])
def test_a_cell_that_can_go_both_ways_is_left_alone(text):
    assert checking.test_errors(feel.parse_unary_tests(text), NUMBER, NAMES) == []
