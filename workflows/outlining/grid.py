"""A grid of the lines that a new flow may follow through a drawing, with what each stretch of it costs."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workflows.outlining.geometry import Box

BLOCKED = float("inf")
NEAR = 8
"""Two lines that have nothing to do with each other keep this many pixels apart."""
_CROSSING, _THROUGH_A_LABEL, _TOGETHER = 900, 500, 3


@dataclass
class Grid:
    """Costs of the stretches between neighbouring points; `down[i][j]` leads from (xs[i], ys[j]) to (xs[i], ys[j + 1])."""

    xs: list[float]
    ys: list[float]
    right: list[list[float]] = field(default_factory=list)
    down: list[list[float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.right = [[after - before for before, after in zip(self.xs, self.xs[1:], strict=False)] for _ in self.ys]
        self.down = [[after - before for before, after in zip(self.ys, self.ys[1:], strict=False)] for _ in self.xs]

    def block(self, box: Box) -> None:
        """Close every stretch through the inside of a box."""
        self._add(box, BLOCKED)

    def burden(self, box: Box) -> None:
        """Make every stretch through a label dear."""
        self._add(box, _THROUGH_A_LABEL)

    def keep_off(self, line: Box, *, related: bool) -> None:
        """Close what runs along a line of another flow, and make dear what crosses it.

        A related line, of a flow with the same start or the same end, may be shared, which costs something.
        """
        if line.height == 0:
            self._along(self.right, self.ys, self.xs, (line.y, line.x, line.right), related=related)
            self._across(self.down, self.xs, self.ys, (line.y, line.x, line.right))
        else:
            self._along(self.down, self.xs, self.ys, (line.x, line.y, line.bottom), related=related)
            self._across(self.right, self.ys, self.xs, (line.x, line.y, line.bottom))

    def _add(self, box: Box, cost: float) -> None:
        for place, row in zip(self.ys, self.right, strict=True):
            if box.y < place < box.bottom:
                _charge(row, self.xs, (box.x, box.right), cost)
        for place, column in zip(self.xs, self.down, strict=True):
            if box.x < place < box.right:
                _charge(column, self.ys, (box.y, box.bottom), cost)

    def _along(
        self,
        costs: list[list[float]],
        places: Sequence[float],
        steps: Sequence[float],
        line: tuple[float, float, float],
        *,
        related: bool,
    ) -> None:
        at, start, end = line
        for place, row in zip(places, costs, strict=True):
            if related and place == at:
                first, last = _between(steps, start, end)
                for index in range(first, last):
                    row[index] *= _TOGETHER
            elif abs(place - at) < NEAR:
                _charge(row, steps, (start - NEAR, end + NEAR), BLOCKED)

    def _across(
        self,
        costs: list[list[float]],
        places: Sequence[float],
        steps: Sequence[float],
        line: tuple[float, float, float],
    ) -> None:
        at, start, end = line
        index = bisect_left(steps, at) - 1
        if not 0 <= index < len(steps) - 1:
            return
        for place, row in zip(places, costs, strict=True):
            if start < place < end:
                row[index] += _CROSSING


def _charge(row: list[float], steps: Sequence[float], span: tuple[float, float], cost: float) -> None:
    first, last = _between(steps, *span)
    for index in range(first, last):
        row[index] += cost


def _between(steps: Sequence[float], start: float, end: float) -> tuple[int, int]:
    """Return the range of the stretches that have more than an end in common with a span."""
    first = max(bisect_left(steps, start) - 1, 0)
    while first < len(steps) - 1 and steps[first + 1] <= start:
        first += 1
    last = bisect_left(steps, end)
    return first, min(last, len(steps) - 1)


def places(named: Iterable[float], start: float, end: float, step: float) -> list[float]:
    """Return the sorted coordinates of grid lines: the named ones, and one each `step` pixels from start to end."""
    count = int((end - start) // step)
    regular = (start + number * step for number in range(count + 1))
    return sorted({round(each, 2) for each in (*named, *regular) if start <= each <= end})
