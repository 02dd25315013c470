"""How a nominee stands against the criteria of the plan and of the law: computed from the tables whenever it is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from workflows import criteria
from workflows.clock import utcnow
from workflows.criteria import Case
from workflows.criterion_lines import MET, NOT_MET, UNKNOWN, WORDS, Line, law_lines, plan_lines, wanted
from workflows.engine.decisions import Decisions, Result
from workflows.models import Dossier, Nominee
from workflows.nomination import active_nominees
from workflows.rules import measures
from workflows.rules.measures import Figure

LAW = "criteria_law"
_AS_BOOLEAN = {word: value for value, word in WORDS.items()}


@dataclass(frozen=True)
class Assessment:
    """All criteria that apply to a nominee, those of the law first."""

    lines: tuple[Line, ...]
    verdict: str
    """met: all that is asked; not_met: something decisive is not; cannot_tell: figures or answers are missing."""
    group: str | None
    needs_group: bool
    """The plan has several groups for this kind of nominee and none was chosen yet."""
    is_told_by_plan: bool
    """Whether the plan has criteria of its own."""

    def standing(self, verdict: str) -> tuple[Line, ...]:
        """Return the lines with a verdict."""
        return tuple(line for line in self.lines if line.verdict == verdict)

    def as_json(self) -> dict[str, Any]:
        """Return what is kept with a decision."""
        return {"verdict": self.verdict, "group": self.group, "lines": [line.as_json() for line in self.lines]}


@dataclass(frozen=True)
class Asked:
    """What the form of a nominee's criteria asks."""

    groups: tuple[tuple[str, str], ...]
    """Code and name of each group of the plan that this kind of nominee may belong to."""
    group: str | None
    checks: tuple[tuple[str, str, str], ...]
    """Code, words and wished proof of each criterion that is answered in words."""
    figures: tuple[Figure, ...]
    targets: bool


def assess(session: Session, dossier: Dossier, nominee: Nominee, *, overridden: bool = True) -> Assessment:
    """Return how a nominee stands; not `overridden`: by the tables alone, as those read it who may not read reviewers."""
    return assess_all(session, dossier, [nominee], overridden=overridden)[nominee.id]


def assess_all(
    session: Session, dossier: Dossier, nominees: Sequence[Nominee], *, overridden: bool = True
) -> dict[int, Assessment]:
    """Return the same of nominees of one dossier, by their ids, in as many queries for one as for thousands."""
    if not nominees:
        return {}
    shared = criteria.ground(session, dossier, nominees, overridden=overridden)
    return {each.id: _assessed(shared.case(each)) for each in nominees}


def _assessed(case: Case) -> Assessment:
    law, plan = _evaluated(case, LAW, explain=True), _evaluated(case, _own(case, "criteria_{}"), explain=True)
    return Assessment(
        lines=(*law_lines(law, case), *plan_lines(plan, case)),
        verdict=_verdict(case, law, plan),
        group=case.setting.group,
        needs_group=case.setting.group is None and len(case.groups) > 1,
        is_told_by_plan=plan is not None,
    )


def asked(session: Session, dossier: Dossier, nominee: Nominee) -> Asked:
    """Return what must be entered so that the criteria can be compared."""
    return _asked(criteria.ground(session, dossier, [nominee]).case(nominee))


def asked_by_any(session: Session, dossier: Dossier, nominee: Nominee) -> Asked:
    """Return what some group asks that this kind of nominee may belong to: what was typed for one stays for another."""
    case = criteria.ground(session, dossier, [nominee]).case(nominee)
    groups: list[str | None] = [code for code, _ in case.groups] or [None]
    each = [_asked(replace(case, setting=replace(case.setting, group=group))) for group in groups]
    return Asked(
        groups=case.groups,
        group=case.setting.group,
        checks=tuple({check[0]: check for found in each for check in found.checks}.values()),
        figures=tuple({figure.id: figure for found in each for figure in found.figures}.values()),
        targets=any(found.targets for found in each),
    )


def facts_of(session: Session, dossier: Dossier, tables: Decisions | None = None) -> dict[str, Any]:
    """Return what a decision on a whole dossier reads: `nominees`, each with its verdict (true, false or null).

    `tables`: by others than those that the dossier runs on.
    """
    found = verdicts(session, dossier, active_nominees(session, dossier), tables)
    return {"nominees": [{"verdict": _AS_BOOLEAN[verdict]} for verdict in found.values()]}


def verdicts(
    session: Session, dossier: Dossier, nominees: Sequence[Nominee], tables: Decisions | None = None
) -> dict[int, str]:
    """Return the verdicts alone, by the nominees' ids, without what explains them, which costs as much again."""
    if not nominees:
        return {}
    cases = map(criteria.ground(session, dossier, nominees, tables=tables).case, nominees)
    return {
        case.nominee.id: _verdict(case, _evaluated(case, LAW), _evaluated(case, _own(case, "criteria_{}")))
        for case in cases
    }


def _verdict(case: Case, law: Result | None, plan: Result | None) -> str:
    found = law.value if law and isinstance(law.value, list) else []
    overrides = case.setting.overrides
    conclusion = plan.value["conclusion"] if plan and isinstance(plan.value, dict) else True
    return _together([*(overrides.get(each["code"], each["verdict"]) for each in found), conclusion])


def _asked(case: Case) -> Asked:
    found = _evaluated(case, _own(case, "{}_in_force"))
    in_force = found.value if found and isinstance(found.value, list) else []
    worded = [each["criterion"] for each in in_force if each["measure"] == measures.BY_WORDS]
    used = dict.fromkeys(each["measure"] for each in in_force)
    return Asked(
        groups=case.groups,
        group=case.setting.group,
        checks=tuple((code, case.criteria[code].text, "; ".join(wanted(case.criteria[code]))) for code in worded),
        figures=measures.asked(used, case.setting),
        targets=measures.TARGETS in used,
    )


def _own(case: Case, named: str) -> str:
    """Return the id of a decision of the plan; empty where the plan's criteria are not asked."""
    return named.format(case.key) if case.key else ""


def _evaluated(case: Case, decision_id: str, *, explain: bool = False) -> Result | None:
    """Return what a decision says, None where the deployment has no such table."""
    if decision_id not in case.tables.ids:
        return None
    return case.tables.evaluate(decision_id, {"nominee": case.facts}, now=utcnow(), explain=explain)


def _together(verdicts: Iterable[bool | None]) -> str:
    found = list(verdicts)
    return NOT_MET if False in found else UNKNOWN if None in found else MET
