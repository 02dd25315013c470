"""What a decision model holds, as read from its file: frozen values, nothing evaluated yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass


@dataclass(frozen=True)
class Place:
    """Where something stands in a file; `said` is Vietnamese, such as “quyết định X, dòng 2, cột 1”."""

    file: str
    element_id: str | None
    said: str

    def inside(self, more: str, element_id: str | None = None) -> "Place":
        """Return the place of a part."""
        return Place(self.file, element_id or self.element_id, f"{self.said}, {more}")


@dataclass(frozen=True)
class Text:
    """A text in FEEL and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Variable:
    """A name with the type that its value has; None is any type."""

    name: str
    type_ref: str | None = None


@dataclass(frozen=True)
class Boxed:
    """An expression of whatever form; its value is brought to `type_ref`."""

    place: Place
    type_ref: str | None


@dataclass(frozen=True)
class Literal(Boxed):
    """One text."""

    text: Text


@dataclass(frozen=True)
class Entry:
    """One line of a context; the last line without a name is the result of the whole."""

    variable: Variable | None
    value: Boxed


@dataclass(frozen=True)
class ContextBox(Boxed):
    """Named values; each sees those above it."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Invocation(Boxed):
    """A function, and an expression for each of its parameters."""

    function: Boxed
    bindings: tuple[tuple[str, Boxed], ...]


@dataclass(frozen=True)
class ListBox(Boxed):
    """Values in order."""

    items: tuple[Boxed, ...]


@dataclass(frozen=True)
class Relation(Boxed):
    """Rows that are contexts of the same names."""

    columns: tuple[Variable, ...]
    rows: tuple[tuple[Boxed, ...], ...]


@dataclass(frozen=True)
class FunctionBox(Boxed):
    """A function; `kind` is FEEL, or the external kind that is not run here."""

    kind: str
    parameters: tuple[Variable, ...]
    body: Boxed | None


@dataclass(frozen=True)
class ConditionalBox(Boxed):
    """`if`, `then`, `else` as three boxes."""

    condition: Boxed
    consequence: Boxed
    alternative: Boxed


@dataclass(frozen=True)
class Iteration(Boxed):
    """`for`, `some` or `every` over a list."""

    kind: str
    variable: str
    domain: Boxed
    body: Boxed


@dataclass(frozen=True)
class FilterBox(Boxed):
    """The elements of a list that pass a condition."""

    source: Boxed
    condition: Boxed


@dataclass(frozen=True)
class InputColumn:
    """What a column of a table looks at, and which values it may have."""

    place: Place
    label: str
    expression: Text
    type_ref: str | None
    allowed: Text | None


@dataclass(frozen=True)
class OutputColumn:
    """What a column of a table answers; the order of `allowed` is the order of priority."""

    place: Place
    label: str
    name: str
    type_ref: str | None
    allowed: Text | None
    default: Text | None


@dataclass(frozen=True)
class Rule:
    """One row: a test for each input, an answer for each output, and what is noted beside it."""

    number: int
    id: str | None
    place: Place
    tests: tuple[Text, ...]
    outputs: tuple[Text, ...]
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table(Boxed):
    """A decision table. `hit_policy` is one of U A P F R O C C+ C< C> C#."""

    id: str | None
    name: str
    hit_policy: str
    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class ItemDefinition:
    """A type that a model names: of a built-in kind, a structure, or a function."""

    name: str
    place: Place
    type_ref: str | None
    is_collection: bool
    allowed: Text | None
    constraint: Text | None
    components: tuple["ItemDefinition", ...]
    function: tuple[tuple[Variable, ...], str | None] | None


@dataclass(frozen=True)
class Element:
    """Something with a name in the graph of requirements."""

    id: str
    name: str
    place: Place
    variable: Variable


@dataclass(frozen=True)
class InputData(Element):
    """A value that comes from outside."""


@dataclass(frozen=True)
class Decision(Element):
    """A value that is worked out; `requires` and `knows` are references to other elements."""

    requires: tuple[str, ...]
    knows: tuple[str, ...]
    expression: Boxed | None


@dataclass(frozen=True)
class Knowledge(Element):
    """A business knowledge model: a function that decisions call."""

    knows: tuple[str, ...]
    function: FunctionBox | None


@dataclass(frozen=True)
class DecisionService(Element):
    """Decisions that are called together, as a function of its input data and input decisions."""

    outputs: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """One file. `imports` maps a name in this model to the namespace that it stands for."""

    file: str
    namespace: str
    name: str
    imports: tuple[tuple[str, str], ...] = ()
    types: tuple[ItemDefinition, ...] = ()
    elements: tuple[Element, ...] = field(default=())


def parts(root: object) -> Iterator[object]:
    """Yield everything that stands at or below a part of a model: boxes, columns, rules, texts."""
    waiting = [root]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, tuple):
            waiting += part
        elif is_dataclass(part) and not isinstance(part, Place):
            yield part
            waiting += [getattr(part, each.name) for each in fields(part)]


def called(element: Element, table: Table) -> str:
    """Return the name of the element around a table, and what the table answers where it is a part of that only."""
    whole = element.expression if isinstance(element, Decision) else None
    if isinstance(element, Knowledge) and element.function:
        whole = element.function.body
    answers = table.name or ", ".join(column.label for column in table.outputs if column.label)
    return element.name if whole is table or not answers else f"{element.name}: {answers[:1].lower()}{answers[1:]}"
