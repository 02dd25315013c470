"""Things with facts, and how two sets of them differ. Knows nothing of what the things are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Item:
    """One thing of a bundle: an element or a flow of a diagram, a rule of a table, a question of a form."""

    kind: str
    """process, element, flow; decision, rule, table_item; form, question; scenario."""
    scope: str
    """Id of the process, decision or form that it belongs to: its id is unique there."""
    id: str
    name: str
    facts: Mapping[str, str]
    """Whatever it says, as text, by a name that stays the same while its meaning does."""
    scope_name: str = ""
    place: tuple[float, ...] = ()
    """Where it is drawn (x, y, width, height, in pixels of the diagram); empty for what is not drawn by itself."""
    type: str = ""

    @property
    def key(self) -> Key:
        """What makes it the same thing in another bundle."""
        return self.kind, self.scope, self.id


@dataclass(frozen=True)
class Aspect:
    """One fact that changed; "" where it was or is not said."""

    fact: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One thing that is new, gone, says something else, is drawn elsewhere, or stands at another place in the order."""

    what: str
    """added, removed, changed, moved or reordered."""
    item: Item
    """As it is now; as it was where it is gone."""
    aspects: tuple[Aspect, ...] = field(default=())


def compare(before: Iterable[Item], after: Iterable[Item]) -> tuple[Change, ...]:
    """Return what differs, in the order of `after`, each thing that is gone behind the one that it stood after.

    A thing that says what it said and is only drawn elsewhere is "moved". "reordered" is told of rules and questions
    alone, whose order means something, and of as few of them as explain the new order.
    """
    old = {item.key: item for item in before}
    new = {item.key: item for item in after}
    moved_up = _out_of_order(old, new)
    found: list[Change] = []
    for item in _woven(old, new):
        was, now = old.get(item.key), new.get(item.key)
        if now is None:
            found.append(Change("removed", item, _aspects(item.facts, {})))
        elif was is None:
            found.append(Change("added", item, _aspects({}, item.facts)))
        elif aspects := _aspects(was.facts, now.facts):
            found.append(Change("changed", item, aspects))
        elif item.key in moved_up:
            found.append(Change("reordered", item))
        elif was.place != now.place:
            found.append(Change("moved", item))
    return tuple(found)


def _aspects(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Aspect, ...]:
    names = dict.fromkeys((*after, *before))
    return tuple(
        Aspect(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def _woven(old: Mapping[Key, Item], new: Mapping[Key, Item]) -> list[Item]:
    """Return the items of `new`, with those that are only in `old` behind their former neighbours."""
    followers: dict[Key | None, list[Item]] = {}
    for left, right in pairwise((None, *old.values())):
        if right is not None and right.key not in new:
            followers.setdefault(left.key if left else None, []).append(right)
    woven: list[Item] = []
    waiting = [*reversed(list(new.values())), *reversed(followers.get(None, []))]
    while waiting:
        item = waiting.pop()
        woven.append(item)
        waiting.extend(reversed(followers.get(item.key, [])))
    return woven


def _out_of_order(old: Mapping[Key, Item], new: Mapping[Key, Item]) -> frozenset[Key]:
    """Return the fewest rules and questions that, taken out, leave the others in the order in which they were."""
    scopes: dict[tuple[str, str], list[Key]] = {}
    for key in new:
        if key in old and key[0] in ("rule", "question"):
            scopes.setdefault(key[:2], []).append(key)
    ranks = {key: rank for rank, key in enumerate(old)}
    moved: set[Key] = set()
    for keys in scopes.values():
        kept = _longest_rising([ranks[key] for key in keys])
        moved |= {key for key in keys if ranks[key] not in kept}
    return frozenset(moved)


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """Return the numbers of a longest rising part of a sequence of different numbers."""
    best: list[tuple[int, ...]] = []
    for number in numbers:
        longest: tuple[int, ...] = max((run for run in best if run[-1] < number), key=len, default=())
        best.append((*longest, number))
    found: tuple[int, ...] = max(best, key=len, default=())
    return frozenset(found)
