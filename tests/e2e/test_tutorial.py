"""The tutorial is walked as it is written; with --pictures its pictures are taken anew."""

from pathlib import Path

import pytest

from tests.e2e import pictures
from tests.e2e.office import Office
from tests.e2e.tutorial import STEPS, Walk

pytestmark = pytest.mark.e2e
FOLDER = Path(__file__).parents[2] / "docs" / "tutorial" / "pictures"


def test_the_tutorial_can_be_walked_as_it_is_written(office: Office, tmp_path: Path, request: pytest.FixtureRequest):
    folder = FOLDER if request.config.getoption("--pictures") else None
    walk = Walk(office, tmp_path, folder)
    for desk in (walk.desk, walk.colleague):
        desk.page.set_viewport_size({"width": pictures.WIDTH, "height": pictures.HEIGHT})

    for _title, step in STEPS:
        step(walk)
