"""What differs between two versions, in the words of those who review it: which step, which matter, before and after."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.comparing import Aspect, Change, Item
from workflows.rules.confidence import LABELS
from workflows.rules.counting_words import reason_words

MATTERS = ("permission", "path", "limit", "work", "form", "table", "scenario", "words", "drawing")
"""What a difference is about, in the order of a review: who may, where it goes, how long, what is done, and so on."""
_OF_FACT = {
    "permission": (
        *("property:candidateGroup", "property:notPerformedBy", "property:assigneeExpression", "property:organ"),
        *("property:organExpression", "property:council", "lane"),
    ),
    "limit": ("property:dueRule",),
    "words": ("name", "documentation", "lanes", "property:stage"),
    "work": ("property:formKey", "type"),
}
_LABELS = {
    "name": "Tên",
    "type": "Loại",
    "lane": "Làn",
    "lanes": "Các làn",
    "documentation": "Hướng dẫn",
    "condition": "Điều kiện",
    "source": "Từ bước",
    "target": "Đến bước",
    "part": "Cụm bước",
    "inside": "Nhóm",
    "description": "Ghi chú",
    "property:formKey": "Biểu mẫu",
    "property:candidateGroup": "Ai làm",
    "property:dueRule": "Hạn",
    "property:outcomes": "Kết quả chọn được",
    "property:outcomeVariable": "Biến giữ kết quả",
    "property:notPerformedBy": "Phải khác người đã làm",
    "property:assigneeExpression": "Người được chỉ định",
    "property:organ": "Cơ quan",
    "property:organExpression": "Cơ quan (biểu thức)",
    "property:council": "Hội đồng",
    "property:stage": "Giai đoạn",
    "property:stopsClock": "Dừng thời hạn vì",
    "property:dossierStatus": "Trạng thái cuối của hồ sơ",
    "@default": "Đường mặc định",
    "@calledElement": "Quy trình được gọi",
    "@attachedToRef": "Gắn vào bước",
    "@cancelActivity": "Ngắt bước đang làm",
    "extensionElements/serviceTaskOperator@id": "Nghiệp vụ",
    "extensionElements/serviceTaskOperator@resultVariable": "Biến nhận kết quả",
    "extensionElements/calledDecisionId": "Bảng quyết định",
    "timerEventDefinition/timeDate": "Thời điểm",
    "multiInstanceLoopCharacteristics/loopDataInputRef": "Lặp theo danh sách",
    "multiInstanceLoopCharacteristics/completionCondition": "Dừng lặp khi",
    "multiInstanceLoopCharacteristics@isSequential": "Lần lượt từng lượt",
    "decisionTable@hitPolicy": "Cách chọn dòng",
    "decisionTable@aggregation": "Cách gộp",
    "label": "Câu hỏi",
    "validate/required": "Bắt buộc",
    "validate/minLength": "Số ký tự tối thiểu",
    "validate/maxLength": "Số ký tự tối đa",
    "validate/min": "Giá trị nhỏ nhất",
    "validate/max": "Giá trị lớn nhất",
    "conditional/hide": "Ẩn khi",
    "scenario:process": "Quy trình",
    "start:variables": "Biến ban đầu",
    "start:nominees": "Loại đối tượng",
    "start:unit": "Đơn vị trình",
    "start:campaign": "Cho kế hoạch",
    "start:offer": "Cho hình thức khen thưởng",
    "start:at": "Bắt đầu lúc",
    "scenario:path": "Đường đi mong đợi",
    "scenario:status": "Trạng thái mong đợi",
    "scenario:end_event": "Sự kiện kết thúc mong đợi",
}
_PREFIXES = {
    "parameter:": "Tham số",
    "input:": "Cột",
    "output:": "Kết quả",
    "annotation:": "Ghi chú",
    "properties/": "Thuộc tính",
    "validate/": "Kiểm tra",
    "values": "Lựa chọn",
    "start:": "Bắt đầu",
    "act:": "Việc thứ",
    "variable:": "Biến mong đợi",
}
_LIMIT_LABELS = {
    "limit": "Hạn",
    "on_return": "Khi trả bổ sung",
    "stopped_by": "Dừng khi",
    "start": "Tính từ",
    "clause": "Căn cứ",
    "confidence": "Mức chắc chắn",
    "note": "Ghi chú",
    "max_returns": "Số lần trả tối đa",
    "until": "Đến hết ngày",
    "name": "Tên",
}
_ON_RETURN = {"restart": "tính lại từ đầu", "resume": "tính tiếp phần còn lại", "none": "không ảnh hưởng"}
_STEP = "Bước"
_KINDS = {"process": "Quy trình", "flow": "Đường đi", "decision": "Bảng", "rule": "Dòng của bảng", "form": "Biểu mẫu"}
_KINDS |= {"question": "Câu hỏi", "table_item": "Phần của bảng", "scenario": "Kịch bản"}
_WHAT = {"added": "Thêm", "removed": "Bỏ", "moved": "Dời trên hình", "reordered": "Đổi thứ tự"}
_MOST_STEPS = 3
_NUMBERED = re.compile(r"_rule_(\d+)$")


@dataclass(frozen=True)
class Names:
    """How people call what files call by keys."""

    roles: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, str] = field(default_factory=dict)
    """Names of elements and flows by id, of both versions."""
    spans: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What the limit of a rule is, in words, before and after."""
    scopes: Mapping[str, str] = field(default_factory=dict)
    """For whom a limit is, by the id of its item."""
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the steps are called that are due by a rule."""


@dataclass(frozen=True)
class Said:
    """One fact before and after; empty: nothing was or is said."""

    label: str
    before: str
    after: str
    matter: str


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


def in_words(change: Change, names: Names) -> Difference:
    """Return a change as a reviewer reads it; its matter is the gravest of what it says."""
    item = change.item
    said = tuple(_said(item, aspect, names) for aspect in change.aspects)
    if change.what in ("moved", "reordered"):
        matter = "drawing" if change.what == "moved" else _matter_of_kind(item)
    elif change.what == "changed":
        matter = min((each.matter for each in said), key=MATTERS.index)
    else:
        matter = "path" if item.kind in ("element", "flow", "process") else _matter_of_kind(item)
    kept = said if change.what == "changed" else tuple(each for each in said if each.label not in ("Tên", "Loại"))
    sentence = _sentence(change, kept, names)
    return Difference(change.what, matter, item.scope, item.scope_name, item.id, sentence, kept)


def _sentence(change: Change, said: tuple[Said, ...], names: Names) -> str:
    what = _called(change.item, names)
    aspect = change.aspects[0].fact if change.what == "changed" and len(change.aspects) == 1 else ""
    if aspect == "property:dueRule":
        return f"{what} {_due(said[0])}."
    if change.item.kind == "limit" and said and said[0].label == _LIMIT_LABELS["limit"]:
        more = [each.label.lower() for each in said[1:]] if change.what == "changed" else []
        return f"{what} {_due(said[0])}{'; đổi ' * bool(more)}{', '.join(more)}."
    if change.what == "changed" and len(said) == 1:
        return f"{what}: {_turned(said[0])}."
    if change.what == "changed":
        return f"{what}: đổi {', '.join(each.label.lower() for each in said)}."
    return f"{_WHAT[change.what]} {what[0].lower()}{what[1:]}."


def _turned(said: Said) -> str:
    label = said.label.lower()
    if not said.before:
        return f"{label} nay là “{said.after}”, trước không có"
    if not said.after:
        return f"bỏ {label} “{said.before}”"
    return f"{label} nay là “{said.after}” thay cho “{said.before}”"


def _due(said: Said) -> str:
    if not said.before:
        return f"nay có hạn {said.after}, trước không có"
    if not said.after:
        return f"bỏ hạn {said.before}"
    return f"nay có hạn {said.after} thay cho {said.before}"


def _called(item: Item, names: Names) -> str:
    if item.kind == "limit":
        return _limited(item, names)
    if item.kind == "flow":
        ends = [_element(item.facts.get(end, ""), names) for end in ("source", "target")]
        named = f" “{item.name}”" if item.name else ""
        return f"Đường đi{named} từ {ends[0]} đến {ends[1]}"
    if item.kind == "rule":
        number = _NUMBERED.search(item.id)
        return f"Dòng {number[1] if number else item.id} của bảng “{item.scope_name}”"
    if item.kind == "question":
        return f"Câu hỏi “{item.name or item.id}” của biểu mẫu “{item.scope_name or item.scope}”"
    kind = _STEP if item.kind == "element" else _KINDS[item.kind]
    return f"{kind} {_element(item.id, names) if item.kind == 'element' else f'“{item.name or item.id}”'}"


def _limited(item: Item, names: Names) -> str:
    """Return what a limit is of: the steps that are due by it, where they are few, and for whom."""
    steps = [f"“{step}”" for step in names.steps.get(item.scope, ())]
    subject = f"Hạn “{item.name}”"
    if 0 < len(steps) <= _MOST_STEPS:
        subject = f"{'Bước' if len(steps) == 1 else 'Các bước'} {', '.join(steps)}"
    whom = names.scopes.get(item.id, item.id)
    return f"{subject} ({whom})" if whom else subject


def _element(element_id: str, names: Names) -> str:
    return f"“{names.elements.get(element_id) or element_id}”"


def _said(item: Item, aspect: Aspect, names: Names) -> Said:
    if aspect.fact == "property:dueRule":
        before, after = (_rule(text, names, now=now) for text, now in ((aspect.before, False), (aspect.after, True)))
    else:
        before, after = (_value(item, aspect.fact, text, names) for text in (aspect.before, aspect.after))
    return Said(_label(item, aspect.fact), before, after, _matter(item, aspect.fact))


def _rule(key: str, names: Names, *, now: bool) -> str:
    """Return a rule as its limit, with its name and narrower rows: "20 ngày làm việc (“Thẩm định hồ sơ”; riêng …)"."""
    name = f"“{names.limits.get(key, key)}”" if key else ""
    span, mark, more = names.spans.get(key, ("", ""))[now].partition("; ")
    return f"{span} ({name}{mark}{more})" if span else name


def _label(item: Item, fact: str) -> str:
    if item.kind == "limit":
        return _LIMIT_LABELS[fact]
    if item.kind == "question" and fact == "label":
        return "Lời hỏi"
    if fact in _LABELS:
        return _LABELS[fact]
    for prefix, word in _PREFIXES.items():
        if fact.startswith(prefix):
            return f"{word} “{fact.removeprefix(prefix).strip('/')}”" if fact != prefix else word
    return fact


def _value(item: Item, fact: str, text: str, names: Names) -> str:
    if not text:
        return ""
    if item.kind == "limit":
        return _of_limit(fact, text)
    if fact == "property:candidateGroup":
        return names.roles.get(text, text)
    if fact == "property:formKey":
        return names.forms.get(text, text)
    if fact in ("property:notPerformedBy", "source", "target", "@default", "@attachedToRef", "part", "scenario:path"):
        return ", ".join(names.elements.get(each.strip()) or each.strip() for each in text.split(","))
    if text in ("true", "false") and item.kind in ("question", "element"):
        return "có" if text == "true" else "không"
    return text


def _of_limit(fact: str, text: str) -> str:
    if fact == "stopped_by":
        return "; ".join(reason_words(reason) for reason in text.split(", "))
    return {"on_return": _ON_RETURN.get(text, text), "confidence": LABELS.get(text, text)}.get(fact, text)


def _matter(item: Item, fact: str) -> str:
    if item.kind == "flow":
        return "words" if fact == "name" else "path"
    if item.kind not in ("element", "process"):
        return _matter_of_kind(item)
    for matter, facts in _OF_FACT.items():
        if fact in facts:
            return matter
    return "path"


def _matter_of_kind(item: Item) -> str:
    if item.kind == "scenario":
        return "scenario"
    return {"form": "form", "question": "form", "limit": "limit"}.get(item.kind, "table")
