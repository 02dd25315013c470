"""A bundle of files as things with facts, whatever kind of file says them."""

from collections.abc import Mapping

from workflows.comparing import diagrams, form_files, tables
from workflows.comparing.items import Item
from workflows.engine.problems import Problem
from workflows.errors import DefinitionRejected

READERS = {".bpmn": diagrams.items, ".dmn": tables.items, ".form": form_files.items}


def read_bundle(files: Mapping[str, bytes]) -> tuple[Item, ...]:
    """Return all things that the files hold, diagrams first, each file's in the order in which it is read.

    The files need not be fit for publishing: a draft is compared too. Raises DefinitionRejected with a problem for
    each file that cannot be read at all. Files of other kinds are left out.
    """
    found: list[Item] = []
    problems: list[Problem] = []
    for suffix, read in READERS.items():
        for name in sorted(name for name in files if name.endswith(suffix)):
            things, wrong = read(name, files[name])
            found += things
            problems += wrong
    if problems:
        raise DefinitionRejected(problems)
    return tuple(found)
