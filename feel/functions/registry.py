"""Keeps the built-in functions with their parameters, and binds a call to the right one."""

import builtins
import difflib
import inspect
import keyword
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from feel import nodes, values
from feel.errors import FeelError, NoValue
from feel.runtime import Run

Invocation = Callable[[Run, list[Any]], Any]
"""A built-in function with the places of its arguments settled."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a function takes in one place: values of certain types, or any when `types` is empty."""

    name: str
    types: tuple[type, ...]
    optional: bool = False
    repeated: bool = False

    @property
    def python_name(self) -> str:
        """The name of the parameter in the Python function; `list` is `list_` there."""
        name = self.name.replace(" ", "_")
        return f"{name}_" if keyword.iskeyword(name) or hasattr(builtins, name) else name

    @property
    def takes_null(self) -> bool:
        """Tell whether null is one of its values."""
        return not self.types or type(None) in self.types


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in function with one of its parameter lists."""

    name: str
    parameters: tuple[Parameter, ...]
    spread: bool
    """Whether its one list may also be given as its elements."""
    call: Callable[..., Any]
    """Takes a run first, always."""

    @property
    def signature(self) -> str:
        """The function as a person would write it."""
        shown = [f"{item.name}?" if item.optional else item.name for item in self.parameters]
        more = self.spread or any(item.repeated for item in self.parameters)
        return f"{self.name}({', '.join(shown)}{', …' if more else ''})"

    def places(self, call: nodes.Call) -> tuple[Parameter, ...] | None:
        """Return the parameter that each argument fills, or None when they do not fit."""
        if call.keywords:
            filled = tuple(item for name in call.keywords for item in self.parameters if item.name == name)
        else:
            filled = self.parameters[: len(call.arguments)]
            if self.parameters and self.parameters[-1].repeated:
                filled += self.parameters[-1:] * (len(call.arguments) - len(filled))
        required = [item for item in self.parameters if item not in filled and not item.optional]
        # A parameter that is not named is null, where it may be.
        missing = [item for item in required if not (call.keywords and item.takes_null)]
        twice = len(set(filled)) != len(filled) and not filled[-1].repeated
        return None if missing or twice or len(filled) != len(call.arguments) else filled


F = TypeVar("F", bound=Callable[..., Any])

FUNCTIONS: dict[str, list[Builtin]] = {}


def builtin(signature: str) -> Callable[[F], F]:
    """Register a function under a signature such as `substring(string: string, length?: number)`.

    A parameter list that ends in `...` also takes its elements one by one; a parameter that ends in
    `*` takes all further arguments as a list. A function whose work grows with its arguments has a
    first parameter `run`, on which it spends.
    """
    name, _, rest = signature.partition("(")
    spread = rest.endswith("...)")
    parameters = tuple(_parameter(part) for part in rest.rstrip(".)").split(",") if part.strip())

    def register(call: F) -> F:
        with_run = call if "run" in inspect.signature(call).parameters else _without_run(call)
        FUNCTIONS.setdefault(name, []).append(Builtin(name, parameters, spread, with_run))
        return call

    return register


def _without_run(call: Callable[..., Any]) -> Callable[..., Any]:
    return lambda _run, *given, **named: call(*given, **named)


def _parameter(part: str) -> Parameter:
    name, _, kinds = (piece.strip() for piece in part.partition(":"))
    known = {name: kind for kind, name in values.TYPE_NAMES.items()}
    repeated, kinds = kinds.endswith("*"), kinds.rstrip("*")
    types = _WIDE_TYPES[kinds] if kinds in _WIDE_TYPES else tuple(known[kind] for kind in kinds.split("|"))
    return Parameter(name.rstrip("?"), types, name.endswith("?"), repeated)


_WIDE_TYPES: dict[str, tuple[type, ...]] = {"any": (), "point": tuple(values.ORDERS)}


def bound(call: nodes.Call) -> Invocation:
    """Return the function that the call means, taking a run and the values of the arguments.

    Raise FeelError when there is no such function or the arguments do not fit it.
    """
    candidates = _candidates(call)
    fitting = [_with_places(each, places) for each in candidates if (places := _plain_places(each, call)) is not None]
    if not fitting and call.arguments and not call.keywords:
        fitting = [_with_elements(each) for each in candidates if each.spread]
    if not fitting:
        shown = " hoặc ".join(each.signature for each in candidates)
        raise FeelError(f"Hàm {candidates[0].name} được gọi với tham số không đúng.", call.position, f"Viết {shown}.")
    return fitting[0] if len(fitting) == 1 else _first_that_takes(fitting)


def _plain_places(function: Builtin, call: nodes.Call) -> tuple[Parameter, ...] | None:
    return None if function.spread and not call.keywords else function.places(call)


def _candidates(call: nodes.Call) -> list[Builtin]:
    name = call.function.name if isinstance(call.function, nodes.Name) else None
    if name is None:
        raise FeelError("Giá trị được gọi không phải là hàm.", call.position)
    if name not in FUNCTIONS:
        close = difflib.get_close_matches(name.lower(), FUNCTIONS, n=1)
        hint = f"Có phải là {close[0]}(…)?" if close else "Kiểm tra lại tên hàm."
        raise FeelError(f"Không có hàm “{name}”.", call.position, hint)
    return FUNCTIONS[name]


def _first_that_takes(overloads: list[Invocation]) -> Invocation:
    """Return a function that tries overloads of as many parameters until one takes the arguments."""

    def invoke(run: Run, given: list[Any]) -> Any:
        for overload in overloads[:-1]:
            try:
                return overload(run, given)
            except _Unfit:
                continue
        return overloads[-1](run, given)

    return invoke


class _Unfit(NoValue):
    """An argument is not of the type that its parameter wants."""


def _with_places(function: Builtin, places: tuple[Parameter, ...]) -> Invocation:
    call = function.call
    nulls = [item.python_name for item in function.parameters if not item.optional and item not in places]
    single = tuple((place.python_name, place) for place in places if not place.repeated)
    repeated = next((place for place in function.parameters if place.repeated), None)

    def invoke(run: Run, given: list[Any]) -> Any:
        arguments = {name: coerced(given[index], place, function) for index, (name, place) in enumerate(single)}
        if repeated is not None:
            more = given[len(single) :]
            arguments[repeated.python_name] = [coerced(value, repeated, function) for value in more]
        arguments.update(dict.fromkeys(nulls))
        return call(run, **arguments)

    if repeated is None or not any(place.repeated for place in places[: len(single)]):
        return invoke
    order = [index for index, place in enumerate(places) if not place.repeated]
    order += [index for index, place in enumerate(places) if place.repeated]
    return lambda run, given: invoke(run, [given[index] for index in order])


def _with_elements(function: Builtin) -> Invocation:
    """Return the function for a list that is given as one list or as its elements."""
    (place,) = function.parameters
    call = function.call

    def invoke(run: Run, given: list[Any]) -> Any:
        only = given[0] if len(given) == 1 else given
        return call(run, only if type(only) is list else coerced(only, place, function))

    return invoke


def coerced(value: Any, place: Parameter, function: Builtin) -> Any:
    """Return the argument as the parameter wants it; raise NoValue when it is of another kind.

    A single value stands for a list of one, and a list of one for its value.
    """
    types = place.types
    if not types or type(value) in types:
        return value
    if types == (list,) and value is not None:
        return [value]
    if type(value) is list and len(value) == 1 and type(value[0]) in types:
        return value[0]
    wanted = " hoặc ".join(values.VIETNAMESE_TYPES[values.TYPE_NAMES[kind]] for kind in types)
    raise _Unfit(f"Hàm {function.name} cần {wanted} ở tham số “{place.name}”, không phải {values.described(value)}.")


@cache
def as_value(name: str) -> values.Function | None:
    """Return the built-in function as a value that can be passed on, or None when there is none."""
    overloads = FUNCTIONS.get(name)
    if overloads is None:
        return None
    callee = nodes.Name(0, name)
    parameters = max((each.parameters for each in overloads), key=len)

    def call(run: Run, arguments: list[Any]) -> Any:
        return bound(nodes.Call(0, callee, tuple(nodes.Literal(0, None) for _ in arguments), ()))(run, arguments)

    return values.Function(tuple(values.Parameter(item.name) for item in parameters), call, overloaded=True)
