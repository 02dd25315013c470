"""The syntax tree of an expression: frozen values, each with its position in the text."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from feel.types import Type
from feel.values import Parameter


@dataclass(frozen=True, slots=True)
class Node:
    """Something that stands at a place of the text."""

    position: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number (Decimal), string, boolean or null."""

    value: object


@dataclass(frozen=True, slots=True)
class UnreadableLiteral(Node):
    """`@"…"` that spells no date, time or duration; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, or a function where it is called."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.name`."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`: an index when the condition is a number."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A call; `keywords` is empty or names every argument."""

    function: Node
    arguments: tuple[Node, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`+ - * / **`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`= != < <= > >=`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`, both ends included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """`value in (test, test, …)`; inside the tests `?` is the value."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class UnaryTest(Node):
    """`> operand` standing alone; what is compared comes from outside."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Conjunction(Node):
    """`a and b and …`."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Disjunction(Node):
    """`a or b or …`."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`if condition then consequence else alternative`."""

    condition: Node
    consequence: Node
    alternative: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b, …]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """`key: value` of a context."""

    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{key: value, …}`; later entries see earlier ones."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[low..high]` and its open forms."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class Binding(Node):
    """`name in domain` or `name in domain..end` of a loop."""

    name: str
    domain: Node
    end: Node | None


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """`for bindings return body`."""

    bindings: tuple[Binding, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantifier(Node):
    """`some|every bindings satisfies body`."""

    kind: str
    bindings: tuple[Binding, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    """`function(parameters) body`; an external one has no body here and never a value."""

    parameters: tuple[Parameter, ...]
    body: Node | None


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of kind`; `kind` is None where the text names no type."""

    value: Node
    kind: Type | None
    written: str


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """The unary tests of a cell; none at all (`-`) hold for everything."""

    items: tuple[Node, ...]
    negated: bool


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below, in the order of the text."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def size(root: Node) -> int:
    """Return the number of nodes in the tree."""
    return 1 + sum(map(size, children(root)))


def first_deeper_than(limit: int, root: Node) -> Node | None:
    """Return a node that lies more than `limit` levels below the root, or None. Not recursive."""
    level = [root]
    for _ in range(limit):
        level = [child for node in level for child in children(node)]
        if not level:
            return None
    return level[0]
