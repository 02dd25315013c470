"""Types as `instance of`, parameters and item definitions name them, and which values are of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from feel.dates import Date
from feel.errors import NoValue
from feel.temporal_operators import moment_of
from feel.values import TYPE_NAMES, Function, Range, described


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of value by its name; `Any` holds every value."""

    name: str

    def __str__(self) -> str:
        return self.name

    def holds(self, value: Any) -> bool:
        """Tell whether the value is of the type; null is of every type."""
        return value is None or self.name == "Any" or TYPE_NAMES.get(type(value)) == self.name

    def conforms(self, other: Type) -> bool:
        """Tell whether every value of this type is one of the other."""
        return other in (ANY, self) or self.name == "Null"


@dataclass(frozen=True, slots=True)
class ListOf(Type):
    """Lists whose elements are of one type."""

    element: Type

    def holds(self, value: Any) -> bool:
        """Tell whether the value is such a list."""
        return value is None or (type(value) is list and all(map(self.element.holds, value)))

    def conforms(self, other: Type) -> bool:
        """Tell whether every such list is of the other type."""
        return other == ANY or (isinstance(other, ListOf) and self.element.conforms(other.element))


@dataclass(frozen=True, slots=True)
class RangeOf(Type):
    """Ranges whose ends are of one type."""

    end: Type

    def holds(self, value: Any) -> bool:
        """Tell whether the value is such a range."""
        return value is None or (type(value) is Range and self.end.holds(value.low) and self.end.holds(value.high))

    def conforms(self, other: Type) -> bool:
        """Tell whether every such range is of the other type."""
        return other == ANY or (isinstance(other, RangeOf) and self.end.conforms(other.end))


@dataclass(frozen=True, slots=True)
class ContextOf(Type):
    """Contexts that have at least these entries."""

    entries: tuple[tuple[str, Type], ...]

    def holds(self, value: Any) -> bool:
        """Tell whether the value is such a context."""
        if value is None:
            return True
        return type(value) is dict and all(name in value and kind.holds(value[name]) for name, kind in self.entries)

    def conforms(self, other: Type) -> bool:
        """Tell whether every such context is of the other type."""
        if not isinstance(other, ContextOf):
            return other == ANY
        own = dict(self.entries)
        return all(name in own and own[name].conforms(kind) for name, kind in other.entries)


@dataclass(frozen=True, slots=True)
class FunctionOf(Type):
    """Functions that take these types and give that one."""

    parameters: tuple[Type, ...]
    result: Type

    def holds(self, value: Any) -> bool:
        """Tell whether the value is such a function; what it does not declare is taken to fit."""
        if value is None:
            return True
        if not isinstance(value, Function) or len(value.parameters) != len(self.parameters):
            return False
        wanted = zip(self.parameters, value.parameters, strict=True)
        takes = all(given.conforms(parameter.type or ANY) for given, parameter in wanted)
        return takes and (value.result is None or value.result.conforms(self.result))

    def conforms(self, other: Type) -> bool:
        """Tell whether every such function is of the other type."""
        if not isinstance(other, FunctionOf):
            return other == ANY
        if len(other.parameters) != len(self.parameters):
            return False
        takes = all(theirs.conforms(own) for own, theirs in zip(self.parameters, other.parameters, strict=True))
        return takes and self.result.conforms(other.result)


ANY = Type("Any")


def list_of(element: Type) -> ListOf:
    """Return the type of lists with such elements."""
    return ListOf(f"list<{element}>", element)


def range_of(end: Type) -> RangeOf:
    """Return the type of ranges with such ends."""
    return RangeOf(f"range<{end}>", end)


def context_of(entries: dict[str, Type]) -> ContextOf:
    """Return the type of contexts with at least these entries."""
    shown = ", ".join(f"{name}: {kind}" for name, kind in entries.items())
    return ContextOf(f"context<{shown}>", tuple(entries.items()))


def function_of(parameters: tuple[Type, ...], result: Type) -> FunctionOf:
    """Return the type of functions that take and give these types."""
    return FunctionOf(f"function<{', '.join(map(str, parameters))}> -> {result}", parameters, result)


def named(name: str) -> Type | None:
    """Return the type that the language itself knows by this name."""
    if name == "Any":
        return ANY
    if name in ("Null", "null"):
        return Type("null")
    takes_parts = name in ("list", "context", "range", "function")
    return Type(name) if name in TYPE_NAMES.values() and not takes_parts else None


CONVERSIONS: dict[tuple[type, str], Callable[[Any], Any]] = {(Date, "date and time"): moment_of}
"""Which kinds become values of another type, by its name, where a typed place takes them."""


def fitted(value: Any, kind: Type | None) -> Any:
    """Return the value as one of the type; raise NoValue when it is none.

    A list of one stands for its value, and a single value for a list of one.
    """
    if kind is None or kind.holds(value):
        return value
    convert = CONVERSIONS.get((type(value), kind.name))
    if convert is not None:
        return convert(value)
    if type(value) is list and len(value) == 1 and kind.holds(value[0]):
        return value[0]
    if isinstance(kind, ListOf) and kind.element.holds(value):
        return [value]
    raise NoValue(f"Ở đây cần giá trị kiểu {kind}, không phải {described(value)}.")
