"""The README names every setting and every verb of the command line."""

import dataclasses
from pathlib import Path

from service.cli import main
from service.settings import Settings

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_every_setting_is_explained() -> None:
    missing = [field.name.upper() for field in dataclasses.fields(Settings) if f"`{field.name.upper()}`" not in README]

    assert missing == []


def test_every_verb_is_named() -> None:
    missing = [verb for verb in main.commands if f"`{verb}" not in README and f"trinhkhen {verb}" not in README]

    assert missing == []
