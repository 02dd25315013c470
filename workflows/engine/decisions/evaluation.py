"""One evaluation of a decision: what is known, what was found so far, and what there is to say about it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from feel.intake import taken_over
from feel.runtime import Run, Scope
from workflows.engine.decisions.model import Place
from workflows.engine.decisions.trace import TableTrace

STEPS = 300_000
NOTES = 100

Closure = Callable[[Run | Scope], Any]
"""What an expression of whatever form is compiled to."""


@dataclass(frozen=True)
class Note:
    """Something that a person should know about a result. `is_error`: the result is null because of it."""

    message: str
    file: str
    element_id: str | None
    where: str
    is_error: bool = False

    def __str__(self) -> str:
        return f"{self.where[:1].upper()}{self.where[1:]}: {self.message}"


class Evaluation(Run):
    """The outermost scope of everything that one request evaluates."""

    def __init__(self, values: Mapping[str, Any], now: datetime, *, explain: bool):
        super().__init__({}, taken_over, None, now)
        self.steps = STEPS
        self.notes: list[Note] = []
        self.tables: list[TableTrace] | None = [] if explain else None
        self._given = values
        self._place = Place("", None, "")

    def given(self, *names: str) -> Any:
        """Return the caller's value under the first of the names that it has, taken over; null if there is none."""
        for name in names:
            if name in self._given:
                return taken_over(self, self._given[name])
        self.warn(f"Chưa có giá trị cho “{names[-1]}”.", 0)
        return None

    def warn(self, message: str, position: int) -> None:
        """Note why a part is null."""
        self._note(message, is_error=False)

    def fail(self, message: str) -> None:
        """Note what makes the place that is being evaluated null though its data are sound."""
        self._note(message, is_error=True)

    def _note(self, message: str, *, is_error: bool) -> None:
        if len(self.notes) < NOTES or is_error:
            note = Note(message, self._place.file, self._place.element_id, self._place.said, is_error)
            if note not in self.notes:
                self.notes.append(note)

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """Let what is noted inside belong to a place."""
        outer, self._place = self._place, place
        try:
            yield
        finally:
            self._place = outer


def of(scope: Run | Scope) -> Evaluation:
    """Return the evaluation that a scope belongs to."""
    return cast("Evaluation", scope.run)
