"""The house's format and the rules that ruff knows."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("command", [["format", "--check"], ["check"]], ids=["format", "rules"])
def test_ruff_finds_nothing_to_change(command: list[str]) -> None:
    ended = subprocess.run(
        [Path(sys.executable).parent / "ruff", *command, "--quiet", "."],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
