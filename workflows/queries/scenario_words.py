"""What a scenario does, act by act, in words."""

from collections.abc import Mapping
from typing import Any

from workflows.queries.condition_words import ConditionWords

UNITS = {"days": "ngày", "working_days": "ngày làm việc"}
NO_WORDS = ConditionWords()


def act_in_words(act: Mapping[str, Any], names: Mapping[str, str], words: ConditionWords = NO_WORDS) -> str:
    """Return an act as a sentence. `names`: of elements by id; `words`: of the outcomes that are chosen."""
    if act["do"] == "complete":
        step = names.get(str(act.get("step"))) or act.get("step")
        outcome = f", chọn {words.value('outcome', act['outcome'])}" if act.get("outcome") else ""
        who = f", người làm: {act['who']}" if act.get("who") else ""
        return f"Làm bước “{step}”{outcome}{who}"
    if act["do"] == "message":
        return "Đơn vị rút hồ sơ" if act.get("name") == "withdraw_dossier" else f"Nhận thông điệp “{act.get('name')}”"
    if "until" in act:
        return f"Để thời gian trôi đến {act['until']}"
    unit = next((each for each in UNITS if each in act), None)
    return f"Để {act[unit]} {UNITS[unit]} trôi qua" if unit else "Để thời gian trôi đến mốc kế tiếp"
