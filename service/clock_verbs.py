"""`trinhkhen clock explain`: count a limit day by day, for whoever wants to check one."""

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError

from service import shipped
from service.settings import Settings, SettingsRejected
from workflows.clock import utcnow
from workflows.db import make_sessions
from workflows.queries import clock_examples
from workflows.queries.clock_examples import Asked, Example, NotCounted
from workflows.rules.calendar import is_certain, local_day
from workflows.rules.counting_words import day_name, figure, limit_words, runs
from workflows.rules.deadlines import in_words
from workflows.rules.plans import read_plans

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_DAYS = 1000
EXPLAINED_BY = "trinhkhen clock explain --help"


class Strict(click.Command):
    """A command whose every mistake is one Vietnamese sentence and exit code 2."""

    def make_context(self, info_name, args, parent=None, **extra):
        """Return the context; a wrong option ends the program."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.NoSuchOption as error:
            refuse(f"Không có tùy chọn {error.option_name}.")
        except click.BadOptionUsage as error:
            refuse(f"Tùy chọn {error.option_name} cần một giá trị.")
        except click.UsageError:
            refuse("Có phần thừa trong lệnh.")


def refuse(message: str):
    """Say what is wrong and how to see the options, and end with exit code 2."""
    click.echo(f"{message} Xem cách dùng: {EXPLAINED_BY}", err=True)
    sys.exit(2)


@click.group("clock")
def clock() -> None:
    """Thời hạn: giải thích từng ngày được tính thế nào."""


@clock.command("explain", cls=Strict)
@click.option("--from", "start", metavar="NGÀY", help="Ngày bắt đầu (không tính), như 2026-11-20.")
@click.option("--working-days", metavar="SỐ", help="Số ngày làm việc.")
@click.option("--calendar-days", metavar="SỐ", help="Số ngày.")
@click.option("--rule", metavar="KHÓA", help="Hạn có sẵn, như appraisal.examine.")
@click.option("--campaign", metavar="KHÓA", help="Với --rule: của một phong trào.")
@click.option("--award", metavar="KHÓA", help="Với --rule: của một hình thức khen thưởng.")
@click.option("--province", metavar="MÃ", help="Theo lịch và hạn riêng của một tỉnh.")
@click.option("--process", metavar="KHÓA", help="Với --rule: của một quy trình.")
@click.option("--stop", "stops", metavar="A..B", multiple=True, help="Đồng hồ dừng từ ngày A đến ngày B; lặp lại được.")
def explain(**given: str | tuple[str, ...] | None) -> None:
    """Liệt kê từng ngày của một hạn; dòng cuối chỉ có ngày hết hạn (YYYY-MM-DD)."""
    try:
        found = _example(_asked(given), local_day(utcnow()))
    except NotCounted as error:
        refuse(str(error))
    for line in _lines(found):
        click.echo(line)
    click.echo(f"{found.found.due_day}")


def _asked(given: dict) -> Asked:
    """Return what the options ask for. Raises NotCounted for what cannot be read."""
    kinds = [name for name in ("working_days", "calendar_days", "rule") if given[name] is not None]
    if given["start"] is None:
        raise NotCounted("Thiếu --from: nêu ngày bắt đầu, như --from 2026-11-20.")
    if len(kinds) != 1:
        raise NotCounted("Nêu đúng một trong ba: --working-days, --calendar-days, --rule.")
    narrower = [f"--{name}" for name in ("campaign", "award", "process") if given[name] is not None]
    if narrower and kinds != ["rule"]:
        raise NotCounted(f"{', '.join(narrower)} chỉ dùng cùng --rule.")
    number = given["working_days"] or given["calendar_days"]
    return Asked(
        start=_day(given["start"], "--from"),
        unit={"working_days": "working_day", "calendar_days": "calendar_day"}.get(kinds[0]),
        value=None if kinds == ["rule"] else _number(number),
        stops=tuple(_stop(text) for text in given["stops"]),
        **{name: given[name] for name in ("rule", "campaign", "award", "province", "process")},
    )


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) > MOST_DAYS:
        raise NotCounted(f"Số ngày “{text}” phải là số nguyên từ 0 đến {MOST_DAYS}.")
    return int(text)


def _day(text: str, option: str) -> date:
    try:
        day = date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotCounted(f"{option}: “{text}” không phải là ngày dạng YYYY-MM-DD từ năm {FIRST_YEAR} đến {LAST_YEAR}.")
    return day


def _stop(text: str) -> tuple[date, date | None]:
    first, dots, last = text.partition("..")
    if not dots:
        raise NotCounted(f"--stop: “{text}” phải có dạng A..B, như 2026-12-01..2026-12-05.")
    begun, ended = _day(first, "--stop"), _day(last, "--stop") if last else None
    if ended is not None and ended < begun:
        raise NotCounted(f"--stop: ngày kết thúc {ended} trước ngày bắt đầu {begun}.")
    return begun, ended


def _example(asked: Asked, today: date) -> Example:
    """Count by the tables of this office where there are any, else by what ships with the product."""
    found = _by_tables(asked, today)
    return found or clock_examples.by_files(read_plans(shipped.CAMPAIGNS), asked, today)


def _by_tables(asked: Asked, today: date) -> Example | None:
    try:
        url = make_url(Settings.from_env(serves=False).database_url)
    except SettingsRejected as error:
        raise NotCounted(str(error)) from error
    if url.get_backend_name() == "sqlite" and not _is_there(url.database):
        return None
    try:
        with make_sessions(url.render_as_string(hide_password=False))() as session:
            session.connection(execution_options={"read_only": True})
            return clock_examples.by_tables(session, asked, today)
    except (OperationalError, ProgrammingError):
        return None


def _is_there(path: str | None) -> bool:
    """Whether a file of SQLite exists: asking it would make one."""
    return path is not None and Path(path).is_file()


def _lines(example: Example) -> Iterator[str]:
    """Yield the limit, the days that belong together, and what is not certain, in words."""
    limit, calendar = example.limit, example.calendar
    yield f"{limit.name}: {in_words(limit)}. {limit_words(limit)}"
    if limit.clause:
        yield f"Căn cứ: {limit.clause}"
    yield f"Lịch: {'của hệ thống này' if example.own_tables else 'đi kèm sản phẩm'}."
    for line in runs(example.found):
        days = day_name(line.first) if line.first == line.last else f"{day_name(line.first)} – {day_name(line.last)}"
        counted = f" (đã tính {figure(line.total)})" if line.weight else ""
        yield f"  {days}: {line.words}{counted}"
    due_day = example.found.due_day
    if due_day is not None and not is_certain(calendar, due_day):
        yield f"Tạm tính: lịch nghỉ mới công bố đến {calendar.complete_through:%d/%m/%Y}."
    yield f"Hết hạn lúc 24 giờ {day_name(due_day)}, giờ Việt Nam:" if due_day else ""
