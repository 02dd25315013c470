"""Compiles what reaches into data: names, paths, filters, lists, contexts and calls."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from feel import functions, nodes, parts, values
from feel.decimals import shown
from feel.errors import NoValue
from feel.operators import Build, Builders, guarded, turn_steps
from feel.runtime import Closure, Run, Scope


def _name(node: nodes.Name, _build: Build) -> Closure:
    name, position = node.name, node.position
    builtin = functions.as_value(name)

    def evaluate(scope: Run | Scope) -> Any:
        while scope.outer is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.outer
        if builtin is not None and not scope.holds(name):
            return builtin
        return scope.read(name, position)

    return evaluate


def _path(node: nodes.Path, build: Build) -> Closure:
    source, name, position = build(node.source), node.name, node.position

    def part_of(value: Any, run: Run) -> Any:
        if type(value) is dict:
            if name in value:
                return value[name]
            raise NoValue(f"Không có trường “{name}”.")
        if type(value) is list:
            run.spend(len(value))
            return [_part_or_null(part_of, item, run) for item in value]
        part = parts.PARTS.get(type(value), {}).get(name)
        if part is None:
            raise NoValue(f"{values.described(value).capitalize()} không có trường “{name}”.")
        return part(value)

    return guarded(lambda scope: part_of(source(scope), scope.run), position)


def _part_or_null(part_of: Callable[[Any, Run], Any], item: Any, run: Run) -> Any:
    try:
        return part_of(item, run)
    except NoValue:
        return None


def _filter(node: nodes.Filter, build: Build) -> Closure:
    source, condition = build(node.source), build(node.condition)
    turn = turn_steps(node.condition)

    def evaluate(scope: Run | Scope) -> Any:
        found = source(scope)
        if found is None:
            raise NoValue("Không có danh sách nào để lọc.")
        elements = found if type(found) is list else [found]
        kept = []
        for item in elements or [None]:
            scope.run.spend(turn)
            answer = condition(_item_scope(scope, item))
            if type(answer) is Decimal:
                return _element(elements, answer)
            if answer is True and elements:
                kept.append(item)
        return kept

    return guarded(evaluate, node.position)


def _item_scope(scope: Run | Scope, item: Any) -> Scope:
    inner = Scope(scope, {"item": item})
    return Scope(inner, item) if type(item) is dict else inner


def _element(elements: list[Any], index: Decimal) -> Any:
    if index != index.to_integral_value() or not index or abs(index) > len(elements):
        raise NoValue(f"Danh sách có {len(elements)} phần tử, không có phần tử thứ {shown(index)}.")
    place = int(index)
    return elements[place - 1 if place > 0 else place]


def _list(node: nodes.ListLiteral, build: Build) -> Closure:
    items = tuple(map(build, node.items))
    return lambda scope: [item(scope) for item in items]


def _context(node: nodes.ContextLiteral, build: Build) -> Closure:
    entries = tuple((entry.key, build(entry.value)) for entry in node.entries)

    def evaluate(scope: Run | Scope) -> Any:
        result: dict[str, Any] = {}
        inner = Scope(scope, result)
        for key, value in entries:
            result[key] = value(inner)
        return result

    return evaluate


BUILDERS: Builders = {
    nodes.Name: _name,
    nodes.Path: _path,
    nodes.Filter: _filter,
    nodes.ListLiteral: _list,
    nodes.ContextLiteral: _context,
}
