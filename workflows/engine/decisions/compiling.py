"""Compiles boxed expressions to closures over a scope of the expression language."""

from collections.abc import Callable, Iterator
from typing import Any

from feel.calls import invoked
from feel.errors import NoValue
from feel.iteration import elements
from feel.operators import guarded
from feel.runtime import Run, Scope
from feel.types import ANY, Type
from feel.values import Function, Parameter, described
from workflows.engine.decisions import evaluation, model, table_compiling
from workflows.engine.decisions.evaluation import Closure
from workflows.engine.decisions.model import Boxed, Place
from workflows.engine.decisions.texts import UNFORESEEN, Names, Texts, fit, typed
from workflows.engine.decisions.types import Types

CALL_STEPS = 10
"""What a call of a boxed function costs, so that functions that call each other come to an end."""


class Compiler:
    """Compiles the boxes of one model."""

    def __init__(self, types: Types, texts: Texts):
        self.types = types
        self.texts = texts

    def closure(self, box: Boxed, names: Names) -> Closure:
        """Return the closure of a box that may read these names; its value is of the type that the box states."""
        self.demand_type(box.type_ref, box.place)
        compiled: Closure = _COMPILERS[type(box)](self, box, names)
        kind = self.types.named(box.type_ref if not isinstance(box, model.FunctionBox) else None)
        return typed(kind, compiled, box.place)

    def demand_type(self, reference: str | None, place: Place) -> None:
        """Note a type that does not exist."""
        if not self.types.knows(reference):
            self.texts.refuse(place, f"Không có kiểu “{reference}”.")

    def function(self, box: model.FunctionBox, names: Names, result: Type = ANY) -> Callable[[Run | Scope], Function]:
        """Return what makes the function in a scope; an external one gives null and says so."""
        for each in box.parameters:
            self.demand_type(each.type_ref, box.place)
        parameters = tuple(Parameter(each.name, self.types.named(each.type_ref)) for each in box.parameters)
        result = self.types.named(box.type_ref) if result is ANY else result
        body = None
        if box.kind == "FEEL" and box.body is not None:
            body = self.closure(box.body, names | {each.name for each in box.parameters})

        def make(scope: Run | Scope) -> Function:
            def call(run: Run, given: list[Any]) -> Any:
                run.spend(CALL_STEPS)
                if body is None:
                    evaluation.of(run).fail(_no_body(box))
                    return None
                inner = Scope(scope, dict(zip([each.name for each in parameters], given, strict=True)))
                return fit(result, body(inner), run)

            return Function(parameters, call, result)

        return make


def _no_body(box: model.FunctionBox) -> str:
    return "Hàm chưa có nội dung." if box.kind == "FEEL" else f"Không chạy hàm ngoài (external {box.kind})."


def _literal(compiler: Compiler, box: model.Literal, names: Names) -> Closure:
    return compiler.texts.expression(box.text, names)


def _context(compiler: Compiler, box: model.ContextBox, names: Names) -> Closure:
    compiled: list[tuple[str | None, Closure]] = []
    for entry in box.entries:
        # A function may call itself by the name that it gets here.
        own = {entry.variable.name} if entry.variable and isinstance(entry.value, model.FunctionBox) else set()
        closure = compiler.closure(entry.value, names | own)
        if entry.variable is None:
            compiled.append((None, closure))
            continue
        compiler.demand_type(entry.variable.type_ref, entry.value.place)
        kind = compiler.types.named(entry.variable.type_ref)
        compiled.append((entry.variable.name, typed(kind, closure, entry.value.place)))
        names |= {entry.variable.name}

    def evaluate(scope: Run | Scope) -> Any:
        found: dict[str, Any] = {}
        inner = Scope(scope, found)
        for name, closure in compiled:
            value = closure(inner)
            if name is None:
                return value
            found[name] = value
        return found

    return evaluate


def _invocation(compiler: Compiler, box: model.Invocation, names: Names) -> Closure:
    function = compiler.closure(box.function, names)
    names_given = tuple(name for name, _ in box.bindings)
    values = tuple(compiler.closure(value, names) for _, value in box.bindings)

    def evaluate(scope: Run | Scope) -> Any:
        called = function(scope)
        if not isinstance(called, Function):
            raise NoValue("Chỉ gọi được một hàm.")
        return invoked(called, [value(scope) for value in values], names_given, scope.run)

    return guarded(evaluate, 0)


def _list(compiler: Compiler, box: model.ListBox, names: Names) -> Closure:
    items = tuple(compiler.closure(item, names) for item in box.items)
    return lambda scope: [item(scope) for item in items]


def _relation(compiler: Compiler, box: model.Relation, names: Names) -> Closure:
    kinds = [compiler.types.named(column.type_ref) for column in box.columns]
    rows = tuple(
        tuple(
            (column.name, typed(kind, compiler.closure(cell, names), cell.place))
            for column, kind, cell in zip(box.columns, kinds, row, strict=False)
        )
        for row in box.rows
    )
    return lambda scope: [{name: cell(scope) for name, cell in row} for row in rows]


def _function(compiler: Compiler, box: model.FunctionBox, names: Names) -> Closure:
    return compiler.function(box, names)


def _conditional(compiler: Compiler, box: model.ConditionalBox, names: Names) -> Closure:
    condition, consequence, alternative = (
        compiler.closure(part, names) for part in (box.condition, box.consequence, box.alternative)
    )

    def evaluate(scope: Run | Scope) -> Any:
        answer = condition(scope)
        if answer is not None and type(answer) is not bool:
            raise NoValue(f"Điều kiện phải cho đúng hoặc sai, không phải {described(answer)}.")
        return consequence(scope) if answer else alternative(scope)

    return guarded(evaluate, 0)


def _iteration(compiler: Compiler, box: model.Iteration, names: Names) -> Closure:
    domain, name = compiler.closure(box.domain, names), box.variable
    body = compiler.closure(box.body, names | ({name, "partial"} if box.kind == "for" else {name}))
    turns = _mapped if box.kind == "for" else _settled

    def evaluate(scope: Run | Scope) -> Any:
        return turns(box, elements(domain(scope), None, has_end=False), body, scope)

    return guarded(evaluate, 0)


def _mapped(box: model.Iteration, items: Iterator[Any], body: Closure, scope: Run | Scope) -> list[Any]:
    results: list[Any] = []
    for item in items:
        scope.run.spend(1)
        results.append(body(Scope(scope, {box.variable: item, "partial": results})))
    return results


def _settled(box: model.Iteration, items: Iterator[Any], body: Closure, scope: Run | Scope) -> bool | None:
    deciding = box.kind == "some"
    result: bool | None = not deciding
    for item in items:
        scope.run.spend(1)
        answer = body(Scope(scope, {box.variable: item}))
        if answer is deciding:
            return deciding
        if type(answer) is not bool:
            result = None
    return result


def _filter(compiler: Compiler, box: model.FilterBox, names: Names) -> Closure:
    source, condition = (
        compiler.closure(box.source, names),
        compiler.closure(box.condition, names | {"item", UNFORESEEN}),
    )

    def evaluate(scope: Run | Scope) -> Any:
        found = source(scope)
        elements = found if type(found) is list else [] if found is None else [found]
        kept = []
        for item in elements:
            scope.run.spend(1)
            inner = Scope(scope, {"item": item})
            answer = condition(Scope(inner, item) if type(item) is dict else inner)
            if answer is not None and type(answer) is not bool:
                raise NoValue(f"Điều kiện lọc phải cho đúng hoặc sai, không phải {described(answer)}.")
            if answer:
                kept.append(item)
        return kept

    return guarded(evaluate, 0)


def _table(compiler: Compiler, box: model.Table, names: Names) -> Closure:
    return table_compiling.compiled(compiler.types, compiler.texts, box, names).evaluate


_COMPILERS: dict[type[Boxed], Callable[..., Closure]] = {
    model.Literal: _literal,
    model.ContextBox: _context,
    model.Invocation: _invocation,
    model.ListBox: _list,
    model.Relation: _relation,
    model.FunctionBox: _function,
    model.ConditionalBox: _conditional,
    model.Iteration: _iteration,
    model.FilterBox: _filter,
    model.Table: _table,
}
