"""What a form must be told about the case at hand: values for its conditions, choices, and rows of its lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what is stored, what people read, and a line of explanation."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One given row of a list (a nominee, a paper, a member): a stable id, its name, a line of facts.

    `values` are what conditions and defaults of that row may read, under the names that the list declares.
    """

    id: str
    label: str
    hint: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """The case at hand. Dates among `values` are ISO texts, so that FEEL compares them with answers.

    `now` is the moment in the zone whose day today() gives; without one now() and today() are null.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    now: datetime | None = None


EMPTY = Context()
