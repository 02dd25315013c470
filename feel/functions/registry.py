"""Keeps the built-in functions with their parameters, and binds a call to the right one."""

import builtins
import difflib
import inspect
import keyword
from collections.abc import Callable
from dataclasses import dataclass
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
    optional: bool

    @property
    def python_name(self) -> str:
        """The name of the parameter in the Python function; `list` is `list_` there."""
        name = self.name.replace(" ", "_")
        return f"{name}_" if keyword.iskeyword(name) or hasattr(builtins, name) else name


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in function with one of its parameter lists."""

    name: str
    parameters: tuple[Parameter, ...]
    variadic: bool
    call: Callable[..., Any]
    """Takes a run first, always."""

    @property
    def signature(self) -> str:
        """The function as a person would write it."""
        shown = [f"{item.name}?" if item.optional else item.name for item in self.parameters]
        return f"{self.name}({', '.join(shown)}{', …' if self.variadic else ''})"

    def places(self, call: nodes.Call) -> tuple[Parameter, ...] | None:
        """Return the parameter that each argument fills, or None when they do not fit."""
        filled = self.parameters[: len(call.arguments)]
        if call.keywords:
            filled = tuple(item for name in call.keywords for item in self.parameters if item.name == name)
        missing = [item for item in self.parameters if item not in filled and not item.optional]
        if missing or len(filled) != len(call.arguments) or len(set(filled)) != len(filled):
            return None
        return filled


F = TypeVar("F", bound=Callable[..., Any])

FUNCTIONS: dict[str, list[Function]] = {}


def builtin(signature: str) -> Callable[[F], F]:
    """Register a function under a signature such as `substring(string: string, length?: number)`.

    A parameter list that ends in `...` also takes its elements one by one. A function whose work
    grows with its arguments has a first parameter `run`, on which it spends.
    """
    name, _, rest = signature.partition("(")
    variadic = rest.endswith("...)")
    parameters = tuple(_parameter(part) for part in rest.rstrip(".)").split(",") if part.strip())

    def register(call: F) -> F:
        with_run = call if "run" in inspect.signature(call).parameters else _without_run(call)
        FUNCTIONS.setdefault(name, []).append(Function(name, parameters, variadic, with_run))
        return call

    return register


def _without_run(call: Callable[..., Any]) -> Callable[..., Any]:
    return lambda _run, *given, **named: call(*given, **named)


def _parameter(part: str) -> Parameter:
    name, _, kinds = (piece.strip() for piece in part.partition(":"))
    known = {name: kind for kind, name in values.TYPE_NAMES.items()}
    types = () if kinds == "any" else tuple(known[kind] for kind in kinds.split("|"))
    return Parameter(name.rstrip("?"), types, name.endswith("?"))


def bound(call: nodes.Call) -> Invocation:
    """Return the function that the call means, taking a run and the values of the arguments.

    Raise FeelError when there is no such function or the arguments do not fit it.
    """
    candidates = _candidates(call)
    for function in candidates:
        places = function.places(call)
        if places is not None and not (function.variadic and not call.keywords):
            return _with_places(function, places)
    for function in candidates:
        if function.variadic and call.arguments and not call.keywords:
            return _with_elements(function)
    shown = " hoặc ".join(function.signature for function in candidates)
    raise FeelError(f"Hàm {candidates[0].name} được gọi với tham số không đúng.", call.position, f"Viết {shown}.")


def _candidates(call: nodes.Call) -> list[Function]:
    name = call.function.name if isinstance(call.function, nodes.Name) else None
    if name is None:
        raise FeelError("Chỉ gọi được hàm có tên.", call.position)
    if name not in FUNCTIONS:
        close = difflib.get_close_matches(name.lower(), FUNCTIONS, n=1)
        hint = f"Có phải là {close[0]}(…)?" if close else "Kiểm tra lại tên hàm."
        raise FeelError(f"Không có hàm “{name}”.", call.position, hint)
    return FUNCTIONS[name]


def _with_places(function: Function, places: tuple[Parameter, ...]) -> Invocation:
    filled = tuple((place.python_name, place) for place in places)
    call = function.call

    def invoke(run: Run, given: list[Any]) -> Any:
        arguments = {name: coerced(value, place, function) for (name, place), value in zip(filled, given, strict=True)}
        return call(run, **arguments)

    return invoke


def _with_elements(function: Function) -> Invocation:
    """Return the function for a list that is given as one list or as its elements."""
    (place,) = function.parameters
    call = function.call

    def invoke(run: Run, given: list[Any]) -> Any:
        only = given[0] if len(given) == 1 else given
        return call(run, only if type(only) is list else coerced(only, place, function))

    return invoke


def coerced(value: Any, place: Parameter, function: Function) -> Any:
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
    raise NoValue(f"Hàm {function.name} cần {wanted} ở tham số “{place.name}”, không phải {values.described(value)}.")
