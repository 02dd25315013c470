"""The peers' own environments under .make/peers, made once from locks with hashes: `python -m bench.environments`.

A peer that cannot be had here (no network, no Python that it accepts) is left out and says why; nothing fails.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LOCKS = HERE / "locks"
PLACE = HERE.parent / ".make" / "peers"
LONGEST_SECONDS = 300
# The first Python that each Python peer accepts.
PYTHONS = {"django-viewflow": (3, 11), "camunda-python": (3, 12)}
TOOLS = {"mini-racer": (3, 10)}
"""What a peer of another part runs in: an embedded V8."""
NODE_PEER = "bpmn-engine"


class NotToBeHad(Exception):
    """Why a peer cannot be installed here, in a few words."""


@dataclass(frozen=True)
class Environment:
    """Where a peer is installed, with which program it runs; or what is missing."""

    folder: Path
    program: str = ""
    version: str = ""
    missing: str = ""


def environments() -> dict[str, Environment]:
    """Return the environment of each peer by name, as `install` left it."""
    return {name: _found(name) for name in (*PYTHONS, NODE_PEER)}


def tool(name: str) -> Environment:
    """Return the environment of a tool, as `install` left it."""
    return _found(name)


def install() -> None:
    """Make the environments that are not there yet or whose lock has changed."""
    for name in (*PYTHONS, *TOOLS, NODE_PEER):
        folder, stamp = PLACE / name, PLACE / f"{name}.json"
        lock = _lock(name).read_text()
        if stamp.exists() and json.loads(stamp.read_text())["lock"] == lock and not _found(name).missing:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            program, missing = _install(name, folder), ""
        except NotToBeHad as reason:
            program, missing = "", str(reason)
        stamp.write_text(json.dumps({"lock": lock, "program": program, "missing": missing}))
        sys.stdout.write(f"{name} {_version(name)}: {missing or 'ready'}\n")


def _found(name: str) -> Environment:
    stamp = PLACE / f"{name}.json"
    if not stamp.exists():
        return Environment(PLACE / name, missing="not installed; make bench installs it")
    facts = json.loads(stamp.read_text())
    return Environment(PLACE / name, facts["program"], _version(name), facts["missing"])


def _install(name: str, folder: Path) -> str:
    if name == NODE_PEER:
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copyfile(LOCKS / file, folder / file)
        _run("npm", "ci", "--ignore-scripts", "--loglevel=error", "--prefix", str(folder))
        return shutil.which("node") or "node"
    python = str(folder / "bin" / "python")
    _run("uv", "venv", "--quiet", "--no-python-downloads", "--python", _python((PYTHONS | TOOLS)[name]), str(folder))
    _run("uv", "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", str(_lock(name)))
    return python


def _python(least: tuple[int, int]) -> str:
    """Return a Python of at least this version: ours, one on the path, or one of pyenv's."""
    on_path = [shutil.which(f"python3.{minor}") or "" for minor in range(least[1], least[1] + 6)]
    kept = sorted(str(each) for each in Path.home().glob(".pyenv/versions/3.*/bin/python3"))
    for candidate in (sys.executable, *on_path, *kept):
        if candidate and _is_at_least(candidate, least):
            return candidate
    raise NotToBeHad(f"needs Python {least[0]}.{least[1]}, and there is none here")


def _is_at_least(program: str, least: tuple[int, int]) -> bool:
    code = f"import sys; sys.exit(sys.version_info < {least})"
    return subprocess.run([program, "-c", code], capture_output=True, check=False).returncode == 0  # noqa: S603


def _run(*command: str) -> None:
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotToBeHad(f"{command[0]}: {type(error).__name__}") from None
    if ended.returncode:
        # Only the kind of refusal: the rest names registries.
        raise NotToBeHad(f"{command[0]} could not install it (exit {ended.returncode}): no network?")


def _lock(name: str) -> Path:
    return LOCKS / ("package-lock.json" if name == NODE_PEER else f"{name}.txt")


def _version(name: str) -> str:
    text = _lock(name).read_text()
    if name == NODE_PEER:
        return json.loads(text)["packages"][f"node_modules/{name}"]["version"]
    line = next(line for line in text.splitlines() if line.startswith(f"{name}=="))
    return line.split("==")[1].split()[0]


if __name__ == "__main__":
    install()
