"""How long a try-out may take: a draft that goes round must not hold whoever plays it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from workflows.errors import WorkflowError

MOST_SECONDS = 120.0
"""For one play, whoever asks for it."""
_until: ContextVar[float | None] = ContextVar("until", default=None)


class TimeUp(WorkflowError):
    """The time that was given is over."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give what is played in the block so many seconds, or what is left of a block around it."""
    outer, own = _until.get(), monotonic() + seconds
    token = _until.set(own if outer is None else min(own, outer))
    try:
        yield
    finally:
        _until.reset(token)


def demand() -> None:
    """Raise TimeUp once the time is over; to be asked between what takes little time each."""
    until = _until.get()
    if until is not None and monotonic() > until:
        raise TimeUp("Quá thời gian: lượt chạy bị dừng ở đây. Quy trình có thể đang đi vòng.")
