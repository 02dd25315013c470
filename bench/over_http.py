"""(d) Completing tasks over HTTP: a real server with one and with two workers, on both databases.

Several programs at once, each with a dossier of its own that goes round, complete one task after the other through
the API with a token. What is timed is the request that completes; finding the next task is not.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any

from bench.databases import KINDS, NAMES, Databases
from bench.part import Effort, Part, figure, summary
from bench.rounds import ANSWERS, Rounds, deployed
from workflows.commands import accounts
from workflows.db import make_sessions

ROOT = Path(__file__).parents[1]
WORKERS = (1, 2)
CLIENTS = 4
THREADS = "8"
LONGEST_START_SECONDS = 120
SECRET = "chỉ-dùng-để-đo-trên-máy-này-0123456789"  # noqa: S105


def measure(databases: Databases, effort: Effort) -> Part:
    """Measure each number of workers on each database."""
    rows, figures = [], {}
    for kind in KINDS:
        for workers in WORKERS:
            url = databases.copy(kind)
            found = _measure(url, workers, effort.of(60, 8), databases.folder)
            figures[f"{kind}, {workers} worker{'s' * (workers > 1)}"] = found
            cells = (found["p50_ms"], found["p95_ms"], found["per_second"])
            rows.append((NAMES[kind], str(workers), *map(figure, cells), figure(found["alone"]["p50_ms"])))
    head = ("", "workers", f"p50 ms, {CLIENTS} at once", "p95 ms", "completions/s", "p50 ms, one at a time")
    title = "(d) Completing over HTTP (POST /api/v1/tasks/<id>/complete, gunicorn)"
    return Part("over_http", title, head, rows, figures)


def _measure(url: str, workers: int, each: int, folder: Path) -> dict[str, Any]:
    sessions = make_sessions(url)
    rounds = deployed(sessions)
    with sessions.begin() as session:
        token, _ = accounts.create_token(session, rounds.officer, "bench", ["read", "write"])
    with _serving(url, workers, folder) as port:
        for _ in range(2):  # every worker has parsed what it needs
            _all_at_once([_Client(port, token, rounds) for _ in range(CLIENTS)], 4)
        alone = _Client(port, token, rounds)
        alone.go(each)
        clients = [_Client(port, token, rounds) for _ in range(CLIENTS)]
        seconds = _all_at_once(clients, each)
    sessions.kw["bind"].dispose()
    took = [one for client in clients for one in client.took]
    found = summary(took) | {"alone": summary(alone.took)}
    return found | {"per_second": round(len(took) / seconds, 1), "clients": CLIENTS}


class _Client:
    """A program with a token and a dossier of its own."""

    def __init__(self, port: int, token: str, rounds: Rounds):
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._rounds, self._dossier = rounds, rounds.open()
        self.took: list[float] = []

    def go(self, count: int) -> None:
        """Complete so many tasks, one after the other. Raises RuntimeError when one is refused."""
        for _ in range(count):
            task_id, outcome = self._rounds.waiting(self._dossier)
            body = json.dumps({"outcome": outcome, "answers": ANSWERS})
            began = time.perf_counter()
            self._connection.request("POST", f"/api/v1/tasks/{task_id}/complete", body, self._headers)
            answer = self._connection.getresponse()
            text = answer.read()
            self.took.append((time.perf_counter() - began) * 1000)
            if answer.status != 200:
                raise RuntimeError(f"{answer.status}: {text[:300]!r}")
        self._connection.close()


def _all_at_once(clients: list[_Client], each: int) -> float:
    """Let all go; return the seconds until the last has done `each` tasks."""
    threads = [Thread(target=client.go, args=(each,)) for client in clients]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if any(len(client.took) != each for client in clients):
        raise RuntimeError("a client was refused")
    return seconds


@contextmanager
def _serving(url: str, workers: int, folder: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (sys.executable, "-m", "gunicorn", "service.wsgi:app", "--no-control-socket", "--log-level", "warning")
    options = (
        "-k",
        "gthread",
        "--keep-alive",
        "75",
        "-w",
        str(workers),
        "--threads",
        THREADS,
        "-b",
        f"127.0.0.1:{port}",
    )
    given = {"DATABASE_URL": url, "SECRET_KEY": SECRET, "VAR_DIR": str(folder), "LOG_LEVEL": "WARNING"}
    environment = {**os.environ, **{f"TRINHKHEN_{name}": value for name, value in given.items()}}
    server = subprocess.Popen([*command, *options], cwd=ROOT, env=environment)  # noqa: S603 - our own program
    try:
        _await(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _await(port: int) -> None:
    until = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/suc-khoe/san-sang")
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the server does not come up")
