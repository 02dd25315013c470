"""What people call what files call by keys: for differences in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.comparing import Item
from workflows.models import Award, DueRule, Role
from workflows.queries import limit_words
from workflows.queries.condition_words import ConditionWords
from workflows.rules.deadlines import Limit


@dataclass(frozen=True)
class Codes:
    """The words of the codes that files hold; the service has the one table of them."""

    conditions: ConditionWords = field(default_factory=ConditionWords)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By fact (such as "property:organ") what its codes are called."""


NO_CODES = Codes()
_ASKED_AS = {"pending": "pending_matters"}
"""What a question is called whose answer a table reads by another name (see `rules.measures`)."""

_AWARDS = ("award", "awards")
"""Columns that read the key of an award."""


@dataclass(frozen=True)
class Names:
    """How people call what files call by keys."""

    roles: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, str] = field(default_factory=dict)
    """Names of elements and flows by id, of both versions."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Where elements and flows are that have no name of their own: “chỗ các đường gặp nhau trước “Ký””."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Names of processes, decisions and groups of questions by id."""
    spans: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What the limit of a rule is, in words, before and after."""
    scopes: Mapping[str, str] = field(default_factory=dict)
    """For whom a limit is, by the id of its item."""
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the steps are called that are due by a rule."""
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By key of a question what its choices are called."""
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By (decision, label of a column) the last part of what the column reads."""
    codes: Codes = NO_CODES


def names_of(session: Session, items: Sequence[Item], brought: Sequence[Limit] = (), codes: Codes = NO_CODES) -> Names:
    """Return how people call what the items call by keys. `brought`: limits that a draft would put in force."""
    found = names_in(items, codes)
    limits = select(DueRule.key, DueRule.name).order_by(DueRule.id.desc())
    awards = {key: name for key, name in session.execute(select(Award.key, Award.name))}
    return replace(
        found,
        roles={key: name for key, name in session.execute(select(Role.key, Role.name))},
        limits={key: name for key, name in session.execute(limits)} | {each.rule: each.name for each in brought},
        spans=limit_words.spans(session, brought),
        scopes=limit_words.scopes(session, brought),
        answers={**found.answers, **{name: {**found.answers.get(name, {}), **awards} for name in _AWARDS}},
    )


def names_in(items: Sequence[Item], codes: Codes = NO_CODES) -> Names:
    """Return what the items themselves say of their names."""
    return Names(
        steps=_steps(items),
        forms={item.id: item.name for item in items if item.kind == "form" and item.name},
        elements={item.id: item.name for item in items if item.kind in ("element", "flow") and item.name},
        places=places_of(items),
        others={item.id: item.name for item in items if item.kind in ("process", "decision", "question") and item.name},
        answers=_answers(items),
        columns=_columns(items),
        codes=_with_buttons(codes, items),
    )


def places_of(items: Iterable[Item]) -> dict[str, str]:
    """Return where the elements and flows are that have no name: before, behind or between steps that have one."""
    items = tuple(items)
    names = {item.id: item.name for item in items if item.kind == "element"}
    after: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    flows = [item for item in items if item.kind == "flow"]
    for flow in flows:
        after.setdefault(flow.facts["source"], []).append(flow.facts["target"])
        before.setdefault(flow.facts["target"], []).append(flow.facts["source"])
    found = {}
    for element, name in names.items():
        if not name:
            behind, ahead = _nearest(element, after, names), _nearest(element, before, names)
            is_split = len(set(after.get(element, ()))) > 1
            found[element] = _between(ahead, behind, is_split=is_split)
    for flow in flows:
        ends = [_place(flow.facts[end], names, found) for end in ("source", "target")]
        if not flow.name:
            found[flow.id] = f"đường đến {ends[1]}"
    return {place: words for place, words in found.items() if words}


def _between(ahead: str, behind: str, *, is_split: bool) -> str:
    if is_split:
        return f"chỗ rẽ sau “{ahead}”" if ahead else ""
    return f"chỗ các đường gặp nhau trước “{behind}”" if behind else ""


def _place(element: str, names: Mapping[str, str], found: Mapping[str, str]) -> str:
    return f"“{names[element]}”" if names.get(element) else found.get(element) or f"“{element}”"


def _nearest(element: str, ways: Mapping[str, list[str]], names: Mapping[str, str]) -> str:
    """Return the name of the first element on the ways that has one; "" where there is none."""
    passed, waiting = {element}, list(ways.get(element, ()))
    while waiting:
        each = waiting.pop(0)
        if names.get(each):
            return names[each]
        if each not in passed:
            passed.add(each)
            waiting += ways.get(each, ())
    return ""


def _steps(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    steps: dict[str, dict[str, None]] = {}
    for item in items:
        if item.kind == "element" and item.name and (rule := item.facts.get("property:dueRule")):
            steps.setdefault(rule, {})[item.name] = None
    return {rule: tuple(found) for rule, found in steps.items()}


def _answers(items: Iterable[Item]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for item in items:
        if item.kind != "question" or not (key := item.facts.get("key")):
            continue
        for fact, code in item.facts.items():
            if fact.startswith("values[") and fact.endswith("]/value"):
                label = item.facts.get(fact.removesuffix("value") + "label", "")
                found.setdefault(key, {}).setdefault(code, label or code)
    return found


def _columns(items: Iterable[Item]) -> dict[tuple[str, str], str]:
    found = {}
    for item in items:
        if item.kind != "decision":
            continue
        for fact, label in item.facts.items():
            if fact.startswith("decisionTable/input") and fact.endswith("@label"):
                read = item.facts.get(fact.removesuffix("@label") + "/inputExpression/text", "")
                last = read.rpartition(".")[2]
                found[item.scope, label] = _ASKED_AS.get(last, last)
    return found


def _with_buttons(codes: Codes, items: Iterable[Item]) -> Codes:
    """Return the codes with what the buttons of forms call outcomes that the table of words does not know."""
    buttons = {
        outcome: item.name
        for item in items
        if item.kind == "question" and item.name and (outcome := item.facts.get("properties/outcome"))
    }
    values = codes.conditions.values
    return replace(
        codes, conditions=replace(codes.conditions, values={**values, "": {**buttons, **values.get("", {})}})
    )
