"""One checking of a form: the answers as far as they are valid, what is wrong, and what conditions see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import feel
from forms.conditions import holds
from forms.context import Context
from forms.definition import Definition


@dataclass
class Case:
    """One checking: typed values, errors by name, and which names are hidden."""

    form: Definition
    context: Context
    outcome: str | None
    raw: dict[str, Any] = field(default_factory=dict)
    """What was sent and is not blank."""
    values: dict[str, Any] = field(default_factory=dict)
    """What of it is valid, and what is calculated."""
    errors: dict[str, list[str]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    scope: dict[str, Any] = field(default_factory=dict)
    """What conditions see: the values of the case, then visible answers, then the outcome."""

    @cached_property
    def row_values(self) -> dict[str, dict[str, Mapping[str, Any]]]:
        """Return what the case says of each row, by kind of row and its id."""
        return {kind: {row.id: row.values for row in rows} for kind, rows in self.context.rows.items()}

    @property
    def partial(self) -> bool:
        """Return whether the outcome asks only for what a condition requires."""
        return any(each.partial for each in self.form.outcomes if each.key == self.outcome)

    def say(self, name: str, message: str) -> None:
        """Note an error, once for each name."""
        self.errors.setdefault(name, [message])

    def holds(self, condition: feel.Expression | None, scope: Mapping[str, Any] | None = None) -> bool:
        """Return whether a condition is exactly true in a scope, that of the case unless another is given."""
        return holds(condition, self.scope if scope is None else scope, self.context.now)
