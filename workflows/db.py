"""How the tables are reached: engines, session factories, column types."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    DateTime,
    Engine,
    MetaData,
    Table,
    TypeDecorator,
    Update,
    bindparam,
    create_engine,
    event,
    insert,
    update,
)
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached, sessionmaker
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.schema import ScalarElementColumnDefault

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# For a question about rows that this transaction has not touched: what it has pending need not be written first.
AS_STORED = {"autoflush": False}


class Base(DeclarativeBase):
    """Parent of every table."""

    metadata = MetaData(naming_convention=NAMING)


def within(session: Session) -> dict[object, Any]:
    """Return what is remembered as long as the present transaction lasts; a savepoint begins with nothing, and so does
    what follows it, because it may have been rolled back.

    For what nobody else can change meanwhile, and for rules that one step must read one and the same way.
    """
    transaction = session.get_nested_transaction() or session.get_transaction() or session.begin()
    known, kept = session.info.get("within", (None, {}))
    if known is not transaction:
        kept = {}
        session.info["within"] = (transaction, kept)
    return kept


def table_of(model: type[Base]) -> Table:
    """Return the table of a model: a statement on it goes past the unit of work and costs a fifth."""
    return cast("Table", model.__table__)


def change(session: Session, row: Base, **columns: object) -> None:
    """Write columns of a loaded row with a version (`id`, `version`) at once, and count its version.

    Raises StaleDataError where somebody else has changed or removed it meanwhile.
    """
    known, after = row.version, {**columns, "version": row.version + 1}  # type: ignore[attr-defined]
    given = {"of_id": row.id, "of_version": known, **after}  # type: ignore[attr-defined]
    if session.execute(_change_of(type(row)), given).rowcount != 1:  # type: ignore[attr-defined]
        raise StaleDataError(f"{type(row).__tablename__} is no longer at version {known}")
    for name, value in after.items():
        set_committed_value(row, name, value)


def insert_rows(session: Session, rows: Sequence[Base], by: str) -> None:
    """Write new rows of one model at once, give them their `id` and a first version, and take them into the session.

    `by`: a column in which no two of them are equal. Only columns are written: what hangs on a row by a relationship is
    the caller's to write.
    """
    if not rows:
        return
    table = table_of(type(rows[0]))
    scalars = ((each.key, each.default) for each in table.columns)
    first = {key: default.arg for key, default in scalars if isinstance(default, ScalarElementColumnDefault)}
    first |= {"version": 1} if "version" in table.columns else {}
    names = [column.key for column in table.columns if column.key != "id"]
    given = [
        {name: first.get(name) if getattr(row, name) is None else getattr(row, name) for name in names} for row in rows
    ]
    keys = {of: key for key, of in session.execute(insert(table).returning(table.c.id, table.c[by]), given)}
    for row, columns in zip(rows, given, strict=True):
        for name, value in {**columns, "id": keys[columns[by]]}.items():
            set_committed_value(row, name, value)
        make_transient_to_detached(row)
        session.add(row)


@cache
def _change_of(model: type[Base]) -> Update:
    table = table_of(model)
    return update(table).where(table.c.id == bindparam("of_id"), table.c.version == bindparam("of_version"))


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Only timezone-aware values go in; UTC comes out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        """Refuse a naive instant: its meaning would depend on the server's zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC) if dialect.name != "sqlite" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def make_engine(url: str) -> Engine:
    """Return an engine for `url` with the settings that correctness needs.

    SQLite: write-ahead log, foreign keys, and `BEGIN IMMEDIATE`, because a deferred transaction that turns into
    a writer fails at once with "database is locked" (measured: 909 of 1,600 survived, immediate: all).
    """
    # Errors are logged and noted on timers: the values of a statement, which may be a ballot, must not be in them.
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=10)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def make_sessions(url: str) -> sessionmaker[Session]:
    """Return a session factory for `url`."""
    return sessionmaker(make_engine(url), expire_on_commit=False)


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions of its own
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=30000")
    # Else INSERT OR REPLACE deletes rows past the triggers that keep history and ballots.
    cursor.execute("PRAGMA recursive_triggers=ON")
    cursor.close()


def _begin_immediate(connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
