"""What contestants share that keep an instance as one text in the small store."""

import time
from pathlib import Path
from typing import Any

from bench.peers.scenario import Contestant
from bench.peers.store import Standing, Store


class Kept(Contestant):
    """Loads, acts, saves; how an instance begins and goes on is the engine's."""

    def __init__(self, database: Path):
        self._store = Store(database)

    def begin(self) -> Standing:
        """Return a fresh instance at its first wait."""
        raise NotImplementedError

    def go_on(self, state: str, task: str, data: dict[str, Any]) -> Standing:
        """Return the instance after a task was completed, at its next waits."""
        raise NotImplementedError

    def start(self) -> int:
        standing = self.begin()
        self._store.begin()
        instance_id = self._store.add(standing, time.time())
        self._store.commit()
        return instance_id

    def find(self, dossier: int, name: str) -> str:
        return next(task_id for task_id, element in self._store.tasks(dossier) if element == name)

    def complete(self, dossier: int, task: str, data: dict[str, Any]) -> None:
        self._store.begin()
        version, state = self._store.load(dossier)
        if not self._store.is_open(task):
            raise RuntimeError("the task is not open")
        self._store.save(dossier, version, self.go_on(state, task, data), (task, "", data), time.time())
        self._store.commit()

    def is_finished(self, dossier: int) -> bool:
        return self._store.status(dossier) == "done"
