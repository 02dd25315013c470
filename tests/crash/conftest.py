"""Databases with a dossier in them, copied for every kill, and processes to kill."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from service.settings import Settings
from tests.conftest import NOW, StillClock
from tests.crash import scene
from tests.crash.child import Job
from workflows.db import make_sessions


@dataclass
class Yard:
    """Copies of one database with the dossier in it."""

    folder: Path
    place: scene.Place
    copy: Callable[[], str]
    drop: Callable[[str], None]

    def job(self, kind: str, url: str, **settings) -> Job:
        """Return a job on the copy at `url`, two hours later."""
        given = {"secret_key": "x" * 40, "var_dir": self.folder, "log_level": "CRITICAL"} | settings
        return Job(
            kind, Settings(database_url=url, **given), self.place, NOW + timedelta(hours=2), self.folder / "trace"
        )


@pytest.fixture(params=["sqlite", "postgresql"])
def yard(request: pytest.FixtureRequest, tmp_path: Path, clock: StillClock) -> Iterator[Yard]:
    """A yard of either database; time stands two hours after the dossier began."""
    if request.param == "sqlite":
        yield _sqlite_yard(request.getfixturevalue("sqlite_template"), tmp_path, clock)
        return
    server = request.getfixturevalue("postgresql")
    template = server.create(request.getfixturevalue("postgresql_template"))
    place = _build(template, clock)
    yield Yard(tmp_path, place, lambda: server.create(make_url(template).database), server.drop)
    server.drop(template)


def _sqlite_yard(empty: Path, folder: Path, clock: StillClock) -> Yard:
    template, number = folder / "template.db", 0
    shutil.copyfile(empty, template)
    place = _build(f"sqlite:///{template}", clock)
    engine = create_engine(f"sqlite:///{template}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()

    def copy() -> str:
        nonlocal number
        number += 1
        shutil.copyfile(template, folder / f"{number}.db")
        return f"sqlite:///{folder / f'{number}.db'}"

    return Yard(folder, place, copy, lambda url: Path(url.removeprefix("sqlite:///")).unlink())


def _build(url: str, clock: StillClock) -> scene.Place:
    sessions = make_sessions(url)
    place = scene.build(sessions)
    sessions.kw["bind"].dispose()
    clock.advance(hours=2)
    return place
