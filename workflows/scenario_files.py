"""A scenario as a file of a bundle: how a process starts, what is done, the path it then takes, and how it ends.

What the acts mean is read where they are played (`workflows.trying`); here is only what a bundle must be sure of.
"""

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any

SUFFIX = ".scenario"
FORMAT = "trinhkhen-scenario"
LARGEST = 524_288
MOST_ACTS = 200
MOST_STEPS = 2_000
SHORTEST_TITLE, LONGEST_TITLE = 5, 200
_DEEPEST = 24
_KEYS = frozenset({"format", "version", "title", "process", "start", "acts", "path", "expected"})
_EXPECTED = frozenset({"status", "end_event", "variables", "open"})
_DOER = frozenset({"role", "organ", "lane", "person"})
_ACTS: Mapping[str, frozenset[str]] = {
    "complete": frozenset({"do", "step", "nth", "who", "by", "outcome", "answers"}),
    "pass_time": frozenset({"do", "days", "working_days", "until", "to"}),
    "message": frozenset({"do", "name", "reason"}),
}


class ScenarioRejected(Exception):
    """The file is no scenario. `problems` are Vietnamese sentences, all of them at once."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Scenario:
    """What a scenario says. `start` and `acts` are the JSON of a try-out (see `workflows.trying.acts`).

    A step that was done says beside it whose work it was, as "by" (see `workflows.trying.doers`); what was kept before
    that was asked says nothing. `open`: the same of each step that is open at the end, with its element as "step".

    `path`: the elements that tokens come to, in their order, each as "<process>/<element>", gateways left out.
    `status`: of the dossier at the end, "" where it does not end or has none; `variables`: those that matter.
    """

    title: str
    process: str
    start: Mapping[str, Any]
    acts: tuple[Mapping[str, Any], ...]
    path: tuple[str, ...]
    status: str = ""
    end_event: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict)
    open: tuple[Mapping[str, str], ...] = ()

    def retitled(self, title: str) -> "Scenario":
        """Return the same under another title."""
        return replace(self, title=title)


def is_title(title: str) -> bool:
    """Tell whether a scenario may be called so."""
    return SHORTEST_TITLE <= len(title) <= LONGEST_TITLE


def write(scenario: Scenario) -> bytes:
    """Return the file of a scenario: the same scenario gives the same bytes, one act a line."""
    expected: dict[str, Any] = {
        "status": scenario.status,
        "end_event": scenario.end_event,
        "variables": dict(scenario.variables),
    }
    expected |= {"open": list(scenario.open)} if scenario.open else {}
    head = {"format": FORMAT, "version": 1, "title": scenario.title, "process": scenario.process}
    lines = [f"{_json(name)}: {_json(value)}" for name, value in (*head.items(), ("start", scenario.start))]
    lines += [_listed("acts", scenario.acts), _listed("path", scenario.path), f'"expected": {_json(expected)}']
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def read(content: bytes) -> Scenario:
    """Return the scenario of a file. Raises ScenarioRejected with everything that is wrong."""
    if len(content) > LARGEST:
        raise ScenarioRejected([f"Kịch bản lớn hơn {LARGEST // 1024} KB."])
    try:
        given = json.loads(content)
        # No database keeps halves of characters, nulls, or what is no number; encoding refuses the first of them.
        if b"\\u0000" in json.dumps(given, ensure_ascii=False, allow_nan=False).encode():
            raise ValueError("null")
    except (ValueError, RecursionError):
        raise ScenarioRejected(["Không đọc được kịch bản: tệp không phải JSON."]) from None
    if not isinstance(given, dict) or given.get("format") != FORMAT or given.get("version") != 1:
        raise ScenarioRejected([f"Tệp không phải kịch bản: cần “format” là “{FORMAT}” và “version” là 1."])
    if problems := [*_wrong_head(given), *_wrong_acts(given.get("acts")), *_wrong_end(given)]:
        raise ScenarioRejected(problems)
    expected = given["expected"]
    return Scenario(
        title=given["title"],
        process=given["process"],
        start=given["start"],
        acts=tuple(given["acts"]),
        path=tuple(given["path"]),
        status=expected.get("status", ""),
        end_event=expected.get("end_event", ""),
        variables=expected.get("variables", {}),
        open=tuple(expected.get("open", [])),
    )


def _wrong_head(given: Mapping[str, Any]) -> list[str]:
    found = [f"Kịch bản có mục lạ “{str(name)[:40]}”." for name in given if name not in _KEYS]
    title, process, start = given.get("title"), given.get("process"), given.get("start")
    if not isinstance(title, str) or not is_title(title):
        found.append(f"Tên kịch bản phải có từ {SHORTEST_TITLE} đến {LONGEST_TITLE} ký tự.")
    if not isinstance(process, str) or not process:
        found.append("Kịch bản chưa nêu quy trình.")
    if not isinstance(start, dict) or not _is_shallow(start):
        found.append("Chỗ bắt đầu của kịch bản không đọc được.")
    elif start.get("process") != process:
        found.append("Kịch bản phải bắt đầu bằng chính quy trình của nó.")
    return found


def _wrong_acts(acts: object) -> list[str]:
    if not isinstance(acts, list):
        return ["Kịch bản chưa có danh sách việc."]
    if len(acts) > MOST_ACTS:
        return [f"Kịch bản có nhiều hơn {MOST_ACTS} việc."]
    found = []
    for number, act in enumerate(acts, start=1):
        known = _ACTS.get(str(act.get("do"))) if isinstance(act, dict) else None
        if known is None or not _is_shallow(act):
            found.append(f"Việc thứ {number} của kịch bản không đọc được.")
        elif strange := sorted(str(name)[:40] for name in act if name not in known):
            found.append(f"Việc thứ {number} của kịch bản có mục lạ “{strange[0]}”.")
        elif "by" in act and not _is_doer(act["by"]):
            found.append(f"Việc thứ {number} của kịch bản không nêu được ai làm.")
    return found


def _wrong_end(given: Mapping[str, Any]) -> list[str]:
    found = []
    path, expected = given.get("path"), given.get("expected")
    if not isinstance(path, list) or len(path) > MOST_STEPS or not all(isinstance(each, str) for each in path):
        found.append(f"Đường đi mong đợi phải là danh sách bước, nhiều nhất {MOST_STEPS} bước.")
    if not isinstance(expected, dict) or not expected.keys() <= _EXPECTED:
        found.append("Kết quả mong đợi chỉ gồm trạng thái, sự kiện kết thúc, biến và các bước đang mở.")
    elif not isinstance(expected.get("variables", {}), dict) or not _is_shallow(expected):
        found.append("Biến mong đợi không đọc được.")
    elif not all(isinstance(expected.get(name, ""), str) for name in ("status", "end_event")):
        found.append("Trạng thái và sự kiện kết thúc mong đợi phải là chữ.")
    elif not isinstance(expected.get("open", []), list) or not all(map(_is_open, expected.get("open", []))):
        found.append("Các bước mong đợi còn mở không đọc được.")
    return found


def _is_open(given: object) -> bool:
    return isinstance(given, dict) and bool(given.get("step")) and _is_doer(given, {*_DOER, "step"})


def _is_doer(given: object, known: Set[str] = _DOER) -> bool:
    return isinstance(given, dict) and given.keys() <= known and all(isinstance(each, str) for each in given.values())


def _is_shallow(value: object, depth: int = 0) -> bool:
    if depth > _DEEPEST:
        return False
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(_is_shallow(each, depth + 1) for each in children)


def _listed(name: str, values: tuple) -> str:
    """Return a list with one value a line, so that two versions of a file can be laid side by side."""
    if not values:
        return f"{_json(name)}: []"
    return f"{_json(name)}: [\n" + ",\n".join(f"  {_json(each)}" for each in values) + "\n]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
