"""Calls functions that are values: written in an expression, passed on, or made by the host."""

from typing import Any

from feel import limits
from feel.errors import LimitReached, NoValue
from feel.runtime import Run
from feel.types import fitted
from feel.values import Function


def invoked(function: Function, given: list[Any], keywords: tuple[str, ...], run: Run) -> Any:
    """Return what the function gives for the arguments; raise NoValue when they do not fit it.

    Arguments are fitted to the types of the parameters. With keywords, what is not given is null.
    """
    parameters = function.parameters
    if keywords:
        by_name = dict(zip(keywords, given, strict=True))
        if len(by_name) < len(given):
            raise NoValue("Một tham số có hai giá trị.")
        if not by_name.keys() <= {parameter.name for parameter in parameters}:
            raise NoValue(f"Hàm không có tham số “{next(iter(by_name))}”.")
        given = [by_name.get(parameter.name) for parameter in parameters]
    run.spend(1)
    if function.overloaded:
        return function.call(run, given)
    if len(given) != len(parameters):
        raise NoValue(f"Hàm cần {len(parameters)} tham số, không phải {len(given)}.")
    arguments = [fitted(value, parameter.type) for value, parameter in zip(given, parameters, strict=True)]
    run.calls += 1
    if run.calls > limits.CALLS:
        raise LimitReached(f"Hàm gọi lồng nhau quá {limits.CALLS} tầng.")
    try:
        return function.call(run, arguments)
    finally:
        run.calls -= 1
