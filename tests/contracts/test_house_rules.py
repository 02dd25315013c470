"""Rules of the house that no linter knows (CONTRIBUTING.md says why they are there)."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("feel", "forms", "workflows", "service")
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
# Who alone may use each power. An empty set: nobody, because `with transaction()` does it at the entry points.
HOMES = {
    "os.environ": {"service/settings.py"},
    "os.getenv": set(),
    "datetime.now": {"workflows/clock.py"},
    "datetime.utcnow": set(),
    "date.today": set(),
    ".commit": set(),
    ".rollback": set(),
}


def test_a_module_has_one_subject_and_says_which() -> None:
    assert broken(silent_or_long_modules) == []


def test_a_function_does_one_thing() -> None:
    assert broken(long_functions) == []


def test_environment_clock_and_commit_have_one_home_each() -> None:
    assert broken(powers_away_from_home) == []


def broken(rule: Callable[[str, ast.Module, str], Iterator[str]]) -> list[str]:
    """Apply `rule` to every module of the product; return what it finds."""
    found: list[str] = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            source = path.read_text()
            found += rule(path.relative_to(ROOT).as_posix(), ast.parse(source), source)
    return found


def silent_or_long_modules(name: str, tree: ast.Module, source: str) -> Iterator[str]:
    """Yield modules without a docstring, and modules too long to have one subject (a migration is a list)."""
    lines = len(source.splitlines())
    if lines > LONGEST_MODULE and "/migrations/versions/" not in name:
        yield f"{name}: {lines} lines, {LONGEST_MODULE} at most"
    if not ast.get_docstring(tree):
        yield f"{name}: no docstring that says why it exists"


def long_functions(name: str, tree: ast.Module, _source: str) -> Iterator[str]:
    """Yield functions of LONGEST_FUNCTION lines or more; migrations list columns and may be as long as they like."""
    if "/migrations/versions/" in name:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines >= LONGEST_FUNCTION:
                yield f"{name}:{node.lineno} {node.name}: {lines} lines, fewer than {LONGEST_FUNCTION} wanted"


def powers_away_from_home(name: str, tree: ast.Module, _source: str) -> Iterator[str]:
    """Yield uses of the environment, of the time and of commit outside the one module that may."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            for power, homes in HOMES.items():
                if ast.unparse(node).endswith(power) and name not in homes:
                    yield f"{name}:{node.lineno} {power}"
