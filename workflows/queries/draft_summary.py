"""What a draft does, in sentences: one for each change, the gravest first; many of one kind in one sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflows.queries.comparison_words import Difference

Differences = Sequence[tuple[str, Sequence[Difference]]]
_FILES = {
    "diagram": "sơ đồ",
    "table": "bảng quyết định",
    "form": "biểu mẫu",
    "limits": "tệp thời hạn",
    "scenario": "kịch bản",
}
_DONE = {"changed": "sửa", "added": "thêm", "removed": "bỏ"}
_ABOUT = {
    "permission": "quyền và người làm",
    "path": "đường đi",
    "limit": "thời hạn",
    "work": "loại việc và biểu mẫu của bước",
    "form": "nội dung biểu mẫu",
    "table": "bảng quyết định",
    "scenario": "kịch bản thử",
    "words": "tên và lời hướng dẫn",
    "drawing": "vị trí trên hình",
}
TOLD = ("permission", "path", "limit", "table", "form", "work", "scenario")
"""The matters whose changes are told one by one, in this order; of the others how many there are."""
_ORDER = ("removed", "changed", "added", "reordered", "moved")
_MOST_ALONE = 3
"""So many changes of one kind have a sentence each, where the matter has many."""
_FEW = 10
_SHORT = 40
"""In characters: what is longer stands on a line of its own."""
_VERBS = {"added": "Thêm", "removed": "Bỏ", "reordered": "Đổi thứ tự", "changed": "Đổi"}
_GROUPS = {
    "process": "quy trình",
    "element": "bước của “{}”",
    "flow": "đường đi của “{}”",
    "decision": "bảng",
    "rule": "dòng của bảng “{}”",
    "table_item": "phần của bảng",
    "form": "biểu mẫu",
    "question": "câu hỏi của biểu mẫu “{}”",
    "scenario": "kịch bản",
    "limit": "thời hạn",
}
_OF_THEIR_OWN = ("process", "decision", "table_item", "form", "scenario", "limit")


@dataclass(frozen=True)
class Point:
    """A sentence; `parts`: the things that it is about, where these are many."""

    sentence: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """What a reviewer reads first. `points`: by matter."""

    lead: tuple[str, ...] = ()
    points: tuple[tuple[str, tuple[Point, ...]], ...] = ()


def summary(files: Iterable[tuple[str, str]], differences: Differences) -> Summary:
    """Return what a draft does: to how many files, about what, then each change. `files`: (state, kind) of each."""
    found = dict(differences)
    total = sum(len(each) for each in found.values())
    about = ", ".join(f"{len(each)} về {_ABOUT[matter]}" for matter, each in found.items())
    lead = (_files(files), f"{total} khác biệt: {about}." if total else "")
    points = ((matter, tuple(_points(found[matter]))) for matter in TOLD if found.get(matter))
    return Summary(tuple(filter(None, lead)), tuple(points))


def _files(files: Iterable[tuple[str, str]]) -> str:
    counts = Counter((state, kind) for state, kind in files if state in _DONE)
    done = "; ".join(
        f"{word} {', '.join(f'{number} {_FILES[kind]}' for (each, kind), number in counts.items() if each == state)}"
        for state, word in _DONE.items()
        if any(each == state for each, _ in counts)
    )
    return f"{_capital(done)}." if done else ""


def _points(differences: Sequence[Difference]) -> Iterator[Point]:
    """Yield a sentence for each change; where there are many, one for all of a kind of which there are several."""
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for each in sorted(differences, key=lambda each: _ORDER.index(each.what)):
        groups.setdefault(_kind(each), []).append(each)
    for group in groups.values():
        if len(differences) <= _FEW or len(group) <= _MOST_ALONE:
            yield from (Point(each.sentence) for each in group)
        else:
            yield _together(group)


def _kind(each: Difference) -> tuple[str, ...]:
    scope = "" if each.kind in _OF_THEIR_OWN else each.scope
    facts = tuple(said.label for said in each.said) if each.what == "changed" and each.kind != "limit" else ()
    return each.what, each.kind, scope, *facts


def _together(group: Sequence[Difference]) -> Point:
    first = group[0]
    facts = ", ".join(said.label[:1].lower() + said.label[1:] for said in first.said)
    what = f"Đổi {facts} ở" if facts and first.what == "changed" and first.kind != "limit" else _VERBS[first.what]
    things = f"{what} {len(group)} {_GROUPS[first.kind].format(first.scope_name or first.scope)}"
    subjects = tuple(each.subject for each in group)
    if len({each.turned for each in group}) > 1:
        return Point(f"{things}:", tuple(_capital(f"{each.subject} {each.turned}.") for each in group))
    if first.turned and first.turned != f"đổi {facts}":
        things = f"{things}, đều {first.turned}"
    if all(len(each) <= _SHORT for each in subjects):
        return Point(f"{things}: {', '.join(subjects)}.")
    return Point(f"{things}:", tuple(_capital(f"{each}.") for each in subjects))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
