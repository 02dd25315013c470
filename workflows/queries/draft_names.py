"""The variables that are known at each element of a diagram of a draft, in plain values: for completion while one types."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from feel.inference import Words, word
from workflows import bundle_checks
from workflows.engine.naming import KnownName, names_known
from workflows.engine.xml import BPMN, SPIFF, parse
from workflows.operations.described import DESCRIBED, Described


@dataclass(frozen=True)
class Variable:
    """A variable that an expression may read at some place."""

    name: str
    kind: str
    """string, number, boolean, moment, list, any, or another kind of FEEL."""
    values: tuple[str, ...]
    """The words that it may hold, where they are known."""
    writers: tuple[str, ...]
    """Ids of the elements that may have written it before; empty: the process starts with it."""


def names_in(session: Session, files: Mapping[str, bytes], name: str) -> dict[str, tuple[Variable, ...]]:
    """Return what is known at each element and flow of one diagram, by id; nothing for other files."""
    if not name.endswith(".bpmn"):
        return {}
    diagrams = bundle_checks.diagrams_of(files)
    known, _ = bundle_checks.known_names(session, files)
    answers = _answers(diagrams)
    found = names_known(diagrams, known, name)
    return {place: tuple(_variable(each, answers) for each in names) for place, names in found.items()}


def element_names(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the names of the elements of all diagrams by id, to tell people who wrote a variable."""
    found = {}
    for file, content in bundle_checks.diagrams_of(files).items():
        root, _ = parse(file, content)
        for node in root.iter(f"{BPMN}*") if root is not None else ():
            if node.get("id") and node.get("name"):
                found[node.get("id", "")] = node.get("name", "")
    return found


def _variable(known: KnownName, answers: Mapping[str, Described]) -> Variable:
    kind = word(known.kind).lower()
    values: Iterable[str] = known.kind.values if isinstance(known.kind, Words) else ()
    described = answers.get(known.name)
    if kind == "any" and described is not None:
        kind, values = described.kind, described.answers
    return Variable(known.name, kind, tuple(sorted(values)), known.writers)


def _answers(diagrams: Mapping[str, bytes]) -> dict[str, Described]:
    """Return by variable the operation that writes it, where no two kinds of operations write the same one."""
    found: dict[str, set[str]] = {}
    for variable, operation in _results(diagrams):
        found.setdefault(variable, set()).add(operation)
    alone = ((variable, *names) for variable, names in found.items() if len(names) == 1)
    return {variable: DESCRIBED[name] for variable, name in alone if name in DESCRIBED}


def _results(diagrams: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for file, content in diagrams.items():
        root, _ = parse(file, content)
        for node in root.iter(f"{BPMN}serviceTask") if root is not None else ():
            for operator in node.iterfind(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator"):
                if operator.get("resultVariable"):
                    yield operator.get("resultVariable", ""), operator.get("id", "")
