"""What the criteria of a plan are judged on: the tables, a nominee's answers, and what the records say besides.

What holds for a whole dossier is read once, however many nominees are asked about.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased, joinedload

from workflows import catalogue, dates, offering
from workflows.clock import utcnow
from workflows.engine.decisions import Decisions
from workflows.models import (
    Criterion,
    CriterionOverride,
    Deployment,
    Dossier,
    Nominee,
    PlanFigure,
    ProcessDefinition,
    ProcessInstance,
)
from workflows.rules import measures
from workflows.rules.measures import Setting

NOT_A_RIVAL = ("withdrawn", "discarded", "rejected", "cancelled")
"""Dossiers that ended without asking for anything."""
_VERDICTS = {"met": True, "not_met": False}


@dataclass(frozen=True)
class Namesake:
    """A nominee of the same name and kind in another dossier of the campaign, for the same occasion."""

    reference: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Everything that the tables are asked with about one nominee."""

    tables: Decisions
    key: str
    """The plan's key as its decisions spell it; empty where the law alone judges, as by the simplified procedure."""
    nominee: Nominee
    groups: tuple[tuple[str, str], ...]
    """Code and name of each group of the plan that this kind of nominee may belong to."""
    setting: Setting
    overrides: Mapping[str, CriterionOverride]
    """The newest of each criterion, unless it was taken back."""
    rivals: tuple[str, ...]
    """References of the dossiers in which the same nominee stands, or one that cannot be told apart."""
    criteria: Mapping[str, Criterion]

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The value that the tables call `nominee`."""
        return measures.facts(self.nominee.kind, self.nominee.details, self.nominee.facts, self.setting)


@dataclass(frozen=True)
class Ground:
    """What all nominees of a dossier are judged on alike, and what was found of each of those asked about."""

    dossier: Dossier
    tables: Decisions
    criteria: Mapping[str, Criterion]
    contribution_norm: Decimal | None
    submit_year: int
    overrides: Mapping[int, Mapping[str, CriterionOverride]]
    namesakes: Mapping[int, Sequence[Namesake]]

    def case(self, nominee: Nominee) -> Case:
        """Return the case of one of the nominees."""
        dossier, campaign = self.dossier, self.dossier.campaign
        by_plan = not offering.is_simplified(dossier.offer)
        groups = groups_of(campaign.plan, nominee.kind) if by_plan else ()
        overrides = self.overrides.get(nominee.id, {})
        likenesses = [(each.reference, _same(nominee, each)) for each in self.namesakes.get(nominee.id, ())]
        found = {likeness for _, likeness in likenesses}
        is_duplicate = True if True in found else None if None in found else False
        setting = Setting(
            award=dossier.offer.award_key,
            plan_awards=tuple(dossier.offer.details.get("plan_awards") or ()),
            group=_group(groups, nominee),
            submit_year=self.submit_year,
            first_year=campaign.first_year,
            last_year=campaign.last_year,
            launched_by=((campaign.plan.get("document") or {}).get("movement") or {}).get("launched_by"),
            contribution_norm=self.contribution_norm,
            is_duplicate=is_duplicate,
            overrides={code: _VERDICTS[each.verdict] for code, each in overrides.items()},
        )
        rivals = () if is_duplicate is False else (name for name, likeness in likenesses if likeness is is_duplicate)
        return Case(
            tables=self.tables,
            key=campaign.key.replace("-", "_") if by_plan else "",
            nominee=nominee,
            groups=groups,
            setting=setting,
            overrides=overrides,
            rivals=tuple(dict.fromkeys(rivals)),
            criteria=self.criteria,
        )


def ground(
    session: Session,
    dossier: Dossier,
    nominees: Sequence[Nominee],
    *,
    overridden: bool = True,
    tables: Decisions | None = None,
) -> Ground:
    """Return what the nominees of a dossier are judged on, in as many queries for one as for thousands.

    Not `overridden`: without reviewers' own conclusions. `tables`: others than those that the dossier runs on.
    """
    now = utcnow()
    about = Nominee.id == nominees[0].id if len(nominees) == 1 else Nominee.dossier_id == dossier.id
    criteria = select(Criterion).where(Criterion.campaign_id == dossier.campaign_id)
    return Ground(
        dossier=dossier,
        tables=catalogue.decisions_of(session, _deployment(session, dossier)) if tables is None else tables,
        criteria={each.code: each for each in session.scalars(criteria)},
        contribution_norm=_plan_figure(session, dossier, measures.CONTRIBUTION_NORM, now),
        submit_year=dates.local_date(dossier.submitted_at or now).year,
        overrides=_overrides(session, about) if overridden else {},
        namesakes=_namesakes(session, dossier, about),
    )


def groups_of(plan: Mapping[str, Any], kind: str) -> tuple[tuple[str, str], ...]:
    """Return the groups of a plan for a kind of nominee; not those that the law has dissolved (districts)."""
    return tuple(
        (group["id"], group["name"])
        for group in plan.get("object_groups") or ()
        if kind in group["object_kinds"] and not group.get("historical")
    )


def _group(groups: tuple[tuple[str, str], ...], nominee: Nominee) -> str | None:
    if len(groups) == 1:
        return groups[0][0]
    chosen = nominee.facts.get("group")
    return chosen if chosen in dict(groups) else None


def _deployment(session: Session, dossier: Dossier) -> Deployment:
    """Return the bundle that the dossier runs on; of its newest process where it has had several."""
    query = (
        select(Deployment)
        .join(ProcessDefinition, ProcessDefinition.deployment_id == Deployment.id)
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
        .where(ProcessInstance.dossier_id == dossier.id)
        .order_by(ProcessInstance.id.desc())
        .limit(1)
    )
    return session.scalars(query).one()


def _overrides(session: Session, about: ColumnElement[bool]) -> dict[int, dict[str, CriterionOverride]]:
    query = (
        select(CriterionOverride)
        .join(Nominee, Nominee.id == CriterionOverride.nominee_id)
        .where(about)
        .options(joinedload(CriterionOverride.author))
        .order_by(CriterionOverride.id)
    )
    newest = {(each.nominee_id, each.criterion): each for each in session.scalars(query)}
    found: dict[int, dict[str, CriterionOverride]] = defaultdict(dict)
    for (nominee_id, code), each in newest.items():
        if each.verdict in _VERDICTS:
            found[nominee_id][code] = each
    return found


def _plan_figure(session: Session, dossier: Dossier, name: str, at: datetime) -> Decimal | None:
    """Return a figure that a council has set for the campaign, as it holds on the day of submission or today."""
    day = dates.local_date(dossier.submitted_at or at)
    query = (
        select(PlanFigure.amount)
        .where(PlanFigure.campaign_id == dossier.campaign_id, PlanFigure.name == name, PlanFigure.valid_from <= day)
        .where((PlanFigure.valid_to.is_(None)) | (PlanFigure.valid_to >= day))
        .order_by(PlanFigure.valid_from.desc())
        .limit(1)
    )
    amount = session.scalar(query)
    return None if amount is None else Decimal(amount)


def _namesakes(session: Session, dossier: Dossier, about: ColumnElement[bool]) -> dict[int, list[Namesake]]:
    """Return who else of the same name and kind stands in a dossier for the same occasion.

    One occasion is one achievement in one period: the same campaign, period and year.
    """
    other, theirs = aliased(Nominee), aliased(Dossier)
    query = (
        select(Nominee.id, theirs.reference, theirs.content, other.details)
        .join(other, (other.search_key == Nominee.search_key) & (other.kind == Nominee.kind) & (other.id != Nominee.id))
        .join(theirs, theirs.id == other.dossier_id)
        .where(about, other.removed_at.is_(None), theirs.campaign_id == dossier.campaign_id)
        .where(theirs.status.not_in(NOT_A_RIVAL))
        .order_by(theirs.reference)
    )
    occasion = dossier.content.get("occasion")
    found: dict[int, list[Namesake]] = defaultdict(list)
    for nominee_id, reference, content, details in session.execute(query):
        if content.get("occasion") == occasion:
            found[nominee_id].append(Namesake(reference, details))
    return found


def _same(nominee: Nominee, other: Namesake) -> bool | None:
    """Tell two of the same name apart by birth date or address; None where neither is known of both."""
    for key in ("tax_code", "birth_date", "address"):
        mine, theirs = nominee.details.get(key), other.details.get(key)
        if mine and theirs:
            return mine == theirs
    return None
