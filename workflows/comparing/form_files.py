"""What a form file says: the form itself, and each of its questions wherever it stands."""

import json
from collections.abc import Iterator

from workflows.comparing.items import Item
from workflows.engine.problems import Problem

_DEEPEST = 32
_NOT_SAID = frozenset({"components", "id", "schemaVersion", "exporter"})


def items(file: str, content: bytes) -> tuple[list[Item], list[Problem]]:
    """Return the things of one form in the order in which it asks, and why it cannot be read."""
    try:
        form = json.loads(content)
    except (ValueError, RecursionError):
        return [], [Problem(file, None, "Không đọc được biểu mẫu: tệp không phải JSON.")]
    if not isinstance(form, dict):
        return [], [Problem(file, None, "Không đọc được biểu mẫu: tệp phải là một đối tượng JSON.")]
    key = file.removesuffix(".form")
    title = str((form.get("properties") or {}).get("title", "")) if isinstance(form.get("properties"), dict) else ""
    own = {name: value for name, value in form.items() if name not in _NOT_SAID}
    found = [Item("form", key, key, title, dict(_facts(own)), scope_name=title)]
    found += _questions(form, key, title, ())
    return found, []


def _questions(parent: dict, key: str, title: str, around: tuple[str, ...]) -> Iterator[Item]:
    components = parent.get("components")
    if len(around) > _DEEPEST or not isinstance(components, list):
        return
    for component in components:
        if not isinstance(component, dict):
            continue
        own_id = str(component.get("id") or component.get("key") or component.get("path") or "")
        own = {name: value for name, value in component.items() if name not in _NOT_SAID}
        said = dict(_facts(own)) | ({"inside": around[-1]} if around else {})
        name = str(component.get("label") or component.get("text") or "")
        yield Item("question", key, own_id, name, said, scope_name=title, type=str(component.get("type", "")))
        yield from _questions(component, key, title, (*around, own_id))


def _facts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (path, text) for each plain value; of a list of choices the paths name the choice, not its number."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _facts(each, f"{path}/{name}" if path else str(name))
    elif isinstance(value, list):
        for number, each in enumerate(value, 1):
            named = each.get("value") if isinstance(each, dict) else None
            yield from _facts(each, f"{path}[{named if named is not None else number}]")
    else:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
