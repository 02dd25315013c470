"""What a step of a draft may name: roles, organs, forms, limits, operations, tables; and the variables known at each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

import forms
from workflows import bundle_checks, bundle_files, dates, draft_limits, limit_table, reading, reminders
from workflows.clock import utcnow
from workflows.engine.diagram import Container, containers
from workflows.engine.element_checks import CLOCK_STOPS
from workflows.engine.naming import PEOPLE, steps_before
from workflows.engine.xml import BPMN, parse
from workflows.errors import NotFound
from workflows.models import Role
from workflows.models.dossiers import ENDED_BY_PROCESS, STAGES
from workflows.models.law import COUNCIL_KINDS
from workflows.operations.described import DESCRIBED, Described
from workflows.policy import Actor
from workflows.queries import draft_checks
from workflows.queries.draft_names import Variable, element_names, names_in
from workflows.rules import reminding
from workflows.rules.deadlines import in_words
from workflows.rules.limit_changes import LimitRow

ORGANS = (
    *("submitting_unit", "handling_organ", "deciding_organ", "achievement_organ", "home_affairs", "province"),
    *("department", "commune", "consulted"),
)
"""Words for the unit that acts, as a process names it (see `workflows.organs` and the plans)."""
COUNCILS = (*COUNCIL_KINDS, "awarding")
"""Words for the council that acts; "awarding": the one that the award itself was voted by."""


@dataclass(frozen=True)
class FormChoice:
    """A form by its key, with the words that its buttons give."""

    key: str
    title: str
    outcomes: tuple[tuple[str, str], ...]
    """(word, label of the button)."""


@dataclass(frozen=True)
class LimitChoice:
    """A limit by its key: what holds by default, for how many it differs, and who is reminded when."""

    key: str
    name: str
    words: str
    others: int
    in_force: bool
    """Whether it has a page; one that only the draft brings has none."""
    reminders: tuple[reminding.ReminderRule, ...]


@dataclass(frozen=True)
class DecisionChoice:
    """A decision by its id."""

    id: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A people's step, wherever it stands."""

    id: str
    name: str
    process: str


@dataclass(frozen=True)
class Vocabulary:
    """Everything that one diagram of a draft may name."""

    roles: tuple[tuple[str, str], ...]
    forms: tuple[FormChoice, ...]
    limits: tuple[LimitChoice, ...]
    decisions: tuple[DecisionChoice, ...]
    processes: tuple[tuple[str, str], ...]
    """(id, name) of those that may be called."""
    messages: tuple[str, ...]
    steps: tuple[Step, ...]
    before: Mapping[str, tuple[str, ...]]
    """By element of the diagram, the steps that may have been done before."""
    names: Mapping[str, tuple[Variable, ...]]
    elements: Mapping[str, str]
    """Names of the elements of all diagrams by id, to tell who wrote a variable."""
    operations: tuple[Described, ...] = tuple(DESCRIBED.values())
    organs: tuple[str, ...] = ORGANS
    councils: tuple[str, ...] = COUNCILS
    statuses: tuple[str, ...] = ENDED_BY_PROCESS
    stages: tuple[str, ...] = STAGES
    stops: tuple[str, ...] = CLOCK_STOPS


def vocabulary(session: Session, actor: Actor, draft_id: int, name: str) -> Vocabulary:
    """Return what a diagram of a draft may name; `name`: its file, which need not be saved yet.

    Raises NotFound unless an administrator asks, and for a name that no diagram may have.
    """
    reading.demand_sight_of_processes(actor)
    if not (bundle_files.is_file_name(name) and name.endswith(".bpmn")):
        raise NotFound
    files = draft_checks.files_of(session, actor, draft_id)
    diagrams = bundle_checks.diagrams_of(files)
    known, _ = bundle_checks.known_names(session, files)
    parts = [part for file, content in diagrams.items() for part in _parts(file, content)]
    main = {part.id: part.name or part.id for part in parts if part.parent_id is None}
    return Vocabulary(
        roles=tuple((key, label) for key, label in session.execute(select(Role.key, Role.name).order_by(Role.name))),
        forms=tuple(_forms(files)),
        limits=tuple(_limits(session, files)),
        decisions=tuple(_decisions(bundle_checks.tables_of(files), known.decisions or {})),
        processes=tuple(sorted(main.items(), key=lambda each: each[1])),
        messages=tuple(sorted(_messages(parts))),
        steps=tuple(_steps(parts, main)),
        before=steps_before(diagrams, name),
        names=names_in(session, files, name),
        elements=element_names(files),
    )


def _parts(file: str, content: bytes) -> Iterator[Container]:
    root, _ = parse(file, content)
    return containers(file, root) if root is not None else iter(())


def _steps(parts: list[Container], main: Mapping[str, str]) -> Iterator[Step]:
    outer = {part.id: part.parent_id for part in parts}
    for part in parts:
        process: str | None = part.id
        while process is not None and process not in main:
            process = outer.get(process)
        for element in part.elements.values():
            if element.type in PEOPLE:
                yield Step(element.id, element.name or element.id, main.get(process or "", ""))


def _messages(parts: list[Container]) -> set[str]:
    roots = {id(root): root for part in parts for root in (part.node.getroottree().getroot(),)}
    return {each.get("name", "") for root in roots.values() for each in root.iterfind(f"{BPMN}message")} - {""}


def _forms(files: Mapping[str, bytes]) -> Iterator[FormChoice]:
    for name, content in files.items():
        try:
            found = forms.load_files({name: content})
        except forms.FormRejected:
            key = name.removesuffix(".form")
            found = {}
            yield FormChoice(key, key, ())
        for form in found.values():
            yield FormChoice(form.key, form.title, tuple((each.key, each.label) for each in form.outcomes))


def _limits(session: Session, files: Mapping[str, bytes]) -> Iterator[LimitChoice]:
    """Yield the limits by name; where the draft brings one, it counts instead of what is in force."""
    rules, today = reminders.rules(session), dates.local_date(utcnow())
    rows: dict[str, list] = {}
    for row in limit_table.rows(session):
        if row.limit.valid_to is None or row.limit.valid_to >= today:
            rows.setdefault(row.limit.rule, []).append(row)
    shown = {key: next((row for row in found if row.is_default), found[0]).limit for key, found in rows.items()}
    shown |= {limit.rule: limit for limit in draft_limits.of_files(files) if LimitRow(None, limit).is_default}
    for key, limit in sorted(shown.items(), key=lambda each: each[1].name):
        told = reminding.rules_for(rules, key, today)
        yield LimitChoice(key, limit.name, in_words(limit), max(0, len(rows.get(key, ())) - 1), key in rows, told)


def _decisions(tables: Mapping[str, bytes], reads: Mapping[str, frozenset[str]]) -> Iterator[DecisionChoice]:
    for file, content in tables.items():
        root, _ = parse(file, content)
        for node in root.iterfind("{*}decision") if root is not None else ():
            own_id = node.get("id", "")
            outputs = [each.get("name") or "" for each in node.iterfind("{*}decisionTable/{*}output")]
            yield DecisionChoice(
                own_id, node.get("name") or own_id, tuple(sorted(reads.get(own_id, ()))), tuple(filter(None, outputs))
            )
