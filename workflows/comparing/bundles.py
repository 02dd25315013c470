"""A bundle of files as things with facts, whatever kind of file says them."""

import hashlib
from collections.abc import Mapping

from workflows.comparing import diagrams, form_files, limit_rows, scenario_items, tables
from workflows.comparing.items import Item
from workflows.engine.problems import Problem
from workflows.errors import DefinitionRejected
from workflows.remembering import Memory

READERS = {
    ".bpmn": diagrams.items,
    ".dmn": tables.items,
    ".form": form_files.items,
    ".limits": limit_rows.items,
    ".scenario": scenario_items.items,
}

# A draft is read again at every look at its page; most of its files are those of the day before.
_read: Memory[tuple[tuple[Item, ...], tuple[Problem, ...]]] = Memory(600)


def read_bundle(files: Mapping[str, bytes]) -> tuple[Item, ...]:
    """Return all things that the files hold, diagrams first, each file's in the order in which it is read.

    The files need not be fit for publishing: a draft is compared too. Raises DefinitionRejected with a problem for
    each file that cannot be read at all. Files of other kinds are left out.
    """
    found: list[Item] = []
    problems: list[Problem] = []
    for suffix in READERS:
        for name in sorted(name for name in files if name.endswith(suffix)):
            things, wrong = _things(suffix, name, files[name])
            found += things
            problems += wrong
    if problems:
        raise DefinitionRejected(problems)
    return tuple(found)


def _things(suffix: str, name: str, content: bytes) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    def read() -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
        things, wrong = READERS[suffix](name, content)
        return tuple(things), tuple(wrong)

    return _read.of((name, hashlib.sha256(content).digest()), read)
