"""Walking through nested documents: every check of a plan looks at all mappings with their path."""

from collections.abc import Iterable, Iterator
from typing import Any

Document = dict[str, Any]


def walk(node: Any, path: str = "") -> Iterator[tuple[str, Document]]:
    """Yield (path, mapping) for every mapping inside a document; items of lists are named by their id."""
    if isinstance(node, dict):
        yield path or "(gốc)", node
        for key, value in node.items():
            yield from walk(value, f"{path}/{key}" if path else str(key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            label = value.get("id", index) if isinstance(value, dict) else index
            yield from walk(value, f"{path}[{label}]")


def ids_of(items: Iterable[Document], key: str = "id") -> set[str]:
    """Return the ids of a list of mappings."""
    return {item[key] for item in items}


def criteria_of(plan: Document) -> Iterator[Document]:
    """Yield every criterion of a plan, of its groups and of its awards."""
    for holder in [*plan["object_groups"], *plan["awards"]]:
        yield from holder.get("criteria", [])


def tests_of(rule: Document) -> Iterator[Document]:
    """Yield every test of a quantitative rule."""
    if "test" in rule:
        yield rule["test"]
    for part in [*rule.get("all_of", []), *rule.get("any_of", [])]:
        yield from tests_of(part)


def leaves_of(tree: Document | None) -> Iterator[tuple[str, Any]]:
    """Yield (kind, value) of every leaf of an eligibility tree."""
    for key, value in (tree or {}).items():
        if key in {"all_of", "any_of"}:
            for part in value:
                yield from leaves_of(part)
        else:
            yield key, value
