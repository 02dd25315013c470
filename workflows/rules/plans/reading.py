"""Reading a folder of plans into values, or telling everything that is wrong with it at once."""

from datetime import date
from pathlib import Path

from workflows.errors import CampaignRejected
from workflows.rules.calendar import calendar_of, complete_through
from workflows.rules.plans import tables
from workflows.rules.plans.criteria import criteria_of_plan
from workflows.rules.plans.files import Folder, read_folder
from workflows.rules.plans.offer_checks import offer_problems
from workflows.rules.plans.offers import Shelf, offers_of
from workflows.rules.plans.references import folder_problems
from workflows.rules.plans.reminders import reminders_of
from workflows.rules.plans.values import Ambiguity, Fund, Milestone, Plan, Plans
from workflows.rules.plans.walking import Document
from workflows.rules.plans.wording import wording_problems


def read_plans(folder: Path) -> Plans:
    """Return all plans of a folder with the reference data beside them.

    Raise CampaignRejected with every problem found, each with file and path: first of the shape of the files, and if
    that is right, of what they say.
    """
    documents, problems = read_folder(folder)
    if problems:
        raise CampaignRejected(problems)
    return plans_of(documents)


def plans_of(documents: Folder) -> Plans:
    """Return the plans of documents whose shape is right. Raise CampaignRejected if what they say does not fit."""
    if problems := folder_problems(documents):
        raise CampaignRejected(problems)
    plans = _plans(documents)
    problems = [
        f"{name}.yaml: {problem}" for name, plan in documents.plans.items() for problem in wording_problems(plan)
    ]
    problems += offer_problems(plans)
    if problems:
        raise CampaignRejected(problems)
    return plans


def _plans(documents: Folder) -> Plans:
    reference = documents.reference
    citations = tables.citations_of(reference["legal"])
    awards = tables.awards_of(reference["awards"], citations)
    councils = tables.councils_of(reference["councils"])
    days_off, years = tables.days_off_of(reference["holidays"]), tables.years_of(reference["holidays"])
    shelf = Shelf(
        awards=awards,
        award_documents={item["id"]: item for item in reference["awards"]["awards"]},
        paper_documents={item["id"]: item for item in reference["awards"]["papers"]},
        councils=councils,
        citations=citations,
        simplified=reference["awards"]["simplified"],
        groups={group["id"]: group for plan in documents.plans.values() for group in plan["object_groups"]},
    )
    return Plans(
        plans=tuple(_plan(plan, shelf, documents.checksums[name]) for name, plan in documents.plans.items()),
        awards=awards,
        units=tables.units_of(reference["units"]),
        limits=tables.limits_of(reference["due_rules"], reference["limits"]),
        reminders=reminders_of(reference["reminders"]),
        councils=councils,
        regimes=tables.regimes_of(reference["legal"]),
        days_off=days_off,
        years=years,
        calendar=calendar_of(days_off, complete_through=complete_through(years)),
        rewards=tables.rewards_of(reference["awards"]),
        citations=citations,
    )


def _plan(plan: Document, shelf: Shelf, checksum: str) -> Plan:
    document, running = plan["document"], plan["running"]
    return Plan(
        id=plan["id"],
        code=plan["code"],
        title=document["title"]["text"],
        movement=document["movement"]["name"],
        source_kind=plan["source_kind"],
        source_note=plan["source_note"],
        level=document["level"],
        number=document["number"]["value"],
        issued_on=tables.day_or_none(document["issued_on"]["value"]),
        issuer=document["issuer"]["unit"],
        issuer_name=document["issuer"]["name"],
        first_year=plan["period"]["from_year"],
        last_year=plan["period"]["to_year"],
        province=running["province"],
        task=running["task"],
        reference_prefix=running["reference_prefix"],
        running_note=running["note"],
        consulted=tuple(running["consulted"]),
        reporting=tuple(running["reporting"]["members"]) if running["reporting"] else (),
        offers=offers_of(plan, shelf),
        criteria=criteria_of_plan(plan),
        milestones=tuple(_milestone(item) for item in plan["milestones"]),
        funds=tuple(
            Fund(
                id=item["id"],
                purpose=item["purpose"],
                fund=item["fund"],
                plan_awards=tuple(item["awards"]),
                text=item["text"],
            )
            for item in plan["funds"]
        ),
        ambiguities=tuple(_ambiguity(item) for item in plan["ambiguities"]),
        document=plan,
        checksum=checksum,
    )


def _milestone(item: Document) -> Milestone:
    due_on = tables.day_or_none(item["date"])
    safe = item.get("last_safe_day")
    # A yearly day such as “29/11” is no date; the rule of the milestone says how it recurs.
    last_safe_day = date.fromisoformat(safe) if safe is not None and due_on is not None else None
    return Milestone(
        id=item["id"],
        kind=item["kind"],
        due_on=due_on,
        last_safe_day=last_safe_day,
        text=item.get("text", item["source"]["quote"]),
        clause=item["source"]["section"],
        rule=item["rule"],
        plan_awards=tuple(item.get("awards", ())),
    )


def _ambiguity(item: Document) -> Ambiguity:
    return Ambiguity(
        id=item["id"],
        question=item["question"],
        assumption=item["assumption"],
        shown=item["shown"],
        decided_by=item["decided_by"],
        affects=tuple(item["affects"]),
    )
