"""What one evaluation carries with it: the caller's data, its own variables, limits, warnings."""

from collections.abc import Callable, Mapping

from feel import limits
from feel.errors import FeelWarning, LimitReached


class Run:
    """One evaluation, and at the same time its outermost scope."""

    __slots__ = ("_context", "_convert", "_taken", "_warnings", "depth", "steps", "taken_values")

    outer = None

    def __init__(
        self,
        context: Mapping,
        convert: Callable[["Run", object], object],
        warnings: list[FeelWarning] | None,
    ):
        self._context = context
        self._convert = convert
        self._warnings = warnings
        self._taken: dict[str, object] = {}
        self.steps = limits.STEPS
        self.taken_values = limits.DATA_VALUES
        self.depth = 0

    @property
    def run(self) -> "Run":
        """Every scope knows its run; this one is it."""
        return self

    def read(self, name: str, position: int) -> object:
        """Return the caller's value of the name, converted once; null with a warning if missing."""
        taken = self._taken
        if name in taken:
            return taken[name]
        if name in self._context:
            value = self._convert(self, self._context[name])
        else:
            self.warn(f"Không có giá trị nào tên “{name}”.", position)
            value = None
        taken[name] = value
        return value

    def spend(self, steps: int) -> None:
        """Count work that is about to be done."""
        self.steps -= steps
        if self.steps < 0:
            raise LimitReached(f"Biểu thức cần quá {limits.STEPS} bước tính.")

    def warn(self, message: str, position: int) -> None:
        """Note why a part of the expression gives null."""
        if self._warnings is not None and len(self._warnings) < limits.WARNINGS:
            self._warnings.append(FeelWarning(message, position))


class Scope:
    """Variables that a loop, filter or context adds to those around it."""

    __slots__ = ("outer", "run", "values")

    def __init__(self, outer: "Run | Scope", values: Mapping[str, object]):
        self.outer = outer
        self.run = outer.run
        self.values = values


Closure = Callable[[Run | Scope], object]
"""A compiled node: gives its value in a scope and never raises for data."""
