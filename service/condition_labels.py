"""What the conditions of ways are read with: the words of variables and of the codes that they hold."""

import re
from collections.abc import Mapping

from service.labels import LABELS
from workflows.queries.condition_words import ConditionWords, condition_in_words, told
from workflows.queries.processes import Way

_QUOTED = re.compile(r"“([^“”]+)”")
ANSWERS = {
    "counted": "Đã kiểm xong",
    "verify": "Cần xác minh",
    "silent": "Không trả lời",
    "received": "Đã nhận",
    "not_started": "Chưa bắt đầu",
    "unchanged": "Không đổi",
    "restarted": "Tính lại từ đầu",
    "resumed": "Chạy tiếp",
    "eligible": "Đủ điều kiện",
    "warning": "Cần xem lại",
    "unknown": "Chưa kết luận",
    "expire": "Quá hạn",
}
"""What operations and tables answer with; outcomes that people choose are called as their buttons."""


def value_names(buttons: Mapping[str, str]) -> dict[str, str]:
    """Return what the codes are called that steps, operations and tables give; `buttons`: by the forms at hand."""
    return {**ANSWERS, **LABELS["conclusion"], **buttons, **LABELS["outcome"]}


def words_for(buttons: Mapping[str, str], variables: Mapping[str, str]) -> ConditionWords:
    """Return the words for conditions. `variables`: of those that the table of labels does not know."""
    own = {name: _inside(word) for name, word in LABELS["variable"].items()}
    values = {"": value_names(buttons), "vote_result": LABELS["conclusion"], "state_level": LABELS["state_level"]}
    return ConditionWords({**variables, **own, "outcome": "kết quả"}, values)


def condition_words(condition: str) -> str:
    """Return when a condition holds, after “khi”; as it is written where it does more than can be said."""
    return condition_in_words(condition, SHIPPED)


def way_condition(way: Way) -> str:
    """Return when a way is taken, in the words of the product and of the files that the way stands in."""
    return condition_in_words(way.condition, words_for(way.own.values.get("", {}), way.own.variables))


def cell_words(cell: str, asked: Mapping[str, str]) -> str:
    """Return a cell of a table in words; `asked`: what the form that asks for its column calls the codes."""
    known = {**SHIPPED.values[""], **asked}
    return _QUOTED.sub(lambda found: f"“{known.get(found[1], found[1])}”", told(cell))


def _inside(word: str) -> str:
    """Return a word as it stands inside of a sentence."""
    return word[:1].lower() + word[1:]


SHIPPED = words_for({}, {})
"""What the product itself has names for."""
