"""The same small store for our engine and for the library's own serializer: state, open tasks, timers, history.

One transaction a step on SQLite, as a careful service would do it by hand. What differs between the two is then the
engine and its state alone.
"""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLES = """
create table instance (id integer primary key, version integer not null, status text not null, state text not null);
create table open_task (id text primary key, instance_id integer not null, name text not null, created real not null);
create index open_task_instance on open_task (instance_id);
create table due_timer (id text primary key, instance_id integer not null, due_at text not null);
create index due_timer_instance on due_timer (instance_id);
create table history (
  id integer primary key, instance_id integer not null, task_id text not null, name text not null, at real not null, data text
);
create index history_instance on history (instance_id);
"""
KNOWN_TASKS = "select id from open_task where instance_id = ?"
KNOWN_TIMERS = "select id from due_timer where instance_id = ?"
# As in the peers: the write-ahead log is not flushed at each commit.
SETTINGS = ("pragma journal_mode=wal", "pragma synchronous=normal", "pragma foreign_keys=on")


@dataclass(frozen=True)
class Standing:
    """Where an instance stands: its state as text, open tasks as id → name, timers as id → due."""

    state: str
    tasks: dict[str, str]
    timers: dict[str, str]
    ended: bool


class Store:
    """Tables of one contestant in a file of its own."""

    def __init__(self, file: Path):
        self._connection = sqlite3.connect(file, isolation_level=None)
        for setting in SETTINGS:
            self._connection.execute(setting)
        self._connection.executescript(TABLES)

    def begin(self) -> None:
        """Begin a transaction that writes."""
        self._connection.execute("begin immediate")

    def commit(self) -> None:
        """End it."""
        self._connection.execute("commit")

    def add(self, standing: Standing, now: float) -> int:
        """Store a new instance and return its id."""
        row = self._connection.execute(
            "insert into instance (version, status, state) values (1, 'open', ?)", (standing.state,)
        )
        instance_id = row.lastrowid or 0
        self._sync(instance_id, standing, now)
        return instance_id

    def load(self, instance_id: int) -> tuple[int, str]:
        """Return the version and the state of an instance."""
        return self._connection.execute("select version, state from instance where id = ?", (instance_id,)).fetchone()

    def is_open(self, task_id: str) -> bool:
        """Tell whether a task waits."""
        return self._connection.execute("select 1 from open_task where id = ?", (task_id,)).fetchone() is not None

    def save(self, instance_id: int, version: int, standing: Standing, done: tuple[str, str, dict], now: float) -> None:
        """Write a step down: `done` is the completed task's id, name and data."""
        task_id, name, data = done
        self._connection.execute(
            "insert into history (instance_id, task_id, name, at, data) values (?, ?, ?, ?, ?)",
            (instance_id, task_id, name, now, json.dumps(data)),
        )
        self._sync(instance_id, standing, now)
        status = "done" if standing.ended else "open"
        written = self._connection.execute(
            "update instance set version = ?, status = ?, state = ? where id = ? and version = ?",
            (version + 1, status, standing.state, instance_id, version),
        )
        if written.rowcount != 1:
            raise RuntimeError("somebody else was faster")

    def tasks(self, instance_id: int) -> list[Any]:
        """Return (id, name) of the open tasks."""
        return self._connection.execute(
            "select id, name from open_task where instance_id = ? order by rowid", (instance_id,)
        ).fetchall()

    def status(self, instance_id: int) -> str:
        """Return "open" or "done"."""
        return self._connection.execute("select status from instance where id = ?", (instance_id,)).fetchone()[0]

    def _sync(self, instance_id: int, standing: Standing, now: float) -> None:
        run, known = self._connection, self._known(KNOWN_TASKS, instance_id)
        run.executemany("delete from open_task where id = ?", [(each,) for each in known - standing.tasks.keys()])
        run.executemany(
            "insert into open_task (id, instance_id, name, created) values (?, ?, ?, ?)",
            [(each, instance_id, name, now) for each, name in standing.tasks.items() if each not in known],
        )
        known = self._known(KNOWN_TIMERS, instance_id)
        run.executemany("delete from due_timer where id = ?", [(each,) for each in known - standing.timers.keys()])
        run.executemany(
            "insert into due_timer (id, instance_id, due_at) values (?, ?, ?)",
            [(each, instance_id, due) for each, due in standing.timers.items() if each not in known],
        )

    def _known(self, query: str, instance_id: int) -> set[str]:
        return {row[0] for row in self._connection.execute(query, (instance_id,))}
