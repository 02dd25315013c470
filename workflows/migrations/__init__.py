"""Numbered changes of the tables, applied by `trinhkhen migrate`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

FOLDER = Path(__file__).parent


def configuration() -> Config:
    """Return Alembic's configuration for these migrations."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest revision, in one transaction. Raises IntegrityError if a row would lose its parent."""
    config = configuration()
    with engine.connect() as connection, _rebuildable(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _demand_parents(connection)


@contextmanager
def _rebuildable(connection: Connection) -> Iterator[None]:
    """Let SQLite replace a table that others refer to: it changes a constraint only so, and minds its foreign keys."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Outside of SQLAlchemy's transaction, in which the pragma would do nothing.
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
        driver.close()


def _demand_parents(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and (
        orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    ):
        raise IntegrityError("foreign_key_check", None, ValueError(f"{len(orphans)} rows without a parent"))


def revision_of(connection: Connection) -> str | None:
    """Return the revision that the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the newest revision known to this code."""
    return ScriptDirectory.from_config(configuration()).get_current_head()
