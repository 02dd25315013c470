"""What a diagram may name, and what is wrong with it, as the editor reads it: JSON with Vietnamese words."""

import re
from collections.abc import Iterable, Mapping, Sequence

from flask import url_for

from service.condition_labels import value_names
from service.labels import LABELS, label
from workflows.queries.draft_checks import Wrong
from workflows.queries.draft_names import Variable
from workflows.queries.draft_vocabulary import LimitChoice, Vocabulary
from workflows.rules.reminding import ReminderRule

MOST_WRITERS = 3
KINDS = {
    "string": "chữ",
    "number": "số",
    "boolean": "đúng hoặc sai",
    "moment": "thời điểm",
    "list": "danh sách",
    "date": "ngày",
    "any": "chưa rõ loại",
}
COUNCILS = LABELS["council_kind"]
AUDIENCES = {
    "assignee": "người được giao",
    "holders": "những người có vai trò này",
    "head": "lãnh đạo của người được giao",
    "submitting_unit": "đơn vị trình",
}
EFFECTS = {"notify": "", "flag": ", đánh dấu quá hạn", "escalate": ", báo lãnh đạo"}
MESSAGES = {
    "withdraw_dossier": "Đơn vị rút hồ sơ",
    "supplement_overdue": "Quá hạn bổ sung hồ sơ",
    "explanation_overdue": "Quá hạn giải trình",
    "ministry_result": "Kết quả của Bộ Nội vụ",
    "prime_minister_result": "Kết quả của Thủ tướng",
    "president_result": "Kết quả của Chủ tịch nước",
    "party_opinion": "Ý kiến của cơ quan Đảng",
    "request_party_opinion": "Xin ý kiến cơ quan Đảng",
    "upward_file_sent": "Đã gửi hồ sơ lên cấp trên",
    "campaign_report_sent": "Đã gửi báo cáo phong trào",
}
_CODE = re.compile(r" \([A-Za-z/]+\)")
_PLAIN = {
    **{code: f"“{words}”" for code, words in LABELS["element"].items() if code != "task"},
    "notPerformedBy": "“Khác với người đã làm”",
    "loopDataInputRef": "“Danh sách”",
    "loopDataOutputRef": "“Danh sách kết quả”",
    "inputDataItem": "“Tên của mỗi phần tử”",
    "outputDataItem": "“Tên kết quả mỗi lượt”",
    "messageRef": "thông điệp",
    "errorRef": "lỗi",
    "escalationRef": "việc báo lên",
    "timeDate": "thời điểm",
    "clock/due_at": "“Tính ngày hết hạn”",
}
_NAMES = re.compile(r"\b(" + "|".join(map(re.escape, _PLAIN)) + r")\b")


def as_json(found: Vocabulary) -> dict:
    """Return the vocabulary of a diagram."""
    return {
        "roles": _pairs(found.roles),
        "organs": _labelled(found.organs, LABELS["organ"]),
        "councils": _labelled(found.councils, COUNCILS),
        "statuses": _labelled(found.statuses, LABELS["dossier_status"]),
        "stages": _labelled(found.stages, LABELS["stage"]),
        "stops": _labelled(found.stops, LABELS["stop_reason"]),
        "forms": [{"key": each.key, "name": each.title, "outcomes": _pairs(each.outcomes)} for each in found.forms],
        "limits": [_limit(each) for each in found.limits],
        "operations": [
            {
                "key": each.name,
                "name": each.label,
                "description": each.description,
                "answer": each.answer,
                "parameters": [
                    {"key": one.name, "name": one.label, "kind": one.kind, "choices": _pairs(one.choices)}
                    for one in each.parameters
                ],
            }
            for each in found.operations
        ],
        "decisions": [
            {"key": each.id, "name": each.name, "inputs": each.inputs, "outputs": each.outputs}
            for each in found.decisions
        ],
        "processes": _pairs(found.processes),
        "messages": [
            {"key": key, "name": f"{MESSAGES[key]} ({key})" if key in MESSAGES else key} for key in found.messages
        ],
        "steps": [{"key": each.id, "name": each.name, "process": each.process} for each in found.steps],
        "before": found.before,
        "words": _words(found),
        "names": names_json(found.names, found.elements),
    }


def names_json(names: Mapping[str, Sequence[Variable]], elements: Mapping[str, str]) -> dict:
    """Return the variables by name, where each is known, and where fewer words of one remain.

    `elements`: names by id, to say who wrote a variable.
    """
    variables: dict[str, dict] = {}
    for each in (each for found in names.values() for each in found):
        word, kind = label(each.name, "variable"), KINDS.get(each.kind, each.kind)
        entry = variables.setdefault(each.name, {"word": word, "kind": kind, "values": [], "from": []})
        entry["values"] = sorted({*entry["values"], *each.values})
        entry["from"] += [one for one in each.writers if one not in entry["from"]]
    for entry in variables.values():
        writers = entry["from"]
        entry["from"] = [elements.get(one, one) for one in writers[:MOST_WRITERS]]
        entry["more"] = max(0, len(writers) - MOST_WRITERS)
    narrow = {
        place: {
            each.name: each.values
            for each in found
            if each.values and list(each.values) != variables[each.name]["values"]
        }
        for place, found in names.items()
    }
    return {
        "variables": variables,
        "known": {place: [each.name for each in found] for place, found in names.items()},
        "narrow": {place: found for place, found in narrow.items() if found},
    }


def problem_json(wrong: Wrong, called: Mapping[str, str]) -> dict:
    """Return one thing that is wrong, without the words of those who program. `called`: elements in words, by id."""
    return {
        "file": wrong.file,
        "element": wrong.element,
        "called": called.get(wrong.element or "", ""),
        "message": plain(wrong.message),
        "mend": plain(wrong.mend),
        "severity": wrong.severity,
    }


def plain(message: str) -> str:
    """Return a sentence with codes such as "(formKey)" left out and names of BPMN in Vietnamese."""
    return _NAMES.sub(lambda found: _PLAIN[found[1]], _CODE.sub("", message))


def reminder_words(rule: ReminderRule) -> str:
    """Return one reminder in words: when, to whom, what follows."""
    if rule.percent is not None:
        when = f"Khi đã dùng {rule.percent} % thời hạn"
    elif not rule.days:
        when = "Trong ngày đến hạn"
    else:
        unit = "ngày làm việc" if rule.unit == "working_day" else "ngày"
        when = f"Trước hạn {-rule.days} {unit}" if rule.days < 0 else f"Quá hạn {rule.days} {unit}"
    told = ", ".join(AUDIENCES.get(each, each) for each in rule.audience)
    return f"{when}: nhắc {told}{EFFECTS[rule.effect]}"


def _limit(limit: LimitChoice) -> dict:
    return {
        "key": limit.key,
        "name": limit.name,
        "words": limit.words,
        "others": limit.others,
        "reminders": [reminder_words(each) for each in limit.reminders],
        "page": url_for("due_rules.show", key=limit.key) if limit.in_force else None,
    }


def _words(found: Vocabulary) -> dict[str, str]:
    """Return what the outcomes of steps are called, as far as buttons or the table of labels name them."""
    buttons = {word: name for form in found.forms for word, name in form.outcomes}
    return value_names(buttons)


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"key": key, "name": name} for key, name in pairs]


def _labelled(keys: Iterable[str], names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "name": names.get(key, key)} for key in keys]
