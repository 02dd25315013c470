"""What differs between two versions, in the words of those who review it: which step, which matter, before and after."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from workflows.comparing import Change, Item
from workflows.queries.comparison_facts import LIMIT_LABELS, MATTERS, matter_of_kind
from workflows.queries.comparison_names import Names
from workflows.queries.comparison_values import Said, element, said, whole

KINDS = {"process": "Quy trình", "flow": "Đường đi", "decision": "Bảng", "rule": "Dòng của bảng", "form": "Biểu mẫu"}
KINDS |= {"question": "Câu hỏi", "table_item": "Phần của bảng", "scenario": "Kịch bản"}
_WHAT = {"added": "Thêm", "removed": "Bỏ", "moved": "Dời trên hình", "reordered": "Đổi thứ tự"}
ALWAYS = "luôn đúng"
_NARROWER = "; riêng "
"""Behind it stands what a rule says to some; see `limit_words`."""
_MOST_STEPS = 3
_MOST_CLAUSES = 4
_LONGEST = 160
"""In characters: a fact that says more is told in the table below its sentence alone."""
_RULE = re.compile(r"_rule_(\d+)$")
_SPAN = re.compile(r"(\d+) (.+)")
_PARTS = re.compile(r"“[^”]*”")
_NARROWED = {
    "property:outcomes": "chọn được kết quả",
    "property:notPerformedBy": "phải khác người đã làm",
    "property:startGroups": "được bắt đầu bởi",
    "property:forms": "hỏi biểu mẫu",
}
"""By fact, the verb before what a list has lost or won."""
_PLAIN = ("nay ", "không còn ", "bỏ hạn ")
"""How a clause begins that goes on from the name of a thing without a colon."""


@dataclass(frozen=True)
class Difference:
    """A change in words."""

    what: str
    """added, removed, changed, moved or reordered."""
    matter: str
    scope: str
    """Id of the process, decision or form."""
    scope_name: str
    element_id: str
    sentence: str
    said: tuple[Said, ...]
    kind: str = ""
    """As `comparing.Item.kind`."""
    subject: str = ""
    """What it is about, as it stands inside of a list: “Thẩm định”."""
    turned: str = ""
    """What became of it, without its name: "nay có hạn 15 ngày làm việc thay cho 20"."""
    needs_table: bool = True
    """Whether the sentence leaves something out that stands in `said`."""


def in_words(change: Change, names: Names) -> Difference:
    """Return a change as a reviewer reads it; its matter is the gravest of what it says."""
    item, is_change = change.item, change.what == "changed"
    is_whole = change.what in ("added", "removed")
    told = whole(item, names, is_new=change.what == "added") if is_whole else said(item, change.aspects, names)
    turned, is_told = _turned(told) if is_change else ("", False)
    return Difference(
        what=change.what,
        matter=_matter(change, told),
        scope=item.scope,
        scope_name=item.scope_name,
        element_id=item.id,
        sentence=_sentence(change, turned, told, names),
        said=told,
        kind=item.kind,
        subject=_inside(item, names),
        turned=turned,
        needs_table=bool(told) and not is_told and item.kind != "flow",
    )


def _turned(told: tuple[Said, ...]) -> tuple[str, bool]:
    """Return what became of a thing, its gravest facts in full, and whether that is all that there is to say."""
    grave = sorted(told, key=lambda each: MATTERS.index(each.matter))
    spelt = [each for each in grave if len(_clause(each)) <= _LONGEST][:_MOST_CLAUSES]
    rest = ", ".join(_lower(each.label) for each in grave if each not in spelt)
    clauses = [*map(_clause, spelt), *([f"đổi {rest}"] if rest else [])]
    return "; ".join(clauses), not rest and not any(_is_cut(each) for each in spelt)


def _matter(change: Change, told: tuple[Said, ...]) -> str:
    if change.what == "moved":
        return "drawing"
    if change.what == "changed":
        return min((each.matter for each in told), key=MATTERS.index)
    if change.what != "reordered" and change.item.kind in ("element", "flow", "process"):
        return "path"
    return matter_of_kind(change.item)


def _sentence(change: Change, turned: str, told: tuple[Said, ...], names: Names) -> str:
    what = _called(change.item, names, frozenset(each.fact for each in told if change.what == "changed"))
    if change.what == "changed":
        return f"{what}{' ' if turned.startswith(_PLAIN) else ': '}{turned}."
    if change.item.kind == "limit" and told and told[0].label == LIMIT_LABELS["limit"]:
        clause = next((f"; căn cứ {each.after}" for each in told if each.fact == "clause" and each.after), "")
        return f"{what} {_due(told[0])}{clause}."
    if change.item.kind == "flow":
        condition = next((each for each in told if each.fact == "condition"), None)
        when = f", đi khi {condition.after or condition.before}" if condition else ""
        return f"{_WHAT[change.what]} {_lower(what)}{when}."
    if change.item.kind == "element" and change.what == "added":
        facts = {each.fact: each.after for each in told}
        who, due = facts.get("property:candidateGroup"), facts.get("property:dueRule")
        more = f"{f', người làm: {_quoted(who)}' if who else ''}{f', hạn {due}' if due else ''}"
        return f"Thêm {_lower(what)}{more}."
    if change.item.kind == "scenario" and change.what == "added":
        return f"Thêm {_lower(what)}{_ending({each.fact: each.after for each in told})}."
    return f"{_WHAT[change.what]} {_lower(what)}."


def _ending(told: Mapping[str, str]) -> str:
    """Return how a scenario should end: ": mong đợi kết thúc ở “Đã tặng”, hồ sơ đã khen thưởng"."""
    end, status = told.get("scenario:end_event", ""), told.get("scenario:status", "")
    parts = [f"kết thúc ở {end}" if end else "", f"hồ sơ {_lower(status)}" if status else ""]
    return f": mong đợi {', '.join(filter(None, parts))}" if any(parts) else ""


def _clause(each: Said) -> str:
    """Return what became of one fact, as it follows the name of its thing."""
    return (_CLAUSES[each.fact](each) if each.fact in _CLAUSES else "") or _turned_fact(each)


def _turned_fact(each: Said) -> str:
    label = _lower(each.label)
    if each.fact.startswith("act:"):
        each = replace(each, before=_in_brackets(each.before), after=_in_brackets(each.after))
    if not each.before:
        return f"{label} nay là {_quoted(each.after)}, trước không có"
    if not each.after:
        return f"bỏ {label} {_quoted(each.before)}"
    return f"{label} nay là {_quoted(each.after)} thay cho {_quoted(each.before)}"


def _renamed(each: Said) -> str:
    return f"trước tên là {_quoted(each.before)}" if each.before and each.after else ""


def _required(each: Said) -> str:
    return "nay bắt buộc trả lời" if each.after == "có" else "không còn bắt buộc trả lời"


def _chosen(each: Said) -> str:
    lost = f"không còn lựa chọn {each.before}" if each.before else ""
    return ", ".join(filter(None, (lost, f"nay có lựa chọn {each.after}" if each.after else "")))


def _narrowed(each: Said) -> str:
    """Return which words a list has lost or won; "" where it is another one."""
    before, after = (_PARTS.findall(text) for text in (each.before, each.after))
    lost, won = (
        ", ".join(one for one in side if one not in other) for side, other in ((before, after), (after, before))
    )
    if not (lost or won) or not before:
        return ""
    verb = _NARROWED[each.fact]
    parts = [f"không còn {verb} {lost}" if lost else "", f"nay {verb} {won}" if won else ""]
    return ", ".join(filter(None, parts))


def _on_condition(each: Said) -> str:
    if each.after == ALWAYS:
        return f"nay luôn đi{f', trước chỉ đi khi {each.before}' if each.before else ''}"
    if not each.before:
        return f"nay chỉ đi khi {each.after}, trước không có điều kiện"
    if not each.after:
        return f"không còn điều kiện (trước: đi khi {each.before})"
    return f"nay đi khi {each.after} thay cho khi {each.before}"


def _due(each: Said) -> str:
    before, after = map(_default, (each.before, each.after))
    if not before:
        return f"nay có hạn {after}, trước không có"
    if not after:
        return f"bỏ hạn {before}"
    spans = [_SPAN.fullmatch(text) for text in (before, after)]
    same = all(spans) and len({span[2] for span in spans if span}) == 1
    return f"nay có hạn {after} thay cho {spans[0][1] if same and spans[0] else before}"


def _default(limit: str) -> str:
    """Return what a rule says to all, without what it says to some."""
    return f"{limit.partition(_NARROWER)[0]})" if _NARROWER in limit else limit


def _is_cut(each: Said) -> bool:
    return each.fact == "property:dueRule" and (_NARROWER in each.before or _NARROWER in each.after)


def _quoted(text: str) -> str:
    """Return what a fact says as it stands inside of a sentence: in quotes, sentences and what holds quotes as they are."""
    return text if "“" in text or text.startswith("(") else f"“{text}”"


def _in_brackets(sentence: str) -> str:
    return f"({_lower(sentence)})" if sentence else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _called(item: Item, names: Names, changed: frozenset[str] = frozenset()) -> str:
    """Return what a thing is called at the beginning of a sentence; of a flow without the end that has `changed`."""
    if item.kind == "limit":
        return _limited(item, names)
    if item.kind == "flow":
        ends = [
            f" {word} {element(item.facts.get(end, ''), names)}"
            for word, end in (("từ", "source"), ("đến", "target"))
            if end not in changed
        ]
        named = f" “{item.name}”" if item.name else ""
        return f"Đường đi{named}{''.join(ends)}"
    if item.kind == "rule":
        return f"Dòng {_number(item)} của bảng “{item.scope_name}”"
    if item.kind == "question":
        kind = "Nút" if item.type == "button" else KINDS["question"]
        return f"{kind} “{_title(item)}” của biểu mẫu “{item.scope_name or item.scope}”"
    if item.kind == "element":
        return _step(item, names)
    return f"{KINDS[item.kind]} “{_title(item)}”"


def _step(item: Item, names: Names) -> str:
    if not item.name and (place := names.places.get(item.id)):
        return place[:1].upper() + place[1:]
    kind = "Chỗ rẽ" if item.type.endswith("Gateway") else "Kết thúc" if item.type == "endEvent" else "Bước"
    return f"{kind} {element(item.id, names)}"


def _inside(item: Item, names: Names) -> str:
    if item.kind == "rule":
        return _number(item)
    if item.kind in ("limit", "flow"):
        return _lower(_called(item, names)).removeprefix("đường đi ")
    return element(item.id, names) if item.kind == "element" else f"“{_title(item)}”"


def _number(item: Item) -> str:
    found = _RULE.search(item.id)
    return found[1] if found else item.id


def _title(item: Item) -> str:
    return item.name or item.facts.get("dateLabel") or item.id


def _limited(item: Item, names: Names) -> str:
    """Return what a limit is of: the steps that are due by it, where they are few, and for whom.

    Where steps of the same name are due by another one, too, it is called by its own name as well.
    """
    steps = names.steps.get(item.scope, ())
    more = [names.scopes.get(item.id, item.id)]
    subject = f"Hạn “{item.name}”"
    if 0 < len(steps) <= _MOST_STEPS:
        subject = f"{'Bước' if len(steps) == 1 else 'Các bước'} {', '.join(f'“{step}”' for step in steps)}"
        is_shared = any(other == steps for rule, other in names.steps.items() if rule != item.scope)
        more = [f"“{item.name}”" if is_shared else "", *more]
    told = ", ".join(filter(None, more))
    return f"{subject} ({told})" if told else subject


_CLAUSES: Mapping[str, Callable[[Said], str]] = {
    "limit": _due,
    "name": _renamed,
    "choices": _chosen,
    "condition": _on_condition,
    "source": lambda each: f"nay bắt đầu từ {each.after} thay cho {each.before}",
    "target": lambda each: f"nay đến {each.after} thay cho {each.before}",
    "validate/required": _required,
    "property:dueRule": _due,
    "property:outcomes": _narrowed,
    "property:notPerformedBy": _narrowed,
    "property:startGroups": _narrowed,
    "property:forms": _narrowed,
}
"""What became of facts that have a clause of their own; "" where it says no more than the usual one."""
