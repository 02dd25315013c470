"""The application on an empty database, and browsers signed in to it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, has_request_context, request
from flask.testing import FlaskClient
from sqlalchemy import ColumnElement, event, select
from sqlalchemy.orm import Session, sessionmaker

from service import create_app
from service.csrf import csrf_token
from service.settings import Settings
from tests import templates
from workflows import models
from workflows.clock import utcnow
from workflows.credentials import fingerprint, new_token

SECRET = "chỉ-dùng-trong-kiểm-thử-0123456789abcdef"


class Browser(FlaskClient):
    """A client that sends the proof of its own page with every request, as the forms do."""

    proof = ""

    def open(self, *args, **options):
        """Ask, with the proof in a header."""
        if self.proof:
            options["headers"] = {"X-CSRF-Token": self.proof, **(options.get("headers") or {})}
        return super().open(*args, **options)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database; with the whole product in it for tests that are marked `product`.

    Pages are tried on SQLite alone: what differs between the databases is tested under integration/.
    """
    if request.node.get_closest_marker("product"):
        return request.getfixturevalue("product_database_url")
    shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings outside demo mode, files under the test's own folder."""
    return Settings(secret_key=SECRET, var_dir=tmp_path / "var", database_url=database_url, log_level="WARNING")


@pytest.fixture
def app(request: pytest.FixtureRequest, settings: Settings, sessions: sessionmaker[Session]) -> Flask:
    """The application. Unexpected errors reach the test.

    It is built once for all tests of a worker that want the same; who changes it (a page of its own, another
    configuration) is marked `own_app` and gets one of their own.
    """
    if request.node.get_closest_marker("own_app"):
        return make_app(settings, sessions)
    wanted = replace(settings, var_dir=Path(), database_url="")
    if wanted not in _shared:
        _shared[wanted] = make_app(settings, sessions)
    return _on(_shared[wanted], settings, sessions)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, sessions: sessionmaker[Session]) -> Callable[[models.Account], Browser]:
    """Return `sign_in(account)`: a browser that is signed in, without the cost of a password."""

    def enter(account: models.Account) -> Browser:
        return browser_of(app, sessions, account.id)

    return enter


@pytest.fixture
def administrator(app: Flask, sessions: sessionmaker[Session]) -> Browser:
    """The browser of the administrator of the product."""
    return _browser_where(app, sessions, models.Account.administrator)


@pytest.fixture
def officer(app: Flask, sessions: sessionmaker[Session]) -> Browser:
    """The browser of somebody in the product who is no administrator."""
    return _browser_where(app, sessions, models.Account.administrator.is_(False))


def make_app(settings: Settings, sessions: sessionmaker[Session]) -> Flask:
    """Build the application on the test's own session factory."""
    app = create_app(settings)
    app.extensions["sessions"].kw["bind"].dispose()
    app.jinja_env.bytecode_cache = templates.KEPT
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=True)
    return _on(app, settings, sessions)


_shared: dict[Settings, Flask] = {}


def _on(app: Flask, settings: Settings, sessions: sessionmaker[Session]) -> Flask:
    app.extensions["settings"], app.extensions["sessions"] = settings, sessions
    if not event.contains(sessions.kw["bind"], "before_cursor_execute", _refuse_to_write_while_reading):
        event.listen(sessions.kw["bind"], "before_cursor_execute", _refuse_to_write_while_reading)
    return app


def _refuse_to_write_while_reading(_connection, _cursor, statement: str, *_rest) -> None:
    # Every test of a page proves on the way that looking at it changes nothing.
    if has_request_context() and request.method in {"GET", "HEAD"}:
        assert not statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")), statement


def browser_of(app: Flask, sessions: sessionmaker[Session], account_id: int) -> Browser:
    """Return a browser holding a fresh session of the account."""
    token, now = new_token(), utcnow()
    with sessions.begin() as session:
        session.add(
            models.WebSession(
                token_hash=fingerprint(token),
                account_id=account_id,
                created_at=now,
                expires_at=now + timedelta(hours=12),
            )
        )
    browser = Browser(app, app.response_class)
    name = app.config["SIGN_IN_COOKIE_NAME"]
    browser.set_cookie(name, token)
    with app.test_request_context(headers={"Cookie": f"{name}={token}"}):
        browser.proof = csrf_token()
    return browser


def _browser_where(app: Flask, sessions: sessionmaker[Session], condition: ColumnElement[bool]) -> Browser:
    query = select(models.Account.id).where(condition).order_by(models.Account.id.desc()).limit(1)
    with sessions() as session:
        account_id = session.scalars(query).one()
    return browser_of(app, sessions, account_id)
