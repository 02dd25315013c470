"""What units have reported in a campaign's duty: who has, when, and with which figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import numbers
from workflows.models import CampaignDuty, DutyUnit, TaskAnswers, Unit, UserTask

WRITTEN, SIGNED = "campaign_report", "report_signature"
COUNTED: Final = {
    "contribution": "Kinh phí, vật chất huy động (đ)",
    "helped_households": "Hộ được giúp thoát nghèo",
    "collectives_awarded": "Tập thể được khen",
    "individuals_awarded": "Cá nhân, hộ được khen",
}
"""Figures of a report that may be added up over the units."""
MEASURED: Final = {
    "percent": "%",
    "percent_as_written": "%",
    "percentage_point": "điểm phần trăm",
    "fraction": "phần của một, ví dụ 0,33",
}
"""What figures of a target are measured in, by the unit that the plan names."""
WORDS: Final = {
    "results": "Kết quả nổi bật",
    "difficulties": "Khó khăn, nguyên nhân",
    "proposals": "Kiến nghị và phương hướng",
}


@dataclass(frozen=True)
class Target:
    """A target of the plan. `unit`: what its figures are measured in, in words; "" where the plan does not say."""

    id: str
    name: str
    text: str
    unit: str

    @property
    def head(self) -> str:
        """Its name with its unit, as it stands over a column."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def hint(self) -> str:
        """What whoever enters a figure should know of it."""
        return f"{self.text} Đơn vị tính: {self.unit}.".strip() if self.unit else self.text


@dataclass(frozen=True)
class UnitReport:
    """The report of a unit: when its head sent it, and what it says. `figures` are those of the targets, by id."""

    unit_id: int
    unit: str
    sent_at: datetime | None
    letter_number: str
    signer: str
    signed_on: date | None
    figures: Mapping[str, Mapping[str, Any]]
    answers: Mapping[str, Any]
    task_id: int | None
    """The step in which the report was written, if it was sent."""


def targets_of(plan: Mapping[str, Any]) -> tuple[Target, ...]:
    """Return the targets of a plan (the whole file)."""
    return tuple(
        Target(each["id"], each["name"], each.get("text") or "", MEASURED.get(each.get("unit") or "", ""))
        for each in plan.get("targets") or ()
    )


def reports_of(session: Session, duty: CampaignDuty) -> tuple[UnitReport, ...]:
    """Return one report for each unit that must write one, by the unit's name; what is not signed says nothing yet."""
    units = session.execute(
        select(Unit.id, Unit.name).join(DutyUnit, DutyUnit.unit_id == Unit.id).where(DutyUnit.duty_id == duty.id)
    )
    written, signed = _latest(session, duty, WRITTEN), _latest(session, duty, SIGNED)
    found = []
    for unit_id, name in sorted(units, key=lambda unit: unit[1]):
        letter = signed.get(unit_id)
        report = written.get(unit_id) if letter and letter[0].outcome == "submit" else None
        answers = report[1] if report else {}
        found.append(
            UnitReport(
                unit_id=unit_id,
                unit=name,
                sent_at=letter[0].completed_at if letter and report else None,
                letter_number=letter[1].get("letter_number") or "" if letter and report else "",
                signer=_signer(letter[0]) if letter and report else "",
                signed_on=_day(letter[1].get("signed_on")) if letter and report else None,
                figures={str(row["row"]): row for row in answers.get("targets") or ()},
                answers=answers,
                task_id=report[0].id if report else None,
            )
        )
    return tuple(found)


def tables(duty: CampaignDuty, reports: Iterable[UnitReport]) -> list[dict]:
    """Return the figures as tables for a paper: the targets unit by unit, and what may be added up with its sum."""
    sent = [each for each in reports if each.sent_at]
    targets = targets_of(duty.campaign.plan)
    rows = [[each.unit, *(words_of(each.figures.get(target.id, {})) for target in targets)] for each in sent]
    counted = [[each.unit, *(written(each.answers.get(key)) for key in COUNTED)] for each in sent]
    sums = ["Cộng", *(written(_sum(each.answers.get(key) for each in sent)) for key in COUNTED)]
    head = ["Đơn vị", *(target.head for target in targets)]
    return [
        {"caption": "Kết quả từng chỉ tiêu (kết quả / kế hoạch)", "head": head, "rows": rows},
        {"caption": "Số liệu khác", "head": ["Đơn vị", *COUNTED.values()], "rows": [*counted, sums] if sent else []},
    ]


def paper_of(duty: CampaignDuty, report: UnitReport) -> dict[str, Any]:
    """Return the report of one unit as a paper is printed: facts, tables, text (see `workflows.issuing`)."""
    figures = [(target.head, report.figures.get(target.id, {})) for target in targets_of(duty.campaign.plan)]
    rows = [
        [name, *(written(figure.get(key)) for key in ("planned", "achieved", "rate")), figure.get("note") or ""]
        for name, figure in figures
    ]
    head = ["Chỉ tiêu", "Kế hoạch năm", "Kết quả năm", "Tỷ lệ hoàn thành (%)", "Giải thích"]
    counted = [[word, written(report.answers.get(key))] for key, word in COUNTED.items()]
    said = [(word, report.answers.get(key)) for key, word in WORDS.items()]
    return {
        "to": duty.collector.name,
        "facts": [["Cơ quan", report.unit], ["Phong trào", duty.campaign.name]],
        "tables": [
            {"caption": "Kết quả từng chỉ tiêu", "head": head, "rows": rows},
            {"caption": "Số liệu khác", "head": ["Nội dung", "Số liệu"], "rows": counted},
        ],
        "text": [f"{word}: {text}" for word, text in said if text],
        "signer": ["Thủ trưởng đơn vị", report.signer],
    }


def words_of(figure: Mapping[str, Any]) -> str:
    """Return a figure against its plan: "1,2 / 1 (120%)"; "–" for one that was not given."""
    achieved, planned, rate = (_decimal(figure.get(key)) for key in ("achieved", "planned", "rate"))
    if achieved is None:
        return "–"
    share = f" ({numbers.written(round(rate, 1))}%)" if rate is not None else ""
    return numbers.written(achieved) + (f" / {numbers.written(planned)}{share}" if planned is not None else "")


def written(value: object) -> str:
    """Return a number as people write it; "–" for none."""
    found = _decimal(value)
    return "–" if found is None else numbers.written(found)


def _latest(session: Session, duty: CampaignDuty, form_key: str) -> dict[int, tuple[UserTask, dict]]:
    """Return the latest finished step with a form for each unit, with its answers."""
    query = (
        select(UserTask, TaskAnswers.answers)
        .join(TaskAnswers, TaskAnswers.task_id == UserTask.id)
        .where(UserTask.instance_id == duty.instance_id, UserTask.form_key == form_key)
        .order_by(UserTask.completed_at, UserTask.id)
    )
    return {task.organ_id: (task, answers) for task, answers in session.execute(query) if task.organ_id}


def _signer(task: UserTask) -> str:
    return task.completer.full_name if task.completer else ""


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


def _sum(values: Iterable[object]) -> Decimal | None:
    found = [each for each in map(_decimal, values) if each is not None]
    return sum(found, Decimal()) if found else None


def _decimal(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
