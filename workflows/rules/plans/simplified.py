"""Offers that the law adds to a plan's own: its awards once more by the simplified procedure, each with when it may be used."""

from collections.abc import Iterator, Mapping
from typing import Final

from workflows.rules.plans.tables import day_or_none
from workflows.rules.plans.values import Simplified
from workflows.rules.plans.walking import Document

PROCESS: Final = "simplified_award"
PERIOD: Final = "sudden"
CASE: Final = "simplified"
"""What is written into the document of a derived offer besides what an offer of a plan has."""


def simplified_items(plan: Document, procedure: Document) -> list[Document]:
    """Return the documents of the offers that follow from those of a plan, one for each award that the procedure names.

    The organs are those of the award's first offer that can run, the kinds of nominees those of all of them. An award
    that the procedure is not for is there without a process, with the reason.
    """
    rows = {row["award"]: row for row in procedure["awards"]}
    own: dict[str, list[Document]] = {}
    for item in plan["offers"]:
        if item["award"] in rows and item["process"] is not None:
            own.setdefault(item["award"], []).append(item)
    return [_item(plan, items, rows[award], procedure) for award, items in own.items()]


def simplified_of(item: Document, citations: Mapping[str, str]) -> Simplified | None:
    """Return when a derived offer may be used; None for an offer of the plan's own."""
    if CASE not in item:
        return None
    row, grounds = item[CASE]["row"], [_lowered(ground["name"]) for ground in item[CASE]["grounds"]]
    return Simplified(
        when=f"Dùng khi: {'; '.join(grounds)}",
        basis=citations[row["citation"]],
        valid_from=day_or_none(row["valid_from"]),
        valid_to=day_or_none(row["valid_to"]),
    )


def simplified_problems(procedure: Document, awards: set[str]) -> Iterator[str]:
    """Yield what is wrong with the rows of the procedure: unknown awards, an award twice, days out of order."""
    seen: set[str] = set()
    for row in procedure["awards"]:
        place = f"awards.yaml: simplified/awards[{row['award']}]"
        if row["award"] not in awards:
            yield f"{place}: không có hình thức {row['award']}"
        if row["award"] in seen:
            yield f"{place}: hình thức bị lặp"
        if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
            yield f"{place}: hết hiệu lực trước khi có hiệu lực"
        seen.add(row["award"])


def _item(plan: Document, items: list[Document], row: Document, procedure: Document) -> Document:
    first = items[0]
    kinds = dict.fromkeys(kind for item in items for kind in item["object_kinds"])
    return {
        **first,
        "id": f"{plan['code']}-DG-{row['award']}",
        "for": [],  # none of the plan's own awards: it is the law that offers this one, and the law's criteria count
        "title": row["title"],
        "period": PERIOD,
        "years": [],
        "process": PROCESS if row["allowed"] else None,
        "like": first["process"],
        "object_kinds": list(kinds),
        "needs_party_opinion": False,
        "needs_standing_opinion": row["standing_opinion"],
        "unavailable_reason": row["reason"],
        "notes": procedure["notes"],
        CASE: {"row": row, "grounds": procedure["grounds"]},
    }


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]
