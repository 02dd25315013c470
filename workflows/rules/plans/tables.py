"""Building the rows that all plans share: units, awards, limits, councils, days off, rewards, law."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.rules.calendar import CalendarYear, DayOff
from workflows.rules.deadlines import Limit
from workflows.rules.plans.values import Award, CouncilRule
from workflows.rules.plans.walking import Document
from workflows.rules.regimes import Regime
from workflows.rules.reward import BaseWage, RewardRow, RewardTables, Rounding
from workflows.rules.units import Successor, UnitRow

INSTRUMENT_KINDS = {
    "luat": "Luật",
    "bo_luat": "Bộ luật",
    "nghi_dinh": "Nghị định",
    "thong_tu": "Thông tư",
    "quyet_dinh": "Quyết định",
    "nghi_quyet": "Nghị quyết",
}


BORROWED_SCOPES = {"example", "historical_example", "historical_national", "historical_province", "national_analogue"}
"""Limits that were read elsewhere or for something else: applied here, they are an inference."""


def day_or_none(text: str | None) -> date | None:
    """Return an ISO date, or None for a blank."""
    return None if text is None else date.fromisoformat(text)


def units_of(document: Document) -> dict[str, UnitRow]:
    """Return all units by id."""
    return {
        unit["id"]: UnitRow(
            id=unit["id"],
            name=unit["name"],
            symbol=unit.get("symbol"),
            kind=unit["kind"],
            level=unit["level"],
            parent=unit["parent"],
            valid_from=day_or_none(unit["valid_from"]),
            valid_to=day_or_none(unit["valid_to"]),
            origin=unit["origin"],
            successors=tuple(Successor(s["unit"], s["takes"], s["confidence"]) for s in unit["successors"]),
            confidence=unit["confidence"],
            note=unit.get("note"),
            code=unit.get("code"),
        )
        for unit in document["units"]
    }


def citations_of(document: Document) -> dict[str, str]:
    """Return act and article in words for every citation, for example “Luật 06/2022/QH15, Điều 84 khoản 2 điểm a”."""
    instruments = {item["id"]: item for item in document["instruments"]}
    words = {}
    for citation in document["citations"]:
        instrument = instruments[citation["instrument"]]
        kind = INSTRUMENT_KINDS.get(instrument["kind"], instrument["title"])
        words[citation["id"]] = f"{kind} {instrument['number']}, {citation['article']}"
    return words


def regimes_of(document: Document) -> tuple[Regime, ...]:
    """Return the legal regimes in the order of their days."""
    return tuple(
        Regime(
            key=item["id"],
            name=item["name"],
            effective_from=day_or_none(item["effective_from"]),
            effective_to=day_or_none(item["effective_to"]),
            confidence=item["confidence"],
            note=item.get("note"),
        )
        for item in document["regimes"]
    )


def awards_of(document: Document, citations: dict[str, str]) -> dict[str, Award]:
    """Return all awards by key."""
    return {
        item["id"]: Award(
            key=item["id"],
            name=item["name"],
            short_name=item["short_name"],
            level=item["level"],
            decided_by=item["decided_by"],
            object_kinds=tuple(row["kind"] for row in item["objects"] if row["allowed"]),
            variants=tuple(item.get("variants", ())),
            reward=item["reward"],
            fund=item["fund"]["fund"],
            effective_from=day_or_none(item["valid_from"]),
            effective_to=day_or_none(item["valid_to"]),
            basis="; ".join(citations[key] for key in item["decided_citations"]) or None,
        )
        for item in document["awards"]
    }


def councils_of(document: Document) -> tuple[CouncilRule, ...]:
    """Return how each kind of council votes, one row per award that has a rule of its own."""
    return tuple(
        CouncilRule(
            kind=council["kind"],
            name=council["name"],
            organ=council["organ"],
            chair=council["chair"],
            secretary=council["secretary"],
            award=award,
            threshold_percent=None if vote["threshold"] == "majority" else vote["threshold"],
            secret=vote["mode"] == "secret",
            quorum_present=_share(council["quorum_present"]),
            quorum_with_written=_share(council["quorum_with_written"]) if council["quorum_with_written"] else None,
            source=vote["clause"] or council["quorum_clause"] or "chưa ghi văn bản quy định",
            confidence=vote["confidence"],
            note=vote.get("note"),
        )
        for council in document["councils"]
        for vote in council["votes"]
        for award in ([None] if vote["awards"] == "all" else vote["awards"])
    )


def limits_of(due_rules: Document, limits: Document) -> tuple[Limit, ...]:
    """Return one row per due rule and scope; rows that name a limit take its number, unit and source."""
    written = {limit["id"]: limit for limit in limits["rules"]}
    return tuple(
        row
        for rule in due_rules["rules"]
        for entry in rule["limits"]
        for row in _limit_rows(rule, entry, written.get(entry.get("limit"), {}))
    )


def days_off_of(document: Document) -> tuple[DayOff, ...]:
    """Return the table of days that differ from the week."""
    return tuple(
        DayOff(date.fromisoformat(item["date"]), item["kind"], item["name"], item["status"], item["confidence"])
        for item in document["days"]
    )


def years_of(document: Document) -> tuple[CalendarYear, ...]:
    """Return which years' days off have been announced."""
    return tuple(CalendarYear(item["year"], item["announced"], item["source"]) for item in document["years"])


def rewards_of(document: Document) -> RewardTables:
    """Return the tables from which rewards are computed."""
    rows = tuple(
        RewardRow(
            regime=item["regime"],
            award=item["award"],
            collective=Decimal(item["collective"]),
            individual=Decimal(item["individual"]),
            household_factor=Decimal(item["household_factor"]) if item["household_factor"] else None,
            collective_confidence=item["collective_confidence"],
            individual_confidence=item["individual_confidence"],
        )
        for item in document["rewards"]
    )
    wages = tuple(
        BaseWage(item["amount_vnd"], date.fromisoformat(item["from"]), day_or_none(item["to"]), item["confidence"])
        for item in document["base_wages"]
    )
    roundings = tuple(
        Rounding(regime, item["mode"], item["step_vnd"]) for item in document["rounding"] for regime in item["regimes"]
    )
    return RewardTables(rows, wages, roundings, dict(document["reward_regimes"]))


def _limit_rows(rule: Document, entry: Document, written: Document) -> Iterator[Limit]:
    merged: dict[str, Any] = {**written, **entry}
    for process in entry.get("processes") or [None]:
        for award in entry.get("awards") or [None]:
            yield Limit(
                rule=rule["key"],
                name=rule["name"],
                value=merged.get("value"),
                unit=merged["unit"],
                start=rule["start"],
                on_return=rule["on_return"],
                stopped_by=tuple({**rule, **entry}.get("stopped_by") or ()),
                clause=merged.get("clause"),
                confidence=_limit_confidence(entry, written),
                note=merged.get("note") or rule.get("note"),
                limit_id=entry.get("limit"),
                day=entry.get("day"),
                month=entry.get("month"),
                inclusive=entry.get("inclusive", True),
                backwards=entry.get("backwards", False),
                max_returns=rule.get("max_returns"),
                campaign=entry.get("campaign"),
                province=entry.get("province"),
                process=process,
                award=award,
                valid_from=day_or_none(entry.get("valid_from")),
                valid_to=day_or_none(entry.get("valid_to")),
            )


def _limit_confidence(entry: Document, written: Document) -> str:
    """Return how sure a limit is for the dossiers of its row; surer than “inferred” only where the text itself applies."""
    if "confidence" in entry:
        return str(entry["confidence"])
    borrowed = written["scope"] in BORROWED_SCOPES or written.get("applicability") == "inferred"
    return "inferred" if borrowed and written["confidence"] in {"read", "second-hand"} else str(written["confidence"])


def _share(pair: list[int]) -> tuple[int, int]:
    numerator, denominator = pair
    return numerator, denominator
