"""The condition of a way is said as people say it; the FEEL stands only where it does more than can be said."""

import re
from html import unescape

import pytest

from service import shipped
from service.condition_labels import SHIPPED, cell_words, condition_words, words_for
from workflows.engine.xml import BPMN, parse
from workflows.queries.condition_words import ConditionWords, both_in_words, condition_in_words

BARE = re.compile(r"“[a-z_]+”")
"""A code that nobody has called anything."""


def shipped_conditions() -> list[str]:
    """Return every condition of a way that the shipped diagrams have, once."""
    files = {name: content for name, content in shipped.definitions().items() if name.endswith(".bpmn")}
    roots = [root for name, content in files.items() for root in (parse(name, content)[0],) if root is not None]
    return sorted({unescape(each.text or "") for root in roots for each in root.iter(f"{BPMN}conditionExpression")})


def test_no_condition_of_a_shipped_diagram_is_left_unsaid():
    found = shipped_conditions()
    said = {each: condition_words(each) for each in found}

    assert len(found) > 20
    assert [each for each, words in said.items() if words == each or BARE.search(words)] == []
    assert len(set(said.values())) == len(found)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ('outcome = "approve"', "kết quả là “Đồng ý”"),
        ('outcome = "reject" or outcome = "expire"', "kết quả là “Từ chối tiếp nhận” hoặc “Quá hạn”"),
        ('outcome in ("approve", "pass")', "kết quả là “Đồng ý” hoặc “Đạt”"),
        ('"approve" = outcome', "kết quả là “Đồng ý”"),
        ('outcome != "refuse"', "kết quả không phải là “Từ chối”"),
        ("needs_party_opinion = true", "cần ý kiến cấp ủy"),
        ("needs_party_opinion = false", "không cần ý kiến cấp ủy"),
        ("not(needs_party_opinion)", "không cần ý kiến cấp ủy"),
        ("needs_party_opinion != true", "không cần ý kiến cấp ủy (hoặc chưa rõ)"),
        ("needs_party_opinion", "cần ý kiến cấp ủy"),
        ("is_state_award = false", "không phải là khen thưởng cấp Nhà nước"),
        (
            'outcome = "approve" and state_level = "president"',
            "kết quả là “Đồng ý” và cấp khen Nhà nước là “Chủ tịch nước”",
        ),
        (
            '(outcome = "return" or return_count = 0) and quorum_met = true',
            "(kết quả là “Trả bổ sung” hoặc số lần trả bổ sung bằng 0) và đủ số thành viên dự họp",
        ),
        (
            'outcome = "return" and return_count < 2 or outcome = "fail"',
            "kết quả là “Trả bổ sung” và số lần trả bổ sung dưới 2; hoặc kết quả là “Không đạt”",
        ),
        ("3 <= return_count", "số lần trả bổ sung từ 3 trở lên"),
        ("return_count between 1 and 3", "số lần trả bổ sung từ 1 đến 3"),
        ("return_count in [1..3)", "số lần trả bổ sung từ 1 đến dưới 3"),
        ('consultation_until < date("2026-11-20")', "hạn trả lời lấy ý kiến trước 20/11/2026"),
        ("decision_number = null", "chưa có số, ký hiệu của Quyết định"),
        ("decision_number != null", "đã có số, ký hiệu của Quyết định"),
        ("count(voters) >= 9", "số mục của thành viên được bỏ phiếu từ 9 trở lên"),
        ("nrOfCompletedInstances = nrOfInstances", "số lượt đã xong bằng số lượt"),
        ('visit = "soon"', "“visit” là “soon”"),
        ("visited = false", "“visited” là sai"),
    ],
)
def test_a_condition_is_said(condition, said):
    assert condition_words(condition) == said


NO_WORDS = (
    *("some v in voters satisfies v = 1", "if a then b else c", "outcome = ", "", "null = null"),
    *('x > date("2026-13-45")', "x in (> null)", "x between null and 3", "(" * 20_000 + "a" + ")" * 20_000),
)


def test_a_number_of_any_length_is_said():
    assert condition_words("return_count = 1" + "0" * 6_000).endswith(" bằng 1" + ".000" * 2_000)


@pytest.mark.parametrize("condition", NO_WORDS, ids=lambda condition: condition[:20])
def test_what_has_no_words_stays_as_it_is_written(condition):
    assert condition_words(condition) == condition


def test_a_draft_brings_the_words_of_its_buttons_and_steps():
    words = words_for({"postpone": "Hoãn họp", "approve": "Ký"}, {"visit": "kết quả của bước “Thăm”"})

    assert condition_in_words('outcome = "postpone"', words) == "kết quả là “Hoãn họp”"
    assert condition_in_words('visit = "postpone"', words) == "kết quả của bước “Thăm” là “Hoãn họp”"
    assert condition_in_words('outcome = "approve"', words) == "kết quả là “Đồng ý”"


def test_two_conditions_that_read_alike_are_told_apart():
    words = ConditionWords({"a": "mức"}, {"": {"x": "cao", "y": "cao"}})

    assert both_in_words('a = "x"', 'a = "y"', words) == ('mức là “cao” [a = "x"]', 'mức là “cao” [a = "y"]')
    assert both_in_words('a = "x"', 'a = "x"', words) == ("mức là “cao”", "mức là “cao”")
    assert both_in_words('outcome = "pass"', 'outcome = "fail"', SHIPPED) == (
        "kết quả là “Đạt”",
        "kết quả là “Không đạt”",
    )


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("-", "bất kỳ"),
        ("null", "chưa có giá trị"),
        ("true", "đúng"),
        ('"none"', "“Không bị”"),
        ('"eligible", "warning"', "“Đủ điều kiện” hoặc “Cần xem lại”"),
        (">= 110", "từ 110 trở lên"),
        ("if a then 1 else 2", "if a then 1 else 2"),
    ],
)
def test_a_cell_of_a_table_is_said_with_what_its_form_calls_the_codes(cell, said):
    assert cell_words(cell, {"none": "Không bị"}) == said
