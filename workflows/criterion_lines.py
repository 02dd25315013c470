"""The criteria of one nominee as lines: verdict, value against threshold, clause, what is missing, what proves it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.criteria import Case
from workflows.engine.decisions import Result, RuleTrace
from workflows.models import Criterion, CriterionOverride
from workflows.rules import measures

MET, NOT_MET, UNKNOWN = "met", "not_met", "cannot_tell"
WORDS = {True: MET, False: NOT_MET, None: UNKNOWN}
OF_LAW = "LAW-"
"""How the codes of the law's own criteria begin."""
DUPLICATE = f"{OF_LAW}DUPLICATE"
CONTRIBUTION = "contribution"
CONTRIBUTED_VND = "Đóng góp quy ra tiền (đồng)"
_LAW_NEEDS = {
    "LAW-HOLD": "câu trả lời về việc đang bị xem xét, xác minh",
    DUPLICATE: "ngày sinh hoặc địa chỉ, để phân biệt với đối tượng trùng tên ở hồ sơ khác",
    "LAW-LAUNCH": "cấp phát động phong trào",
    "LAW-LENGTH": "cấp phát động, thời gian thực hiện phong trào",
}
_AGAINST = {">=": "<", "<=": ">", ">": "<=", "<": ">="}


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
    rivals: tuple[str, ...] = ()
    """References of other dossiers that it is about; who may know of them is for the reader's side to ask."""

    def as_json(self) -> dict[str, Any]:
        """Return what is kept with a decision."""
        override = self.override
        return {
            "code": self.code,
            "text": self.text,
            "clause": self.clause,
            "verdict": self.verdict,
            "computed": self.computed,
            "value": None if self.value is None else f"{self.value.normalize():f}",
            "threshold": None if self.threshold is None else f"{self.threshold.normalize():f}",
            "label": self.label,
            "operator": self.operator,
            "as_written": self.as_written,
            "proof": list(self.proof),
            "reason": override.reason if override else None,
            "concluded_by": override.author.full_name if override else None,
        }


def law_lines(law: Result | None, case: Case) -> Iterator[Line]:
    """Yield the lines of the law; `law` is what its table says, explained."""
    if law is None or not isinstance(law.value, list):
        return
    matched = [rule.notes for table in law.trace[-1].tables for rule in table.matched]
    for found, notes in zip(law.value, matched, strict=True):
        override = case.overrides.get(found["code"])
        computed = WORDS[found["verdict"]]
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
            rivals=case.rivals if found["code"] == DUPLICATE else (),
        )


def plan_lines(plan: Result | None, case: Case) -> Iterator[Line]:
    """Yield the lines of the plan; `plan` is what its tables say, explained."""
    if plan is None or not isinstance(plan.value, dict):
        return
    criteria, told = case.criteria, _told(plan)
    for found in plan.value["results"] or ():
        criterion, (label, operator, as_written) = criteria.get(found["criterion"]), told.get(found["code"], ("",) * 3)
        yield Line(
            code=found["code"],
            criterion=found["criterion"],
            text=criterion.text if criterion else found["criterion"],
            clause=(criterion.clause if criterion else None) or "",
            verdict=WORDS[found["verdict"]],
            computed=WORDS[found["computed"]],
            measure=found["measure"],
            value=found["value"],
            threshold=found["threshold"],
            # The table holds the difference from the norm against zero; the line shows the contribution itself.
            label=CONTRIBUTED_VND if found["measure"] == CONTRIBUTION else label,
            operator=operator,
            as_written=as_written,
            missing=_missing(found, case) if found["verdict"] is None else (),
            proof=_proof(found, case),
            wanted=wanted(criterion) if criterion else (),
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
    if measure == CONTRIBUTION:
        have = (("đóng góp quy ra tiền", "contribution"), ("định mức của Hội đồng (chưa có)", "contribution_norm"))
        return tuple(label for label, name in have if case.facts[name] is None)
    if measure == "discipline":
        return ("số trường hợp bị kỷ luật",)
    if measure == measures.TARGETS:
        return ("kế hoạch và kết quả của từng chỉ tiêu",)
    given = measures.given_figures(case.nominee.facts, case.setting)
    return tuple(figure.label for figure in measures.asked([measure], case.setting) if figure.id not in given)


def _proof(found: Mapping[str, Any], case: Case) -> tuple[str, ...]:
    """Return the documents that were named for what a line compares."""
    facts = case.nominee.facts
    if found["measure"] == measures.BY_WORDS:
        rows = [row.get("evidence") for row in measures.rows(facts, "checks") if row.get("row") == found["criterion"]]
    elif found["measure"] == measures.TARGETS:
        rows = [row.get("source") for row in measures.rows(facts, "targets")]
    else:
        needed = {figure.id for figure in measures.asked([found["measure"]], case.setting)}
        rows = [row.get("source") for row in measures.rows(facts, "figures") if row.get("row") in needed]
    return tuple(dict.fromkeys(str(row) for row in rows if row))


def wanted(criterion: Criterion) -> tuple[str, ...]:
    """Return the documents that would prove a criterion."""
    return tuple(criterion.details.get("evidence") or ())
