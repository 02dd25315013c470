"""What the inbox costs with a thousand, a hundred thousand and a million open tasks: its first page and its counts."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session, sessionmaker

from bench import inbox_rows
from bench.part import summary
from workflows import dates, policy
from workflows.clock import utcnow
from workflows.db import make_sessions
from workflows.policy import Actor
from workflows.queries import inbox
from workflows.queries.inbox import Filter

SIZES = (1_000, 100_000, 1_000_000)
PEOPLE = {"specialist": inbox_rows.SPECIALIST, "large_group": inbox_rows.CLERK}
QUESTIONS: dict[str, Callable[[Session, Actor], Any]] = {
    "first_page": lambda session, actor: inbox.inbox(session, actor, Filter()),
    "filtered_page": lambda session, actor: inbox.inbox(
        session, actor, Filter(view="group", campaign="campaign-5", award="giay_khen", due="later", sort="newest")
    ),
    "counts": inbox.counts,
    "first_rows": lambda session, actor: inbox.first_rows(session, actor, 6),
    "done": lambda session, actor: inbox.inbox(session, actor, Filter(view="done")),
}
WARM_UP = 10
"""Also lets PostgreSQL choose between a plan for these values and one for any."""


def measure(url: str, sizes: tuple[int, ...] = SIZES, times: int = 100) -> dict[str, Any]:
    """Return milliseconds of every question, by size and person, each size in turn within each round.

    `url` names a database of which only the server or the folder is used: every size gets an empty one beside it, and
    all are removed at the end. `ratios` compare the greatest with the smallest size: p95 and p50 of the specialist.
    """
    with _databases(url, sizes) as databases:
        generated = {size: _seconds(lambda size=size: _fill(databases[size], size)) for size in sizes}  # type: ignore[misc]
        taken = _rounds({size: make_sessions(database) for size, database in databases.items()}, times)
    figures = {
        str(size): {person: {name: summary(taken[size, person, name]) for name in QUESTIONS} for person in PEOPLE}
        | {"generated_s": round(generated[size], 1)}
        for size in sizes
    }
    return {"database": make_url(url).get_backend_name(), "sizes": figures, "ratios": _ratios(figures, sizes)}


def _ratios(figures: dict[str, Any], sizes: tuple[int, ...]) -> dict[str, float]:
    small, large = figures[str(min(sizes))], figures[str(max(sizes))]
    return {
        f"{person}_{name}_{part}": round(large[person][name][f"{part}_ms"] / small[person][name][f"{part}_ms"], 2)
        for person in PEOPLE
        for name in QUESTIONS
        for part in ("p50", "p95")
    }


def _rounds(databases: dict[int, "sessionmaker[Session]"], times: int) -> dict[tuple[int, str, str], list[float]]:
    actors = {}
    for size, sessions in databases.items():
        with sessions() as session:
            for person, account in PEOPLE.items():
                actors[size, person] = policy.load_actor(session, account, dates.local_date(utcnow()))
    taken: dict[tuple[int, str, str], list[float]] = {}
    for turn in range(WARM_UP + times):
        for person in PEOPLE:
            for name, ask in QUESTIONS.items():
                for size, sessions in databases.items():
                    seconds = _asked(sessions, ask, actors[size, person])
                    if turn >= WARM_UP:
                        taken.setdefault((size, person, name), []).append(seconds * 1000)
    for sessions in databases.values():
        sessions.kw["bind"].dispose()
    return taken


def _asked(sessions: "sessionmaker[Session]", ask: Callable[[Session, Actor], Any], actor: Actor) -> float:
    start = perf_counter()
    with sessions() as session:
        # As a page reads.
        session.connection(execution_options={"read_only": True, "postgresql_readonly": True})
        ask(session, actor)
    return perf_counter() - start


def _fill(url: str, size: int) -> None:
    engine = make_sessions(url).kw["bind"]
    inbox_rows.fill(engine, size, utcnow())
    engine.dispose()


def _seconds(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


@contextmanager
def _databases(url: str, sizes: tuple[int, ...]) -> Iterator[dict[int, str]]:
    found = {size: _beside(url, size) for size in sizes}
    try:
        for each in found.values():
            _make(url, each, again=True)
        yield found
    finally:
        for each in found.values():
            _make(url, each, again=False)


def _beside(url: str, size: int) -> str:
    named = make_url(url)
    name = f"{(named.database or 'inbox').removesuffix('.db')}_{size}"
    suffix = ".db" if named.get_backend_name() == "sqlite" else ""
    return named.set(database=name + suffix).render_as_string(hide_password=False)


def _make(url: str, other: str, *, again: bool) -> None:
    """Remove a database, and on a server make it anew if `again`; SQLite makes a file when it is opened."""
    name = make_url(other).database or ""
    if other.startswith("sqlite"):
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
        return
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if again:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()


def main() -> None:
    """Measure on the database that is named and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="sqlite:////folder/name.db, or postgresql+psycopg://…")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--times", type=int, default=100)
    said = parser.parse_args()
    print(json.dumps(measure(said.url, tuple(said.sizes), said.times), indent=1))  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
