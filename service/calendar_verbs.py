"""`trinhkhen calendar`: the working calendar as a file, out and in."""

import sys
from pathlib import Path

import click

from service import console
from service.settings import Settings
from workflows.commands import accounts, days
from workflows.errors import Invalid
from workflows.queries import day_proposals, moving
from workflows.rules.day_files import FIELD
from workflows.rules.days import in_words


@click.group()
def calendar() -> None:
    """Lịch làm việc: xuất ra tệp CSV, nhập từ tệp CSV."""


@calendar.command("export")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "first", type=int, help="Từ năm này; mặc định năm đầu có trong lịch.")
@click.option("--to", "last", type=int, help="Đến năm này; mặc định năm cuối có trong lịch.")
@click.option("--by", "username", required=True, help="Tài khoản quản trị.")
def export(path: Path, first: int | None, last: int | None, username: str) -> None:
    """Ghi các ngày khác tuần làm việc ra tệp PATH (CSV, UTF-8)."""
    with console.told(), console.transaction(Settings.from_env(serves=False)) as session:
        actor = accounts.actor_named(session, username)
        years = day_proposals.years(session, actor)
        path.write_bytes(day_proposals.as_file(session, actor, first or years[0], last or years[1]))
        click.echo(f"Đã ghi {path}.")


@calendar.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "username", required=True, help="Tài khoản quản trị chịu trách nhiệm.")
@click.option("--without-others", is_flag=True, help="Bỏ những ngày không có trong tệp, của các năm có trong tệp.")
@click.option("--apply", "applies", is_flag=True, help="Ghi thật; không có thì chỉ cho xem thay đổi.")
def read_file(path: Path, username: str, *, without_others: bool, applies: bool) -> None:
    """Đọc tệp PATH và nêu thay đổi; với --apply thì ghi, tiến trình hẹn giờ tính lại các hạn đang mở."""
    with console.told(), console.transaction(Settings.from_env(serves=False)) as session:
        actor = accounts.actor_named(session, username)
        try:
            changes = day_proposals.from_file(session, actor, path.read_bytes(), without_others=without_others)
        except Invalid as invalid:
            click.echo("\n".join(invalid.errors[FIELD]), err=True)
            sys.exit(1)
        for change in changes:
            click.echo(in_words(change))
        if not applies:
            preview = moving.of_days(session, actor, changes)
            click.echo(f"{len(changes)} thay đổi; {preview.moved} trong {preview.total} hạn đang mở sẽ đổi. Chưa ghi.")
            return
        job = days.apply(session, actor, changes)
        click.echo(f"Đã ghi {len(changes)} thay đổi." + (f" Đang tính lại {job.total} hạn." if job else ""))
