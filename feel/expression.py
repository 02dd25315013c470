"""What callers hold: a parsed expression, ready to be evaluated any number of times."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast
from unicodedata import normalize

from feel import functions, limits
from feel.compiler import closure_of
from feel.errors import FeelError, FeelWarning, LimitReached
from feel.intake import require_bounded, taken_over
from feel.nodes import Name, Node
from feel.parser import tree_of, unary_tests_of
from feel.runtime import Run, Scope
from feel.scan import reading_of
from feel.signatures import KINDS_HINT
from feel.temporal_texts import TEMPORAL_HINT
from feel.types import Type


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluation gave, and why parts of it, or all, are null."""

    value: Any
    warnings: tuple[FeelWarning, ...]


class _Compiled:
    """A compiled text. It holds no state and may be shared between threads.

    `names` are the variables that it reads from outside; `filter_names` stand inside a filter and
    are read from outside only where an element of the filtered list has no such entry.
    """

    __slots__ = ("_closure", "_reading", "filter_names", "names", "text", "tree")

    def __init__(self, text: str, tree: Node):
        self.text = text
        self.tree: Any = tree
        self._reading = reading_of(tree)
        self.names = frozenset(name for name, _ in self._reading.certain)
        self.filter_names = frozenset(name for name, _ in self._reading.possible)
        self._closure = closure_of(tree)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    def problems(self, known_names: Iterable[str] = ()) -> list[FeelError]:
        """Return an error for each call, type and literal that cannot work, whatever the data.

        A function may also come from outside, under one of the known names.
        """
        known = _normalised(known_names)
        found = [
            FeelError(f"Không có kiểu “{node.written}”.", node.position, KINDS_HINT) for node in self._reading.untyped
        ]
        found += [FeelError(node.reason, node.position, TEMPORAL_HINT) for node in self._reading.unreadable]
        for call in self._reading.calls:
            if cast("Name", call.function).name in known:
                continue
            try:
                functions.bound(call)
            except FeelError as error:
                found.append(error)
        return sorted(found, key=lambda error: error.position)

    def unknown_names(self, known_names: Iterable[str]) -> list[FeelError]:
        """Return an error for each name, outside of filters, that is not among the known ones."""
        known = _normalised(known_names)
        return [
            FeelError(f"Không có giá trị nào tên “{name}”.", position, _hint(name, known))
            for name, position in self._reading.certain
            if name not in known and name not in functions.NAMES
        ]

    def _value(self, run: Run, scope: Run | Scope) -> Any:
        try:
            value = self._closure(scope)
            if type(value) in (list, dict):
                require_bounded(value)
        except LimitReached as limit:
            run.warn(str(limit), 0)
            return None
        except RecursionError:
            run.warn("Biểu thức hoặc dữ liệu lồng nhau quá sâu.", 0)
            return None
        return value


class Expression(_Compiled):
    """A compiled expression."""

    __slots__ = ()

    def evaluate(
        self, context: Mapping[str, Any], warnings: list[FeelWarning] | None = None, now: datetime | None = None
    ) -> Any:
        """Return the value for the data; null where names are missing or kinds do not fit.

        Numbers come back as Decimal. Why a part gave null is appended to `warnings`. `now` is the
        moment, with its time zone, that now() and today() give; without one they give null.
        """
        run = Run(context, taken_over, warnings, now)
        return self._value(run, run)

    def evaluate_with_warnings(self, context: Mapping[str, Any], now: datetime | None = None) -> Outcome:
        """Return the value together with the reasons why parts of it are null."""
        warnings: list[FeelWarning] = []
        value = self.evaluate(context, warnings, now)
        return Outcome(value, tuple(warnings))

    def value_in(self, scope: Run | Scope) -> Any:
        """Return the value in a scope of an evaluation that is under way. Raises LimitReached."""
        return self._closure(scope)


class UnaryTests(_Compiled):
    """The compiled tests of a cell, such as `< 5, [7..9]`, `not("a", "b")`, `contains(?, "x")` or `-`."""

    __slots__ = ()

    def evaluate(
        self,
        value: Any,
        context: Mapping[str, Any],
        warnings: list[FeelWarning] | None = None,
        now: datetime | None = None,
    ) -> bool | None:
        """Tell whether the value passes one of the tests; null where that cannot be told."""
        run = Run(context, taken_over, warnings, now)
        try:
            tested = taken_over(run, value)
        except LimitReached as limit:
            run.warn(str(limit), 0)
            return None
        answer = self._value(run, Scope(run, {"?": tested}))
        return answer if type(answer) is bool else None

    def holds_in(self, value: Any, scope: Run | Scope) -> bool | None:
        """Tell the same in a scope of an evaluation that is under way. Raises LimitReached."""
        answer = self._closure(Scope(scope, {"?": value}))
        return answer if type(answer) is bool else None


Types = Mapping[str, Type]


def parse(text: str, names: Iterable[str] = (), types: Types | None = None, *, strict: bool = True) -> Expression:
    """Return the compiled expression; the same text is compiled once.

    `names` need only hold variables and entries whose names have several words or signs, and functions
    that the data brings; `types` are further ones for `instance of` and parameters. Raise FeelError
    when the text is not an expression. A call that fits no function and a type that does not exist are
    refused, too; unless `strict`, they give null and a warning, as the standard wants.
    """
    known = _normalised(names)
    expression = _parsed(text, known, frozenset((types or {}).items()))
    _refuse(expression, known, strict=strict)
    return expression


def parse_unary_tests(
    text: str, names: Iterable[str] = (), types: Types | None = None, *, strict: bool = True
) -> UnaryTests:
    """Return the compiled tests; otherwise like `parse`."""
    known = _normalised(names)
    tests = _parsed_tests(text, known, frozenset((types or {}).items()))
    _refuse(tests, known, strict=strict)
    return tests


def _refuse(compiled: _Compiled, known: frozenset[str], *, strict: bool) -> None:
    if strict and (problems := compiled.problems(known)):
        raise problems[0]


def check(text: str, known_names: Iterable[str]) -> list[FeelError]:
    """Return what is wrong with the text where these names are known: nothing when it is sound."""
    known = _normalised(known_names)
    try:
        expression = _parsed(text, known, frozenset())
    except FeelError as error:
        return [error]
    return sorted([*expression.problems(known), *expression.unknown_names(known)], key=lambda error: error.position)


def _normalised(names: Iterable[str]) -> frozenset[str]:
    return frozenset(normalize("NFC", name) for name in names)


@lru_cache(maxsize=limits.CACHED_EXPRESSIONS)
def _parsed(text: str, names: frozenset[str], types: frozenset[tuple[str, Type]]) -> Expression:
    return Expression(text, tree_of(text, names, dict(types)))


@lru_cache(maxsize=limits.CACHED_EXPRESSIONS)
def _parsed_tests(text: str, names: frozenset[str], types: frozenset[tuple[str, Type]]) -> UnaryTests:
    return UnaryTests(text, unary_tests_of(text, names, dict(types)))


_OTHER_SPELLINGS = {
    "True": "true", "TRUE": "true", "đúng": "true",
    "False": "false", "FALSE": "false", "sai": "false",
    "None": "null", "NULL": "null", "undefined": "null",
}  # fmt: skip


def _hint(name: str, known: frozenset[str]) -> str:
    if name in _OTHER_SPELLINGS:
        return f"Viết {_OTHER_SPELLINGS[name]}."
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"Có phải là “{close[0]}”?" if close else ""
