"""What the criteria of a plan are judged on for one nominee: the tables, its answers, and what the records say besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows import catalogue, dates
from workflows.clock import utcnow
from workflows.engine.decisions import Decisions
from workflows.models import (
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
class Answers:
    """What was entered of a nominee, stored or just typed, finished or not."""

    kind: str
    details: Mapping[str, Any]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Everything that the tables are asked with."""

    tables: Decisions
    key: str
    """The plan's key as its decisions spell it."""
    answers: Answers
    groups: tuple[tuple[str, str], ...]
    """Code and name of each group of the plan that this kind of nominee may belong to."""
    setting: Setting
    overrides: Mapping[str, CriterionOverride]
    """The newest of each criterion, unless it was taken back."""

    @property
    def facts(self) -> dict[str, Any]:
        """The value that the tables call `nominee`."""
        return measures.facts(self.answers.kind, self.answers.details, self.answers.facts, self.setting)


def case_of(session: Session, dossier: Dossier, nominee: Nominee | None, answers: Answers) -> Case:
    """Return the case of a nominee on the dossier's list, or (None) of one that is being added."""
    groups = groups_of(dossier.campaign.plan, answers.kind)
    overrides = _overrides(session, nominee) if nominee else {}
    now = utcnow()
    plan_figure = _plan_figure(session, dossier, measures.CONTRIBUTION_NORM, now)
    movement = (dossier.campaign.plan.get("document") or {}).get("movement") or {}
    setting = Setting(
        award=dossier.offer.award_key,
        plan_awards=tuple(dossier.offer.details.get("plan_awards") or ()),
        group=_group(groups, answers),
        submit_year=dates.local_date(dossier.submitted_at or now).year,
        first_year=dossier.campaign.first_year,
        last_year=dossier.campaign.last_year,
        launched_by=movement.get("launched_by"),
        contribution_norm=plan_figure,
        is_duplicate=_is_duplicate(session, dossier, answers, nominee),
        overrides={code: _VERDICTS[each.verdict] for code, each in overrides.items()},
    )
    tables = catalogue.decisions_of(session, _deployment(session, dossier))
    return Case(tables, dossier.campaign.key.replace("-", "_"), answers, groups, setting, overrides)


def groups_of(plan: Mapping[str, Any], kind: str) -> tuple[tuple[str, str], ...]:
    """Return the groups of a plan for a kind of nominee; not those that the law has dissolved (districts)."""
    return tuple(
        (group["id"], group["name"])
        for group in plan.get("object_groups") or ()
        if kind in group["object_kinds"] and not group.get("historical")
    )


def _group(groups: tuple[tuple[str, str], ...], answers: Answers) -> str | None:
    if len(groups) == 1:
        return groups[0][0]
    chosen = answers.facts.get("group")
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


def _overrides(session: Session, nominee: Nominee) -> dict[str, CriterionOverride]:
    query = select(CriterionOverride).where(CriterionOverride.nominee_id == nominee.id).order_by(CriterionOverride.id)
    newest = {each.criterion: each for each in session.scalars(query)}
    return {code: each for code, each in newest.items() if each.verdict in _VERDICTS}


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


def _is_duplicate(session: Session, dossier: Dossier, answers: Answers, nominee: Nominee | None) -> bool | None:
    """Whether the same nominee stands in another dossier for the same occasion; None where a name alone says so.

    One occasion is one achievement in one period: the same campaign, period and year.
    """
    if nominee is None:
        return None
    query = (
        select(Nominee)
        .join(Dossier, Dossier.id == Nominee.dossier_id)
        .where(Nominee.search_key == nominee.search_key, Nominee.kind == answers.kind, Nominee.removed_at.is_(None))
        .where(Dossier.campaign_id == dossier.campaign_id, Nominee.id != nominee.id)
        .where(Dossier.status.not_in(NOT_A_RIVAL))
    )
    occasion = dossier.content.get("occasion")
    others = [each for each in session.scalars(query) if each.dossier.content.get("occasion") == occasion]
    likenesses = [_same(answers, each) for each in others]
    return True if True in likenesses else None if None in likenesses else False


def _same(answers: Answers, other: Nominee) -> bool | None:
    """Tell two of the same name apart by birth date or address; None where neither is known of both."""
    for key in ("tax_code", "birth_date", "address"):
        mine, theirs = answers.details.get(key), other.details.get(key)
        if mine and theirs:
            return mine == theirs
    return None
