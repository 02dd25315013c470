"""What may stand in a committed file: nothing that ties the project to one registry or to one machine."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Written in two parts, so that this file does not find itself.
HOSTS = [first + second for first, second in (("pypi", ".org"), ("python", "hosted.org"), ("registry.", "npmjs"))]
PATHS = [first + second for first, second in (("/ro", "ot/"), ("/wo", "rk/"), ("/opt/", "pypi"), ("/opt/", "wheels"))]


def test_no_committed_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = [f"{path}: {word}" for path, text in committed_texts() for word in (*HOSTS, *PATHS) if word in text]

    assert found == []


def test_locks_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-run.lock", "requirements-uv.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        pinned = [line for line in text.splitlines() if "==" in line]
        assert pinned
        assert all(line.endswith("\\") for line in pinned), f"{name}: a package without its hashes"
    assert '"resolved"' not in (ROOT / "studio" / "package-lock.json").read_text()


def test_the_makefile_names_no_address() -> None:
    assert "://" not in (ROOT / "Makefile").read_text()


def committed_texts() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file under git's care; pictures and fonts are passed over."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        try:
            yield name, path.read_text()
        except UnicodeDecodeError:
            continue
