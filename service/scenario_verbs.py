"""`trinhkhen scenarios`: run the shipped scenarios, or record them anew, in a database that is thrown away."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy.orm import Session

from service import shipped
from service.console import told
from workflows import scenario_files
from workflows.commands import demo, installation
from workflows.db import make_sessions
from workflows.migrations import upgrade
from workflows.scenarios import proof, recording


@click.group("scenarios")
def scenarios() -> None:
    """Kịch bản đi kèm: chạy, hoặc ghi lại khi quy trình đã đổi."""


@scenarios.command("run")
@click.option("--only", multiple=True, help="Chỉ quy trình này; nêu được nhiều lần.")
def run(only: tuple[str, ...]) -> None:
    """Chạy các kịch bản đi kèm và nêu kết quả, độ phủ của từng quy trình."""
    with told(), _product() as session:
        found = proof.of_bundle(session, shipped.bundle(), only)
        for line in found.lines():
            click.echo(line)
        sys.exit(1 if found.failed else 0)


@scenarios.command("record")
@click.option("--only", multiple=True, help="Chỉ quy trình này; nêu được nhiều lần.")
@click.option("--to", "folder", default=shipped.SCENARIOS, type=click.Path(file_okay=False, path_type=Path))
def record(only: tuple[str, ...], folder: Path) -> None:
    """Tìm các lượt chạy đi qua mọi đường đi được và ghi thành kịch bản; kịch bản cũ của quy trình đó bị thay."""
    with told(), _product() as session:
        found = recording.record(session, proof.administrator(session), shipped.definitions(), only, click.echo)
    folder.mkdir(parents=True, exist_ok=True)
    recorded = {scenario.process for scenario in found.values()}
    for path in folder.glob(f"*{scenario_files.SUFFIX}"):
        if scenario_files.read(path.read_bytes()).process in recorded:
            path.unlink()
    for name, scenario in found.items():
        (folder / name).write_bytes(scenario_files.write(scenario))
    click.echo(f"Đã ghi {len(found)} kịch bản.")


@scenarios.command("accept")
@click.option("--only", multiple=True, help="Chỉ quy trình này; nêu được nhiều lần.")
def accept(only: tuple[str, ...]) -> None:
    """Chạy các kịch bản đi kèm và ghi điều đang diễn ra thành mong đợi mới; không tìm lượt chạy nào khác."""
    with told(), _product() as session:
        found = proof.shown_again(session, shipped.bundle(), only)
    for name, scenario in found.items():
        (shipped.SCENARIOS / name).write_bytes(scenario_files.write(scenario))
        click.echo(name)
    click.echo(f"Đã ghi {len(found)} kịch bản.")


@contextmanager
def _product() -> Iterator[Session]:
    """Give a session on the product with made-up people, in a database that goes with the block."""
    with TemporaryDirectory(prefix="trinhkhen-") as folder:
        sessions = make_sessions(f"sqlite:///{folder}/scenarios.db")
        upgrade(sessions.kw["bind"])
        with sessions.begin() as session:
            installation.install(session, shipped.CAMPAIGNS, shipped.definitions())
            demo.populate(session)
        with sessions() as session:
            yield session
        sessions.kw["bind"].dispose()
