"""The cells of decision tables in words: ">= 110" is "từ 110 % trở lên", null is "chưa có số liệu"."""

import re
from decimal import Decimal

from workflows.engine.decisions import Table
from workflows.queries.criteria_words import amount, unit_of

NOTHING_KNOWN = "chưa có số liệu"
_WHOLE = "Đủ số liệu"
_CODE = "Tiêu chí"
_COMPARED = re.compile(r"(>=|<=|>|<)?\s*(-?\d+(?:\.\d+)?)")
_SAID = {">=": "từ {} trở lên", "<=": "từ {} trở xuống", ">": "trên {}", "<": "dưới {}", "": "bằng {}"}
_OVER = "Vượt "
"""A label that begins so measures what is above something; zero is then that thing itself."""
_VERDICTS = (("true", "đạt khi"), ("false", "không đạt khi"), ("null", "chưa kết luận khi"))


def judged(table: Table, code: str) -> str:
    """Return when a criterion is met, not met or left open by its table. Empty where the table does not name it."""
    labels = [column.label for column in table.inputs]
    value = next(place for place, label in enumerate(labels) if label not in (_CODE, _WHOLE))
    whole = labels.index(_WHOLE) if _WHOLE in labels else None
    said: dict[str, list[str]] = {}
    for rule in table.rules:
        if rule.tests[labels.index(_CODE)].text.strip() != f'"{code}"':
            continue
        test, is_whole = rule.tests[value].text, rule.tests[whole].text.strip() if whole is not None else "-"
        words = "còn thiếu số liệu" if is_whole == "false" else cell(test, labels[value])
        said.setdefault(rule.outputs[0].text.strip(), []).append(words)
    if not said:
        return ""
    parts = [f"{word} {' hoặc '.join(dict.fromkeys(said[key]))}" for key, word in _VERDICTS if key in said]
    return f"{_measured(labels[value])}: {'; '.join(parts)}."


def cell(test: str, label: str) -> str:
    """Return one test of a column in words; a test of another shape stays as it is written."""
    text = test.strip()
    if text == "null":
        return NOTHING_KNOWN
    if text == "not(0, null)":
        return f"khác {amount(Decimal(0), unit_of(label))}"
    found = _COMPARED.fullmatch(text)
    if not found:
        return text
    compared, bound = found[1] or "", Decimal(found[2])
    what = label.removeprefix(_OVER).partition(" (")[0] if label.startswith(_OVER) and not bound else ""
    return _SAID[compared].format(what or amount(bound, unit_of(label)))


def _measured(label: str) -> str:
    """Return what is measured without its unit; of what is measured above something, that it is compared with it."""
    name = label.partition(" (")[0]
    return f"So với {name.removeprefix(_OVER)}" if name.startswith(_OVER) else name
