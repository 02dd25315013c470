"""Functions of contexts."""

from typing import Any

from feel import limits
from feel.errors import NoValue
from feel.functions.registry import builtin
from feel.runtime import Run


@builtin("get value(m: context, key: string)")
def get_value(m: dict[str, Any], key: str) -> object:
    """Return the value of an entry; null when there is none."""
    return m.get(key)


@builtin("get value(m: context, keys: list)")
def get_inner_value(m: dict[str, Any], keys: list[Any]) -> object:
    """Return the value that lies at the end of a path of keys; null when there is none."""
    if not keys:
        return None
    found: Any = m
    for key in keys:
        found = found.get(key) if type(found) is dict and type(key) is str else None
    return found


@builtin("get entries(m: context)")
def get_entries(run: Run, m: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the entries as contexts with key and value."""
    run.spend(len(m))
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context(entries: list|context)")
def context(run: Run, entries: list[Any] | dict[str, Any]) -> dict[str, Any]:
    """Return the context that has these entries, each a context with key and value."""
    made: dict[str, Any] = {}
    for entry in [entries] if isinstance(entries, dict) else entries:
        run.spend(1)
        if type(entry) is not dict or "value" not in entry or type(entry.get("key")) is not str:
            raise NoValue("Mỗi mục cần key là chuỗi và value.")
        if entry["key"] in made:
            raise NoValue(f"Tên “{entry['key']}” có hai lần.")
        made[entry["key"]] = entry["value"]
    return made


@builtin("context put(context: context, key: string, value: any)")
def context_put(run: Run, context: dict[str, Any], key: str, value: object) -> dict[str, Any]:
    """Return the context with one more entry, or another value in it."""
    return _bounded(run, {**context, key: value})


@builtin("context put(context: context, keys: list, value: any)")
def context_put_inside(run: Run, context: dict[str, Any], keys: list[Any], value: object) -> dict[str, Any]:
    """Return the context with another value at the end of a path of keys."""
    if not keys or len(keys) > limits.DATA_DEPTH or not all(type(key) is str for key in keys):
        raise NoValue("Đường dẫn cần là danh sách các chuỗi, không trống.")
    key, rest = keys[0], keys[1:]
    if rest:
        inner = context.get(key)
        if type(inner) is not dict:
            raise NoValue(f"Trường “{key}” không phải là nhóm giá trị.")
        value = context_put_inside(run, inner, rest, value)
    return _bounded(run, {**context, key: value})


@builtin("context merge(contexts: list|context)")
def context_merge(run: Run, contexts: list[Any] | dict[str, Any]) -> dict[str, Any]:
    """Return a context with the entries of all; later ones replace earlier ones."""
    merged: dict[str, Any] = {}
    for each in [contexts] if isinstance(contexts, dict) else contexts:
        if type(each) is not dict:
            raise NoValue("Chỉ gộp được danh sách các nhóm giá trị.")
        run.spend(1 + len(each))
        merged.update(each)
    return _bounded(run, merged)


def _bounded(run: Run, made: dict[str, Any]) -> dict[str, Any]:
    run.spend(len(made))
    if len(made) > limits.LIST_SIZE:
        raise NoValue(f"Nhóm giá trị có quá {limits.LIST_SIZE} mục.")
    return made
