"""Building the offers of a plan: each award in each period with its papers, votes, criteria and notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from workflows.rules.plans.criteria import criteria_in, needs_of
from workflows.rules.plans.organs import COUNCILS_OF_PROCESS, DECIDING_ORGAN, HANDLING_ORGAN
from workflows.rules.plans.simplified import CASE, simplified_items, simplified_of
from workflows.rules.plans.tables import day_or_none
from workflows.rules.plans.values import Award, CouncilRule, Offer, OfferPaper, OrganChoice
from workflows.rules.plans.walking import Document

STATE_LEVELS: Final = {"prime_minister_award": "prime_minister", "labour_order": "president"}
RECOMMENDED: Final = {
    "if_claimed": "khi báo cáo nêu thành tích cần chứng nhận, xác nhận",
    "if_ballot": "khi Hội đồng bỏ phiếu kín",
    "province_rule": "theo quy chế của tỉnh",
}
"""Conditions under which a paper is asked for, in words."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reference data from which offers are built."""

    awards: Mapping[str, Award]
    award_documents: Mapping[str, Document]
    paper_documents: Mapping[str, Document]
    councils: tuple[CouncilRule, ...]
    citations: Mapping[str, str]
    simplified: Document
    """When the simplified procedure may be used, and for which awards."""
    groups: Mapping[str, Document]
    """Groups of nominees of all plans: a plan may fall back on another's criteria."""


def offers_of(plan: Document, shelf: Shelf) -> tuple[Offer, ...]:
    """Return the offers of one plan, then those that the law adds to them."""
    items = [*plan["offers"], *simplified_items(plan, shelf.simplified)]
    return tuple(_offer(plan, item, shelf) for item in items)


def council_rule(councils: tuple[CouncilRule, ...], kind: str, award: str) -> CouncilRule:
    """Return how a kind of council votes on an award. Raise KeyError if no rule fits."""
    fitting = [rule for rule in councils if rule.kind == kind and rule.award in {None, award}]
    if not fitting:
        raise KeyError(kind)
    return max(fitting, key=lambda rule: rule.award is not None)


def _offer(plan: Document, item: Document, shelf: Shelf) -> Offer:
    awards = [award for award in plan["awards"] if award["id"] in item["for"]]
    needs = tuple(need for award in awards for need in needs_of(award, _groups(plan, award, item, shelf)))
    return Offer(
        id=item["id"],
        plan_awards=tuple(award["id"] for award in awards),
        award=item["award"],
        title=item["title"],
        period=item["period"],
        years=tuple(item["years"]),
        process=item["process"],
        like=item.get("like", item["process"]),
        simplified=simplified_of(item, shelf.citations),
        object_kinds=tuple(item["object_kinds"]),
        classes=tuple(item.get("classes", ())),
        default_class=item.get("default_class"),
        valid_to=day_or_none(item.get("valid_to")),
        unavailable_reason=item.get("unavailable_reason"),
        replaced_by=item.get("replaced_by"),
        organs=_organs(plan["running"], item),
        variables=_variables(plan["running"], item),
        papers=tuple(_papers(plan, item, shelf)),
        councils=tuple(
            council_rule(shelf.councils, kind, item["award"]) for kind in COUNCILS_OF_PROCESS.get(item["process"], ())
        ),
        needs=needs,
        criteria=tuple(dict.fromkeys(found for _, need in needs for found in criteria_in(need))),
        fund=_fund(plan, item, shelf),
        notes=_notes(plan, item, awards),
    )


def _groups(plan: Document, award: Document, item: Document, shelf: Shelf) -> list[Document]:
    """Return the groups of nominees for an offer; where a group has no criteria, those that it falls back on."""
    named, kinds = award["groups"], set(item["object_kinds"])
    groups = [group for group in plan["object_groups"] if named == "all" or group["id"] in named]
    groups = [group for group in groups if kinds & set(group["object_kinds"])]
    found = []
    for group in groups:
        fallback = [] if group["criteria"] else group.get("fallback_groups", [])
        found += [shelf.groups[key] for key in fallback] if fallback else [group]
    return list({group["id"]: group for group in found}.values())


def _organs(running: Document, item: Document) -> tuple[OrganChoice, ...]:
    """Return the organs of an offer, with who handles and who decides it, and whose opinion may be asked."""
    chosen = {**running["organs"], **item.get("organs", {}), "consulted": {"as_named": running["consulted"]}}
    if item["process"] is not None:
        for role, organs in (("handling_organ", HANDLING_ORGAN), ("deciding_organ", DECIDING_ORGAN)):
            organ = organs[item.get("like") or item["process"]]
            # A missing organ is told by the checks of offers, under its own name.
            chosen |= {role: chosen[organ]} if organ in chosen else {}
    return tuple(
        OrganChoice(
            organ=organ,
            as_named=tuple(choice["as_named"]),
            members=tuple(choice.get("members", ())),
            desk=choice.get("desk"),
        )
        for organ, choice in chosen.items()
    )


def _variables(running: Document, item: Document) -> dict[str, object]:
    state_level = STATE_LEVELS.get(item["process"])
    asks_a_department = state_level is not None or item["process"] == "provincial_award"
    return {
        "decision_template": "award_decision",
        "needs_achievement_appraisal": running["needs_achievement_appraisal"] and asks_a_department,
        "needs_party_opinion": item["needs_party_opinion"],
        "needs_standing_opinion": item.get("needs_standing_opinion", False),
        "is_state_award": state_level is not None,
        "state_level": state_level,
    }


def _papers(plan: Document, item: Document, shelf: Shelf) -> list[OfferPaper]:
    """Return the papers that the law asks for, with the plan's own wording where it names one."""
    stated = {paper["paper"]: paper for paper in plan["dossier_papers"]}
    found = []
    for asked in shelf.award_documents[item["award"]]["papers"]:
        when = asked["when"]
        if not _is_asked(when, item):
            continue
        paper = shelf.paper_documents[asked["paper"]]
        basis = [shelf.citations[key] for key in paper["citations"]]
        if paper["id"] in stated:
            basis.append(f"Kế hoạch, mục {stated[paper['id']]['source']['section']}")
        found.append(
            OfferPaper(
                paper=paper["id"],
                name=paper["name"],
                per="nominee" if paper["per"] == "nominee" else "dossier",
                applies_to="enterprise" if when == "enterprise" else "all",
                required=paper["needed_by"] == "submission" and when not in RECOMMENDED,
                needed_by=paper["needed_by"],
                condition=RECOMMENDED.get(when),
                basis="; ".join(basis) or None,
                confidence=paper["confidence"],
            )
        )
    return found


def _is_asked(when: str, item: Document) -> bool:
    """Whether a paper belongs to a dossier: the simplified procedure has its own short list, without minutes of a council."""
    if CASE in item:
        return item["process"] is not None and when not in {"unless_simplified", "if_ballot", "enterprise"}
    return when != "simplified" and (when != "enterprise" or "enterprise" in item["object_kinds"])


def _fund(plan: Document, item: Document, shelf: Shelf) -> str:
    """Return the fund that pays: as the plan says, else as the law does."""
    stated = [fund["fund"] for fund in plan["funds"] if set(fund["awards"]) & set(item["for"])]
    return "; ".join(dict.fromkeys(stated)) or shelf.awards[item["award"]].fund


def _notes(plan: Document, item: Document, awards: list[Document]) -> tuple[str, ...]:
    named = {key for award in awards for key in award["ambiguities"]}
    shown = [ambiguity["shown"] for ambiguity in plan["ambiguities"] if ambiguity["id"] in named]
    return tuple(dict.fromkeys([*item["notes"], *shown]))
