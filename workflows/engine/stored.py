"""A saved instance as a tree that can be changed before it is taken up again.

`state` writes and reads the same text for tasks that run; here nothing runs, which is what moving a token by hand
and going over to another version need.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.util.task import TaskState

from workflows.engine import joins, state
from workflows.engine.pool import Pool, Sets
from workflows.engine.process import Process
from workflows.engine.pruning import LIVE


@dataclass(eq=False)
class Row:
    """One task of a saved instance. `spec` is the name that the library gives to its element."""

    spec: str
    state: int
    id: str = ""
    data: dict = field(default_factory=dict)
    changed: float = 0
    internal: dict = field(default_factory=dict)
    triggered: int = 0
    parent: "Row | None" = None
    children: list["Row"] = field(default_factory=list)

    @property
    def is_live(self) -> bool:
        """Whether it still runs or waits."""
        return bool(self.state & LIVE)

    @property
    def is_finished(self) -> bool:
        """Whether it is over: completed or cancelled."""
        return bool(self.state & TaskState.FINISHED_MASK)

    def add(self, child: "Row") -> "Row":
        """Hang a row under this one and return it."""
        child.parent = self
        self.children.append(child)
        return child

    def remove(self) -> None:
        """Take the row out of the tree, with all that hangs under it."""
        if self.parent is not None:
            self.parent.children.remove(self)
            self.parent = None

    def walk(self) -> Iterator["Row"]:
        """Yield the row and all under it, each before what hangs under it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(eq=False)
class Part:
    """One running process of an instance; `opener` is the row that opened it, None for the outermost."""

    container: str
    root: Row
    opener: Row | None


@dataclass
class Stored:
    """A saved instance: the outermost process first, then what it has opened, outer before inner."""

    parts: list[Part]

    @classmethod
    def read(cls, text: str) -> "Stored":
        """Read what `state.dump` wrote of a running instance."""
        saved = state.read(text)
        sets = Sets(saved["values"], saved["data"])
        parts: list[Part] = []
        for of, name, rows in saved["parts"]:
            opener = next(row for part in parts for row in part.root.walk() if row.id == of) if of else None
            parts.append(Part(name, _tree(rows, sets), opener))
        return cls(parts)

    def text(self) -> str:
        """Write it down as `state.dump` would. Raises pool.DataTooLarge."""
        pool = Pool()
        return state.write(
            pool, [[part.opener.id if part.opener else "", part.container, _rows(part, pool)] for part in self.parts]
        )

    def find(self, task_id: str) -> tuple[Part, Row] | None:
        """Return a live row by its id, with the part that it is in."""
        found = ((part, row) for part in self.parts for row in part.root.walk() if row.id == task_id and row.is_live)
        return next(found, None)

    def opened_by(self, row: Row) -> Part | None:
        """Return the process that runs inside a row."""
        return next((part for part in self.parts if part.opener is row), None)

    def drop_inside(self, row: Row) -> None:
        """Take away every process that runs inside a row or inside one under it."""
        for each in row.walk():
            if (part := self.opened_by(each)) is not None:
                self.parts.remove(part)
                self.drop_inside(part.root)

    def data_of(self, row: Row) -> dict:
        """Return what would go on from a live row if it ended now: of a process inside, all that its branches know."""
        part = self.opened_by(row)
        if part is None:
            # A join takes nothing over before it fires.
            return row.data or (row.parent.data if row.parent else {})
        ends = sorted(_ends(part.root), key=lambda end: (end.is_live, end.changed))
        return joins.merged([Row(end.spec, end.state, data=self.data_of(end), parent=end.parent) for end in ends])


def spec_of(process: Process, container: str) -> BpmnProcessSpec:
    """Return the specification of a process, or of one that it contains or calls."""
    return process.spec if container == process.key else process.parts[container]


def _tree(rows: list[list], sets: Sets) -> Row:
    read: list[Row] = []
    for parent, name, state_, own_id, data, changed, internal, triggered in map(state.unpack, rows):
        row = Row(name, state_, own_id, sets.get(data), changed, dict(internal or {}), triggered)
        read.append(read[parent - 1].add(row) if parent else row)
    return read[0]


def _rows(part: Part, pool: Pool) -> list[list]:
    numbers: dict[Row, int] = {}
    rows = []
    for number, row in enumerate(part.root.walk(), 1):
        numbers[row] = number
        parent = numbers[row.parent] if row.parent else 0
        rows.append(
            state.pack(
                [parent, row.spec, row.state, row.id, pool.add(row.data), row.changed, row.internal, row.triggered]
            )
        )
    return rows


def _ends(row: Row) -> Iterator[Row]:
    """Yield the last rows of each branch: what is live, and what has arrived at a join."""
    if row.is_live or not row.children:
        yield row
        return
    for child in row.children:
        yield from _ends(child)
