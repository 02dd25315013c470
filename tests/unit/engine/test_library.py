"""The self-test at start names every private part of SpiffWorkflow that the engine reads, calls or replaces."""

import ast
import importlib
import inspect
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflows import engine
from workflows.engine import library

MODULES = sorted(path.stem for path in Path(engine.__file__).parent.glob("*.py"))
NAMED = {name for _, names in library._RELIED_ON for name in names}


def test_the_installed_library_has_all_that_the_engine_relies_on():
    library.prepare()


def test_an_upgrade_that_takes_something_away_is_noticed(monkeypatch):
    class Upgraded:
        pass

    monkeypatch.setattr(library, "_RELIED_ON", ((Upgraded, ("_inherit_data",)),))
    with pytest.raises(library.LibraryChanged, match=r"Upgraded\._inherit_data"):
        library.prepare()


def test_every_private_attribute_that_is_read_from_the_library_is_tested_at_start():
    # `_Element` is lxml's, in annotations.
    assert set(_read()) - set(_own()) - NAMED == {"_Element"}


def test_every_private_method_that_the_engine_replaces_is_tested_at_start():
    assert set(_replaced()) - NAMED == set()


def test_the_loggers_of_the_library_do_not_collect_data():
    assert all(
        logging.getLogger(name).level >= logging.WARNING for name in ("spiff.task", "spiff.workflow", "spiff.data")
    )


def _trees() -> Iterator[ast.AST]:
    for path in Path(engine.__file__).parent.glob("*.py"):
        yield from ast.walk(ast.parse(path.read_text()))


def _read() -> Iterator[str]:
    """Yield the private attributes that are read anywhere in the engine."""
    for node in _trees():
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and _is_private(node.attr):
            yield node.attr


def _own() -> Iterator[str]:
    """Yield the private names that the engine makes itself."""
    for node in _trees():
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):  # a field of a dataclass
            yield node.target.id


def _replaced() -> Iterator[str]:
    """Yield the private methods of the engine's classes that the library's classes have too."""
    for module in MODULES:
        found = importlib.import_module(f"workflows.engine.{module}")
        for _, each in inspect.getmembers(found, inspect.isclass):
            if each.__module__ == found.__name__:
                theirs = [above for above in each.__mro__ if above.__module__.startswith("SpiffWorkflow")]
                yield from (
                    name for name in vars(each) if _is_private(name) and any(hasattr(up, name) for up in theirs)
                )


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
