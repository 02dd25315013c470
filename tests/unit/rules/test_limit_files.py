"""Limits as a file: what goes out comes in again, and whatever is odd in one is told in words and nothing else happens."""

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.unit.campaigns.conftest import CAMPAIGNS
from workflows.rules import limit_files
from workflows.rules.deadlines import Limit
from workflows.rules.plans import read_plans

EXAMINE = Limit(
    rule="appraisal.examine",
    name="Thẩm định hồ sơ",
    value=20,
    unit="working_day",
    start="nhận đủ hồ sơ",
    on_return="resume",
    stopped_by=("applicant", "legal_hold"),
    clause="Luật 06/2022/QH15 Đ84.6",
    confidence="read",
)
NARROW = replace(EXAMINE, value=25, award="bk_tinh", valid_to=date(2027, 12, 31))
REPORT = replace(EXAMINE, rule="report.close", value=None, unit="date", day=30, month=11, inclusive=False, clause=None)


def file_of(*rows: object, **more: object) -> bytes:
    return json.dumps({"format": "trinhkhen-limits", "version": 1, "limits": list(rows)} | more).encode()


def row(**changes: object) -> dict[str, object]:
    """Return a sound row, changed; a field that is None is left out."""
    given = json.loads(limit_files.written([EXAMINE]))["limits"][0] | changes
    return {name: value for name, value in given.items() if value is not None}


def test_what_is_written_is_read_again_and_written_alike():
    once = limit_files.written([REPORT, NARROW, EXAMINE])
    limits, told = limit_files.read(once)

    assert told == []
    assert set(limits) == {EXAMINE, NARROW, REPORT}
    assert limit_files.written(reversed(limits)) == once


def test_every_limit_that_ships_with_the_product_goes_out_and_in():
    shipped = {_key(each): replace(each, valid_to=None) for each in read_plans(CAMPAIGNS).limits}
    limits, told = limit_files.read(limit_files.written(shipped.values()))

    assert told == []
    assert len(limits) == len(shipped) > 30
    assert all(limit_files.same(each, shipped[_key(each)]) for each in limits)


def _key(limit: Limit) -> tuple[str, str]:
    return limit.rule, limit_files.scope_of(limit)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, file_of(version=2), file_of(limits={}), file_of(format="x")]
)
def test_what_is_no_such_file_is_refused(content):
    limits, told = limit_files.read(content)

    assert limits == ()
    assert told == ["Không đọc được tệp thời hạn: tệp phải là JSON do Trình Khen xuất ra."]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rule": ""}, "thiếu mục “rule”"),
        ({"rule": 5}, "mục “rule” phải là chữ"),
        ({"name": "x" * 201}, "mục “name” phải là chữ"),
        ({"name": "a\0b"}, "ký tự lạ"),
        ({"clause": "\ud800"}, "ký tự lạ"),
        ({"value": True}, "mục “value” phải là số nguyên"),
        ({"value": 2.5}, "mục “value” phải là số nguyên"),
        ({"value": -1}, "mục “value” phải là số nguyên"),
        ({"value": 10**400}, "mục “value” phải là số nguyên"),
        ({"unit": "week"}, "mục “unit” phải là một trong"),
        ({"unit": ["date"]}, "mục “unit” phải là một trong"),
        ({"unit": "none"}, "số ngày chỉ ghi khi"),
        ({"unit": "date", "value": None}, "nhập một ngày có trong năm"),
        ({"unit": "date", "value": None, "day": 31, "month": 2}, "nhập một ngày có trong năm"),
        ({"day": 3, "month": 2}, "ngày và tháng chỉ ghi khi"),
        ({"inclusive": "no"}, "phải là true hoặc false"),
        ({"stopped_by": ["holiday"]}, "mục “stopped_by”"),
        ({"stopped_by": [["applicant"]]}, "mục “stopped_by”"),
        ({"confidence": "sure"}, "mục “confidence”"),
        ({"until": "31/12/2027"}, "mục “until” phải là một ngày"),
        ({"until": "2027-12-31"}, "dòng mặc định phải luôn có"),
        ({"color": "red"}, "không có mục “color”"),
    ],
)
def test_an_odd_row_is_told_with_its_number_and_rule(wrong, said):
    _, told = limit_files.read(file_of(row(), row(**{"rule": "decision.sign"} | wrong)))

    assert len(told) >= 1
    assert all(each.startswith("Dòng 2") for each in told)
    assert any(said in each for each in told)


def test_two_rows_of_one_scope_are_one_too_many():
    assert "đã có ở dòng trên" in limit_files.read(file_of(row(), row(value=3)))[1][0]
    assert limit_files.read(file_of(row(), row(value=3, award="bk_tinh")))[1] == []


def test_what_is_no_row_and_what_is_too_much_is_told():
    assert limit_files.read(file_of(3))[1] == ["Dòng 1: phải là một đối tượng JSON."]
    assert "quá 1000 dòng" in limit_files.read(file_of(*[1] * 1001))[1][0]
    assert len(limit_files.read(file_of(*[1] * 100))[1]) == limit_files.MOST_TOLD
