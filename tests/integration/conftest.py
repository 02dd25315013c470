"""The whole product on either database, for what must be tried with plans, processes and people together."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.orm import Session, sessionmaker

from tests import product
from tests.integration.draft_scene import begun, people_of
from tests.pg_server import PgServer
from workflows.db import make_sessions
from workflows.policy import Actor


@pytest.fixture(scope="session")
def product_on_postgresql(postgresql: PgServer) -> Iterator[str]:
    """The name of a PostgreSQL database with the whole product in it, to be copied."""
    url = postgresql.create()
    product.build(url)
    yield make_url(url).database or ""
    postgresql.drop(url)


@pytest.fixture
def people(sessions: sessionmaker[Session]) -> tuple[Actor, ...]:
    """Two administrators and somebody who is none."""
    return people_of(sessions)


@pytest.fixture
def draft_id(sessions: sessionmaker[Session], people: tuple[Actor, ...]) -> int:
    """A draft of the first administrator that has just begun."""
    return begun(sessions, people[0])


@pytest.fixture(params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    """A session factory on the whole product, on each of the two databases in turn."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("product_template"), tmp_path / "whole.db")
        url, drop = f"sqlite:///{tmp_path / 'whole.db'}", None
    else:
        server = request.getfixturevalue("postgresql")
        url = server.create(request.getfixturevalue("product_on_postgresql"))
        drop = server.drop
    factory = make_sessions(url)
    yield factory
    factory.kw["bind"].dispose()
    if drop:
        drop(url)
