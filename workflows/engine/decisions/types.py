"""The types that a model defines by name, as types of the expression language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from feel import types
from feel.types import ANY, Type
from workflows.engine.decisions.model import ItemDefinition, Text

DEPTH = 30
_OTHER_NAMES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    **dict.fromkeys(("integer", "long", "double"), "number"),  # as editors of tables for other engines write them
}
_WITHOUT_PARTS = {"list": types.list_of(ANY), "context": types.context_of({})}


@dataclass(frozen=True, slots=True)
class Limited(Type):
    """A type of which only the values that pass a test are allowed; null is left to who reads it."""

    base: Type
    allows: Callable[[Any], bool]

    def holds(self, value: Any) -> bool:
        """Tell whether the value is of the base type and allowed."""
        return value is None or (self.base.holds(value) and self.allows(value))

    def conforms(self, other: Type) -> bool:
        """Tell whether every value of this type is one of the other."""
        return other == self or self.base.conforms(other)


Allowing = Callable[[Text], Callable[[Any], bool]]
"""Compiles the values that a type allows."""


class Types:
    """The types of one model by name; those of an imported model have its name and a dot in front.

    Without `allowing` the values that they allow are left out of account, as `instance of` wants.
    """

    def __init__(self, definitions: Mapping[str, ItemDefinition], allowing: Allowing | None = None):
        self._definitions = definitions
        self._allowing = allowing
        self._found: dict[str, Type] = {}

    def named(self, reference: str | None, depth: int = 0) -> Type:
        """Return a type; one that is not known, or that is made of itself, holds any value."""
        if not reference or depth > DEPTH:
            return ANY
        name = reference.strip().removeprefix("feel:")
        if name in self._definitions:
            if name not in self._found:
                self._found[name] = self._defined(self._definitions[name], name.rpartition(".")[0], depth + 1)
            return self._found[name]
        return _built_in(name) or ANY

    def knows(self, reference: str | None) -> bool:
        """Tell whether a reference to a type leads somewhere."""
        name = (reference or "Any").strip().removeprefix("feel:")
        return name in self._definitions or _built_in(name) is not None

    def allowed_of(self, reference: str | None) -> Text | None:
        """Return the values that a type allows, as they are written."""
        item = self._definitions.get((reference or "").strip())
        for _ in range(DEPTH):
            if item is None or item.allowed is not None:
                break
            item = self._definitions.get(item.type_ref or "")
        return None if item is None else item.allowed

    def all(self) -> dict[str, Type]:
        """Return every type that has a name here."""
        return {name: self.named(name) for name in self._definitions}

    def _defined(self, item: ItemDefinition, home: str, depth: int) -> Type:
        kind = self._limited(item, self._base(item, home, depth), item.allowed)
        if item.is_collection:
            kind = types.list_of(kind)
        return self._limited(item, kind, item.constraint)

    def _limited(self, item: ItemDefinition, kind: Type, allowed: Text | None) -> Type:
        if allowed is None or self._allowing is None:
            return kind
        return Limited(item.name, kind, self._allowing(allowed))

    def _base(self, item: ItemDefinition, home: str, depth: int) -> Type:
        if item.components and depth <= DEPTH:
            return types.context_of({part.name: self._defined(part, home, depth + 1) for part in item.components})
        if item.function is None:
            return self._from(home, item.type_ref, depth)
        parameters, result = item.function
        takes = tuple(self._from(home, each.type_ref, depth) for each in parameters)
        return types.function_of(takes, self._from(home, result, depth))

    def _from(self, home: str, reference: str | None, depth: int) -> Type:
        """Return the type that a reference means inside the model `home`, which may be an imported one."""
        qualified = f"{home}.{reference}"
        return self.named(qualified if home and qualified in self._definitions else reference, depth)


def _built_in(name: str) -> Type | None:
    name = _OTHER_NAMES.get(name, name)
    return _WITHOUT_PARTS.get(name) or types.named(name)


def completed(kind: Type, value: Any) -> Any:
    """Return a value from outside with null for each entry of its structure that was not given."""
    while isinstance(kind, Limited):
        kind = kind.base
    if isinstance(kind, types.ListOf) and type(value) is list:
        return [completed(kind.element, item) for item in value]
    if isinstance(kind, types.ContextOf) and type(value) is dict:
        return value | {name: completed(part, value.get(name)) for name, part in kind.entries}
    return value
