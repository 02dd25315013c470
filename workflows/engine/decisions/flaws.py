"""Finds what a decision table forgets, answers twice, or never comes to; each with an example.

The inputs are cut into regions (see `columns`); a table is then a union of boxes in a finite grid, which is swept column
by column. Tables whose cells do more than compare with constants are reported as not analysed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from workflows.engine.decisions.columns import Column, analysed
from workflows.engine.decisions.constants import TooComplex, tested, written
from workflows.engine.decisions.model import Element, InputColumn, Table, Text, called, parts
from workflows.engine.decisions.shown_values import listed, plain
from workflows.engine.decisions.types import Types

WORK = 100_000
"""Steps of the analysis of one table."""

FOUND = 10
"""Gaps, overlaps and unreachable rules that are told of one table, each."""

GAPLESS = ("U", "A", "P", "F")
"""Policies that are expected to answer for every input; the others answer with an empty list."""


@dataclass(frozen=True)
class Flaw:
    """One finding. `kind` is gap, overlap, unreachable, or not_analysed (`columns` are then those at fault)."""

    kind: str
    file: str
    element_id: str | None
    where: str
    message: str
    rules: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    example: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file}, {self.where}: {self.message}"


class _OutOfWork(Exception):
    """The table is too large to be analysed wholly."""


@dataclass(frozen=True)
class Survey:
    """One table with everything that was found in it. `name` and `model` are what people call it and its file."""

    table: Table
    flaws: tuple[Flaw, ...]
    name: str
    model: str


def surveyed(element: Element, types: Types, model: str) -> Iterator[Survey]:
    """Yield every table of an element with its findings; one whose rows are too long or short is refused elsewhere."""
    for part in parts(element):
        if isinstance(part, Table) and all(len(rule.tests) == len(part.inputs) for rule in part.rules):
            yield Survey(part, tuple(_Analysis(part, types).findings()), called(element, part), model)


class _Analysis:
    """One table with its columns as regions."""

    def __init__(self, table: Table, types: Types):
        self._table = table
        self._work = WORK
        self._columns: list[Column] = []
        self._at_fault: list[str] = []
        self._orders = [_order(column.allowed or types.allowed_of(column.type_ref)) for column in table.outputs]
        for index, column in enumerate(table.inputs):
            try:
                self._columns.append(self._analysed(index, column, types))
            except TooComplex:
                self._at_fault.append(column.label)

    def _analysed(self, index: int, column: InputColumn, types: Types) -> Column:
        cells = [rule.tests[index] for rule in self._table.rules]
        allowed = column.allowed or types.allowed_of(column.type_ref)
        return analysed(column.label, cells, allowed, is_boolean=types.named(column.type_ref).name == "boolean")

    def findings(self) -> list[Flaw]:
        """Return everything that is found."""
        if self._at_fault:
            message = f"Chưa phân tích được khoảng trống và trùng lặp vì cột {listed(self._at_fault)} quá phức tạp."
            return [self._flaw("not_analysed", message, columns=tuple(self._at_fault))]
        found: list[Flaw] = []
        try:
            found += self._unreachable()
            found += self._overlaps()
            found += self._gaps()
        except _OutOfWork:
            found.append(self._flaw("not_analysed", "Bảng quá lớn để phân tích hết khoảng trống và trùng lặp."))
        return found

    def _flaw(self, kind: str, message: str, **more: object) -> Flaw:
        place = self._table.place
        return Flaw(kind, place.file, self._table.id or place.element_id, place.said, message, **more)  # type: ignore[arg-type]

    def _spend(self, steps: int = 1) -> None:
        self._work -= steps
        if self._work < 0:
            raise _OutOfWork

    def _box(self, rule: int) -> tuple[int, ...]:
        return tuple(column.masks[rule] for column in self._columns)

    def _example(self, box: Sequence[int]) -> dict[str, object]:
        return {
            column.label: plain(column.sample(mask))
            for column, mask in zip(self._columns, box, strict=True)
            if len(column.regions) > 1
        }

    def _shown(self, box: Sequence[int]) -> str:
        said = [
            f"{column.label} = {column.shown(mask)}"
            for column, mask in zip(self._columns, box, strict=True)
            if len(column.regions) > 1
        ]
        return "; ".join(said) or "mọi giá trị"

    def _gaps(self) -> Iterator[Flaw]:
        table = self._table
        if table.hit_policy not in GAPLESS or all(column.default for column in table.outputs) or not table.inputs:
            return
        everything = tuple(column.all for column in self._columns)
        for box, _ in zip(self._uncovered(everything, range(len(table.rules))), range(FOUND), strict=False):
            said = [
                f"{column.label} {column.said(mask)}"
                for column, mask in zip(self._columns, box, strict=True)
                if mask != column.all
            ]
            where = ", ".join(said) or "mọi giá trị"
            message = f"Không dòng nào khớp khi {where} (ví dụ {self._shown(box)})."
            yield self._flaw("gap", message, example=self._example(box))

    def _overlaps(self) -> Iterator[Flaw]:
        if self._table.hit_policy not in ("U", "A"):
            return
        found = 0
        boxes = [self._box(rule) for rule in range(len(self._table.rules))]
        for first, second in combinations(range(len(boxes)), 2):
            self._spend()
            both = tuple(one & other for one, other in zip(boxes[first], boxes[second], strict=True))
            if not all(both) or not self._is_conflict(first, second):
                continue
            found += 1
            if found > FOUND:
                return
            numbers = (first + 1, second + 1)
            message = f"Dòng {numbers[0]} và dòng {numbers[1]} cùng khớp, ví dụ {self._shown(both)}."
            yield self._flaw("overlap", message, rules=numbers, example=self._example(both))

    def _is_conflict(self, first: int, second: int) -> bool:
        one, other = self._table.rules[first], self._table.rules[second]
        return self._table.hit_policy == "U" or [cell.text for cell in one.outputs] != [
            cell.text for cell in other.outputs
        ]

    def _unreachable(self) -> Iterator[Flaw]:
        for rule in range(len(self._table.rules)):
            self._spend(len(self._columns))
            box = self._box(rule)
            if not all(box):
                empty = [column.label for column, mask in zip(self._columns, box, strict=True) if not mask]
                message = f"Dòng {rule + 1} không bao giờ khớp: không giá trị nào của {listed(empty)} đạt điều kiện."
                yield self._flaw("unreachable", message, rules=(rule + 1,), columns=tuple(empty))
                continue
            before = self._stronger(rule)
            if before and next(self._uncovered(box, before), None) is None:
                hiding = [other for other in before if all(map(_meets, self._box(other), box))]
                numbers = listed([f"dòng {other + 1}" for other in hiding])
                message = f"Dòng {rule + 1} không bao giờ được chọn vì {numbers} luôn được chọn trước."
                yield self._flaw("unreachable", message, rules=(rule + 1, *(other + 1 for other in hiding)))

    def _stronger(self, rule: int) -> list[int]:
        """Return the rules that are chosen before this one wherever both match."""
        if self._table.hit_policy == "F":
            return list(range(rule))
        if self._table.hit_policy != "P":
            return []
        ranks = [self._rank(each) for each in range(len(self._table.rules))]
        own = ranks[rule]
        return [] if own is None else [other for other, rank in enumerate(ranks) if rank is not None and rank < own]

    def _rank(self, rule: int) -> tuple[int, ...] | None:
        """Return the priority of a rule, the highest first; None when it is not known before the table runs."""
        found = []
        try:
            for order, cell in zip(self._orders, self._table.rules[rule].outputs, strict=False):
                if order:
                    found.append(order.index(written(cell.text)))
        except (TooComplex, ValueError):
            return None
        return tuple(found)

    def _uncovered(self, box: tuple[int, ...], rules: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Yield boxes inside `box` that no rule covers, column by column."""
        active = [rule for rule in rules if all(map(_meets, self._box(rule), box))]
        yield from self._sweep(0, (), box, active)

    def _sweep(
        self, level: int, done: tuple[int, ...], box: tuple[int, ...], rules: list[int]
    ) -> Iterator[tuple[int, ...]]:
        self._spend(1 + len(rules) // 16)
        if not rules:
            yield (*done, *box[level:])
            return
        rest = range(level, len(box))
        if any(all(self._columns[at].masks[rule] & box[at] == box[at] for at in rest) for rule in rules):
            return
        for mask, held in self._groups(level, box[level], rules):
            yield from self._sweep(level + 1, (*done, mask), box, list(held))

    def _groups(self, level: int, wanted: int, rules: list[int]) -> list[tuple[int, tuple[int, ...]]]:
        """Cut the wanted regions of a column into masks inside which the same rules hold."""
        groups: dict[tuple[int, ...], int] = {}
        column = self._columns[level]
        for place in range(len(column.regions)):
            bit = 1 << place
            if wanted & bit:
                self._spend(1 + len(rules) // 16)
                held = tuple(rule for rule in rules if column.masks[rule] & bit)
                groups[held] = groups.get(held, 0) | bit
        return [(mask, held) for held, mask in groups.items()]


def _order(allowed: Text | None) -> list[Any]:
    """Return the values that an output may have, the one of highest priority first; none where they are computed."""
    try:
        return list(tested(allowed.text)) if allowed else []
    except TooComplex:
        return []


def _meets(one: int, other: int) -> bool:
    return bool(one & other)
