"""Compiles functions and their calls."""

from typing import Any

from feel import functions, nodes
from feel.errors import FeelError, NoValue
from feel.invocation import invoked
from feel.operators import Build, Builders, guarded
from feel.runtime import Closure, Run, Scope
from feel.values import Function


def _call(node: nodes.Call, build: Build) -> Closure:
    arguments, keywords = tuple(map(build, node.arguments)), node.keywords
    callee, builtin = _callee(node, build), _builtin(node)

    def evaluate(scope: Run | Scope) -> Any:
        run = scope.run
        run.spend(1)
        function = callee(scope)
        given = [argument(scope) for argument in arguments]
        if type(function) is Function:
            return invoked(function, given, keywords, run)
        run.spend_on_texts(given)
        return builtin(run, given)

    return guarded(evaluate, node.position)


def _callee(node: nodes.Call, build: Build) -> Closure:
    """Return a closure that gives the function value that is called, if any; it does not warn."""
    if not isinstance(node.function, nodes.Name):
        return build(node.function)
    name = node.function.name

    def evaluate(scope: Run | Scope) -> Any:
        while scope.outer is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.outer
        return scope.read(name, 0) if scope.holds(name) else None

    return evaluate


def _builtin(node: nodes.Call) -> functions.Invocation:
    try:
        return functions.bound(node)
    except FeelError as error:
        message = error.message

    def refuse(_run: Run, _given: list[Any]) -> Any:
        raise NoValue(message)

    return refuse


def _function(node: nodes.FunctionLiteral, build: Build) -> Closure:
    if node.body is None:
        return lambda _scope: Function(node.parameters, _no_result)
    body, names = build(node.body), tuple(parameter.name for parameter in node.parameters)

    def evaluate(scope: Run | Scope) -> Any:
        def call(run: Run, arguments: list[Any]) -> Any:
            return body(Scope(scope, dict(zip(names, arguments, strict=True)), run))

        return Function(node.parameters, call)

    return evaluate


def _no_result(_run: Run, _arguments: list[Any]) -> Any:
    raise NoValue("Hàm bên ngoài (external) không được gọi.")


BUILDERS: Builders = {nodes.Call: _call, nodes.FunctionLiteral: _function}
