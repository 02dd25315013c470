"""What a scenario does, act by act, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.queries.condition_words import ConditionWords

UNITS = {"days": "ngày", "working_days": "ngày làm việc"}
NO_WORDS = ConditionWords()
COUNCIL = "council:"


@dataclass(frozen=True)
class DoerWords:
    """What roles, organs of a dossier and kinds of councils are called, by their keys."""

    roles: Mapping[str, str] = field(default_factory=dict)
    organs: Mapping[str, str] = field(default_factory=dict)
    councils: Mapping[str, str] = field(default_factory=dict)

    def of(self, by: Mapping[str, str]) -> str:
        """Return whose work a step is: "Cán bộ tiếp nhận, Sở Nội vụ, phần “Bộ phận tiếp nhận”"."""
        organ = by.get("organ", "")
        kind = organ.removeprefix(COUNCIL)
        where = self.councils.get(kind, kind) if organ.startswith(COUNCIL) else self.organs.get(organ, organ)
        parts = [self.roles.get(by.get("role", ""), by.get("role", "")), where]
        parts += [f"phần “{by['lane']}”"] if by.get("lane") else []
        parts += [f"người do quy trình nêu ({by['person']})"] if by.get("person") else []
        return ", ".join(part for part in parts if part)


NO_DOERS = DoerWords()


def act_in_words(
    act: Mapping[str, Any], names: Mapping[str, str], words: ConditionWords = NO_WORDS, doers: DoerWords = NO_DOERS
) -> str:
    """Return an act as a sentence. `names`: of elements by id; `words`: of the outcomes that are chosen."""
    if act["do"] == "complete":
        step = names.get(str(act.get("step"))) or act.get("step")
        outcome = f", chọn {words.value('outcome', act['outcome'])}" if act.get("outcome") else ""
        who = f", người làm: {act['who']}" if act.get("who") else ""
        whose = f" (việc của {doers.of(act['by'])})" if act.get("by") else ""
        return f"Làm bước “{step}”{outcome}{who}{whose}"
    if act["do"] == "message":
        return "Đơn vị rút hồ sơ" if act.get("name") == "withdraw_dossier" else f"Nhận thông điệp “{act.get('name')}”"
    if "until" in act:
        return f"Để thời gian trôi đến {act['until']}"
    unit = next((each for each in UNITS if each in act), None)
    return f"Để {act[unit]} {UNITS[unit]} trôi qua" if unit else "Để thời gian trôi đến mốc kế tiếp"
