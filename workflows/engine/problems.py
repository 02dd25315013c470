"""What can be wrong with a diagram, and what its names are checked against."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feel.types import Type


@dataclass(frozen=True, order=True)
class Problem:
    """One reason why a diagram cannot be published; `message` is a Vietnamese sentence."""

    file: str
    element_id: str | None
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, {self.element_id}" if self.element_id else self.file
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class Known:
    """Names that exist outside the diagrams. None means: not checked."""

    forms: frozenset[str] | None = None
    groups: frozenset[str] | None = None
    operations: frozenset[str] | None = None
    due_rules: frozenset[str] | None = None
    decisions: Mapping[str, frozenset[str]] | None = None
    """The decisions by id, each with the variables that it reads."""
    variables: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    """What an end event may make of the dossier (`dossierStatus`)."""
    statuses_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By process, where it has statuses of its own that no other may use."""
    stages: frozenset[str] | None = None
    kinds: Mapping[str, Type] = field(default_factory=dict)
    """Of what kind variables are that a process is started with; others may be anything."""
    facts: frozenset[str] = frozenset()
    """Names that the host brings to decisions, beside the variables of the instance."""
