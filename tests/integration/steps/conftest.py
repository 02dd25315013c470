"""The shipped plans, diagrams, forms and demo people in a database, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from service import shipped
from service.rehearsal import PAPER
from workflows import models  # noqa: F401 - importing the tables puts them into Base.metadata
from workflows.commands import demo, installation
from workflows.db import Base, make_sessions
from workflows.storage import KeptFile, Storage


@pytest.fixture(scope="session")
def installed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with everything that ships, and the demo people."""
    path = tmp_path_factory.mktemp("installed") / "installed.db"
    sessions = make_sessions(f"sqlite:///{path}")
    Base.metadata.create_all(sessions.kw["bind"])
    with sessions.begin() as session:
        installation.install(session, shipped.CAMPAIGNS, shipped.definitions())
        demo.populate(session)
    sessions.kw["bind"].dispose()
    plain = create_engine(f"sqlite:///{path}")  # ours begins transactions at once, in which nothing can be folded
    with plain.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.dispose()
    return path


@pytest.fixture
def installed(installed_file: Path, tmp_path: Path) -> Iterator[Session]:
    """A session on a copy of the installed database."""
    path = tmp_path / "installed.db"
    shutil.copyfile(installed_file, path)
    sessions = make_sessions(f"sqlite:///{path}")
    with sessions() as session:
        yield session
    sessions.kw["bind"].dispose()


@pytest.fixture
def paper(tmp_path: Path) -> KeptFile:
    """The smallest file that a dossier takes."""
    return Storage(tmp_path / "files", 1_000_000).keep("giay-to.pdf", BytesIO(PAPER))
