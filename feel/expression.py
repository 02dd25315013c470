"""What callers hold: a parsed expression, ready to be evaluated any number of times."""

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from feel import limits
from feel.compiler import closure_of
from feel.errors import FeelError, FeelWarning, LimitReached
from feel.intake import require_bounded, taken_over
from feel.parser import tree_of
from feel.runtime import Run, Scope
from feel.scan import names_read


class Expression:
    """A compiled expression. It holds no state and may be shared between threads.

    `names` are the variables that it reads from outside; `filter_names` stand inside a filter and
    are read from outside only where an element of the filtered list has no such entry.
    """

    __slots__ = ("_closure", "_reading", "filter_names", "names", "text")

    def __init__(self, text: str, names: Iterable[str] = ()):
        tree = tree_of(text, names)
        self.text = text
        self._reading = names_read(tree)
        self.names = frozenset(name for name, _ in self._reading.certain)
        self.filter_names = frozenset(name for name, _ in self._reading.possible)
        self._closure = closure_of(tree)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def evaluate(self, context: Mapping[str, Any], warnings: list[FeelWarning] | None = None) -> Any:
        """Return the value for the data; null where names are missing or kinds do not fit.

        Numbers come back as Decimal. Why a part gave null is appended to `warnings`.
        """
        run = Run(context, taken_over, warnings)
        try:
            value = self._closure(run)
            if type(value) in (list, dict):
                require_bounded(value)
        except LimitReached as limit:
            run.warn(str(limit), 0)
            return None
        except RecursionError:
            run.warn("Biểu thức hoặc dữ liệu lồng nhau quá sâu.", 0)
            return None
        return value

    def value_in(self, scope: Run | Scope) -> Any:
        """Return the value in a scope of an evaluation that is under way. Raises LimitReached."""
        return self._closure(scope)

    def unknown_names(self, known_names: Iterable[str]) -> list[FeelError]:
        """Return an error for each name, outside of filters, that is not among the known ones."""
        known = _normalised(known_names)
        return [
            FeelError(f"Không có giá trị nào tên “{name}”.", position, _hint(name, known))
            for name, position in self._reading.certain
            if name not in known
        ]


def parse(text: str, names: Iterable[str] = ()) -> Expression:
    """Return the compiled expression; the same text is compiled once.

    `names` need only hold variables whose names have several words or signs. Raise FeelError when
    the text is not an expression.
    """
    return _parsed(text, _normalised(names))


def check(text: str, known_names: Iterable[str]) -> list[FeelError]:
    """Return what is wrong with the text where these names are known: nothing when it is sound."""
    known = _normalised(known_names)
    try:
        expression = _parsed(text, known)
    except FeelError as error:
        return [error]
    return expression.unknown_names(known)


def _normalised(names: Iterable[str]) -> frozenset[str]:
    return frozenset(normalize("NFC", name) for name in names)


@lru_cache(maxsize=limits.CACHED_EXPRESSIONS)
def _parsed(text: str, names: frozenset[str]) -> Expression:
    return Expression(text, names)


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
