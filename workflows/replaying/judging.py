"""Say of a finished instance whether it would have gone and ended otherwise by other diagrams and tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.engine import Process
from workflows.engine.diagram import Element
from workflows.replaying.playing import Played, Recorded, Rules, play

Visited = tuple[tuple[str, ...], str, str]
"""Path, process and element."""
TOO_OLD = "Hồ sơ bắt đầu trước khi hệ thống ghi lại các bước."
BY_HAND = "Quản trị đã chuyển bước của hồ sơ này bằng tay."
NOT_THE_SAME = "Bản ghi không dựng lại được đúng đường đi của hồ sơ, chẳng hạn vì hồ sơ đã đổi phiên bản giữa chừng."


@dataclass(frozen=True)
class Judged:
    """How an instance fared, as `models.ReplayedInstance` keeps it."""

    verdict: str
    before: str
    after: str = ""
    parts: str = ""
    reason: str = ""
    before_status: str | None = None
    after_status: str | None = None


def judge(before: Rules, after: Rules, steps: Sequence[Recorded], ended_at: str) -> Judged:
    """Play an instance by both and compare. `ended_at`: the end event that it came to.

    What cannot be played by the rules that it ran on says nothing about others.
    """
    end = before.process.containers[before.process.key].elements.get(ended_at)
    if end is None:
        return Judged("unplayable", "", reason=NOT_THE_SAME)
    name, status = _name(end), _status(end)
    if not steps or steps[0].kind != "start":
        return Judged("unplayable", name, reason=TOO_OLD, before_status=status)
    if any(step.kind == "move" for step in steps):
        return Judged("unplayable", name, reason=BY_HAND, before_status=status)
    then = play(before, steps)
    if then.end is None or then.end.id != ended_at:
        return Judged("unplayable", name, reason=NOT_THE_SAME, before_status=status)
    now = play(after, steps, then.timers)
    parts = _parts(then, now, before.process, after.process)
    if now.end is not None:
        is_same = _status(now.end) == status and (now.end.id == end.id or now.end.name == end.name)
        verdict = "outcome" if not is_same else "way" if parts else "same"
        return Judged(verdict, name, _name(now.end), parts, "", status, _status(now.end))
    if _is_unknown(now, before.process):
        return Judged(
            "unplayable", name, "", parts, now.stopped or f"Bản thảo có {_waits(now)} mà hồ sơ chưa có lời đáp.", status
        )
    return Judged("outcome", name, now.stopped or f"Hồ sơ dừng lại, chờ {_waits(now)}.", parts, "", status)


def _is_unknown(now: Played, before: Process) -> bool:
    """Tell whether it stops at what nobody was ever asked: then nothing is known, not even that it ends otherwise."""
    known = {element.id for element in before.elements}
    if now.stopped:
        return now.stopped_at not in known
    return bool(now.waits) and all(task.element_id not in known for task in now.waits)


def _waits(now: Played) -> str:
    names = ", ".join(dict.fromkeys(f"“{task.name or task.element_id}”" for task in now.waits))
    return f"bước {names}" if names else "một mốc thời gian hoặc một thông điệp"


def _parts(then: Played, now: Played, before: Process, after: Process) -> str:
    """Return where the ways part, in words; empty where they are the same. The id of a flow alone is no other way."""
    old, new = (_way(each) for each in (then, now))
    number = next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None)
    if number is None:
        if len(old) == len(new):
            return ""
        number = min(len(old), len(new))
    last = next((name for each in reversed(old[:number]) if (name := _named(before, each))), "")
    since = f"Sau “{last}”: " if last else ""
    went = f"trước đến {_next(before, old[number:])}" if number < len(old) else "trước kết thúc ở đó"
    goes = f"nay đến {_next(after, new[number:])}" if number < len(new) else "nay dừng ở đó"
    said = f"{since}{went}, {goes}."
    return said[0].upper() + said[1:]


def _way(played: Played) -> list[Visited]:
    return [(each.path, each.process_id, each.element_id) for each in played.visits]


def _next(process: Process, way: Sequence[Visited]) -> str:
    """Return the next element that has a name: gateways that only join have none."""
    return f"“{next((name for each in way if (name := _named(process, each))), way[0][2])}”"


def _named(process: Process, visited: Visited) -> str:
    _, process_id, element_id = visited
    container = process.containers.get(process_id)
    element = container.elements.get(element_id) if container else None
    return element.name if element else ""


def _name(element: Element) -> str:
    return element.name or element.id


def _status(end: Element) -> str | None:
    return end.properties.get("dossierStatus")
