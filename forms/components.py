"""What a compiled form is made of: immutable values without behaviour beyond walking over them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema
from marshmallow.fields import Field as Loader

import feel
from forms.context import Choice

DATE_PARTS = ("day", "month", "year")
PARTS = {"date": DATE_PARTS, "datetime": (*DATE_PARTS, "time")}
"""Kinds whose control has several inputs, with the ends of their names."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `kind` decides the control, `loader` what a valid answer is."""

    key: str
    kind: str
    label: str
    loader: Loader[Any]
    hint: str = ""
    required: bool = False
    required_when: feel.Expression | None = None
    required_message: str = ""
    hide: feel.Expression | None = None
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    default: str | int | float | bool | None = None
    default_from: str = ""
    prefix: str = ""
    suffix: str = ""
    width: str = ""
    lines: int = 4
    maximum_length: int | None = None
    valid_when: feel.Expression | None = None
    """What must not be false of an answer; `valid_message` is said where it is."""
    valid_message: str = ""
    calculated: feel.Expression | None = None
    """What gives the value in place of people; `digits` are its decimals."""
    digits: int = 0
    disabled: bool = False
    """Shown with what the case gives, and not to be answered."""

    @property
    def calculates(self) -> bool:
        """Tell whether the value is calculated."""
        return self.calculated is not None

    @property
    def is_fixed(self) -> bool:
        """Tell whether nobody may answer."""
        return self.disabled or self.calculates


@dataclass(frozen=True, slots=True)
class Note:
    """Text for the reader. `parts` alternate: plain text, then an expression whose value is put in."""

    parts: tuple[str | feel.Expression, ...]
    hide: feel.Expression | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several answers: when it holds, `message` is an error at `field`."""

    when: feel.Expression
    message: str
    field: str


@dataclass(frozen=True, slots=True)
class Fieldset:
    """Questions under one heading within a page."""

    label: str
    hint: str
    children: tuple["Component", ...]
    hide: feel.Expression | None = None


@dataclass(frozen=True, slots=True)
class RowList:
    """The same questions for each row: rows of the case (`rows_from`) or rows that people add and remove."""

    key: str
    label: str
    hint: str
    children: tuple["Component", ...]
    cells: Mapping[str, "Placed"]
    """The questions of one row by key."""

    row_schema: type[Schema]
    rows_from: str = ""
    row_values: frozenset[str] = frozenset()
    """Names that conditions and defaults take from `Row.values`."""

    row_label: str = "Mục"
    add_label: str = "Thêm mục"
    adjustable: bool = False
    start_rows: int = 1
    minimum: int = 0
    maximum: int = 200
    checks: tuple[Check, ...] = ()
    hide: feel.Expression | None = None

    @property
    def calculates(self) -> bool:
        """Tell whether a value of its rows is calculated."""
        return any(cell.item.calculates for cell in self.cells.values())


Component = Field | Note | Fieldset | RowList


@dataclass(frozen=True, slots=True)
class Page:
    """One page of questions."""

    key: str
    title: str
    hint: str
    children: tuple[Component, ...]
    hide: feel.Expression | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way to finish: the word that the process reads, the verb on the button, and how loud it looks.

    A `partial` outcome asks only for what a condition requires: one may discard a half-written dossier.
    """

    key: str
    label: str
    style: str
    partial: bool = False
    hide: feel.Expression | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A question or list with the page it stands on and every condition that hides it."""

    item: Field | RowList
    page: str
    hides: tuple[feel.Expression, ...] = field(default=())


def placed(children: tuple[Component, ...], page: str, hides: tuple[feel.Expression, ...] = ()) -> Iterator[Placed]:
    """Yield the questions and lists below `children`, in reading order, with the conditions they stand under."""
    for child in children:
        under = (*hides, child.hide) if child.hide else hides
        if isinstance(child, Fieldset):
            yield from placed(child.children, page, under)
        elif isinstance(child, (Field, RowList)):
            yield Placed(child, page, under)


def default_of(item: Field, given: Mapping[str, Any]) -> Any:
    """Return what stands in a control before anyone has answered."""
    default = given.get(item.default_from) if item.default_from else None
    return item.default if default is None else default
