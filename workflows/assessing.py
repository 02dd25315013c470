"""How a nominee stands against the criteria of the plan and of the law: computed from the tables whenever it is asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.clock import utcnow
from workflows.criteria import Answers, Case, case_of
from workflows.engine.decisions import Result, RuleTrace
from workflows.models import Criterion, CriterionOverride, Dossier, Nominee
from workflows.nomination import active_nominees
from workflows.rules import measures
from workflows.rules.measures import Figure

LAW = "criteria_law"
MET, NOT_MET, UNKNOWN = "met", "not_met", "cannot_tell"
_WORDS = {True: MET, False: NOT_MET, None: UNKNOWN}
_LAW_NEEDS = {
    "LAW-HOLD": "câu trả lời về việc đang bị xem xét, xác minh",
    "LAW-DUPLICATE": "ngày sinh hoặc địa chỉ, để phân biệt với đối tượng trùng tên ở hồ sơ khác",
    "LAW-LAUNCH": "cấp phát động phong trào",
    "LAW-LENGTH": "cấp phát động, thời gian thực hiện phong trào",
}
_AGAINST = {">=": "<", "<=": ">", ">": "<=", "<": ">="}
_AS_BOOLEAN = {word: value for value, word in _WORDS.items()}


@dataclass(frozen=True)
class Line:
    """One criterion of one nominee. A criterion that may be met in several ways has a line for each."""

    code: str
    criterion: str
    text: str
    clause: str
    verdict: str
    """met, not_met or cannot_tell; the reviewer's own conclusion counts before the table."""
    computed: str
    """What the table says."""
    measure: str
    value: Decimal | None
    threshold: Decimal | None
    label: str
    """What is measured, in words; empty for criteria in words."""
    operator: str
    """How the value must stand to the threshold: >=, >, <=, <; empty where the table asks it otherwise."""
    as_written: str
    """The threshold in the words of the plan."""
    missing: tuple[str, ...]
    """What must be entered before anything can be told."""
    proof: tuple[str, ...]
    """Documents named as the source of what was entered."""
    wanted: tuple[str, ...]
    """What would prove it."""
    override: CriterionOverride | None


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
        return {"verdict": self.verdict, "group": self.group, "lines": [_kept(line) for line in self.lines]}


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
    case = case_of(session, dossier, nominee, Answers(nominee.kind, nominee.details, nominee.facts))
    if not overridden:
        case = replace(case, setting=replace(case.setting, overrides={}), overrides={})
    law, plan = _evaluated(case, LAW), _evaluated(case, f"criteria_{case.key}")
    lines = [*_law_lines(law, case), *_plan_lines(session, plan, case, dossier)]
    conclusion = plan.value["conclusion"] if plan and isinstance(plan.value, dict) else True
    of_law = [_AS_BOOLEAN[line.verdict] for line in lines if line.measure == "law"]
    return Assessment(
        lines=tuple(lines),
        verdict=_together([*of_law, conclusion]),
        group=case.setting.group,
        needs_group=case.setting.group is None and len(case.groups) > 1,
        is_told_by_plan=plan is not None,
    )


def asked(session: Session, dossier: Dossier, nominee: Nominee) -> Asked:
    """Return what must be entered so that the criteria can be compared."""
    case = case_of(session, dossier, nominee, Answers(nominee.kind, nominee.details, nominee.facts))
    return _asked(case, _criteria(session, dossier))


def asked_by_any(session: Session, dossier: Dossier, nominee: Nominee) -> Asked:
    """Return what some group asks that this kind of nominee may belong to: what was typed for one stays for another."""
    case = case_of(session, dossier, nominee, Answers(nominee.kind, nominee.details, nominee.facts))
    criteria = _criteria(session, dossier)
    groups: list[str | None] = [code for code, _ in case.groups] or [None]
    each = [_asked(replace(case, setting=replace(case.setting, group=group)), criteria) for group in groups]
    return Asked(
        groups=case.groups,
        group=case.setting.group,
        checks=tuple({check[0]: check for found in each for check in found.checks}.values()),
        figures=tuple({figure.id: figure for found in each for figure in found.figures}.values()),
        targets=any(found.targets for found in each),
    )


def facts_of(session: Session, dossier: Dossier) -> dict[str, Any]:
    """Return what a decision on a whole dossier reads: `nominees`, each with its verdict (true, false or null)."""
    nominees = active_nominees(session, dossier)
    return {"nominees": [{"verdict": _AS_BOOLEAN[assess(session, dossier, each).verdict]} for each in nominees]}


def _asked(case: Case, criteria: Mapping[str, Criterion]) -> Asked:
    found = _evaluated(case, f"{case.key}_in_force")
    in_force = found.value if found and isinstance(found.value, list) else []
    worded = [each["criterion"] for each in in_force if each["measure"] == measures.BY_WORDS]
    used = dict.fromkeys(each["measure"] for each in in_force)
    return Asked(
        groups=case.groups,
        group=case.setting.group,
        checks=tuple((code, criteria[code].text, "; ".join(_wanted(criteria[code]))) for code in worded),
        figures=measures.asked(used, case.setting),
        targets=measures.TARGETS in used,
    )


def _evaluated(case: Case, decision_id: str) -> Result | None:
    """Return what a decision says, None where the deployment has no such table."""
    if decision_id not in case.tables.ids:
        return None
    return case.tables.evaluate(decision_id, {"nominee": case.facts}, now=utcnow(), explain=True)


def _law_lines(law: Result | None, case: Case) -> Iterator[Line]:
    if law is None or not isinstance(law.value, list):
        return
    matched = [rule.notes for table in law.trace[-1].tables for rule in table.matched]
    for found, notes in zip(law.value, matched, strict=True):
        override = case.overrides.get(found["code"])
        computed = _WORDS[found["verdict"]]
        yield Line(
            code=found["code"],
            criterion=found["code"],
            text=notes["Nội dung"],
            clause=notes["Căn cứ"],
            verdict=override.verdict if override else computed,
            computed=computed,
            measure="law",
            value=None,
            threshold=found["threshold"],
            label="",
            operator="",
            as_written="",
            missing=(_LAW_NEEDS[found["code"]],) if found["verdict"] is None and found["code"] in _LAW_NEEDS else (),
            proof=(),
            wanted=(),
            override=override,
        )


def _plan_lines(session: Session, plan: Result | None, case: Case, dossier: Dossier) -> Iterator[Line]:
    if plan is None or not isinstance(plan.value, dict):
        return
    criteria, told = _criteria(session, dossier), _told(plan)
    for found in plan.value["results"] or ():
        criterion, (label, operator, as_written) = criteria.get(found["criterion"]), told.get(found["code"], ("",) * 3)
        yield Line(
            code=found["code"],
            criterion=found["criterion"],
            text=criterion.text if criterion else found["criterion"],
            clause=(criterion.clause if criterion else None) or "",
            verdict=_WORDS[found["verdict"]],
            computed=_WORDS[found["computed"]],
            measure=found["measure"],
            value=found["value"],
            threshold=found["threshold"],
            label=label,
            operator=operator,
            as_written=as_written,
            missing=_missing(found, case) if found["verdict"] is None else (),
            proof=_proof(found, case),
            wanted=_wanted(criterion) if criterion else (),
            override=case.overrides.get(found["criterion"]),
        )


def _told(plan: Result) -> dict[str, tuple[str, str, str]]:
    """Return by line what its table measures, how it must stand, and the words of the plan that the rule notes."""
    told = {}
    for table in (table for decision in plan.trace for table in decision.tables):
        labels = [label for label in table.inputs if label not in ("Tiêu chí", "Đủ số liệu")]
        code = table.inputs.get("Tiêu chí")
        if isinstance(code, str) and labels:
            rule = table.matched[0] if table.matched else None
            told[code] = (labels[0], _demanded(rule, labels[0]), rule.notes.get("Nguyên văn", "") if rule else "")
    return told


def _demanded(rule: RuleTrace | None, label: str) -> str:
    """Return how a value must stand to be met: as the rule that said so asks, or against the one that denied it."""
    if rule is None:
        return ""
    test = next((cell.test for cell in rule.cells if cell.label == label), "")
    operator = next((each for each in _AGAINST if test.startswith(each)), "")
    verdict = rule.outputs.get("verdict")
    return operator if verdict is True else _AGAINST.get(operator, "") if verdict is False else ""


def _missing(found: Mapping[str, Any], case: Case) -> tuple[str, ...]:
    """Return what was not entered that a line needs."""
    measure = found["measure"]
    if measure == measures.BY_WORDS:
        return ("câu trả lời và minh chứng",)
    if measure == "contribution":
        have = (("đóng góp quy ra tiền", "contribution"), ("định mức của Hội đồng (chưa có)", "contribution_norm"))
        return tuple(label for label, name in have if case.facts[name] is None)
    if measure == "discipline":
        return ("số trường hợp bị kỷ luật",)
    if measure == measures.TARGETS:
        return ("kế hoạch và kết quả của từng chỉ tiêu",)
    given = measures.given_figures(case.answers.facts, case.setting)
    return tuple(figure.label for figure in measures.asked([measure], case.setting) if figure.id not in given)


def _proof(found: Mapping[str, Any], case: Case) -> tuple[str, ...]:
    """Return the documents that were named for what a line compares."""
    facts = case.answers.facts
    if found["measure"] == measures.BY_WORDS:
        rows = [row.get("evidence") for row in measures.rows(facts, "checks") if row.get("row") == found["criterion"]]
    elif found["measure"] == measures.TARGETS:
        rows = [row.get("source") for row in measures.rows(facts, "targets")]
    else:
        needed = {figure.id for figure in measures.asked([found["measure"]], case.setting)}
        rows = [row.get("source") for row in measures.rows(facts, "figures") if row.get("row") in needed]
    return tuple(dict.fromkeys(str(row) for row in rows if row))


def _together(verdicts: Iterable[bool | None]) -> str:
    found = list(verdicts)
    return NOT_MET if False in found else UNKNOWN if None in found else MET


def _criteria(session: Session, dossier: Dossier) -> dict[str, Criterion]:
    query = select(Criterion).where(Criterion.campaign_id == dossier.campaign_id)
    return {each.code: each for each in session.scalars(query)}


def _wanted(criterion: Criterion) -> tuple[str, ...]:
    return tuple(criterion.details.get("evidence") or ())


def _kept(line: Line) -> dict[str, Any]:
    override = line.override
    return {
        "code": line.code,
        "text": line.text,
        "clause": line.clause,
        "verdict": line.verdict,
        "computed": line.computed,
        "value": None if line.value is None else f"{line.value.normalize():f}",
        "threshold": None if line.threshold is None else f"{line.threshold.normalize():f}",
        "label": line.label,
        "operator": line.operator,
        "as_written": line.as_written,
        "proof": list(line.proof),
        "reason": override.reason if override else None,
        "concluded_by": override.author.full_name if override else None,
    }
