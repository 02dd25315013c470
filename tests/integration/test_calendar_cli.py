"""`trinhkhen calendar`: the table of days goes out as a file, and comes in only when it is asked to."""

from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from service.cli import main
from tests import factories as make
from workflows import models
from workflows.db import make_sessions

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def run(database_url, monkeypatch):
    """Run the command line on a database with an administrator and an officer."""
    sessions = make_sessions(database_url)
    with sessions.begin() as session:
        make.account(session, make.person(session), administrator=True, username="quan.tri")
        make.account(session, make.person(session), username="can.bo")
    monkeypatch.setenv("TRINHKHEN_DATABASE_URL", database_url)
    yield lambda *arguments: CliRunner().invoke(main, ["calendar", *map(str, arguments)])
    sessions.kw["bind"].dispose()


def days(database_url):
    sessions = make_sessions(database_url)
    with sessions() as session:
        found = session.scalars(select(models.DayOff.day).order_by(models.DayOff.day)).all()
    sessions.kw["bind"].dispose()
    return found


def test_a_file_is_shown_applied_and_written_again(run, database_url, tmp_path):
    path = tmp_path / "lich.csv"
    path.write_text("Ngày,Loại,Tên,Căn cứ,Trạng thái\n24/11/2026,nghỉ,Ngày Văn hóa Việt Nam,NQ 28,chính thức\n")

    tried = run("import", path, "--by", "quan.tri")
    assert "1 thay đổi; 0 trong 0 hạn đang mở sẽ đổi. Chưa ghi." in tried.output
    assert days(database_url) == []

    assert "Đã ghi 1 thay đổi." in run("import", path, "--by", "quan.tri", "--apply").output
    assert days(database_url) == [date(2026, 11, 24)]

    written = tmp_path / "ra.csv"
    assert run("export", written, "--by", "quan.tri").exit_code == 0
    assert "2026-11-24,nghỉ,toàn quốc" in written.read_text("utf-8-sig")


def test_a_wrong_file_and_whoever_is_no_administrator_change_nothing(run, database_url, tmp_path):
    path = tmp_path / "lich.csv"
    path.write_text("Ngày,Loại,Tên,Trạng thái\n2026-13-01,nghỉ,a,đề xuất\n")
    refused = run("import", path, "--by", "quan.tri", "--apply")
    assert (refused.exit_code, "Dòng 2" in refused.output) == (1, True)
    path.write_text("Ngày,Loại,Tên,Trạng thái\n2026-12-01,nghỉ,a,đề xuất\n")
    assert run("import", path, "--by", "can.bo", "--apply").exit_code == 1
    assert run("export", path, "--by", "can.bo").exit_code == 1
    assert days(database_url) == []
