"""Who takes part in the comparison, and the processes in which they run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.diagram import CAMUNDA, SCRIPT, diagram
from bench.environments import Environment, environments

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).parent / "peers"
HOUSE, STOCK = "trình khen", "spiffworkflow, its own serializer"


@dataclass(frozen=True)
class Contestant:
    """One engine and the command that runs it; `dialect` is of the diagram that it reads from a file."""

    name: str
    command: tuple[str, ...]
    dialect: str = ""
    after: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


def present() -> tuple[list[Contestant], dict[str, str]]:
    """Return those that can run here, and of the others why they cannot, by name."""
    found = [
        Contestant(HOUSE, (sys.executable, "-m", "bench.peers.house"), environment={"PYTHONPATH": str(ROOT)}),
        Contestant(STOCK, (sys.executable, "-m", "bench.peers.stock"), environment={"PYTHONPATH": str(ROOT)}),
    ]
    absent = {}
    for name, environment in environments().items():
        if environment.missing:
            absent[name] = environment.missing
        else:
            found += _peers(name, environment)
    return found, absent


def _peers(name: str, environment: Environment) -> Iterator[Contestant]:
    label = f"{name} {environment.version}"
    if name == "django-viewflow":
        yield Contestant(label, (environment.program, str(PEERS / "django_viewflow.py")))
    elif name == "camunda-python":
        yield Contestant(label, (environment.program, str(PEERS / "camunda_python.py")), CAMUNDA)
    else:
        run = (environment.program, "--no-warnings", str(PEERS / "bpmn_engine.js"))
        modules = {"NODE_PATH": str(environment.folder / "node_modules")}
        for how in ("kept", "restored"):
            words = "kept in memory" if how == "kept" else "restored each time"
            yield Contestant(f"{label}, {words}", run, SCRIPT, (how,), modules)


class Runner:
    """A contestant at work: `run(dossiers)` returns the milliseconds of each completion."""

    def __init__(self, contestant: Contestant, process: subprocess.Popen[str]):
        self.name = contestant.name
        self._process = process

    def run(self, dossiers: int) -> list[float]:
        """Let it run some dossiers from start to end. Raises RuntimeError when it fails or one does not end."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError(f"{self.name}: no pipes")
        stdin.write(f"{dossiers}\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} broke down")
        answer = json.loads(line)
        if answer["finished"] != dossiers:
            raise RuntimeError(f"{self.name}: only {answer['finished']} of {dossiers} dossiers came to their end")
        return answer["ms"]


@contextmanager
def running(contestants: list[Contestant], ballots: int, rounds: int) -> Iterator[list[Runner]]:
    """Start every contestant in a folder of its own; stop them and forget the folders at the end."""
    with TemporaryDirectory(prefix="bench-") as folder:
        processes = [
            _start(each, Path(folder) / str(number), ballots, rounds) for number, each in enumerate(contestants)
        ]
        try:
            yield [Runner(each, process) for each, process in zip(contestants, processes, strict=True)]
        finally:
            for process in processes:
                process.terminate()
                process.communicate()


def _start(contestant: Contestant, folder: Path, ballots: int, rounds: int) -> subprocess.Popen[str]:
    folder.mkdir()
    file: tuple[str, ...] = ()
    if contestant.dialect:
        (folder / "award.bpmn").write_bytes(diagram(contestant.dialect))
        file = (str(folder / "award.bpmn"),)
    return subprocess.Popen(  # noqa: S603 - our own programs
        [*contestant.command, str(ballots), str(rounds), *file, *contestant.after],
        cwd=folder,
        env={**os.environ, **contestant.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
