"""Fixtures for every test: an empty database of either kind, a session factory on it, time that stands still."""

import fcntl
import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine, Pool, create_engine, event, make_url
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.util import LRUCache

from tests import product
from tests.pg_server import PgServer
from workflows import clock as workflows_clock
from workflows import models  # noqa: F401 - importing the tables puts them into Base.metadata
from workflows.db import Base, make_engine, make_sessions

NOW = datetime(2026, 12, 10, 3, 0, tzinfo=UTC)  # Thursday, 10:00 in Hà Nội
MEMORY = Path("/dev/shm")  # noqa: S108 - a place in memory, where Linux has one
ROOM = 4 << 30  # bytes that databases and browsers of all workers may take


def pytest_configure() -> None:
    """Keep the thousands of small databases in memory where there is room, and look for cycles as seldom as the server.

    The first halves the time of all tests on a slow disk, the second takes a tenth of it off. TMPDIR says otherwise.
    """
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    hypothesis.settings.register_profile(
        "untimed", deadline=None
    )  # how long an example takes says how busy the machine is
    hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --nightly: the random tests of engine and expressions try far more than `make test` has time for."""
    parser.addoption("--nightly", action="store_true", help="try many more random cases")
    parser.addoption("--crash", action="store_true", help="kill processes at every point, not at a few")
    parser.addoption("--pictures", action="store_true", help="take the pictures of the tutorial anew")


@event.listens_for(Pool, "checkout")
def _forget(connection, _record, _proxy) -> None:
    """Let no test wait for the disk: what a process has written outlives its death, and the machine's is not tried."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


_compiled = LRUCache(5_000)
for _dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
    _dialect.__hash__ = lambda self: hash(type(self))
    _dialect.__eq__ = lambda self, other: type(self) is type(other)


@event.listens_for(Engine, "engine_connect")
def _remember(connection) -> None:
    """Put a statement into SQL once for all the databases of a worker: each has an engine of its own, which would do it anew."""
    connection.engine._compiled_cache = _compiled


class StillClock:
    """Stands in for `datetime` in workflows.clock: the same instant until a test moves it."""

    def __init__(self, at: datetime):
        self.at = at

    def now(self, zone: tzinfo) -> datetime:
        """Return the instant at which time stands."""
        return self.at.astimezone(zone)

    def advance(self, **parts: float) -> None:
        """Move on by a timedelta given in parts: `clock.advance(days=3)`."""
        self.at += timedelta(**parts)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    """The product's clock, stopped at NOW. Works however a module has imported it."""
    still = StillClock(NOW)
    monkeypatch.setattr(workflows_clock, "datetime", still)
    return still


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PgServer]:
    """A PostgreSQL of this test worker's own, started when the first test asks for it."""
    server = PgServer.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows, to be copied."""
    return _once_for_all_workers(tmp_path_factory, "template.db", _create_tables)


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PgServer) -> Iterator[str]:
    """The name of a PostgreSQL database with all tables and no rows, to be copied."""
    url = postgresql.create()
    _create_tables(url)
    yield make_url(url).database or ""
    postgresql.drop(url)


@pytest.fixture(scope="session")
def product_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the whole product in it: plans, processes, fictional people. To be copied."""
    return _once_for_all_workers(tmp_path_factory, "product.db", product.build)


@pytest.fixture
def product_database_url(product_template: Path, tmp_path: Path) -> str:
    """The URL of a database of its own with the whole product in it."""
    shutil.copyfile(product_template, tmp_path / "product.db")
    return f"sqlite:///{tmp_path / 'product.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with all tables and no rows, on each of the two databases in turn.

    Where the database cannot matter, one kind is enough:
    `pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)`. "product" is SQLite with the
    whole product in it.
    """
    if request.param == "product":
        yield request.getfixturevalue("product_database_url")
        return
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgresql")
    url = server.create(request.getfixturevalue("postgresql_template"))
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, on each of the two databases in turn: for migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
        return
    server = request.getfixturevalue("postgresql")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture
def sessions(database_url: str) -> Iterator[sessionmaker[Session]]:
    """A session factory on `database_url`."""
    factory = make_sessions(database_url)
    yield factory
    factory.kw["bind"].dispose()


def _once_for_all_workers(tmp_path_factory: pytest.TempPathFactory, name: str, build: Callable[[str], None]) -> Path:
    """Return an SQLite file that `build(url)` has filled; the worker that comes first builds it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = folder / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = folder / f"{name}.unfinished"
            build(f"sqlite:///{unfinished}")
            _fold_log_into_file(f"sqlite:///{unfinished}")
            unfinished.rename(path)
    return path


def _create_tables(url: str) -> None:
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


def _fold_log_into_file(url: str) -> None:
    # Only the main file is copied, so nothing may be left in the write-ahead log.
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
