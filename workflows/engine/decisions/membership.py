"""Cells that ask whether a list holds certain values, such as `list contains(?, "A")`: which values, and sets in words."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import feel
from feel import nodes
from feel.parser import unary_tests_of
from workflows.engine.decisions.constants import TooComplex, value_of
from workflows.engine.decisions.shown_values import listed, shown

ASKED = 10
"""Values that the cells of one column ask for; every set of them is a region of its own."""

CUBES = 4
"""Alternatives that a sentence names."""

Cube = tuple[tuple[int, ...], tuple[int, ...]]
"""Values that a list holds, and values that it does not."""


def asked(cell: str) -> Iterator[Any]:
    """Yield the values whose presence a cell asks for; nothing for a blank one. Raises TooComplex where it does more.

    A cell that asks whether there is a list at all (`null`) asks for no value.
    """
    try:
        tree = unary_tests_of(cell, (), {})
    except feel.FeelError:
        raise TooComplex from None
    for item in tree.items:
        if not is_null(item):
            yield from _values(item)


def names_null(cell: str) -> bool:
    """Tell whether one of the tests of a readable cell is `null`."""
    return any(map(is_null, unary_tests_of(cell, (), {}).items))


def is_null(node: nodes.Node) -> bool:
    """Tell whether a test is `null`."""
    return isinstance(node, nodes.Literal) and node.value is None


def _values(node: nodes.Node) -> Iterator[Any]:
    match node:
        case nodes.Conjunction() | nodes.Disjunction():
            for operand in node.operands:
                yield from _values(operand)
        case nodes.Call(function=nodes.Name(name="not"), arguments=(operand,), keywords=()):
            yield from _values(operand)
        case nodes.Call(
            function=nodes.Name(name="list contains"), arguments=(nodes.Name(name="?"), wanted), keywords=()
        ):
            yield value_of(wanted)
        case _:
            raise TooComplex


def distinct(values: Sequence[Any]) -> list[Any]:
    """Return the values without repetition; 1 and true are two. Raises TooComplex for more than ASKED."""
    found = list({(type(value), value): value for value in values}.values())
    if len(found) > ASKED:
        raise TooComplex
    return found


def subsets(values: Sequence[Any]) -> list[list[Any]]:
    """Return every list that holds some of the values, the empty one first."""
    return [[value for place, value in enumerate(values) if chosen >> place & 1] for chosen in range(1 << len(values))]


def said(values: Sequence[Any], lists: Collection[Sequence[Any]]) -> str:
    """Return in words which lists are meant: “có A, không có B hoặc có C”."""
    places = {(type(value), value): place for place, value in enumerate(values)}
    chosen = {sum(1 << places[type(value), value] for value in each) for each in lists}
    cubes = list(_cubes(chosen, tuple(range(len(values)))))
    told = " hoặc ".join(_told(values, cube) for cube in cubes[:CUBES])
    return told + (" …" if len(cubes) > CUBES else "")


def _cubes(chosen: set[int], free: tuple[int, ...]) -> Iterator[Cube]:
    """Cut a set of subsets into parts that are told by what they hold and what not.

    `free` are the values that still tell subsets of the part apart; those that change nothing are left out first.
    """
    if not chosen:
        return
    open_values = tuple(place for place in free if {each ^ 1 << place for each in chosen} != chosen)
    loose = sum(1 << place for place in free if place not in open_values)
    rest = {each & ~loose for each in chosen}
    if not open_values:
        yield (), ()
        return
    place = min(open_values, key=lambda each: _undecided(rest, each))
    after = tuple(each for each in open_values if each != place)
    bit = 1 << place
    for held, missing in _cubes({each & ~bit for each in rest if each & bit}, after):
        yield tuple(sorted((place, *held))), missing
    for held, missing in _cubes({each for each in rest if not each & bit}, after):
        yield held, tuple(sorted((place, *missing)))


def _undecided(chosen: set[int], place: int) -> bool:
    """Tell whether some of the subsets hold a value and some do not."""
    return len({each >> place & 1 for each in chosen}) == 2


def _told(values: Sequence[Any], cube: Cube) -> str:
    held, missing = ([shown(values[place]) for place in part] for part in cube)
    said_held = f"có {listed(held)}" if held else ""
    said_missing = (
        f"không có {', '.join(missing[:-1])}{' hay ' if len(missing) > 1 else ''}{missing[-1]}" if missing else ""
    )
    return ", ".join(filter(None, (said_held, said_missing))) or "đã có giá trị"
