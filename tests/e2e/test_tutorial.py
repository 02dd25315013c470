"""The tutorial is walked as it is written: its core always, the whole with --pictures, which takes its pictures anew."""

from pathlib import Path

import pytest

from tests.e2e import pictures
from tests.e2e.office import Office
from tests.e2e.tutorial import STEPS, Walk

pytestmark = pytest.mark.e2e
FOLDER = Path(__file__).parents[2] / "docs" / "tutorial" / "pictures"


def test_the_tutorial_can_be_walked_as_it_is_written(office: Office, tmp_path: Path, request: pytest.FixtureRequest):
    whole = request.config.getoption("--pictures")
    walk = Walk(office, tmp_path, FOLDER if whole else None)
    for desk in (walk.desk, walk.colleague):
        desk.page.set_viewport_size({"width": pictures.WIDTH, "height": pictures.HEIGHT})

    for step in STEPS:
        if whole or not step.extra:
            step.do(walk)
