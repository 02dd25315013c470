"""What is done in a try-out, as plain JSON: how it starts, and each act in its order. See docs/reference/studio.md."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.errors import Invalid

MOST_ACTS = 200
MOST_BYTES = 400_000
"""Of all acts together, as JSON."""
LONGEST_TIME = 1_000
"""Days, or working days, that one act may let pass."""
YEARS = range(2000, 2101)
"""In which a try-out may begin, and to which time may pass."""


@dataclass(frozen=True)
class Start:
    """How a try-out begins: which process, for what, when.

    `offer` is "<campaign key>/<code>": a dossier for it runs the process, also where the plan gives it to another one.
    `campaign` instead: a report that this plan asks of its units. `unit` is the code of the unit that submits (else the
    first that may), `nominees` the kinds of nominees (else each kind of the offer), `variables` are laid over those of
    the offer. The clock of the try-out begins at `at`.
    """

    process: str
    at: datetime
    offer: str = ""
    campaign: str = ""
    unit: str = ""
    nominees: tuple[str, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept; what is empty is left out."""
        given: dict[str, Any] = {"process": self.process, "at": self.at.isoformat()}
        given |= {"offer": self.offer, "campaign": self.campaign, "unit": self.unit}
        given |= {"nominees": list(self.nominees), "variables": dict(self.variables)}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class Complete:
    """Somebody finishes an open step.

    `nth` counts, from 1, those that wait at the same element. `who` is a user name; "": whoever may. `outcome` "": the
    first. `answers` are raw answers of the form, as `Form.read` gives them; None: samples.
    """

    step: str
    nth: int = 1
    who: str = ""
    outcome: str = ""
    answers: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        given: dict[str, Any] = {"do": "complete", "step": self.step}
        given |= {"nth": self.nth} if self.nth != 1 else {}
        given |= {name: value for name, value in (("who", self.who), ("outcome", self.outcome)) if value}
        return given | ({} if self.answers is None else {"answers": dict(self.answers)})


@dataclass(frozen=True)
class PassTime:
    """Time goes by, and what falls due meanwhile happens: one of these, `to_next` up to the next moment that waits."""

    days: int = 0
    working_days: int = 0
    until: datetime | None = None
    to_next: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        if self.to_next:
            return {"do": "pass_time", "to": "next"}
        if self.until is not None:
            return {"do": "pass_time", "until": self.until.isoformat()}
        return {"do": "pass_time"} | ({"days": self.days} if self.days else {"working_days": self.working_days})


@dataclass(frozen=True)
class Message:
    """A message from outside comes in; `reason` goes with a withdrawal."""

    name: str
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"do": "message", "name": self.name} | ({"reason": self.reason} if self.reason else {})


Act = Complete | PassTime | Message


def read_start(given: object) -> Start:
    """Return how a try-out starts from its JSON. Raises Invalid with what is wrong."""
    if not isinstance(given, Mapping):
        raise _wrong("Chỗ bắt đầu không đọc được.")
    names = ("process", "offer", "campaign", "unit")
    texts = {name: _text(given.get(name, ""), name) for name in names}
    if not texts["process"] or bool(texts["offer"]) == bool(texts["campaign"]):
        raise _wrong("Chỗ bắt đầu cần một quy trình, và một hình thức khen thưởng hoặc một kế hoạch.")
    nominees, variables = given.get("nominees", []), given.get("variables", {})
    if not isinstance(nominees, list) or not all(isinstance(each, str) for each in nominees):
        raise _wrong("Loại đối tượng không đọc được.")
    if not isinstance(variables, Mapping):
        raise _wrong("Biến ban đầu không đọc được.")
    return Start(at=_instant(given.get("at")), nominees=tuple(nominees), variables=dict(variables), **texts)


def read_acts(given: object) -> tuple[Act, ...]:
    """Return acts from their JSON. Raises Invalid naming the first that cannot be read, or where they are too many."""
    if not isinstance(given, list):
        raise _wrong("Danh sách việc không đọc được.")
    if len(given) > MOST_ACTS:
        raise _wrong(f"Một lượt chạy thử có nhiều nhất {MOST_ACTS} việc.")
    if len(json.dumps(given, ensure_ascii=False, default=str).encode()) > MOST_BYTES:
        raise _wrong(f"Các việc của một lượt chạy thử cộng lại lớn hơn {MOST_BYTES // 1000} KB.")
    return tuple(read_act(each, number) for number, each in enumerate(given, start=1))


def read_act(given: object, number: int = 1) -> Act:
    """Return one act from its JSON. Raises Invalid."""
    kind = str(given.get("do")) if isinstance(given, Mapping) else ""
    if not isinstance(given, Mapping) or kind not in _READERS:
        raise _wrong(f"Việc thứ {number} không đọc được.")
    try:
        return _READERS[kind](given)
    except (TypeError, ValueError):
        raise _wrong(f"Việc thứ {number} không đọc được.") from None


def as_json(acts: Iterable[Act]) -> list[dict[str, Any]]:
    """Return acts as they are kept."""
    return [each.as_json() for each in acts]


def _complete(given: Mapping[str, Any]) -> Complete:
    answers, nth = given.get("answers"), given.get("nth", 1)
    if not given.get("step") or type(nth) is not int or nth < 1 or not isinstance(answers, Mapping | None):
        raise ValueError
    texts = {name: _text(given.get(name, ""), name) for name in ("step", "who", "outcome")}
    return Complete(nth=nth, answers=None if answers is None else dict(answers), **texts)


def _pass_time(given: Mapping[str, Any]) -> PassTime:
    ways = [name for name in ("days", "working_days", "until", "to") if name in given]
    if len(ways) != 1:
        raise ValueError
    value = given[ways[0]]
    if ways[0] == "to":
        if value != "next":
            raise ValueError
        return PassTime(to_next=True)
    if ways[0] == "until":
        return PassTime(until=_instant(value))
    if type(value) is not int or not 1 <= value <= LONGEST_TIME:
        raise ValueError
    return PassTime(days=value) if ways[0] == "days" else PassTime(working_days=value)


def _message(given: Mapping[str, Any]) -> Message:
    if not given.get("name"):
        raise ValueError
    return Message(_text(given["name"], "name"), _text(given.get("reason", ""), "reason"))


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Act]] = {
    "complete": _complete,
    "pass_time": _pass_time,
    "message": _message,
}


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise _wrong(f"“{name}” phải là chữ.")
    return value


def _instant(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise _wrong("Thời điểm phải có ngày, giờ và múi giờ, ví dụ 2026-12-10T08:00:00+07:00.")
    return found


def _wrong(message: str) -> Invalid:
    return Invalid({"acts": [message]})
