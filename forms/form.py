"""A compiled form: what a caller gets from `compile_form`, and the questions it may ask of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from marshmallow import Schema

from forms import checking, posting
from forms.components import Check, Outcome, Page, Placed, placed
from forms.conditions import holds
from forms.context import EMPTY, Context


@dataclass(frozen=True)
class Form:
    """Pages of questions under a key, the ways to finish, and what the form needs to know about the case."""

    key: str
    title: str
    pages: tuple[Page, ...]
    outcomes: tuple[Outcome, ...]
    checks: tuple[Check, ...]
    schema: type[Schema]
    submit_label: str = "Lưu"
    values_read: frozenset[str] = frozenset()
    """Names that conditions and defaults take from `Context.values`."""

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Return every question and list in reading order."""
        return tuple(
            each for page in self.pages for each in placed(page.children, page.key, (page.hide,) if page.hide else ())
        )

    @cached_property
    def items(self) -> dict[str, Placed]:
        """Return every question and list by key."""
        return {each.item.key: each for each in self.placed}

    def page(self, key: str) -> Page:
        """Return the page with that key. Raises KeyError."""
        return next((page for page in self.pages if page.key == key), None) or _missing(key)

    def read(self, posted: Mapping[str, Sequence[str]], *, page: str | None = None) -> dict[str, Any]:
        """Return posted names and values as nested raw answers; with `page`, names of other pages are refused.

        Boxes that were not ticked count as answered. Raises FormInvalid for names that the form does not have.
        """
        return posting.read(self, posted, page)

    def check(
        self, answers: Mapping[str, Any], context: Context = EMPTY, *, outcome: str | None = None
    ) -> dict[str, Any]:
        """Return the clean answers of the whole form, hidden questions dropped. Raises FormInvalid.

        Without `outcome` everything that is always required must be there; that an outcome was chosen is not checked.
        """
        return checking.check(self, answers, context, outcome=outcome)

    def check_page(self, page: str, answers: Mapping[str, Any], context: Context = EMPTY) -> dict[str, Any]:
        """Return the clean answers of one page. Answers of other pages only feed conditions. Raises FormInvalid."""
        return checking.check(self, answers, context, page=self.page(page).key)

    def outcomes_open(self, answers: Mapping[str, Any], context: Context = EMPTY) -> tuple[Outcome, ...]:
        """Return the outcomes that may be chosen now."""
        scope = checking.standing(self, answers, context).scope
        return tuple(outcome for outcome in self.outcomes if not holds(outcome.hide, scope))

    def pages_open(self, answers: Mapping[str, Any], context: Context = EMPTY) -> tuple[Page, ...]:
        """Return the pages that are asked now."""
        scope = checking.standing(self, answers, context).scope
        return tuple(page for page in self.pages if not holds(page.hide, scope))


def _missing(key: str) -> Page:
    raise KeyError(key)
