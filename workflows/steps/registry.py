"""What completing a step means for the tables, beyond the state of the process.

A step is named by its form key. Forms without an entry here only leave their answers with the task.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from forms import Choice, Context, Row
from workflows.clock import utcnow
from workflows.models import UserTask
from workflows.policy import Actor
from workflows.rules.calendar import VIETNAM
from workflows.work import Work

Completion = Callable[[Work, UserTask, str | None, dict], dict | None]


@dataclass
class Surroundings:
    """What a form needs to know besides its own answers (see forms.Context)."""

    values: dict = field(default_factory=dict)
    choices: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    wanted: frozenset[str] | None = None
    """The kinds of rows that the form reads; None: whatever there is."""

    @property
    def is_drawn(self) -> bool:
        """Whether the form is shown, with what it begins with; else only answers are checked."""
        return self.wanted is None

    def wants(self, kind: str) -> bool:
        """Whether rows of a kind are still to be given."""
        return kind not in self.rows and (self.wanted is None or kind in self.wanted)

    def context(self) -> Context:
        """Return it as the form wants it, with the clock of Việt Nam."""
        return Context(self.values, self.choices, self.rows, utcnow().astimezone(VIETNAM))


Preparation = Callable[[Session, Actor | None, UserTask, Surroundings], None]

_completions: dict[str, Completion] = {}
_preparations: dict[str, Preparation] = {}


def completes(*form_keys: str) -> Callable[[Completion], Completion]:
    """Register what happens when a task with one of these forms is completed.

    The function gets (work, task, outcome, checked answers), writes its records, and returns the process variables to
    set (plain JSON) or None. It may raise workflows.errors.Invalid with field errors.
    """

    def register(function: Completion) -> Completion:
        _completions.update(dict.fromkeys(form_keys, function))
        return function

    return register


def prepares(*form_keys: str) -> Callable[[Preparation], Preparation]:
    """Register what a form's page needs: the function fills the Surroundings (values, choices, rows).

    "*" stands for every form; it goes last and gives what no form's own function has given.
    """

    def register(function: Preparation) -> Preparation:
        _preparations.update(dict.fromkeys(form_keys, function))
        return function

    return register


def complete(work: Work, task: UserTask, outcome: str | None, answers: dict) -> dict:
    """Write what the step means and return the process variables it sets."""
    function = _completions.get(task.form_key)
    return (function(work, task, outcome, answers) if function else None) or {}


def prepare(session: Session, actor: Actor | None, task: UserTask, surroundings: Surroundings) -> None:
    """Let the step add to the surroundings of its form."""
    for key in (task.form_key, "*"):
        if function := _preparations.get(key):
            function(session, actor, task, surroundings)
