"""Copies in memory of what processes need: who is where, plans, law. What is done in one is gone when it is closed.

A try-out takes numbers, holds councils, deploys. In a transaction of the office's own database it would keep officers
waiting for as long as it is played: a file has one writer, and numbers without gaps are locked rows. Nobody waits for
a copy, nothing of it can be committed by mistake, and it is made in a tenth of a second.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import cast

from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, event, insert, select
from sqlalchemy.orm import Session

from workflows.db import Base

COPIED = frozenset(
    {"unit", "unit_successor", "person", "account", "position", "role", "role_assignment", "signing_capacity"}
    | {"council", "council_seat", "council_rule", "notice_setting", "quiet_period"}
    | {"award", "campaign", "criterion", "milestone", "offer", "offer_organ", "offer_paper", "plan_figure"}
    | {"base_wage", "legal_regime", "reward_rate", "due_rule", "reminder_rule", "day_off", "calendar_year"}
    | {"number_series", "campaign_duty", "duty_unit"}
)
"""Who is where, what plans offer, what the law says. The work of the office, secrets and traces stay behind."""
INSTEAD: Mapping[str, Mapping[str, object]] = {
    "campaign_duty": {"instance_id": None, "opened_at": None},
    "account": {"password_hash": ""},
}
"""The duties of plans are copied as they were before work on them began, accounts without what lets one in."""
AT_ONCE = 2_000


def image(session: Session, prepare: Callable[[Session], None]) -> bytes:
    """Return an SQLite database with what the processes in the database of `session` need, which is only read.

    `prepare` adds what is wanted besides. The image speaks SQLite whatever was copied.
    """
    with _connected(_empty()) as connection:
        with connection.begin():
            for table in _tables():
                instead = INSTEAD.get(table.name, {})
                for rows in session.execute(select(table)).partitions(AT_ONCE):
                    connection.execute(insert(table), [{**row._mapping, **instead} for row in rows])
        with Session(connection) as own, own.begin():
            prepare(own)
        return _raw(connection).serialize()


@contextmanager
def opened(image: bytes) -> Iterator[Session]:
    """Give a session on a database of its own that begins as the image. It is gone when the block ends."""
    with _connected(image) as connection:
        _raw(connection).execute("PRAGMA foreign_keys=ON")
        with Session(connection, expire_on_commit=False) as session:
            yield session


def written(session: Session) -> bytes:
    """Return the database of a session that `opened` gave, as it was last committed there."""
    return _raw(session.connection()).serialize()


@contextmanager
def _connected(image: bytes | None) -> Iterator[Connection]:
    with _engine().connect() as connection:
        if image is not None:
            _raw(connection).deserialize(image)
        yield connection


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


@cache
def _tables() -> tuple[Table, ...]:
    return tuple(table for table in Base.metadata.sorted_tables if table.name in COPIED)


@cache
def _engine() -> Engine:
    """Return one engine for all copies, so that statements are put together once; each connection is its own database."""
    engine = create_engine("sqlite://", poolclass=NullPool, query_cache_size=2_000, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@cache
def _empty() -> bytes:
    """Return an SQLite database with all tables and no rows."""
    with _connected(None) as connection:
        with connection.begin():
            Base.metadata.create_all(connection)
        return _raw(connection).serialize()


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions of its own


def _begin(connection) -> None:
    connection.exec_driver_sql("BEGIN")
