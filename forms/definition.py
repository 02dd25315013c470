"""A form as data: pages of questions under a key, the ways to finish, and what the form needs to know about the case."""

from dataclasses import dataclass
from functools import cached_property

from marshmallow import Schema

from forms.components import Check, Field, Outcome, Page, Placed, RowList, placed


@dataclass(frozen=True)
class Definition:
    """What the source of a form says, in an order that readers follow."""

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

    @cached_property
    def rows_read(self) -> frozenset[str]:
        """Return the kinds of rows that the form takes from `Context.rows`."""
        return frozenset(each.item.rows_from for each in self.placed if isinstance(each.item, RowList)) - {""}

    @cached_property
    def choices_read(self) -> frozenset[str]:
        """Return the lists of choices that the form takes from `Context.choices`."""
        lists = [each.item for each in self.placed if isinstance(each.item, RowList)]
        everything = [*self.placed, *(cell for item in lists for cell in item.cells.values())]
        return frozenset(each.item.choices_from for each in everything if isinstance(each.item, Field)) - {""}

    def page(self, key: str) -> Page:
        """Return the page with that key. Raises KeyError."""
        return {page.key: page for page in self.pages}[key]
