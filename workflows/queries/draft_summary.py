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
_DONE = {"changed": "Sửa", "added": "Thêm", "removed": "Bỏ"}
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
_MOST_NAMED = 12
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
class Summary:
    """What a reviewer reads first. `points`: (matter, sentences)."""

    lead: tuple[str, ...] = ()
    points: tuple[tuple[str, tuple[str, ...]], ...] = ()


def summary(files: Iterable[tuple[str, str]], differences: Differences) -> Summary:
    """Return what a draft does: to how many files, about what, then each change. `files`: (state, kind) of each."""
    found = dict(differences)
    total = sum(len(each) for each in found.values())
    about = ", ".join(f"{len(each)} về {_ABOUT[matter]}" for matter, each in found.items())
    lead = (_files(files), f"{total} khác biệt: {about}." if total else "")
    points = ((matter, tuple(_sentences(found[matter]))) for matter in TOLD if found.get(matter))
    return Summary(tuple(filter(None, lead)), tuple(points))


def _files(files: Iterable[tuple[str, str]]) -> str:
    counts = Counter((state, kind) for state, kind in files if state in _DONE)
    done = "; ".join(
        f"{word} {', '.join(f'{number} {_FILES[kind]}' for (each, kind), number in counts.items() if each == state)}"
        for state, word in _DONE.items()
        if any(each == state for each, _ in counts)
    )
    return f"{done}." if done else ""


def _sentences(differences: Sequence[Difference]) -> Iterator[str]:
    """Yield a sentence for each change; where there are many, one for all of a kind of which there are several."""
    ordered = sorted(differences, key=lambda each: _ORDER.index(each.what))
    groups: dict[tuple[str, ...], list[Difference]] = {}
    for each in ordered:
        groups.setdefault(_kind(each), []).append(each)
    for group in groups.values():
        if len(differences) <= _FEW or len(group) <= _MOST_ALONE:
            yield from (each.sentence for each in group)
        else:
            yield _together(group)


def _kind(each: Difference) -> tuple[str, ...]:
    scope = "" if each.kind in _OF_THEIR_OWN else each.scope
    facts = tuple(said.label for said in each.said) if each.what == "changed" else ()
    return each.what, each.kind, scope, *facts


def _together(group: Sequence[Difference]) -> str:
    first = group[0]
    things = f"{len(group)} {_GROUPS[first.kind].format(first.scope_name or first.scope)}"
    facts = ", ".join(said.label[:1].lower() + said.label[1:] for said in first.said) if first.what == "changed" else ""
    verb = f"Đổi {facts} ở" if facts else _VERBS[first.what]
    turns = {each.turned for each in group}
    if len(turns) == 1 and first.turned:
        return f"{verb} {things}, đều {first.turned}: {_listed([each.subject for each in group], ', ')}."
    if first.turned and first.kind != "table_item":
        return f"{verb} {things}: {_listed([f'{each.subject} {each.turned}' for each in group], '; ')}."
    return f"{verb} {things}: {_listed([each.subject for each in group], ', ')}."


def _listed(parts: Sequence[str], mark: str) -> str:
    more = f"{mark}và {len(parts) - _MOST_NAMED} khác biệt nữa, ghi bên dưới" if len(parts) > _MOST_NAMED else ""
    return mark.join(parts[:_MOST_NAMED]) + more
