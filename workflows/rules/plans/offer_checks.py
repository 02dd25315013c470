"""Proving that every award of a plan can be run: its offers name an allowed award, a process and living organs."""

from collections.abc import Iterator, Mapping
from datetime import date

from workflows.rules.plans.organs import ORGANS_OF_PROCESS, organs_on
from workflows.rules.plans.values import Award, Offer, Plan, Plans

AFTER_EVERYTHING = date.max
"""A day on which only units without an end are valid: what runs then runs until something is reorganised."""


def offer_problems(plans: Plans) -> list[str]:
    """Return what keeps an offer from being run, and awards of a plan that no offer covers."""
    problems = []
    for plan in plans.plans:
        ids = {offer.id for offer in plan.offers}
        for offer in plan.offers:
            place = f"{plan.id}.yaml: offers[{offer.id}]"
            problems += [f"{place}: {problem}" for problem in _problems(plan, offer, plans)]
            if offer.replaced_by is not None and offer.replaced_by not in ids:
                problems.append(f"{place}: không có {offer.replaced_by}")
        covered = {award for offer in plan.offers for award in offer.plan_awards}
        awards = [award["id"] for award in plan.document["awards"] if award["id"] not in covered]
        problems += [f"{plan.id}.yaml: awards[{award}]: chưa có mục offers nào" for award in awards]
    return problems


def _problems(plan: Plan, offer: Offer, plans: Plans) -> Iterator[str]:
    yield from _object_kind_problems(offer, plans.awards)
    if offer.process is None or offer.like is None:
        return
    standings = organs_on(offer, plans.units, AFTER_EVERYTHING, plan.task)
    wanted = ORGANS_OF_PROCESS[offer.like]
    if offer.variables["needs_achievement_appraisal"]:
        wanted += ("achievement_organ",)
    for organ in wanted:
        standing = standings.get(organ)
        if standing is None:
            yield f"thiếu cơ quan {organ}"
            continue
        missing = [unit.named for unit in standing.units if unit.unit is None]
        yield from (f"{organ}: {unit} không còn và chưa rõ đơn vị kế thừa" for unit in missing)
        if organ != "submitting_unit" and len(standing.unit_ids) != 1:
            yield f"{organ}: phải là đúng một đơn vị"
        if standing.desk is not None and standing.desk.unit is None:
            yield f"{organ}: bộ phận {standing.desk.named} không còn và chưa rõ đơn vị kế thừa"


def _object_kind_problems(offer: Offer, awards: Mapping[str, Award]) -> Iterator[str]:
    keys = offer.classes or (offer.award,)
    allowed = {kind for key in keys for kind in awards[key].object_kinds}
    yield from (
        f"pháp luật không cho khen {kind} bằng {offer.award}" for kind in offer.object_kinds if kind not in allowed
    )
    if offer.classes and offer.default_class not in offer.classes:
        yield f"hạng mặc định {offer.default_class} không có trong các hạng"
    if offer.classes and not set(offer.classes) <= set(awards[offer.award].variants):
        yield f"hạng không thuộc hình thức {offer.award}"
