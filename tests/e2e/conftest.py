"""Fixtures of the browser tests: Debian's Chromium, driven by Playwright."""

import os
import shutil

import pytest
from playwright.sync_api import expect

from service import create_app
from service.settings import Settings
from tests import templates
from tests.e2e.live import served
from tests.e2e.office import Office
from workflows.db import make_sessions

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Quiet: nothing is fetched or reported in the background, and no GPU is looked for.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Two workers with a browser each share two cores: a page may take its time, a wrong page still fails.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """How the browser starts. Without one the test is skipped on a desk and fails in CI."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing = "No Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM=/path/to/it."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return {**browser_type_launch_args, "executable_path": program, "chromium_sandbox": False, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """People sit in Việt Nam at a common desk screen."""
    return {
        **browser_context_args,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture
def office(browser, product_template, tmp_path, clock):
    """The product served in demo mode on a port of this machine, on a database of its own."""
    database = tmp_path / "office.db"
    database.write_bytes(product_template.read_bytes())
    url = f"sqlite:///{database}"
    sessions = make_sessions(url)
    app = create_app(
        Settings(secret_key="e2e " + "k3y" * 12, var_dir=tmp_path, database_url=url, demo=True, log_level="ERROR")
    )
    app.jinja_env.bytecode_cache = templates.KEPT
    with served(app) as address:
        found = Office(browser, sessions, address)
        yield found
        complaints = found.close()
    sessions.kw["bind"].dispose()
    app.extensions["sessions"].kw["bind"].dispose()
    # The refusal that the test provokes is an answer, not a fault; anything else a browser says is one.
    assert [text for text in complaints if "422" not in text] == []
