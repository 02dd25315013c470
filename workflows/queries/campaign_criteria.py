"""The criteria of a campaign as plain text, read from the decision tables themselves, so that text and rule are one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.components import Field
from workflows import catalogue
from workflows.assessing import LAW
from workflows.engine.decisions import Decisions, Table
from workflows.models import Campaign, Deployment
from workflows.nomination import KIND_LABELS
from workflows.queries import rule_words
from workflows.queries.criteria_words import short
from workflows.queries.plan_words import clause_words
from workflows.rules import measures

_FOUND = re.compile(r'found\("([^"]+)"\)')
_ONE_OF = re.compile(r"one of\(\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\)")
_QUOTED = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class RuleLine:
    """A criterion as its tables judge it."""

    code: str
    text: str
    clause: str
    only_for: str
    """Awards and nominees that it is for; empty: all of its group."""
    judged: str
    """When it is met, not met, or left open."""
    instead: str
    """What may be met in its place; empty where nothing may."""
    evidence: str


@dataclass(frozen=True)
class CampaignRules:
    """All criteria of a campaign by group of nominees, then those of the law."""

    groups: tuple[tuple[str, tuple[RuleLine, ...]], ...]
    law: tuple[RuleLine, ...]


def rules(session: Session, campaign: Campaign) -> CampaignRules:
    """Return the criteria by the tables of the newest deployment; no groups where the plan has none of its own."""
    deployment = session.scalar(select(Deployment).order_by(Deployment.number.desc()).limit(1))
    if deployment is None:
        return CampaignRules((), ())
    tables = catalogue.decisions_of(session, deployment)
    key = campaign.key.replace("-", "_")
    names = _Names(campaign, _unit_kinds(session, deployment))
    in_force, conclusion = tables.table(f"{key}_in_force"), tables.table(f"{key}_conclusion")
    instead = _alternatives(conclusion, in_force) if conclusion and in_force else {}
    groups: dict[str, dict[str, RuleLine]] = {}
    for rule in in_force.rules if in_force else ():
        code, _, measure = (_unquoted(each.text) for each in rule.outputs)
        notes = dict(rule.notes)
        line = RuleLine(
            code=code,
            text=notes.get("Nguyên văn", ""),
            clause=clause_words(notes.get("Mục", "")),
            only_for=names.only_for([each.text for each in rule.tests]),
            judged=_judged(tables, key, measure, code),
            instead=instead.get(code, ""),
            evidence=notes.get("Minh chứng", ""),
        )
        groups.setdefault(names.group(rule.tests[0].text), {})[code] = line
    law = tables.table(LAW)
    return CampaignRules(
        tuple((name, tuple(lines.values())) for name, lines in groups.items()), tuple(_law(law)) if law else ()
    )


def _unit_kinds(session: Session, deployment: Deployment) -> dict[str, str]:
    """Return what the kinds of units and persons are called on the nominees' forms."""
    found: dict[str, str] = {}
    for kind in KIND_LABELS:
        form = catalogue.form(session, deployment, f"nominee_{kind}")
        asked = [
            each.item for key, each in form.items.items() if key.endswith("_kind") and isinstance(each.item, Field)
        ]
        found |= {choice.value: choice.label for item in asked for choice in item.choices}
    return found


class _Names:
    """What the codes in the cells of a campaign's tables are called."""

    def __init__(self, campaign: Campaign, unit_kinds: Mapping[str, str]):
        self._unit_kinds = unit_kinds
        self._groups = {group["id"]: group["name"] for group in campaign.plan["object_groups"]}
        self._awards = {
            plan_award: offer.title
            for offer in campaign.offers
            for plan_award in offer.details.get("plan_awards") or ()
        }

    def group(self, test: str) -> str:
        """Return the groups that a cell names, or that it is for all."""
        return "; ".join(self._groups.get(code, code) for code in _QUOTED.findall(test)) or "Mọi nhóm đối tượng"

    def only_for(self, tests: list[str]) -> str:
        """Return the awards, kinds and kinds of units that a rule is for."""
        _, awards, kinds, units = tests
        named = [self._awards.get(code, code) for code in _QUOTED.findall(awards)]
        said = [_list_of(dict.fromkeys(named)), _kinds(kinds, KIND_LABELS), _kinds(units, self._unit_kinds)]
        return "; ".join(each for each in said if each)


def _kinds(test: str, words: Mapping[str, str]) -> str:
    named = _list_of(words.get(code, code).lower() for code in _QUOTED.findall(test))
    return f"không phải {named}" if named and test.lstrip().startswith("not(") else named


def _list_of(words: Iterable[str]) -> str:
    return ", ".join(words)


def _judged(tables: Decisions, key: str, measure: str, code: str) -> str:
    if measure == measures.BY_WORDS:
        return "Người lập hồ sơ tự đánh giá và nêu văn bản chứng minh; người thẩm định kết luận."
    table = tables.table(f"{key}_{measure}")
    return rule_words.judged(table, code) if table else ""


def _alternatives(conclusion: Table, in_force: Table) -> dict[str, str]:
    """Return for each criterion in an "one of" what may be met in its place."""
    known = {_unquoted(rule.outputs[0].text): dict(rule.notes) for rule in in_force.rules}
    found: dict[str, str] = {}
    for rule in conclusion.rules:
        for parts in _ONE_OF.findall(rule.outputs[0].text):
            branches = [_FOUND.findall(each) for each in _branches(parts)]
            for number, branch in enumerate(branches):
                others = [other for place, other in enumerate(branches) if place != number]
                for code in branch:
                    own = known[code].get("Mục", "")
                    words = (_list_of(dict.fromkeys(_named(known[each], own) for each in other)) for other in others)
                    found[code] = " hoặc ".join(words)
    return found


def _named(notes: Mapping[str, str], own: str) -> str:
    """Return a criterion by its clause; by its words where it stands in the same clause as the one it may replace."""
    clause = notes.get("Mục", "")
    return f"“{short(notes.get('Nguyên văn', ''))}”" if clause == own else clause_words(clause)


def _branches(parts: str) -> list[str]:
    """Cut what stands in an "one of" at the commas that are in no bracket."""
    found, depth = [""], 0
    for letter in parts:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return found


def _law(table: Table):
    told: dict[str, RuleLine] = {}
    for rule in table.rules:
        code, notes = _unquoted(rule.outputs[0].text), dict(rule.notes)
        text = notes.get("Nội dung", "")
        line = RuleLine(code, text, notes.get("Căn cứ", ""), "", f"Hiệu lực từ {notes.get('Hiệu lực từ', '')}", "", "")
        told.setdefault(f"{code} {text}", line)
    return told.values()


def _unquoted(text: str) -> str:
    return text.strip().strip('"')
