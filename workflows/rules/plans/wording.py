"""Proving that numbers stand in the wording that they come from, so that no threshold drifts away from its plan."""

from collections.abc import Iterator
from datetime import date

from workflows.rules.deadlines import last_safe_day
from workflows.rules.plans.walking import Document, criteria_of, tests_of, walk


def wording_problems(plan: Document) -> list[str]:
    """Return thresholds, targets, days and corrections of a plan that its own wording does not bear out."""
    return [
        *_threshold_problems(plan),
        *_target_problems(plan),
        *_milestone_problems(plan),
        *_correction_problems(plan),
    ]


def _threshold_problems(plan: Document) -> Iterator[str]:
    for criterion in criteria_of(plan):
        for test in tests_of(criterion.get("rule", {})):
            written, threshold = test["as_written"], test["threshold"]
            if not all(part.strip() in criterion["text"] for part in written.split("…")):
                yield f"{criterion['id']}: không có câu “{written}” trong tiêu chí"
            if not any(sign.isdigit() for sign in written) or threshold is None:
                continue
            # “vượt 10 %” is a threshold of 110: the wording gives what is above the plan.
            if str(threshold) not in written and str(int(threshold) - 100) not in written:
                yield f"{criterion['id']}: ngưỡng {threshold} không có trong “{written}”"


def _target_problems(plan: Document) -> Iterator[str]:
    for target in plan["targets"]:
        for key in ("value", "value_max"):
            shown = str(target.get(key, "")).replace(".", ",")
            if shown not in target["text"] and target["unit"] != "district":
                yield f"targets[{target['id']}]: {shown} không có trong câu chữ"


def _milestone_problems(plan: Document) -> Iterator[str]:
    for item in plan["milestones"]:
        shown = item.get("text", item["source"]["quote"])
        for key in ("day", "month", "year"):
            value = (item["rule"] or {}).get(key)
            if value is not None and str(value) not in shown and f"{key}_confidence" not in item:
                yield f"milestones[{item['id']}]: {value} không có trong câu chữ"
        if item["date"] and not item["inclusive"]:
            safe = last_safe_day(date.fromisoformat(item["date"]), inclusive=False).isoformat()
            if item.get("last_safe_day") != safe:
                yield f"milestones[{item['id']}]: ngày cuối còn kịp phải là {safe}"


def _correction_problems(plan: Document) -> Iterator[str]:
    """Yield texts that differ from the scanned original in more than the declared corrections."""
    for path, node in walk(plan):
        if "ocr" not in node or not isinstance(node.get("text"), str):
            continue
        expected = node["ocr"]
        for correction in plan["ocr_corrections"]:
            expected = expected.replace(correction["original"], correction["corrected"])
        if expected != node["text"]:
            yield f"{path}: câu chữ khác bản gốc ngoài các lỗi đã khai"
