"""What a fact says before and after, in the words of those who review it."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workflows.comparing import Aspect, Item
from workflows.engine.decisions import words_of
from workflows.operations.described import DESCRIBED
from workflows.queries.comparison_facts import TECHNICAL, label, matter
from workflows.queries.comparison_names import Names
from workflows.queries.condition_words import both_in_words
from workflows.queries.scenario_words import DoerWords, act_in_words
from workflows.rules.confidence import LABELS
from workflows.rules.counting_words import reason_words

_ON_RETURN = {"restart": "tính lại từ đầu", "resume": "tính tiếp phần còn lại", "none": "không ảnh hưởng"}
_YES_NO = {"true": "có", "false": "không"}
_OPERATION = "extensionElements/serviceTaskOperator@id"
_CONDITIONS = frozenset(
    {"condition", "conditional/hide", "properties/requiredWhen", "properties/validWhen"}
    | {"multiInstanceLoopCharacteristics/completionCondition"}
)
_VARIABLES = frozenset(
    {"extensionElements/serviceTaskOperator@resultVariable", "extensionElements/messageVariable"}
    | {"property:outcomeVariable", "timerEventDefinition/timeDate"}
    | {f"multiInstanceLoopCharacteristics/loopData{way}putRef" for way in ("In", "Out")}
)
_ELEMENTS = frozenset(
    {"property:notPerformedBy", "source", "target", "@default", "@attachedToRef", "part"}
    | {"scenario:path", "scenario:end_event"}
)
_OTHERS = frozenset({"@calledElement", "extensionElements/calledDecisionId", "inside", "scenario:process"})
_CHOICE = re.compile(r"values\[.+\]/(value|label|hint)")
_QUOTED = re.compile(r"“([^“”]+)”")
_ENDING = frozenset({"scenario:process", "scenario:end_event", "scenario:status"})


@dataclass(frozen=True)
class Said:
    """One fact before and after; empty: nothing was or is said."""

    label: str
    before: str
    after: str
    matter: str
    fact: str = ""
    written: tuple[str, str] = ("", "")
    """Before and after as the file has it, where that is an expression and the words are not it."""


def said(item: Item, aspects: Sequence[Aspect], names: Names) -> tuple[Said, ...]:
    """Return the facts of a change in words; what became of the choices of a question as one."""
    chosen = [each for each in aspects if item.kind == "question" and _is_won_or_lost(each, aspects)]
    rest = tuple(_said(item, each, names) for each in aspects if each not in chosen)
    return (*_choices_turned(chosen), *rest)


def whole(item: Item, names: Names, *, is_new: bool) -> tuple[Said, ...]:
    """Return what a thing that is new or gone says, without what it says only for its drawing."""
    if item.kind == "scenario":
        facts = {fact: text for fact, text in item.facts.items() if fact in _ENDING}
        acts = sum(fact.startswith("act:") for fact in item.facts)
        steps = len(list(filter(None, item.facts.get("scenario:path", "").split(", "))))
        facts |= {"scenario:acts": str(acts), "scenario:path": f"{steps} bước" if steps else ""}
    else:
        facts = {fact: text for fact, text in item.facts.items() if text and fact not in TECHNICAL}
        facts = {fact: text for fact, text in facts.items() if not (item.kind == "question" and _CHOICE.match(fact))}
        facts |= {"choices": found} if (found := _choices(item.facts)) else {}
    aspects = [Aspect(fact, *(("", text) if is_new else (text, ""))) for fact, text in facts.items() if text]
    return said(item, aspects, names)


def _is_won_or_lost(aspect: Aspect, aspects: Sequence[Aspect]) -> bool:
    """Tell whether a fact is one of a choice that is new or gone as a whole."""
    if not _CHOICE.match(aspect.fact):
        return False
    value = aspect.fact.rpartition("/")[0] + "/value"
    return any(each.fact == value and not (each.before and each.after) for each in aspects)


def _choices_turned(aspects: Sequence[Aspect]) -> tuple[Said, ...]:
    """Return the choices that are gone and those that are new as one fact; with their codes where words do not do."""
    facts = {each.fact: each for each in aspects}
    codes = [each for each in aspects if each.fact.endswith("/value")]
    labels = [facts.get(each.fact.removesuffix("value") + "label", each) for each in codes]
    lost = [(label.before, code.before) for label, code in zip(labels, codes, strict=True) if code.before]
    won = [(label.after, code.after) for label, code in zip(labels, codes, strict=True) if code.after]
    alike = {words for words, _ in lost} & {words for words, _ in won}
    before, after = (
        ", ".join(f"“{words}”" + (f" (mã {code})" if words in alike else "") for words, code in side)
        for side in (lost, won)
    )
    return (Said("Lựa chọn", before, after, "form", "choices"),) if codes else ()


def _choices(facts: Mapping[str, str]) -> str:
    return "; ".join(
        facts.get(fact.removesuffix("value") + "label") or code
        for fact, code in facts.items()
        if fact.startswith("values[") and fact.endswith("]/value")
    )


def _said(item: Item, aspect: Aspect, names: Names) -> Said:
    fact, sides = aspect.fact, (aspect.before, aspect.after)
    named = _label(item, fact, names)
    if fact == "property:dueRule":
        before, after = (_rule(text, names, now=now) for text, now in zip(sides, (False, True), strict=True))
        return Said(named, before, after, matter(item, fact), fact)
    if fact in _CONDITIONS or (fact.startswith("properties/checks[") and fact.endswith("]/when")):
        before, after = _conditions(sides, names)
    else:
        before, after = (_value(item, fact, text, names) for text in sides)
    is_expression = (before, after) != sides and (fact in _CONDITIONS or fact.endswith("/when") or item.kind == "rule")
    return Said(named, before, after, matter(item, fact), fact, sides if is_expression else ("", ""))


def _label(item: Item, fact: str, names: Names) -> str:
    """Return what a fact is called: of a choice by its words, of a parameter as its operation calls it."""
    if fact.startswith("values[") and item.kind == "question":
        code = fact.partition("[")[2].partition("]")[0]
        words = item.facts.get(f"values[{code}]/label") or code
        return label(item, fact.replace(f"[{code}]", f"[“{words}”]"))
    if fact.startswith("parameter:"):
        operation = DESCRIBED.get(item.facts.get(_OPERATION, ""))
        known = {each.name: each.label for each in operation.parameters} if operation else {}
        return f"Tham số “{known.get(fact.removeprefix('parameter:')) or fact.removeprefix('parameter:')}”"
    if fact.startswith("variable:") and item.kind == "scenario":
        return f"Mong đợi {names.codes.conditions.variable(fact.removeprefix('variable:'))}"
    return label(item, fact)


def _conditions(sides: tuple[str, str], names: Names) -> tuple[str, str]:
    was, now = (text.removeprefix("=").strip() for text in sides)
    before, after = both_in_words(was, now, names.codes.conditions)
    return before if sides[0] else "", after if sides[1] else ""


def _rule(key: str, names: Names, *, now: bool) -> str:
    """Return a rule as its limit, with its name and narrower rows: "20 ngày làm việc (“Thẩm định hồ sơ”; riêng …)"."""
    name = f"“{names.limits.get(key, key)}”" if key else ""
    span, mark, more = names.spans.get(key, ("", ""))[now].partition("; ")
    return f"{span} ({name}{mark}{more})" if span else name


def _value(item: Item, fact: str, text: str, names: Names) -> str:
    if not text:
        return ""
    if item.kind == "limit":
        return _of_limit(fact, text)
    if item.kind == "rule":
        return _of_cell(item, fact, text, names)
    if item.kind == "scenario":
        return _of_scenario(fact, text, names)
    return _of_thing(item, fact, text, names)


def _of_thing(item: Item, fact: str, text: str, names: Names) -> str:
    known: Mapping[str, Callable[[], str]] = {
        "property:candidateGroup": lambda: names.roles.get(text, text),
        "property:formKey": lambda: names.forms.get(text, text),
        "property:forms": lambda: _listed(text, lambda each: _instead(each, names)),
        "property:startGroups": lambda: _listed(text, lambda each: _starter(each, names)),
        "property:outcomes": lambda: _listed(text, lambda each: names.codes.conditions.value("outcome", each)),
        "properties/outcome": lambda: names.codes.conditions.value("outcome", text),
        _OPERATION: lambda: DESCRIBED[text].label if text in DESCRIBED else text,
    }
    if fact in known:
        return known[fact]()
    if fact in _ELEMENTS:
        return _listed(text, lambda each: element(each, names))
    if fact in _OTHERS:
        return names.others.get(text, text)
    if fact in _VARIABLES:
        return names.codes.conditions.variables.get(text, text)
    if fact.startswith("parameter:"):
        return _of_parameter(item, fact, text, names)
    return names.codes.facts.get(fact.rpartition("@")[2], _YES_NO).get(text) or _YES_NO.get(text, text)


def _instead(pair: str, names: Names) -> str:
    """Return which form a called process asks instead of its own: "Quyết định khen thưởng: “Quyết định hủy bỏ”"."""
    own, _, other = (part.strip() for part in pair.partition(":"))
    return f"{names.forms.get(own, own)}: “{names.forms.get(other, other)}”"


def _starter(pair: str, names: Names) -> str:
    """Return who may begin a process: "“Trưởng phòng, Sở Nội vụ”"."""
    organ, _, role = (part.strip() for part in pair.partition(":"))
    called = names.codes.facts.get("property:organ", {}).get(organ, organ)
    return f"“{names.roles.get(role, role)}, {called}”"


def _of_parameter(item: Item, fact: str, text: str, names: Names) -> str:
    operation = DESCRIBED.get(item.facts.get(_OPERATION, ""))
    key = fact.removeprefix("parameter:")
    found = next((each for each in operation.parameters if each.name == key), None) if operation else None
    code = text.strip('"')
    if found is None or code == text:
        return names.codes.conditions.variables.get(text, text)
    return dict(found.choices).get(code) or names.limits.get(code, code)


def _of_cell(item: Item, fact: str, text: str, names: Names) -> str:
    """Return a cell of a table in words, its codes as the form calls them that asks for what the column reads."""
    if not fact.startswith(("input:", "output:")):
        return text
    column = names.columns.get((item.scope, fact.partition(":")[2]), "")
    known = {**names.codes.conditions.values.get(column, {}), **names.answers.get(column, {})}
    return _QUOTED.sub(lambda found: f"“{known.get(found[1], found[1])}”", words_of(text))


def _of_scenario(fact: str, text: str, names: Names) -> str:
    codes = names.codes.facts
    doers = DoerWords(names.roles, codes.get("property:organ", {}), codes.get("property:council", {}))
    if fact == "scenario:open":
        given = json.loads(text or "[]")
        return "; ".join(f"“{names.elements.get(each['step'], each['step'])}” ({doers.of(each)})" for each in given)
    if fact.startswith("act:"):
        return act_in_words(json.loads(text), names.elements, names.codes.conditions, doers)
    if fact == "scenario:status":
        return names.codes.facts.get("property:dossierStatus", {}).get(text, text)
    if fact.startswith("variable:"):
        return names.codes.conditions.value(fact.removeprefix("variable:"), text)
    if fact in _ELEMENTS and not text.endswith(" bước"):
        return _listed(text, lambda each: element(each, names))
    return names.others.get(text, text) if fact in _OTHERS else text


def _of_limit(fact: str, text: str) -> str:
    if fact == "stopped_by":
        return "; ".join(reason_words(reason) for reason in text.split(", "))
    return {"on_return": _ON_RETURN.get(text, text), "confidence": LABELS.get(text, text)}.get(fact, text)


def element(element_id: str, names: Names) -> str:
    """Return an element or a flow as it stands inside of a sentence: its name in quotes, or where it is."""
    name = names.elements.get(element_id)
    return f"“{name}”" if name else names.places.get(element_id) or f"“{element_id}”"


def _listed(text: str, word: Callable[[str], str]) -> str:
    return ", ".join(word(each.strip()) for each in text.split(",") if each.strip())
