"""What a try-out tells: each act with what followed from it, and how things stand at its end. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forms import Context, Form
from workflows.queries.deadline import Deadline
from workflows.queries.dossier_map import Map
from workflows.rules.due_state import DueState
from workflows.trying.doers import Doer


@dataclass(frozen=True)
class Passed:
    """An element that was reached, and the sequence flow that led there ("" for none)."""

    process_id: str
    element_id: str
    name: str
    type: str
    flow_id: str
    flow_name: str
    path: tuple[str, ...]
    """The calls and sub-processes around it, the outermost first."""


@dataclass(frozen=True)
class Letter:
    """Something that a person would be told. `mail`: at_once, waiting for the next digest, none (in the bell alone)."""

    at: datetime
    to: str
    kind: str
    subject: str
    body: str
    mail: str


@dataclass(frozen=True)
class Line:
    """An entry of the history: who did what to what; `person` "" for the system."""

    at: datetime
    verb: str
    subject: str
    person: str
    capacity: str
    reason: str


@dataclass(frozen=True)
class Done:
    """An act that was carried out; the first, number 0, is the beginning.

    `name`: the step that was done, or the message; `outcome` is its label. From `began_at` to `ended_at` time went by.
    `standing` are the ids of the elements at which it stands afterwards, as process and element.
    """

    number: int
    kind: str
    name: str
    element_id: str
    who: str
    outcome: str
    began_at: datetime
    ended_at: datetime
    path: tuple[Passed, ...]
    letters: tuple[Letter, ...]
    history: tuple[Line, ...]
    standing: tuple[tuple[str, str], ...]
    status: str
    by: Doer | None = None
    """Whose work a step was by its diagram."""


@dataclass(frozen=True)
class Stopped:
    """Why the try-out cannot go on with act `number` (0: it cannot begin). What came before it stands.

    `errors` maps the fields of a form to their messages; `expression` is what was being worked out.
    """

    number: int
    message: str
    process_id: str = ""
    element_id: str = ""
    element_name: str = ""
    expression: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    is_overtime: bool = False
    """Whether its time was over."""


@dataclass(frozen=True)
class Somebody:
    """A person who may do a step. `is_made_up`: nobody real may."""

    username: str
    name: str
    capacity: str
    is_made_up: bool


@dataclass(frozen=True)
class Step:
    """Open work. `nth` counts those that wait at the same element; `outcomes` are (key, label)."""

    element_id: str
    nth: int
    name: str
    lane: str
    group: str
    due: DueState
    form_key: str
    outcomes: tuple[tuple[str, str], ...]
    by: Doer


@dataclass(frozen=True)
class Desk:
    """One open step as the person who does it has it before them.

    `able` are those who may do it, `others` did earlier steps and may not.
    `answers` are those that the form opens with, `sampled` made-up ones that pass its check (None: samples do not do;
    `why_not` says why). The form is that of the dossier's pages where the step is to prepare it.
    """

    step: Step
    who: Somebody
    able: tuple[Somebody, ...]
    others: tuple[Somebody, ...]
    form: Form
    context: Context
    answers: Mapping[str, Any]
    sampled: Mapping[str, Any] | None
    why_not: str
    deadline: Deadline | None


@dataclass(frozen=True)
class Waiting:
    """A moment that the process waits for. `kind`: engine (the diagram's), reminder."""

    due_at: datetime
    kind: str
    element_id: str
    name: str


@dataclass(frozen=True)
class Played:
    """A try-out as it stands after its acts, or before the one that stopped it."""

    process: str
    reference: str
    done: tuple[Done, ...]
    stopped: Stopped | None
    now: datetime
    status: str
    end_event: str
    """Id of the end event that the process has reached; "" while it runs."""
    end_name: str
    steps: tuple[Step, ...]
    variables: Mapping[str, Any]
    waiting: tuple[Waiting, ...]
    messages: tuple[str, ...]
    """Names of the messages from outside that it would take."""
    tasks: tuple[tuple[str, str], ...] = ()
    """Id and name of each step of the process that people do, in path order."""
    desk: Desk | None = None
    map: Map | None = None

    @property
    def flows(self) -> frozenset[tuple[str, str]]:
        """The sequence flows taken, as (process, flow): what a try-out covers of its diagrams."""
        return frozenset((each.process_id, each.flow_id) for done in self.done for each in done.path if each.flow_id)

    @property
    def has_ended(self) -> bool:
        """Whether the process has come to its end."""
        return bool(self.end_event)
