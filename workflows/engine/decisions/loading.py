"""What callers hold: the decisions of some files, ready to be evaluated any number of times."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

from feel.errors import LimitReached
from feel.intake import require_bounded
from feel.types import ANY
from feel.values import Function
from workflows.engine.decisions import external
from workflows.engine.decisions.evaluation import Evaluation, Note
from workflows.engine.decisions.flaws import Flaw, Survey, surveyed
from workflows.engine.decisions.graph import Frame, Graph, required
from workflows.engine.decisions.linking import Links, Ref
from workflows.engine.decisions.model import (
    ContextBox,
    Decision,
    DecisionService,
    Element,
    InputData,
    Knowledge,
    Table,
)
from workflows.engine.decisions.reading import read
from workflows.engine.decisions.shown_values import plain
from workflows.engine.decisions.texts import fit
from workflows.engine.decisions.trace import DecisionTrace
from workflows.engine.decisions.types import Types
from workflows.engine.problems import Problem
from workflows.errors import DefinitionRejected, NotFound

_LIMIT_CACHED = 64
_cache: OrderedDict[str, "Decisions"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Result:
    """The value of a decision (numbers as Decimal) with why parts of it are null.

    `errors` break the rules of a table or a function; whoever acts on the value should not go on with them.
    `trace` has the decisions in the order of their evaluation when they were asked for.
    """

    name: str
    value: Any
    warnings: tuple[Note, ...]
    errors: tuple[Note, ...]
    trace: tuple[DecisionTrace, ...]

    @property
    def variables(self) -> dict[str, object]:
        """The value as plain JSON: the entries of a context, or the value under the name of the decision."""
        value = plain(self.value)
        return value if isinstance(value, dict) else {self.name: value}


class Decisions:
    """The decisions of some files. Holds no state of evaluations and may be shared between threads."""

    def __init__(self, graph: Graph):
        self._graph = graph

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all decisions."""
        return frozenset(ref[1] for ref, each in self._graph.compiled.items() if isinstance(each.element, Decision))

    def named(self, name: str, file: str) -> str | None:
        """Return what `evaluate` takes for the decision, service or knowledge model of this name in a file."""
        called = " ".join(name.split())
        for (namespace, element_id), each in self._graph.compiled.items():
            if each.element.place.file == file and each.element.name == called:
                return f"{namespace}#{element_id}"
        return None

    def table(self, element_id: str) -> Table | None:
        """Return the table of a decision or a knowledge model, as it was written; None where it has none."""
        for ref, each in self._graph.compiled.items():
            if ref[1] == element_id and isinstance(each.element, Decision | Knowledge):
                return _table_in(each.element)
        return None

    def is_external(self, wanted: str) -> bool:
        """Tell whether a function outside of FEEL is needed, which is never run. Raises NotFound."""
        refs = required(self._graph, self._ref(wanted, Element))
        return any(external.inside(self._graph.compiled[ref].element) for ref in refs)

    def flaws(self) -> tuple[Flaw, ...]:
        """Return what the tables forget, answer twice or never come to, each with an example."""
        return tuple(flaw for each in self.surveys for flaw in each.flaws)

    @cached_property
    def surveys(self) -> tuple[Survey, ...]:
        """Every table, in the order of the files, with what is found in it; worked out once."""
        links = self._graph.links
        found: list[Survey] = []
        for model in links.models.values():
            types = Types(links.types_of(model))
            for element in model.elements:
                found += surveyed(element, types, model.name or model.file)
        return tuple(found)

    def inputs(self, decision_id: str) -> frozenset[str]:
        """Return the names of the input data that a decision depends on. Raises NotFound."""
        return _inputs(self._graph, self._ref(decision_id, Decision))

    def evaluate(self, decision_id: str, values: Mapping[str, Any], *, now: datetime, explain: bool = False) -> Result:
        """Return the value of a decision, service or knowledge model for values by name; `now` is timezone-aware.

        The id, and each name, may carry the namespace of its model and # in front. Raises NotFound.
        """
        ref = self._ref(decision_id, Decision, DecisionService, Knowledge)
        evaluation = Evaluation(values, now, explain=explain)
        frame = Frame(self._graph, evaluation, {})
        try:
            value = self._value(ref, frame, evaluation)
            require_bounded(value)
        except LimitReached as limit:
            value = None
            evaluation.fail(str(limit))
        except RecursionError:
            value = None
            evaluation.fail("Các hàm gọi nhau quá sâu.")
        return Result(
            name=self._graph.compiled[ref].element.variable.name,
            value=value,
            warnings=tuple(note for note in evaluation.notes if not note.is_error),
            errors=tuple(note for note in evaluation.notes if note.is_error),
            trace=tuple(frame.traces),
        )

    def _value(self, ref: Ref, frame: Frame, evaluation: Evaluation) -> Any:
        found = frame.value(ref)
        if isinstance(self._graph.compiled[ref].element, Decision) or not isinstance(found, Function):
            return found
        given = [(each, evaluation.given(each.name)) for each in found.parameters]
        return found.call(evaluation, [fit(each.type or ANY, value, evaluation) for each, value in given])

    def _ref(self, wanted: str, *kinds: type[Element]) -> Ref:
        namespace, _, element_id = wanted.rpartition("#")
        found = [
            ref
            for ref, each in self._graph.compiled.items()
            if ref[1] == element_id and namespace in ("", ref[0]) and isinstance(each.element, kinds)
        ]
        if len(found) != 1:
            raise NotFound(f"Không có quyết định “{wanted}”." if not found else f"Có nhiều quyết định “{wanted}”.")
        return found[0]


def _table_in(element: Decision | Knowledge) -> Table | None:
    """Return the table that an element consists of, or the first among the entries of its context."""
    body = element.expression if isinstance(element, Decision) else element.function and element.function.body
    boxes = [entry.value for entry in body.entries] if isinstance(body, ContextBox) else [body]
    return next((box for box in boxes if isinstance(box, Table)), None)


def load_decisions(files: Mapping[str, bytes], *, lenient: bool = False) -> Decisions:
    """Return the decisions of some .dmn files, from the cache where the same files were loaded before.

    Raises DefinitionRejected with every problem. Where `lenient`, an expression that cannot be read gives null instead,
    and so does what leads nowhere.
    """
    checksum = _checksum(files, lenient=lenient)
    with _lock:
        if checksum in _cache:
            _cache.move_to_end(checksum)
            return _cache[checksum]
    graph, problems = _compiled(files)
    if problems and not lenient:
        raise DefinitionRejected(problems)
    with _lock:
        _cache[checksum] = found = Decisions(graph)
        while len(_cache) > _LIMIT_CACHED:
            _cache.popitem(last=False)
    return found


def check_decisions(files: Mapping[str, bytes]) -> tuple[list[Problem], dict[str, frozenset[str]]]:
    """Return every problem of some .dmn files that will be published together, and what each decision in them reads."""
    graph, problems = _compiled(files)
    found: dict[str, frozenset[str]] = {}
    for (namespace, decision_id), each in graph.compiled.items():
        if not isinstance(each.element, Decision):
            continue
        if decision_id in found:
            message = f"Mã quyết định “{decision_id}” đã có ở tệp khác."
            problems.append(Problem(each.element.place.file, decision_id, message))
        found[decision_id] = _inputs(graph, (namespace, decision_id))
    return problems, found


def _inputs(graph: Graph, ref: Ref) -> frozenset[str]:
    needed = [graph.compiled[each].element for each in required(graph, ref)]
    return frozenset(each.variable.name for each in needed if isinstance(each, InputData))


def _compiled(files: Mapping[str, bytes]) -> tuple[Graph, list[Problem]]:
    models, problems = {}, []
    for file, content in sorted(files.items()):
        model, found = read(file, content)
        problems += found
        if model is not None:
            models[file] = model
    graph = Graph(Links(models))
    return graph, sorted(
        {*problems, *graph.problems}, key=lambda each: (each.file, each.element_id or "", each.message)
    )


def _checksum(files: Mapping[str, bytes], *, lenient: bool) -> str:
    digest = hashlib.sha256(b"lenient" if lenient else b"")
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
