"""What the editor of diagrams reads is said in the words of the office, without codes of those who program."""

import re
from pathlib import Path

import pytest

from service import shipped, vocabulary_words
from service.labels import LABELS
from service.vocabulary_words import names_json, plain, reminder_words
from workflows.queries.draft_names import Variable
from workflows.queries.draft_vocabulary import COUNCILS, ORGANS
from workflows.rules.reminding import ReminderRule

MESSAGE = re.compile(r'<bpmn:message id="\w+" name="(\w+)"')
PAGE_RULES = Path(__file__).parents[3] / "studio/src/modeler/problems"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Việc thiếu biểu mẫu (formKey).", "Việc thiếu biểu mẫu."),
        ("userTask không được lặp theo danh sách.", "“Người làm” không được lặp theo danh sách."),
        (
            "notPerformedBy nêu việc a không có trong sơ đồ nào.",
            "“Khác với người đã làm” nêu việc a không có trong sơ đồ nào.",
        ),
        ("Hãy tính ngày bằng nghiệp vụ clock/due_at.", "Hãy tính ngày bằng nghiệp vụ “Tính ngày hết hạn”."),
    ],
)
def test_codes_are_left_out_or_said_in_vietnamese(message, said):
    assert plain(message) == said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (ReminderRule(key="*", percent=50), "Khi đã dùng 50 % thời hạn: nhắc người được giao"),
        (ReminderRule(key="*", days=-1), "Trước hạn 1 ngày làm việc: nhắc người được giao"),
        (
            ReminderRule(key="*", days=0, audience=("assignee", "head")),
            "Trong ngày đến hạn: nhắc người được giao, lãnh đạo của người được giao",
        ),
        (
            ReminderRule(key="*", days=2, unit="calendar_day", effect="escalate"),
            "Quá hạn 2 ngày: nhắc người được giao, báo lãnh đạo",
        ),
        (
            ReminderRule(key="*", days=1, effect="flag"),
            "Quá hạn 1 ngày làm việc: nhắc người được giao, đánh dấu quá hạn",
        ),
    ],
)
def test_reminders_say_when_whom_and_what_follows(rule, said):
    assert reminder_words(rule) == said


def test_variables_are_told_once_and_only_fewer_words_are_told_again():
    outcome = Variable("outcome", "string", ("no", "yes"), ("a", "b", "c", "d"))
    found = names_json({"x": (outcome,), "x_y": (Variable("outcome", "string", ("yes",), ("a",)),)}, {"a": "Thẩm định"})

    assert found["variables"] == {
        "outcome": {
            "word": "Kết quả của bước",
            "kind": "chữ",
            "values": ["no", "yes"],
            "from": ["Thẩm định", "b", "c"],
            "more": 1,
        }
    }
    assert found["known"] == {"x": ["outcome"], "x_y": ["outcome"]}
    assert found["narrow"] == {"x_y": {"outcome": ("yes",)}}


def test_every_organ_and_council_has_its_name():
    assert set(ORGANS) <= set(LABELS["organ"])
    assert set(COUNCILS) == set(vocabulary_words.COUNCILS)


def test_every_message_of_the_shipped_diagrams_has_its_name():
    files = shipped.definitions()
    found = {name for file in files if file.endswith(".bpmn") for name in MESSAGE.findall(files[file].decode())}

    assert found == set(vocabulary_words.MESSAGES)


def test_each_rule_of_the_page_says_what_is_wrong_and_how_it_is_mended():
    words = (PAGE_RULES / "words.js").read_text()
    rules = re.findall(r'^  "?([a-z-]+)"?: .*?(?:error|warning)\("([^"]+)", "([^"]+)"\)', words, re.MULTILINE)
    tried = set(
        re.findall(
            r'^  "?([a-z-]+)"?: (?:rule\(|\w+,$)',
            (PAGE_RULES / "rules.js").read_text() + (PAGE_RULES / "lint.js").read_text(),
            re.MULTILINE,
        )
    )

    assert {name for name, _, _ in rules} == tried
    assert all(said.endswith(".") and mend.startswith("Hãy ") and mend.endswith(".") for _, said, mend in rules)
