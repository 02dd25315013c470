"""What one evaluation carries with it: the caller's data, its own variables, limits, warnings."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from unicodedata import normalize

from feel import limits
from feel.errors import FeelWarning, LimitReached


class Run:
    """One evaluation, and at the same time its outermost scope.

    `now` is the moment that the caller gives it; `calls` counts the functions that are under way.
    """

    __slots__ = ("_context", "_convert", "_taken", "_warnings", "calls", "now", "steps", "taken_values")

    outer = None

    def __init__(
        self,
        context: Mapping[str, Any],
        convert: Callable[["Run", Any], Any],
        warnings: list[FeelWarning] | None,
        now: datetime | None = None,
    ):
        self._context = context
        self._convert = convert
        self._warnings = warnings
        self._taken: dict[str, Any] = {}
        self.steps = limits.STEPS
        self.taken_values = limits.DATA_VALUES
        self.calls = 0
        self.now = now

    @property
    def run(self) -> "Run":
        """Every scope knows its run; this one is it."""
        return self

    def read(self, name: str, position: int) -> Any:
        """Return the caller's value of the name, converted once; null with a warning if missing."""
        taken = self._taken
        if name in taken:
            return taken[name]
        # Most names are spelled alike in text and data.
        key = name if name in self._context else self._key(name)
        if key is None:
            self.warn(f"Không có giá trị nào tên “{name}”.", position)
        value = None if key is None else self._convert(self, self._context[key])
        taken[name] = value
        return value

    def holds(self, name: str) -> bool:
        """Tell whether the caller's data has the name."""
        return name in self._taken or self._key(name) is not None

    def _key(self, name: str) -> str | None:
        """Return the name as the caller's data spells it, which may be with combining marks."""
        if name in self._context:
            return name
        if name.isascii():
            return None
        return next((key for key in self._context if isinstance(key, str) and normalize("NFC", key) == name), None)

    def spend(self, steps: int) -> None:
        """Count work that is about to be done."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitReached(f"Biểu thức cần quá {limits.STEPS} bước tính.")

    def spend_on_texts(self, values: Iterable[Any]) -> None:
        """Count the work of reading the strings among the values."""
        for value in values:
            if type(value) is str and len(value) >= limits.CHARACTERS_A_STEP:
                self.spend(len(value) // limits.CHARACTERS_A_STEP)

    def warn(self, message: str, position: int) -> None:
        """Note why a part of the expression gives null."""
        if self._warnings is not None and len(self._warnings) < limits.WARNINGS:
            warning = FeelWarning(message, position)
            if warning not in self._warnings:
                self._warnings.append(warning)


class Scope:
    """Variables that a loop, filter, context or function adds to those around it.

    A function that outlives its evaluation is called in the `run` of another.
    """

    __slots__ = ("outer", "run", "values")

    def __init__(self, outer: "Run | Scope", values: Mapping[str, Any], run: Run | None = None):
        self.outer = outer
        self.run: Run = run or outer.run
        self.values = values


Closure = Callable[[Run | Scope], Any]
"""A compiled node: gives its value in a scope and never raises for data."""
