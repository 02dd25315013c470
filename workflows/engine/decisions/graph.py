"""The compiled models: evaluates decisions, knowledge and services in the order of what they require."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from feel.runtime import Run, Scope
from feel.types import FunctionOf, Type
from feel.values import Function, Parameter
from workflows.engine.decisions import linking
from workflows.engine.decisions.compiling import CALL_STEPS, Compiler
from workflows.engine.decisions.evaluation import Closure, Evaluation
from workflows.engine.decisions.linking import Links, Need, Ref
from workflows.engine.decisions.model import Decision, DecisionService, Element, InputData, Knowledge, Model
from workflows.engine.decisions.shown_values import plain
from workflows.engine.decisions.texts import Names, Texts, fit, typed
from workflows.engine.decisions.trace import DecisionTrace
from workflows.engine.decisions.types import Types, completed


@dataclass(frozen=True)
class Compiled:
    """An element that is ready: its type, what it needs, and its closure or the maker of its function."""

    element: Element
    kind: Type
    needs: tuple[Need, ...]
    closure: Closure | None = None
    make: Callable[[Run | Scope], Function] | None = None


class Graph:
    """Every element of the models that are loaded together."""

    def __init__(self, links: Links):
        self.links = links
        self.compiled: dict[Ref, Compiled] = {}
        self.problems = list(links.problems)
        for model in links.models.values():
            texts = Texts(_part_names(links))
            definitions = links.types_of(model)
            texts.types = Types(definitions).all()
            types = Types(definitions, texts.allowing)
            compiler = Compiler(types, texts)
            for element in model.elements:
                self.compiled[model.namespace, element.id] = self._compile(model, element, compiler)
            self.problems += texts.problems

    def parameters(self, ref: Ref) -> tuple[Ref, ...]:
        """Return what a service takes."""
        model = self.links.models[ref[0]]
        taken = (self.links.ref(model, href) for href in linking.parameters(self.compiled[ref].element))
        return tuple(each for each in taken if each in self.compiled)

    def _compile(self, model: Model, element: Element, compiler: Compiler) -> Compiled:
        needs = tuple(self.links.needs(model, element))
        compiler.demand_type(element.variable.type_ref, element.place)
        kind = compiler.types.named(element.variable.type_ref)
        names = frozenset(need.path[0] for need in needs)
        if isinstance(element, Decision) and element.expression is not None:
            closure = compiler.closure(element.expression, names)
            return Compiled(element, kind, needs, typed(kind, closure, element.place))
        if isinstance(element, Knowledge) and element.function is not None:
            make = compiler.function(element.function, names | {element.variable.name}, result_of(kind))
            return Compiled(element, kind, needs, make=make)
        return Compiled(element, kind, needs)


class Frame:
    """What is known of the elements during one request, or during one call of a service."""

    def __init__(self, graph: Graph, evaluation: Evaluation, known: dict[Ref, Any], *, is_service: bool = False):
        self._graph = graph
        self._evaluation = evaluation
        self._known = known
        self._is_service = is_service
        self.traces: list[DecisionTrace] = []

    def value(self, ref: Ref) -> Any:
        """Return the value of an element, or the function that it is; each is worked out once."""
        if ref not in self._known:
            self._known[ref] = None  # whoever asks for it on the way to it asks in a circle
            self._known[ref] = self._found(ref, self._graph.compiled[ref])
        return self._known[ref]

    def call(self, ref: Ref, given: list[Any]) -> Any:
        """Return what a service answers for these arguments."""
        known = dict(zip(self._graph.parameters(ref), given, strict=True))
        inner = Frame(self._graph, self._evaluation, known, is_service=True)
        needs = self._graph.compiled[ref].needs
        values = {need.path[-1]: inner.value(need.ref) for need in needs}
        self.traces += inner.traces
        return next(iter(values.values())) if len(values) == 1 else values

    def _found(self, ref: Ref, compiled: Compiled) -> Any:
        match compiled.element:
            case InputData():
                return None if self._is_service else self.given(ref)
            case Decision():
                return self._decision(compiled)
            case Knowledge():
                return self._knowledge(compiled)
            case DecisionService():
                return self._service(ref, compiled)
        return None

    def given(self, ref: Ref) -> Any:
        """Return the caller's value for an element, brought to its type."""
        compiled = self._graph.compiled[ref]
        element, name = compiled.element, compiled.element.variable.name
        with self._evaluation.at(element.place):
            value = self._evaluation.given(f"{ref[0]}#{name}", name)
            return fit(compiled.kind, completed(compiled.kind, value), self._evaluation)

    def _decision(self, compiled: Compiled) -> Any:
        element = compiled.element
        scope = Scope(self._evaluation, self._readable(compiled.needs))
        tables = self._evaluation.tables
        before = len(tables) if tables is not None else 0
        with self._evaluation.at(element.place):
            value = compiled.closure(scope) if compiled.closure else self._given_to(compiled)
        if tables is not None:
            shown = plain(value)
            self.traces.append(DecisionTrace(element.id, element.name, shown, tuple(tables[before:])))
        return value

    def _given_to(self, compiled: Compiled) -> Any:
        """Return the value of a decision that has no logic: people take it, the caller may know it."""
        return fit(compiled.kind, self._evaluation.given(compiled.element.variable.name), self._evaluation)

    def _readable(self, needs: tuple[Need, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for need in needs:
            value = self.value(need.ref)
            if len(need.path) > 1:
                found.setdefault(need.path[0], {})[need.path[1]] = value
            else:
                found[need.path[0]] = value
        return found

    def _knowledge(self, compiled: Compiled) -> Function | None:
        if compiled.make is None:
            return None
        names: dict[str, Any] = {}
        function = compiled.make(Scope(self._evaluation, names))
        self_need = {compiled.element.variable.name: function}
        names |= self._readable(compiled.needs) | self_need
        return function

    def _service(self, ref: Ref, compiled: Compiled) -> Function:
        taken = [self._graph.compiled[each] for each in self._graph.parameters(ref)]
        parameters = tuple(Parameter(each.element.variable.name, each.kind) for each in taken)

        def call(run: Run, given: list[Any]) -> Any:
            run.spend(CALL_STEPS)
            return fit(result_of(compiled.kind), self.call(ref, given), run)

        return Function(parameters, call)


def result_of(kind: Type) -> Type:
    """Return what a function gives whose variable has this type; older models state the type of the result there."""
    return kind.result if isinstance(kind, FunctionOf) else kind


def _part_names(links: Links) -> Names:
    """Return the names of several words that may stand after a dot."""
    names: set[str] = set()
    for model in links.models.values():
        names |= {element.variable.name for element in model.elements}
        waiting = list(model.types)
        while waiting:
            item = waiting.pop()
            names.add(item.name)
            waiting += item.components
    return frozenset(name for name in names if " " in name)


def required(graph: Graph, ref: Ref) -> set[Ref]:
    """Return an element and everything that it depends on."""
    waiting, seen = [ref], {ref}
    while waiting:
        fresh = [need.ref for need in graph.compiled[waiting.pop()].needs if need.ref not in seen]
        seen.update(fresh)
        waiting += fresh
    return seen
