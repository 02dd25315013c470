"""What would be wrong with a draft if one of its files were another, told while somebody edits it; nothing is saved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

import forms
from workflows import bundle_checks, bundle_files, process_drafts, reading
from workflows.engine import Problem
from workflows.engine.diagram import Container, containers
from workflows.engine.mending import FILE_MENDS, parted
from workflows.engine.xml import parse
from workflows.errors import Conflict, NotFound, UploadRejected
from workflows.models import ProcessDraft
from workflows.policy import Actor
from workflows.queries import element_words
from workflows.queries.condition_words import ConditionWords
from workflows.queries.draft_names import Variable, element_names, names_in
from workflows.queries.processes import button_words, form_keys, variable_words

_FLAW_MENDS = {
    "overlap": "Hãy sửa để chỉ một dòng khớp.",
    "gap": "Hãy thêm dòng, hoặc ghi kết quả mặc định.",
    "unreachable": "Hãy sửa điều kiện, đổi thứ tự, hoặc bỏ dòng.",
    "not_analysed": "Hãy tự kiểm tra các trường hợp của bảng.",
}


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong. `severity`: error keeps the draft from being published, warning does not."""

    file: str
    element: str | None
    message: str
    mend: str
    severity: str = "error"


@dataclass(frozen=True)
class Checked:
    """What was found, and which names are known where in the diagram that was given."""

    problems: tuple[Wrong, ...]
    names: Mapping[str, Sequence[Variable]]
    elements: Mapping[str, str]
    """Names of the elements of all diagrams by id."""
    called: Mapping[str, str]
    """What the elements with problems are called, by id; see `element_words`."""
    conditions: Mapping[str, str]
    """The conditions of the ways of the diagram that was given, by id of the flow."""
    own: ConditionWords
    """What the files call what these conditions ask."""


def check(session: Session, actor: Actor, draft_id: int, name: str, content: str) -> Checked:
    """Check the files of a draft with one of them replaced, or added. Nothing is kept.

    Raises NotFound unless an administrator asks, UploadRejected for a name or a size that no file may have.
    """
    files = files_of(session, actor, draft_id)
    given = content.encode(errors="replace")
    if not bundle_files.is_file_name(name):
        raise UploadRejected("Tên tệp chỉ gồm chữ không dấu, số, gạch nối, gạch dưới; đuôi .bpmn, .dmn hoặc .form.")
    if len(given) > bundle_files.LARGEST_FILE:
        raise UploadRejected(f"Tệp lớn hơn {bundle_files.LARGEST_FILE // 1024} KB nên không kiểm tra được.")
    files[name] = given
    found = wrongs(session, files)
    if name.endswith(".dmn") and not found:
        found = tuple(_warnings(files, name))
    parts = parts_of(name, given)
    return Checked(
        problems=found,
        names=names_in(session, files, name),
        elements=element_names(files),
        called=element_words.called(files) if found else {},
        conditions={flow.id: flow.condition for part in parts for flow in part.flows if flow.condition},
        own=ConditionWords(variable_words(parts), {"": buttons_in(files, parts)}),
    )


def parts_of(file: str, content: bytes) -> list[Container]:
    """Return the processes and sub-processes of a diagram; none of what cannot be read, or is none."""
    root, _ = parse(file, content) if file.endswith(".bpmn") else (None, [])
    return list(containers(file, root)) if root is not None else []


def buttons_in(files: Mapping[str, bytes], parts: Iterable[Container]) -> dict[str, str]:
    """Return what the forms that steps ask call their outcomes."""
    found: dict[str, str] = {}
    for key in sorted({key for part in parts for key in form_keys(part)}):
        found |= buttons_of(files, key)
    return found


def buttons_of(files: Mapping[str, bytes], form: str) -> dict[str, str]:
    """Return what the buttons of a form are called; nothing where it cannot be read or is not there."""
    try:
        found = forms.load_files({name: content for name, content in files.items() if name == f"{form}.form"})
    except forms.FormRejected:
        return {}
    return button_words(found[form]) if form in found else {}


def files_of(session: Session, actor: Actor, draft_id: int) -> dict[str, bytes]:
    """Return the files that a draft would put in force, or where it was overtaken its own.

    Raises NotFound unless an administrator asks.
    """
    reading.demand_sight_of_processes(actor)
    draft = session.scalar(select(ProcessDraft).where(ProcessDraft.id == draft_id))
    if draft is None:
        raise NotFound
    try:
        return process_drafts.merged(session, draft)
    except Conflict:
        return process_drafts.files_of(session, draft)


def wrongs(session: Session, files: Mapping[str, bytes]) -> tuple[Wrong, ...]:
    """Return what keeps the files from being deployed together, each with how it is mended."""
    return tuple(dict.fromkeys(map(worded, bundle_checks.problems(session, files))))


def worded(problem: Problem | forms.Problem) -> Wrong:
    """Return a problem of whatever kind of file, with how it is mended."""
    if isinstance(problem, Problem):
        message, mend = parted(problem.message, problem.file)
        return Wrong(problem.file, problem.element_id, message, mend)
    file, _, place = problem.place.partition(" › ")
    said = f"{place}: {problem.message}" if place else problem.message
    return Wrong(file, None, f"{said[0].upper()}{said[1:]}.", FILE_MENDS[".form"])


def _warnings(files: Mapping[str, bytes], name: str) -> Iterator[Wrong]:
    for flaw in bundle_checks.flaws_of(files):
        if flaw.file == name:
            message = f"{flaw.where[:1].upper()}{flaw.where[1:]}: {flaw.message}"
            yield Wrong(name, flaw.element_id, message, _FLAW_MENDS[flaw.kind], "warning")
