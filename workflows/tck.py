"""Runs the public conformance cases of DMN (the TCK) against our decisions: folders of models with expected results."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from typing import Any

from lxml import etree

import feel
from workflows.clock import utcnow
from workflows.engine import xml
from workflows.engine.decisions import Decisions, Result, load_decisions, shown

NUMBER_TOLERANCE = Decimal("1e-8")
"""How far a number may be from the expected one, which is written with fewer digits; as in the TCK's own runner."""

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_CASES = "http://www.omg.org/spec/DMN/20160719/testcase"
_NUMBERS = ("decimal", "double", "float", "integer", "int", "long")
_TEMPORAL = {
    name: feel.parse(f"{function}(written)")
    for name, function in {
        "date": "date",
        "time": "time",
        "dateTime": "date and time",
        "duration": "duration",
        "dayTimeDuration": "duration",
        "yearMonthDuration": "duration",
    }.items()
}


@dataclass(frozen=True)
class Untyped:
    """An expected value whose type is not stated: any value that is written like it."""

    text: str


@dataclass(frozen=True)
class Outcome:
    """One expected result. `passed` is None when the case is left out; `reason` says why it failed or was left out."""

    folder: str
    case: str
    node: str
    passed: bool | None
    reason: str = ""


def run(path: Path) -> Iterator[Outcome]:
    """Yield the outcome of every expected result in the folders at and below a path, folder by folder."""
    folders = sorted({file.parent for file in path.rglob("*.xml") if file.parent.glob("*.dmn")})
    for folder in folders:
        files = {file.name: file.read_bytes() for file in sorted(folder.glob("*.dmn"))}
        name = str(folder.relative_to(path)) if folder != path else folder.name
        for file in sorted(folder.glob("*.xml")):
            root, problems = xml.parse(file.name, file.read_bytes())
            if root is None:
                yield Outcome(name, file.name, "", False, str(problems[0]))
            elif etree.QName(root).namespace == _CASES:
                yield from _file(name, root, files)


def report(path: Path, *, failures: bool) -> Iterator[str]:
    """Yield lines for people: each folder, why cases were left out, and in the last line the sum."""
    sums: Counter[bool | None] = Counter()
    left_out: Counter[str] = Counter()
    for folder, outcomes in groupby(run(path), key=lambda outcome: outcome.folder):
        counted: Counter[bool | None] = Counter()
        for outcome in outcomes:
            counted[outcome.passed] += 1
            left_out[outcome.reason] += outcome.passed is None
            if failures and outcome.passed is False:
                yield f"  {outcome.case} {outcome.node}: {outcome.reason}"
        sums += counted
        yield f"{folder}: {_counts(counted)}"
    yield from (f"skipped, {reason}: {number}" for reason, number in left_out.items() if number)
    yield _counts(sums)


def _counts(counted: Counter[bool | None]) -> str:
    return f"{counted[True]} passed, {counted[False]} failed, {counted[None]} skipped"


def _file(folder: str, root: etree._Element, files: Mapping[str, bytes]) -> Iterator[Outcome]:
    model = (root.findtext(f"{{{_CASES}}}modelName") or "").strip()
    decisions = load_decisions(files, lenient=True)
    for case in _children(root, "testCase"):
        given = {}
        for node in _children(case, "inputNode"):
            name = " ".join((node.get("name") or "").split())
            given[f"{node.get('namespace')}#{name}" if node.get("namespace") else name] = _value(node)
        for node in _children(case, "resultNode"):
            passed, reason = _result(decisions, model, case, node, given)
            yield Outcome(folder, case.get("id") or "", node.get("name") or "", passed, reason)


def _result(
    decisions: Decisions, model: str, case: etree._Element, node: etree._Element, given: dict[str, Any]
) -> tuple[bool | None, str]:
    called = case.get("invocableName")
    wanted = decisions.named(called or node.get("name") or "", model)
    if wanted is None:
        return False, f"Mô hình {model} không có “{called or node.get('name')}”."
    if decisions.is_external(wanted):
        return None, "hàm Java bên ngoài"
    try:
        result = decisions.evaluate(wanted, given, now=utcnow())
    except Exception as error:  # noqa: BLE001  a fault of ours is a failed case, and the others still count
        return False, f"{type(error).__name__}: {error}"
    value = result.value
    if called and type(value) is dict and len(list(_children(case, "resultNode"))) > 1:
        value = value.get(node.get("name"))
    expected = None if node.get("errorResult") == "true" else _expected(node)
    return (True, "") if _same(value, expected) else (False, _difference(value, expected, result))


def _expected(node: etree._Element) -> Any:
    found = next(_children(node, "expected"), None)
    return None if found is None else _value(found)


def _difference(value: Any, expected: Any, result: Result) -> str:
    notes = "; ".join(str(note) for note in (*result.errors, *result.warnings)[:2])
    return f"cần {_shown(expected)}, được {_shown(value)}" + (f" ({notes})" if notes else "")


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, (dict, Untyped)) else shown(value)


def _children(node: etree._Element, *tags: str) -> Iterator[etree._Element]:
    return iter(node.iterchildren(*(f"{{{_CASES}}}{tag}" for tag in tags)))


def _value(holder: etree._Element) -> Any:
    """Return the value that an element holds: one value, a list, or components by name."""
    if holder.get(f"{_XSI}nil") == "true":
        return None
    components = {}
    for child in _children(holder, "value", "list", "component"):
        if etree.QName(child).localname == "component":
            components[child.get("name")] = _value(child)
        elif child.get(f"{_XSI}nil") == "true":
            return None
        elif etree.QName(child).localname == "list":
            return [_value(item) for item in _children(child, "item")]
        else:
            return _typed(child.get(f"{_XSI}type"), child.text or "")
    return components or None


def _typed(kind: str | None, text: str) -> Any:
    if kind is None:
        return Untyped(text)
    kind = kind.rpartition(":")[2]
    if kind in _NUMBERS:
        try:
            return Decimal(text.strip())
        except InvalidOperation:
            return Untyped(text)
    if kind == "boolean":
        return text.strip() in ("true", "1")
    return _TEMPORAL[kind].evaluate({"written": text.strip()}) if kind in _TEMPORAL else text


def _same(value: Any, expected: Any) -> bool:
    if isinstance(expected, Untyped):
        return _written(value) == expected.text.strip()
    if type(expected) is Decimal and type(value) is Decimal:
        return abs(value - expected) < NUMBER_TOLERANCE
    if type(expected) is list and type(value) is list:
        return len(value) == len(expected) and all(map(_same, value, expected))
    if type(expected) is dict and type(value) is dict:
        return value.keys() == expected.keys() and all(_same(value[key], expected[key]) for key in expected)
    return type(value) is type(expected) and bool(value == expected)


_TEXT = feel.parse("string(value)")


def _written(value: Any) -> str:
    return str(_TEXT.evaluate({"value": value}))
