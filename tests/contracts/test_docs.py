"""The README names every setting and every verb of the command line."""

import dataclasses
import re
from pathlib import Path

from service.cli import main
from service.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
TRAPS = (ROOT / "docs" / "reference" / "engine-traps.md").read_text()
ENGINE_TESTS = ROOT / "tests" / "unit" / "engine"


def test_every_setting_is_explained() -> None:
    missing = [field.name.upper() for field in dataclasses.fields(Settings) if f"`{field.name.upper()}`" not in README]

    assert missing == []


def test_every_verb_is_named() -> None:
    missing = [verb for verb in main.commands if f"`{verb}" not in README and f"trinhkhen {verb}" not in README]

    assert missing == []


def test_every_trap_of_the_library_has_a_test_that_exists() -> None:
    rows = [line for line in TRAPS.splitlines() if line.startswith(("| P", "| —"))]
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", "\n".join(rows))
    code = {path.name: path.read_text() for path in ENGINE_TESTS.glob("test_*.py")}

    assert [row.split("|")[1].strip() for row in rows[:23]] == [f"P{number}" for number in range(1, 24)]
    assert [row for row in rows if "::" not in row] == []
    assert [(file, test) for file, test in named if f"def {test}(" not in code.get(file, "")] == []
