"""The data of an instance's tasks as they are stored: each value once, each set of values as what it changes."""

from typing import Any

import orjson

from workflows.engine.plain import fresh

LIMIT_DATA_BYTES = 16_384


class DataTooLarge(Exception):
    """The variables of a task exceed the limit; they are for routing, the dossier stands in tables."""


class Pool:
    """Takes in values and sets of values. `values` and `sets` are what is stored.

    A set is {name: index into values}. Where that is shorter, it is [changed, gone] instead: what it changes of the
    set before it, and the names that it lacks (left out where there are none). So the ballots of a council, which
    differ in their member alone, do not repeat the dossier's variables.
    """

    def __init__(self) -> None:
        self.values: list = []
        self.sets: list = []
        self._value_index: dict[bytes, int] = {}
        self._set_index: dict[frozenset, int] = {}
        self._last: dict[str, int] = {}

    def add(self, data: dict) -> int:
        """Return the number of a set of data, counted from 1; 0 for an empty one. Raises DataTooLarge."""
        if not data:
            return 0
        names, size = {}, 0
        for name in sorted(data):
            raw = orjson.dumps(data[name])
            size += len(raw)
            index = self._value_index.setdefault(raw, len(self.values))
            if index == len(self.values):
                self.values.append(orjson.Fragment(raw))
            names[name] = index
        if size > LIMIT_DATA_BYTES:
            raise DataTooLarge
        number = self._set_index.setdefault(frozenset(names.items()), len(self.sets) + 1)
        if number > len(self.sets):
            self.sets.append(self._shortest(names))
            self._last = names
        return number

    def _shortest(self, names: dict[str, int]) -> dict | list:
        changed = {name: index for name, index in names.items() if self._last.get(name) != index}
        gone = [name for name in self._last if name not in names]
        if len(changed) + len(gone) >= len(names):
            return names
        return [changed, gone] if gone else [changed]


class Sets:
    """Hands out stored sets of data, each time as a fresh copy that nothing else shares."""

    def __init__(self, values: list, sets: list[dict | list]):
        self._values = values
        self._sets: list[dict[str, int]] = []
        last: dict[str, int] = {}
        for stored in sets:
            if isinstance(stored, list):
                changed, gone = stored[0], stored[1] if len(stored) > 1 else ()
                last = {name: index for name, index in (last | changed).items() if name not in gone}
            else:
                last = stored
            self._sets.append(last)

    def get(self, number: int) -> dict[str, Any]:
        """Return a set by its number, counted from 1; an empty one for 0."""
        if not number:
            return {}
        return {name: fresh(self._values[index]) for name, index in self._sets[number - 1].items()}
