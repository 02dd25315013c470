"""Refuse, before it is published, every diagram that would not do what it shows.

The engine runs a small part of BPMN 2.0. Whatever is outside is refused by name rather than dropped, and
all problems of all files come at once, each with its file and element.
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from workflows import bundle_files
from workflows.engine import xml
from workflows.engine.diagram import Container, containers
from workflows.engine.element_checks import check_elements, check_root
from workflows.engine.graph_checks import check_graph
from workflows.engine.parser import try_all
from workflows.engine.problems import Known, Problem
from workflows.engine.reference_checks import check_references
from workflows.errors import DefinitionRejected
from workflows.remembering import Memory


def check_files(files: Mapping[str, bytes], known: Known) -> list[Problem]:
    """Return every problem of a set of diagrams that will be published together."""
    return _read(files, known)[2]


def accepted(files: Mapping[str, bytes]) -> tuple[dict[str, etree._Element], dict[str, Container]]:
    """Return the parsed files and their processes by id. Raises DefinitionRejected with every problem.

    Not checked: names outside the diagrams. Nobody changes what is returned: all processes of a set share it.
    """

    def read() -> tuple[dict[str, etree._Element], dict[str, Container]]:
        roots, found, problems = _read(files, Known())
        if problems:
            raise DefinitionRejected(problems)
        return roots, {each.id: each for each in found}

    return _accepted.of(bundle_files.checksum(files), read)


_accepted: Memory[tuple[dict[str, etree._Element], dict[str, Container]]] = Memory(4)
_tried: Memory[list[Problem]] = Memory(16)
"""What the library refuses in sets of diagrams: the dearest of all checks, whoever asks."""


def _read(files: Mapping[str, bytes], known: Known) -> tuple[dict[str, etree._Element], list[Container], list[Problem]]:
    roots, problems = {}, []
    for file, content in files.items():
        root, found = xml.read(file, content)
        problems += found
        if root is not None:
            roots[file] = root
    parts = [part for file, root in roots.items() for part in containers(file, root)]
    problems += _check(roots, parts, known)
    if not problems:
        problems = _tried.of(bundle_files.checksum(files), lambda: try_all(roots))
    return (
        roots,
        parts,
        sorted(set(problems), key=lambda problem: (problem.file, problem.element_id or "", problem.message)),
    )


def _check(roots: Mapping[str, etree._Element], parts: list[Container], known: Known) -> Iterator[Problem]:
    for file, root in roots.items():
        yield from check_root(file, root)
    for part in parts:
        yield from check_elements(part)
        yield from check_graph(part)
    yield from check_references(parts, known)
