"""`trinhkhen clock explain`: each day in words, the due date alone at the end, one sentence for each mistake."""

from datetime import date

import pytest
from click.testing import CliRunner

from service.cli import main
from workflows.db import make_sessions
from workflows.models import DayOff


@pytest.fixture
def explain(tmp_path):
    """Return `explain(*words)`: the result of `trinhkhen clock explain words` in a folder of its own."""

    def type_in(*words):
        runner = CliRunner(env={"TRINHKHEN_VAR_DIR": str(tmp_path / "var")})
        return runner.invoke(main, ["clock", "explain", *words])

    return type_in


def test_every_day_is_told_and_the_due_date_stands_alone_on_the_last_line(explain, tmp_path):
    result = explain("--from", "2026-11-20", "--working-days", "5")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[-1] == "2026-11-30"
    assert "  thứ Sáu 20/11/2026: ngày bắt đầu, không tính" in lines
    assert "  thứ Ba 24/11/2026: nghỉ: Ngày Văn hóa Việt Nam" in lines
    assert "  thứ Tư 25/11/2026 – thứ Sáu 27/11/2026: tính 3 ngày (đã tính 4)" in lines
    assert not (tmp_path / "var").exists()  # asking makes no database


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (("--working-days", "25"), "2026-12-28"),
        (("--calendar-days", "15"), "2026-12-07"),
        (("--working-days", "5", "--stop", "2026-11-25..2026-12-01"), "2026-12-04"),
        (("--working-days", "5", "--stop", "2026-11-25..2026-11-27", "--stop", "2026-11-26..2026-12-01"), "2026-12-04"),
        (("--rule", "appraisal.examine"), "2026-12-03"),
        (("--rule", "appraisal.examine", "--process", "commune_certificate"), "2026-11-26"),
        (("--rule", "report.write", "--campaign", "ninh-binh-2021-2025"), "2026-11-29"),
    ],
)
def test_limits_rules_and_stops(explain, words, due):
    assert explain("--from", "2026-11-20", *words).stdout.splitlines()[-1] == due


def test_a_date_in_a_year_that_is_not_announced_is_told_as_provisional(explain):
    result = explain("--from", "2026-12-10", "--working-days", "20")
    assert "Tạm tính: lịch nghỉ mới công bố đến 31/12/2026." in result.stdout
    assert result.stdout.splitlines()[-1] == "2027-01-08"


def test_the_days_of_the_office_go_before_those_that_ship(explain, tmp_path):
    runner = CliRunner(env={"TRINHKHEN_VAR_DIR": str(tmp_path / "var")})
    assert runner.invoke(main, ["migrate"]).exit_code == 0
    sessions = make_sessions(f"sqlite:///{tmp_path / 'var' / 'trinhkhen.db'}")
    with sessions.begin() as session:
        session.add(DayOff(day=date(2026, 11, 26), kind="off", note="Nghỉ riêng", status="official"))
    sessions.kw["bind"].dispose()
    result = explain("--from", "2026-11-20", "--working-days", "5")
    assert "Lịch: của hệ thống này." in result.stdout
    assert result.stdout.splitlines()[-1] == "2026-12-01"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Thiếu --from"),
        (("--from", "2026-11-20"), "Nêu đúng một trong ba"),
        (("--from", "2026-11-20", "--working-days", "5", "--calendar-days", "5"), "Nêu đúng một trong ba"),
        (("--from", "20/11/2026", "--working-days", "5"), "không phải là ngày dạng YYYY-MM-DD"),
        (("--from", "2026-02-30", "--working-days", "5"), "không phải là ngày dạng YYYY-MM-DD"),
        (("--from", "9999-12-31", "--working-days", "5"), "không phải là ngày dạng YYYY-MM-DD"),
        (("--from", "2026-11-20", "--working-days", "năm"), "phải là số nguyên từ 0 đến 1000"),
        (("--from", "2026-11-20", "--working-days", "-5"), "phải là số nguyên từ 0 đến 1000"),
        (("--from", "2026-11-20", "--working-days", "100000"), "phải là số nguyên từ 0 đến 1000"),
        (("--from", "2026-11-20", "--rule", "no.such_rule"), "Không có hạn “no.such_rule”"),
        (("--from", "2026-11-20", "--rule", "dossier.compile"), "không quy định số ngày"),
        (("--from", "2026-11-20", "--working-days", "5", "--province", "xa"), "Không có tỉnh “xa”"),
        (("--from", "2026-11-20", "--working-days", "5", "--award", "bk_tinh"), "--award chỉ dùng cùng --rule"),
        (("--from", "2026-11-20", "--working-days", "5", "--stop", "2026-11-25"), "phải có dạng A..B"),
        (("--from", "2026-11-20", "--working-days", "5", "--stop", "2026-11-25..2026-11-24"), "trước ngày bắt đầu"),
        (("--from", "2026-11-20", "--working-days", "5", "--nope"), "Không có tùy chọn --nope"),
        (("--from", "2026-11-20", "--working-days"), "Tùy chọn --working-days cần một giá trị"),
        (("--from", "2026-11-20", "--working-days", "5", "thừa"), "Có phần thừa trong lệnh"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_2(explain, words, told):
    result = explain(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
