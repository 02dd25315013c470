"""Databases to measure on: the whole product in an SQLite file and in a PostgreSQL of our own that flushes each commit."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, make_url

from tests import product
from tests.pg_server import DURABLE, PgServer

KINDS = ("sqlite", "postgresql")
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Databases:
    """Hands out copies of the product's database, of either kind. All are gone when the bench ends."""

    def __init__(self, folder: Path, server: PgServer):
        self.folder = folder
        self._server = server
        self._made = 0
        self._templates: dict[str, str] = {}

    def copy(self, kind: str) -> str:
        """Return the URL of a fresh copy of the product: plans, processes, fictional people."""
        template = self._templates.get(kind) or self._build(kind)
        self._made += 1
        if kind == "postgresql":
            return self._server.create(template)
        shutil.copyfile(template, self.folder / f"{self._made}.db")
        return f"sqlite:///{self.folder / f'{self._made}.db'}"

    def _build(self, kind: str) -> str:
        if kind == "postgresql":
            url = self._server.create()
            product.build(url)
            self._templates[kind] = make_url(url).database or ""
            return self._templates[kind]
        path = self.folder / "template.db"
        product.build(f"sqlite:///{path}")
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:  # only the main file is copied
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        self._templates[kind] = str(path)
        return self._templates[kind]


@contextmanager
def databases() -> Iterator[Databases]:
    """Give databases to measure on, and take them away at the end."""
    server = PgServer.start(DURABLE)
    try:
        with TemporaryDirectory(prefix="bench-") as folder:
            yield Databases(Path(folder), server)
    finally:
        server.stop()
