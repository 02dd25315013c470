"""Compiles the FEEL texts of one model, and keeps what is wrong with them."""

from collections.abc import Callable, Mapping
from typing import Any

import feel
from feel.errors import NoValue
from feel.intake import taken_over
from feel.runtime import Run, Scope
from feel.types import ANY, Type, fitted
from workflows.engine.decisions import evaluation
from workflows.engine.decisions.evaluation import Closure
from workflows.engine.decisions.model import Place, Text
from workflows.engine.decisions.table_reading import ANY as ANYTHING
from workflows.engine.problems import Problem

Names = frozenset[str]
UNFORESEEN = "*"
"""Stands among names where data may bring others, as the elements of a filtered list do."""

Test = Callable[[Any, Run | Scope], bool | None]


class Texts:
    """Turns texts into closures. One that cannot be read is a problem, and gives null with an error."""

    def __init__(self, part_names: Names):
        self.types: Mapping[str, Type] = {}
        self._part_names = part_names
        self.problems: list[Problem] = []

    def expression(self, text: Text, names: Names) -> Closure:
        """Compile an expression that may read these names."""
        try:
            found = feel.parse(text.text, names | self._part_names, self.types, strict=False)
        except feel.FeelError as error:
            return self._unreadable(text, error)
        self._refuse_unknown(text, found, names)
        return found.value_in

    def tests(self, text: Text, names: Names) -> Test | None:
        """Compile a cell of a table or a list of allowed values; None for one that is always passed."""
        if text.text == ANYTHING:
            return None
        try:
            found = feel.parse_unary_tests(text.text, names | self._part_names, self.types, strict=False)
        except feel.FeelError as error:
            unreadable = self._unreadable(text, error)
            return lambda _value, scope: unreadable(scope)
        self._refuse_unknown(text, found, names)
        return found.holds_in

    def allowing(self, text: Text) -> Callable[[Any], bool]:
        """Compile the values that a type allows; they read nothing."""
        test = self.tests(text, frozenset())
        return lambda value: test is None or test(value, Run({}, taken_over, None)) is True

    def refuse(self, place: Place, message: str) -> None:
        """Note a problem."""
        said = place.said[:1].upper() + place.said[1:]
        self.problems.append(Problem(place.file, place.element_id, f"{said}: {message}"))

    def _unreadable(self, text: Text, error: feel.FeelError) -> Closure:
        hint = f" {error.hint}" if error.hint else ""
        message = f"“{text.text}” sai ở ký tự {error.position + 1}: {error.message}{hint}"
        self.refuse(text.place, message)
        return lambda scope: evaluation.of(scope).fail(message)

    def _refuse_unknown(self, text: Text, found: feel.Expression | feel.UnaryTests, names: Names) -> None:
        unknown = [] if UNFORESEEN in names else found.unknown_names(names | {"?"})
        for error in (*found.problems(names), *unknown):
            self.refuse(text.place, f"“{text.text}”: {error.message} {error.hint}".rstrip())


def located(place: Place, closure: Closure) -> Closure:
    """Return the closure that notes its warnings at a place."""

    def evaluate(scope: Run | Scope) -> Any:
        with evaluation.of(scope).at(place):
            return closure(scope)

    return evaluate


def typed(kind: Type, closure: Closure, place: Place) -> Closure:
    """Return the closure whose value is brought to a type, or null with a warning."""
    if kind is ANY:
        return located(place, closure)

    def evaluate(scope: Run | Scope) -> Any:
        with evaluation.of(scope).at(place):
            return fit(kind, closure(scope), scope.run)

    return evaluate


def fit(kind: Type, value: Any, run: Run) -> Any:
    """Return the value as one of the type; null with a warning when it is none."""
    if value is None:
        return None
    try:
        return fitted(value, kind)
    except NoValue as reason:
        run.warn(str(reason), 0)
        return None
