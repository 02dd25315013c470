"""What can be wrong with an expression, said so that the person who wrote it can mend it."""

from dataclasses import dataclass


class FeelError(Exception):
    """An expression cannot be read. `position` counts characters from 0; `hint` may be empty."""

    def __init__(self, message: str, position: int = 0, hint: str = ""):
        super().__init__(message)
        self.message = message
        self.position = position
        self.hint = hint


@dataclass(frozen=True, slots=True)
class FeelWarning:
    """Why a part of an expression gave null, and where that part stands in the text."""

    message: str
    position: int


class NoValue(Exception):
    """An operation has no answer for these values; the expression gets null and a warning."""


class LimitReached(Exception):
    """An evaluation would take more work or room than it is allowed; the whole of it gives null."""
