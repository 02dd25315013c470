"""Real processes beside the test's own, forked in milliseconds from one that has loaded the product once."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess

LONGEST_SECONDS = 120
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.crash.child", "tests.integration.hands"])


def start(target: Callable, *arguments: object) -> BaseProcess:
    """Start a process that calls a function of a module."""
    process = PROCESSES.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def end(process: BaseProcess, *, code: int = 0, longest: float = LONGEST_SECONDS) -> None:
    """Wait until a process is gone, and make sure of how it went."""
    process.join(longest)
    found = process.exitcode
    process.close()
    assert found == code


class Together:
    """Several processes that begin at the same moment, each with its number, and what they answer."""

    def __init__(self, count: int, target: Callable, *arguments: object):
        # Kept until the end: a child that comes late would find neither.
        self._barrier, self._answers = PROCESSES.Barrier(count, timeout=LONGEST_SECONDS), PROCESSES.SimpleQueue()
        given = [(number, self._barrier, self._answers, *arguments) for number in range(count)]
        self._running = [start(target, *each) for each in given]

    def wait(self, longest: float = LONGEST_SECONDS) -> list:
        """Return what each has answered, when all are gone; each may take so many seconds."""
        for process in self._running:
            end(process, longest=longest)
        return [self._answers.get() for _ in self._running]
