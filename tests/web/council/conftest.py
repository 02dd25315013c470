"""A database in which two councils vote."""

import shutil

import pytest

from tests.web.hall import build


@pytest.fixture(scope="module")
def hall_template(product_template, tmp_path_factory):
    """The product with two votes going on, to be copied."""
    folder = tmp_path_factory.mktemp("hall")
    shutil.copyfile(product_template, folder / "hall.db")
    build(f"sqlite:///{folder / 'hall.db'}", folder)
    return folder / "hall.db"


@pytest.fixture
def database_url(hall_template, tmp_path):
    """A copy of its own."""
    shutil.copyfile(hall_template, tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"
