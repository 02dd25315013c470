"""What the tutorial tells is what its test walks, and its pictures are there, small, and all shown."""

import re
from pathlib import Path

from tests.e2e import pictures
from tests.e2e.tutorial import STEPS

FOLDER = Path(__file__).parents[2] / "docs" / "tutorial"
TEXT = (FOLDER / "change-a-process.md").read_text()
MOST_PICTURES, MOST_BYTES = 12, 120_000


def test_each_step_of_the_text_is_a_step_of_the_walk_in_the_same_order() -> None:
    told = re.findall(r"^## \d+\. (.+)$", TEXT, re.MULTILINE)

    assert told == [step.title for step in STEPS]


def test_each_picture_is_shown_once_and_described() -> None:
    shown = re.findall(r"^!\[(.*)\]\(pictures/(.+)\)$", TEXT, re.MULTILINE)

    assert [name for _, name in shown] == sorted(path.name for path in (FOLDER / "pictures").iterdir())
    assert [name for words, name in shown if len(words) < len("Sơ đồ của quy trình")] == []


def test_pictures_are_few_small_and_of_one_width() -> None:
    found = {path.name: path.read_bytes() for path in (FOLDER / "pictures").iterdir()}

    assert len(found) <= MOST_PICTURES
    assert {name: len(content) for name, content in found.items() if len(content) > MOST_BYTES} == {}
    assert {pictures.size_of(content)[0] for content in found.values()} == {pictures.WIDTH}
