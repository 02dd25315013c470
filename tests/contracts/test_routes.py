"""Every address is closed to strangers unless it is named as open."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from service import create_app
from service.auth import OPEN
from service.settings import Settings

SAMPLES = {"IntegerConverter": 1, "UUIDConverter": "00000000-0000-0000-0000-000000000001"}


@pytest.fixture(scope="module")
def app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application outside demo mode, on an empty database."""
    folder = tmp_path_factory.mktemp("routes")
    shutil.copyfile(sqlite_template, folder / "test.db")
    app = create_app(
        Settings(
            secret_key="chỉ-dùng-trong-kiểm-thử-0123456789abcdef",
            var_dir=folder,
            database_url=f"sqlite:///{folder / 'test.db'}",
            log_level="ERROR",
        )
    )
    yield app
    app.extensions["sessions"].kw["bind"].dispose()


def test_a_stranger_is_refused_or_sent_to_the_sign_in(app: Flask) -> None:
    answers = {
        f"{method} {rule}": app.test_client().open(address_of(app, rule), method=method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN
        for method in sorted((rule.methods or set()) - {"OPTIONS"})
    }
    open_to_strangers = {
        what: answer.status
        for what, answer in answers.items()
        if answer.status_code != 401 and "/dang-nhap" not in answer.headers.get("Location", "")
    }

    assert open_to_strangers == {}


def test_nothing_is_open_that_does_not_exist(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= OPEN


def address_of(app: Flask, rule: Rule) -> str:
    """Return an address that the rule answers."""
    values = {name: SAMPLES.get(type(converter).__name__, "x") for name, converter in rule._converters.items()}
    return str(app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"}))))
