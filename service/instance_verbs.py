"""`trinhkhen instances`: take running dossiers over to another version of their process, and back."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import click
from sqlalchemy.orm import Session, sessionmaker

from service import console
from service.settings import Settings
from workflows.commands import accounts
from workflows.commands.migrating import Obstacle, Trial, Wanted, migrate, try_out, undo
from workflows.db import make_sessions
from workflows.errors import Conflict, WorkflowError
from workflows.policy import Actor
from workflows.queries import crossings
from workflows.reasons import demand_reason


@click.group()
def instances() -> None:
    """Hồ sơ đang chạy: chuyển sang phiên bản khác của quy trình, hoàn tác."""


@instances.command("migrate")
@click.argument("process")
@click.option("--to", "version", type=int, required=True, help="Chuyển sang phiên bản này.")
@click.option("--from", "source", type=int, help="Chỉ các hồ sơ đang ở phiên bản này.")
@click.option("--only", multiple=True, metavar="MÃ", help="Chỉ hồ sơ có mã này; dùng được nhiều lần.")
@click.option("--map", "pairs", multiple=True, metavar="CŨ=MỚI", help="Phần tử mới thay cho phần tử cũ.")
@click.option("--by", "username", required=True, help="Tài khoản quản trị chịu trách nhiệm.")
@click.option("--reason", default="", help="Lý do, ghi vào lịch sử hồ sơ; bắt buộc khi có --apply.")
@click.option("--apply", "applies", is_flag=True, help="Chuyển thật; không có thì chỉ thử.")
def migrate_instances(process: str, version: int, username: str, **asked: Any) -> None:
    """Chuyển các hồ sơ đang chạy của quy trình PROCESS sang phiên bản khác; mặc định chỉ thử, không đổi gì."""
    with console.told():
        sessions = make_sessions(Settings.from_env(serves=False).database_url)
        with sessions.begin() as session:
            actor = accounts.actor_named(session, username)
            wanted = Wanted(crossings.definition_id(session, actor, process, version), _mapping(asked["pairs"]))
            found = crossings.candidates(session, actor, wanted.definition_id)
        chosen = {
            each.instance_id: each.reference or str(each.instance_id)
            for each in found
            if asked["source"] in (None, each.version) and (not asked["only"] or each.reference in asked["only"])
        }
        if asked["applies"]:
            reason = demand_reason(asked["reason"])
            _tell(chosen, migrate_many(sessions, actor, chosen, wanted, reason), "đã chuyển")
        else:
            _tell(chosen, console.one_by_one(sessions, chosen, partial(_tried, actor, wanted)), "chuyển được")


def migrate_many(
    sessions: sessionmaker[Session], actor: Actor, ids: Iterable[int], wanted: Wanted, reason: str
) -> Iterator[tuple[int, Exception | int]]:
    """Take instances over, each in a transaction of its own; yield the id of its migration or why it stays as it was."""
    return console.one_by_one(sessions, ids, lambda session, each: migrate(session, actor, each, wanted, reason).id)


def _tried(actor: Actor, wanted: Wanted, session: Session, instance_id: int) -> Trial:
    trial = try_out(session, actor, instance_id, wanted)
    if not trial.can_go:
        raise Conflict("\n".join(_obstacle(each) for each in trial.obstacles))
    return trial


def _obstacle(each: Obstacle) -> str:
    proposed = f" Có thể dùng: {', '.join(f'--map {each.element_id}={other}' for other in each.suggestions)}."
    return f"{each.reason}{proposed if each.suggestions else ''}"


def _mapping(pairs: Iterable[str]) -> dict[str, str]:
    parted = [pair.partition("=") for pair in pairs]
    if not all(old and new for old, _, new in parted):
        raise click.UsageError("Viết --map CŨ=MỚI.")
    return {old: new for old, _, new in parted}


def _tell(names: Mapping[int, str], results: Iterable[tuple[int, object]], done: str) -> None:
    """Say of each how it went, then how many; exit code 1 where one could not go."""
    count = 0
    for each, result in results:
        failed = isinstance(result, Exception)
        count += not failed
        made = f" (lần chuyển {result})" if isinstance(result, int) else ""
        told = (str(result) if isinstance(result, WorkflowError) else console.UNEXPECTED) if failed else ""
        click.echo(f"{names[each]}: {'không chuyển được' if failed else done}{made}")
        for line in told.splitlines():
            click.echo(f"  {line}")
    click.echo(f"{count}/{len(names)} hồ sơ {done}.")
    if count < len(names):
        sys.exit(1)


@instances.command("undo")
@click.argument("migration", type=int)
@click.option("--by", "username", required=True, help="Tài khoản quản trị chịu trách nhiệm.")
@click.option("--reason", prompt="Lý do", help="Lý do, ghi vào lịch sử hồ sơ.")
def undo_migration(migration: int, username: str, reason: str) -> None:
    """Đưa hồ sơ của lần chuyển số MIGRATION về phiên bản trước, nếu hồ sơ chưa chuyển bước từ đó."""
    with console.told(), console.transaction(Settings.from_env(serves=False)) as session:
        made = undo(session, accounts.actor_named(session, username), migration, reason)
        click.echo(f"Đã hoàn tác lần chuyển {made.id}: hồ sơ trở về phiên bản {made.from_definition.version}.")
