"""The criteria of a plan and how they combine, with named sets and references resolved to single criteria."""

from collections.abc import Iterable
from decimal import Decimal

from workflows.rules.eligibility import AllOf, AnyOf, Comparison, Rule
from workflows.rules.plans.values import Criterion, Need
from workflows.rules.plans.walking import Document


def criteria_of_plan(plan: Document) -> tuple[Criterion, ...]:
    """Return every criterion of a plan: of its groups of nominees, then of single awards."""
    of_groups = [
        _criterion(item, group["id"], group["name"], tuple(item.get("awards", ())))
        for group in plan["object_groups"]
        for item in group["criteria"]
    ]
    of_awards = [
        _criterion(item, award["id"], "Tiêu chí riêng của hình thức khen", (award["id"],))
        for award in plan["awards"]
        for item in award.get("criteria", ())
    ]
    return (*of_groups, *of_awards)


def needs_of(award: Document, groups: Iterable[Document]) -> tuple[tuple[str, Need], ...]:
    """Return for each group what a nominee must meet for an award of the plan: (id of the group, need)."""
    found = []
    for group in groups:
        need = _whole(award, group)
        if need is not None:
            found.append((group["id"], need))
    return tuple(found)


def rule_of(data: Document) -> Rule:
    """Return a rule as the file (or a table that keeps its JSON) writes it."""
    if "test" not in data:
        parts = tuple(rule_of(part) for part in data.get("all_of") or data["any_of"])
        return AllOf(parts) if "all_of" in data else AnyOf(parts)
    test = data["test"]
    return Comparison(
        measure=test["measure"],
        operator=test["operator"],
        threshold=None if test["threshold"] is None else Decimal(str(test["threshold"])),
        threshold_data=test.get("threshold_data"),
        years=(test.get("years") or {}).get("count"),
        as_written=test["as_written"],
    )


def criteria_in(need: Need) -> tuple[str, ...]:
    """Return the ids of all criteria that a need names, in order and once each."""
    if need.criterion is not None:
        return (need.criterion,)
    return tuple(dict.fromkeys(found for part in need.parts for found in criteria_in(part)))


def _whole(award: Document, group: Document) -> Need | None:
    """Join the group's own tree with the award's conditions, each where the plan gives one."""
    conditions = award.get("conditions")
    if conditions is not None:
        return _resolve(conditions, group, award)
    eligibility = group.get("eligibility")
    return None if eligibility is None else _resolve(eligibility, group, award)


def _resolve(tree: Document, group: Document, award: Document) -> Need | None:
    """Turn a tree of the file into a need of single criteria; a part without any criterion falls away."""
    ((kind, value),) = tree.items()
    if kind == "criterion":
        return Need(kind="criterion", criterion=value)
    if kind == "set":
        ids = [item["id"] for item in group["criteria"] if item.get("set") == value]
        return _joined("all_of", [Need(kind="criterion", criterion=found) for found in ids])
    if kind == "group_eligibility":
        own = group.get("eligibility")
        return None if own is None else _resolve(own, group, award)
    if kind == "award_conditions":
        return None
    parts = [_resolve(part, group, award) for part in value]
    return _joined(kind, [part for part in parts if part is not None])


def _joined(kind: str, parts: list[Need]) -> Need | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return Need(kind=kind, parts=tuple(parts))


def _criterion(item: Document, group: str, group_name: str, awards: tuple[str, ...]) -> Criterion:
    return Criterion(
        id=item["id"],
        text=item["text"],
        clause=item["source"]["section"],
        group=group,
        group_name=group_name,
        only_for=item.get("only_for"),
        awards=awards,
        rule=rule_of(item["rule"]) if "rule" in item else None,
        rule_data=item.get("rule"),
        evidence=tuple(item["evidence"]),
    )
