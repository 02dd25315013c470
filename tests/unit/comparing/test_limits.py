"""Limits before and after, as a reviewer reads them: which step, how long, for whom."""

from dataclasses import replace

import pytest

from tests.unit.rules.test_limit_files import EXAMINE, NARROW, REPORT
from workflows.comparing import compare, read_bundle
from workflows.comparing.items import Aspect, Change, Item
from workflows.errors import DefinitionRejected
from workflows.queries.comparison_names import Names
from workflows.queries.comparison_words import in_words
from workflows.rules import limit_files

STEPS = {"appraisal.examine": ("Thẩm định",), "report.close": ("Gửi", "Ký", "Đóng", "Lưu")}
NAMES = Names(scopes={"award=bk_tinh": "Bằng khen tỉnh"}, steps=STEPS)


def told(before, after, names: Names = NAMES) -> list[str]:
    sides = [read_bundle({limit_files.NAME: limit_files.written(each)}) for each in (before, after)]
    found = [in_words(change, names) for change in compare(*sides)]
    assert {each.matter for each in found} <= {"limit"}
    return [each.sentence for each in found]


def test_another_number_of_days_names_the_step_with_before_and_after():
    assert told([EXAMINE], [replace(EXAMINE, value=15)]) == [
        "Bước “Thẩm định” nay có hạn 15 ngày làm việc thay cho 20."
    ]


def test_for_whom_a_limit_is_stands_with_it():
    assert told([EXAMINE, NARROW], [EXAMINE, replace(NARROW, unit="calendar_day")]) == [
        "Bước “Thẩm định” (Bằng khen tỉnh) nay có hạn 25 ngày thay cho 25 ngày làm việc."
    ]
    assert told([EXAMINE], [EXAMINE, replace(NARROW, valid_to=None)]) == [
        "Bước “Thẩm định” (Bằng khen tỉnh) nay có hạn 25 ngày làm việc, trước không có; căn cứ Luật 06/2022/QH15 Đ84.6."
    ]


def test_where_many_steps_are_due_by_a_rule_it_is_called_by_its_own_name():
    assert told([REPORT], [replace(REPORT, inclusive=True)]) == [
        "Hạn “Thẩm định hồ sơ” nay có hạn đến hết ngày 30/11 thay cho trước ngày 30/11."
    ]


def test_where_steps_of_one_name_have_several_limits_each_is_told_with_its_own_name():
    names = replace(NAMES, steps={"appraisal.examine": ("Xét",), "total.other": ("Xét",)})

    assert told([EXAMINE], [replace(EXAMINE, value=15)], names) == [
        "Bước “Xét” (“Thẩm định hồ sơ”) nay có hạn 15 ngày làm việc thay cho 20."
    ]


def test_what_stops_a_clock_and_what_a_return_does_are_told_in_words():
    (one,) = told([EXAMINE], [replace(EXAMINE, stopped_by=("legal_hold",))])
    assert "dừng khi nay là “tạm dừng theo pháp luật” thay cho “hồ sơ ở đơn vị trình" in one
    (other,) = told([EXAMINE], [replace(EXAMINE, on_return="restart")])
    assert "khi trả bổ sung nay là “tính lại từ đầu”" in other
    (several,) = told([EXAMINE], [replace(EXAMINE, value=3, clause="Quyết định 5")])
    assert several == (
        "Bước “Thẩm định” nay có hạn 03 ngày làm việc thay cho 20;"
        " căn cứ nay là “Quyết định 5” thay cho “Luật 06/2022/QH15 Đ84.6”."
    )
    (two,) = told([EXAMINE], [replace(EXAMINE, on_return="none", clause="Quyết định 5")])
    assert "khi trả bổ sung nay là “không ảnh hưởng” thay cho “tính tiếp phần còn lại”; căn cứ nay là" in two


def test_equal_limits_are_no_difference_however_they_are_written():
    assert told([EXAMINE, NARROW], [NARROW, replace(EXAMINE, stopped_by=("legal_hold", "applicant"))]) == []


def test_a_step_that_names_another_rule_says_both_limits():
    step = Item("element", "p", "examine", "Thẩm định", {"property:dueRule": "b"}, type="userTask")
    names = Names(
        limits={"a": "Thẩm định hồ sơ", "b": "Kiểm tra nhanh"},
        elements={"examine": "Thẩm định"},
        spans={"a": ("20 ngày làm việc", "20 ngày làm việc"), "b": ("05 ngày làm việc", "15 ngày làm việc")},
    )
    said = in_words(Change("changed", step, (Aspect("property:dueRule", "a", "b"),)), names)

    assert said.matter == "limit"
    assert said.sentence == (
        "Bước “Thẩm định” nay có hạn 15 ngày làm việc (“Kiểm tra nhanh”) thay cho 20 ngày làm việc (“Thẩm định hồ sơ”)."
    )
    dropped = in_words(Change("changed", step, (Aspect("property:dueRule", "a", ""),)), names)
    assert dropped.sentence == "Bước “Thẩm định” bỏ hạn 20 ngày làm việc (“Thẩm định hồ sơ”)."


def test_a_file_that_cannot_be_read_is_a_problem_of_its_own():
    with pytest.raises(DefinitionRejected, match="phải là JSON"):
        read_bundle({limit_files.NAME: b"{"})
