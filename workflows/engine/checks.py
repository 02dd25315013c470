"""Refuse, before it is published, every diagram that would not do what it shows."""

from collections.abc import Mapping

from lxml import etree

from workflows.engine import xml
from workflows.engine.diagram import Container, containers
from workflows.engine.problems import Known, Problem
from workflows.errors import DefinitionRejected


def check_files(files: Mapping[str, bytes], known: Known) -> list[Problem]:  # noqa: ARG001
    """Return every problem of a set of diagrams that will be published together."""
    return _read(files)[2]


def accepted(files: Mapping[str, bytes]) -> tuple[dict[str, etree._Element], dict[str, Container]]:
    """Return the parsed files and their processes by id. Raises DefinitionRejected with every problem."""
    roots, found, problems = _read(files)
    if problems:
        raise DefinitionRejected(problems)
    return roots, {each.id: each for each in found}


def _read(files: Mapping[str, bytes]) -> tuple[dict[str, etree._Element], list[Container], list[Problem]]:
    roots, problems = {}, []
    for file, content in files.items():
        root, found = xml.read(file, content)
        problems += found
        if root is not None:
            roots[file] = root
    return roots, [each for file, root in roots.items() for each in containers(file, root)], problems
