"""Who may import whom: the contracts of pyproject.toml, checked by import-linter."""

import subprocess
import sys
from pathlib import Path


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    ended = subprocess.run(
        [program, "--no-cache"], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout[-6000:]
