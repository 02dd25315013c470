"""Cuts what a column of a table may hold into regions inside which no cell of the column tells values apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import feel
from feel.dates import Date
from feel.decimals import DECIMAL
from workflows.engine.decisions import membership
from workflows.engine.decisions.constants import TooComplex, tested
from workflows.engine.decisions.model import Text
from workflows.engine.decisions.shown_values import shown

REGIONS = 2_000
"""Regions of one column."""

TRIALS = 500_000
"""Different cells of a column times its regions: each is tried with each."""

RUNS = 4
"""Separate stretches of a column that a sentence names."""

OTHER = "(giá trị khác)"


@dataclass(frozen=True)
class Region:
    """Values that every cell treats alike: one of them, and how to say them all."""

    sample: Any
    said: str


@dataclass(frozen=True)
class Column:
    """The regions of one column, and for each rule a bit mask of those that its cell lets through."""

    label: str
    regions: tuple[Region, ...]
    masks: tuple[int, ...]
    asked: tuple[Any, ...] = ()
    """Of a column that holds lists: the values whose presence its cells ask for."""

    @property
    def all(self) -> int:
        """The mask of every region."""
        return (1 << len(self.regions)) - 1

    def said(self, mask: int) -> str:
        """Return the regions of a mask in words, neighbouring ones as one."""
        if self.asked:
            return self._said_lists([region for place, region in enumerate(self.regions) if mask >> place & 1])
        runs: list[list[Region]] = []
        held = False
        for place, region in enumerate(self.regions):
            if mask >> place & 1:
                if held and _is_ordered(region.sample):
                    runs[-1].append(region)
                else:
                    runs.append([region])
            held = bool(mask >> place & 1) and _is_ordered(region.sample)
        said = [_joined(run[0], run[-1]) if len(run) > 1 else run[0].said for run in runs]
        return " hoặc ".join(said[:RUNS]) + (" …" if len(said) > RUNS else "")

    def sample(self, mask: int) -> Any:
        """Return a value of the first region of a mask."""
        return self.regions[(mask & -mask).bit_length() - 1].sample

    def shown(self, mask: int) -> str:
        """Return a value of a mask as a sentence shows it; of lists what they hold."""
        sample = self.sample(mask)
        return "danh sách trống" if sample == [] else shown(sample)

    def _said_lists(self, regions: Sequence[Region]) -> str:
        lists = [region.sample for region in regions if region.sample is not None]
        missing = ["chưa có giá trị"] if len(lists) < len(regions) else []
        return " hoặc ".join([*([membership.said(self.asked, lists)] if lists else []), *missing])


def analysed(label: str, cells: Sequence[Text], allowed: Text | None, *, is_boolean: bool = False) -> Column:
    """Return the regions of a column with these cells. Raises TooComplex."""
    texts = [cell.text for cell in cells]
    written = tuple(dict.fromkeys((*texts, *([allowed.text] if allowed else ()))))
    asked: tuple[Any, ...] = ()
    try:
        constants = [value for text in written for value in tested(text)]
        regions = _regions(constants, is_boolean=is_boolean, is_open=allowed is None)
    except TooComplex:
        asked = tuple(membership.distinct([value for text in written for value in membership.asked(text)]))
        regions = _lists(asked, with_missing=any(map(membership.names_null, written)))
    if allowed is not None:
        test = feel.parse_unary_tests(allowed.text)
        regions = [each for each in regions if each.sample is None or test.evaluate(each.sample, {}) is True]
    if len(regions) > REGIONS or len(regions) * len(written) > TRIALS:
        raise TooComplex
    masks = {text: _mask(text, regions) for text in set(texts)}
    return Column(label, tuple(regions), tuple(masks[text] for text in texts), asked)


def _mask(text: str, regions: Sequence[Region]) -> int:
    test = feel.parse_unary_tests(text)
    return sum(1 << place for place, region in enumerate(regions) if test.evaluate(region.sample, {}) is True)


def _regions(constants: list[Any], *, is_boolean: bool, is_open: bool) -> list[Region]:
    missing = [Region(None, "chưa có giá trị")] if None in constants else []
    known = [value for value in constants if value is not None]
    kinds: set[type] = {type(value) for value in known} or ({bool} if is_boolean else set())
    if len(kinds) > 1:
        raise TooComplex
    if not kinds:
        return [Region(OTHER, "đã có giá trị"), *missing] if missing else [Region(None, "bất kỳ")]
    kind = kinds.pop()
    if kind is bool:
        return [Region(value, shown(value)) for value in (True, False)] + missing
    if kind is str:
        named = [Region(value, shown(value)) for value in dict.fromkeys(known)]
        return named + ([Region(OTHER, "giá trị khác")] if is_open else []) + missing
    if kind is Decimal:
        return _line(sorted(set(known)), _below, _between, _above) + missing
    if kind is Date:
        return _line(sorted(set(known)), _day_before, _day_between, _day_after) + missing
    raise TooComplex


def _lists(asked: Sequence[Any], *, with_missing: bool) -> list[Region]:
    """Return a region for each set of the values: what else a list holds changes no cell."""
    missing = [Region(None, "chưa có giá trị")] if with_missing else []
    return [Region(sample, shown(sample)) for sample in membership.subsets(asked)] + missing


def _line(points: list[Any], below: Any, between: Any, above: Any) -> list[Region]:
    """Return the regions of an ordered kind: each point, what lies between two, and what lies beyond all."""
    regions = [Region(below(points[0]), f"dưới {shown(points[0])}")]
    for low, high in zip(points, [*points[1:], None], strict=True):
        regions.append(Region(low, f"đúng {shown(low)}"))
        inside = above(low) if high is None else between(low, high)
        if inside is not None:
            said = f"trên {shown(low)}" + ("" if high is None else f" và dưới {shown(high)}")
            regions.append(Region(inside, said))
    return regions


def _below(point: Decimal) -> Decimal:
    return DECIMAL.subtract(point, Decimal(1))


def _above(point: Decimal) -> Decimal:
    return DECIMAL.add(point, Decimal(1))


def _between(low: Decimal, high: Decimal) -> Decimal | None:
    """Return a number with few digits between two; None when there is room for none."""
    whole = low.to_integral_value(rounding="ROUND_FLOOR") + 1
    if low < whole < high:
        return whole
    middle = DECIMAL.divide(DECIMAL.add(low, high), Decimal(2))
    return middle if low < middle < high else None


def _day_before(day: Date) -> Date:
    return Date.numbered(day.number - 1)


def _day_after(day: Date) -> Date:
    return Date.numbered(day.number + 1)


def _day_between(low: Date, high: Date) -> Date | None:
    return _day_after(low) if high.number - low.number > 1 else None


def _is_ordered(sample: Any) -> bool:
    return type(sample) in (Decimal, Date)


def _joined(first: Region, last: Region) -> str:
    """Return two ends of neighbouring regions in words."""
    low, high = first.said, last.said
    if low.startswith("dưới "):
        return high.replace("đúng ", "đến ") if high.startswith("đúng ") else _end(high)
    start = low.replace("đúng ", "từ ", 1).partition(" và dưới ")[0]
    if high.startswith("đúng "):
        return f"{start} {high.replace('đúng ', 'đến ', 1)}"
    return f"{start} {_end(high)}".rstrip() if " và dưới " in high else start


def _end(said: str) -> str:
    return f"dưới {said.rpartition('dưới ')[2]}" if "dưới " in said else "bất kỳ"
