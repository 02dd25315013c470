"""What the form of a step asks: one field for each thing that the step can say, with the words that it may take."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.condition_labels import words_for
from service.labels import label
from workflows.outlining import FIELDS, PARAMETER
from workflows.queries.condition_words import condition_in_words

LABELS: dict[str, tuple[str, str]] = {
    "name": ("Tên", "Bắt đầu bằng động từ, ví dụ: Thẩm định hồ sơ."),
    "documentation": ("Hướng dẫn", "Người làm đọc lời này ở đầu việc."),
    "candidateGroup": ("Ai làm", "Vai trò trong cơ quan làm bước này."),
    "organ": ("Cơ quan làm", "Để trống thì như bước hoặc quy trình bao ngoài."),
    "formKey": ("Biểu mẫu", "Người làm điền biểu mẫu này."),
    "outcomes": ("Các kết quả", "Kết quả đầu là đường đi thuận."),
    "dueRule": ("Thời hạn", ""),
    "notPerformedBy": (
        "Khác với người đã làm",
        "Ai đã làm một trong các bước này của cùng hồ sơ thì không làm bước này.",
    ),
    "operation": ("Hệ thống làm gì", ""),
    "resultVariable": ("Tên biến giữ kết quả", "Chữ không dấu, số, dấu _; để trống nếu không dùng kết quả."),
    "decision": ("Bảng quyết định", ""),
    "calledElement": ("Quy trình con", "Chạy xong quy trình con thì đi tiếp."),
    "message": ("Thông điệp", "Tên thông điệp mà bước này chờ hoặc gửi."),
    "moment": ("Đến thời điểm", "Tên biến giữ thời điểm, ví dụ biến của bước “Tính ngày hết hạn” đứng trước."),
    "dossierStatus": ("Hồ sơ kết thúc ở trạng thái", "Để trống thì trạng thái hồ sơ giữ nguyên."),
    "startGroups": (
        "Ai được bắt đầu",
        "Ghi cơ quan:vai trò, cách nhau dấu phẩy. Chỉ dùng cho quy trình hủy bỏ khen thưởng.",
    ),
    "stage": ("Chặng của hồ sơ", ""),
    "council": ("Hội đồng", ""),
    "stopsClock": ("Thời hạn hồ sơ dừng ở đây vì", "Để trống thì thời hạn vẫn chạy."),
    "outcomeVariable": (
        "Tên biến giữ kết quả",
        "Thường để trống: các đường đi sau bước này đọc được kết quả. Đặt tên riêng khi phải giữ kết quả lâu hơn.",
    ),
    "messageVariable": ("Tên biến nhận thông điệp", ""),
    "organExpression": ("Cơ quan cụ thể (biểu thức)", "Biểu thức FEEL cho mã cơ quan; thường để trống."),
    "assigneeExpression": ("Người cụ thể (biểu thức)", "Biểu thức FEEL cho mã người; thường để trống."),
}
RARE = (
    "startGroups",
    "stage",
    "council",
    "stopsClock",
    "outcomeVariable",
    "messageVariable",
    "organExpression",
    "assigneeExpression",
)
"""Asked under “Thuộc tính khác”."""
_CHOICES = {
    "candidateGroup": "roles",
    "organ": "organs",
    "council": "councils",
    "formKey": "forms",
    "dueRule": "limits",
    "operation": "operations",
    "decision": "decisions",
    "calledElement": "processes",
    "dossierStatus": "statuses",
    "stage": "stages",
    "stopsClock": "stops",
}
Words = Mapping[str, Any]
"""What `service.vocabulary_words.as_json` returns, with "form": the form that the step has."""
_EVENTS = {"moment": "timerEventDefinition", "message": "messageEventDefinition"}


@dataclass(frozen=True)
class Field:
    """One question. `kind`: text, long, choice, many."""

    key: str
    label: str
    hint: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    """(value, words) of those that may be chosen."""
    far: tuple[tuple[str, str], ...] = ()
    """More of them, which are seldom chosen."""

    def words(self, value: str) -> str:
        """Return what a value is called."""
        named = dict((*self.choices, *self.far))
        parts = value.split(",") if self.kind == "many" else [value]
        return "; ".join(named.get(part, part) for part in parts)

    @property
    def is_rare(self) -> bool:
        """Whether it stands under the usual ones."""
        return self.key in RARE


def fields(kind: str, values: Mapping[str, str], words: Words, step: str) -> tuple[Field, ...]:
    """Return the fields of an element of a type. `words`: service.vocabulary_words.as_json; `step`: its id."""
    wanted = [key for key in FIELDS.get(kind, ("name", "documentation")) if _has(kind, key, values)]
    found = [_field(key, values.get(key, ""), words, step) for key in sorted(wanted, key=list(LABELS).index)]
    return (*found, *_parameters(values, words))


def _has(kind: str, key: str, values: Mapping[str, str]) -> bool:
    """An event waits either for a moment or for a message."""
    return not (kind.endswith("Event") and key in _EVENTS) or values.get("event") == _EVENTS[key]


def _field(key: str, value: str, words: Words, step: str) -> Field:
    called, hint = LABELS[key]
    if key == "documentation":
        return Field(key, called, hint, "long")
    if key == "notPerformedBy":
        return Field(key, called, hint, "many", *_steps(value, words, step))
    if key == "outcomes":
        return _outcomes(called, hint, value, words)
    if key == "message":
        known = ", ".join(each["name"] for each in words["messages"])
        return Field(key, called, f"{hint} Đang có: {known}." if known else hint, "text")
    if key == "moment":
        named = words["names"]
        moments = [
            _called(name)
            for name in named["known"].get(step, [])
            if named["variables"][name]["kind"] in ("thời điểm", "ngày")
        ]
        return Field(key, called, f"{hint} Đang có: {', '.join(moments)}." if moments else hint, "text")
    if key in _CHOICES:
        return Field(key, called, hint, "choice", _choices(words[_CHOICES[key]], value))
    return Field(key, called, hint, "text")


def _outcomes(label: str, hint: str, value: str, words: Words) -> Field:
    """Offer the buttons of the form; those that the step has stand first, in its order. Without buttons codes are typed."""
    offered: list[Mapping] = next((each["outcomes"] for each in words["forms"] if each["key"] == words.get("form")), [])
    if not offered:
        return Field("outcomes", label, f"{hint} Mã kết quả, cách nhau bằng dấu phẩy.", "text")
    named = {each["key"]: _button(each, words["words"]) for each in offered}
    own = [each.strip() for each in value.split(",") if each.strip()]
    lost = {each: f"{words['words'].get(each, each)} (biểu mẫu không có nút này)" for each in own if each not in named}
    order = dict.fromkeys([*own, *named])
    hint = f"Chọn những nút của biểu mẫu mà bước này dùng. {hint}"
    return Field("outcomes", label, hint, "many", tuple((each, (named | lost)[each]) for each in order))


def _button(outcome: Mapping[str, str], called: Mapping[str, str]) -> str:
    """Return a button, with the word that conditions have for what it gives where that is another."""
    word = called.get(outcome["key"], "")
    return f"{outcome['name']} (kết quả “{word}”)" if word and word != outcome["name"] else outcome["name"]


def _called(name: str) -> str:
    """Return a variable as it is typed, with what people call it."""
    word = label(name, "variable")
    return f"{name} ({word})" if word != name else name


def _choices(offered: Sequence[Mapping], value: str) -> tuple[tuple[str, str], ...]:
    """What stands there stays choosable although nothing knows it any more."""
    found = [
        (each["key"], f"{each['name']}: {each['words']}" if each.get("words") else each["name"]) for each in offered
    ]
    unknown = [(value, f"{value} (không có trong danh sách)")] if value and value not in dict(found) else []
    return (("", "Chưa chọn"), *unknown, *found)


def _steps(value: str, words: Words, step: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Return the people's steps that may have been done before: those chosen and of the same process, then the others."""
    known = {each["key"]: each for each in words["steps"]}
    home = known[step]["process"] if step in known else ""
    own = [each.strip() for each in value.split(",") if each.strip()]
    found = [each for each in dict.fromkeys([*own, *words["before"].get(step, ())]) if each != step]
    named = {each: f"{known[each]['name']} ({known[each]['process']})" if each in known else each for each in found}
    near = [each for each in found if each in own or known[each]["process"] == home]
    return tuple((each, named[each]) for each in near), tuple((each, named[each]) for each in found if each not in near)


def _parameters(values: Mapping[str, str], words: Words) -> Iterator[Field]:
    """Ask what the chosen operation must be told; its values are FEEL, a word is written in quotes."""
    operation = next((each for each in words["operations"] if each["key"] == values.get("operation")), None)
    for each in operation["parameters"] if operation else ():
        key = PARAMETER + each["key"]
        offered = words["limits"] if each["kind"] == "limit" else each["choices"]
        quoted = [{**one, "key": f'"{one["key"]}"'} for one in offered]
        yield Field(key, each["name"], "", "choice", _choices(quoted, values.get(key, "")))


def conditions(flow: str, words: Words) -> tuple[tuple[str, str], ...]:
    """Return the conditions that a way can be given without writing FEEL: (expression, words)."""
    named, found = words["names"], []
    own = {name: _written_by(variable) for name, variable in named["variables"].items()}
    spoken = words_for(words["words"], {name: word for name, word in own.items() if word})
    for name in named["known"].get(flow, ()):
        variable = named["variables"][name]
        if not variable["from"]:
            continue
        values = named["narrow"].get(flow, {}).get(name, variable["values"])
        found += [f'{name} = "{value}"' for value in values]
        if variable["kind"] == "đúng hoặc sai":
            found += [f"{name} = true", f"{name} = false"]
    said = ((each, condition_in_words(each, spoken)) for each in found)
    return tuple((each, f"{words[:1].upper()}{words[1:]}") for each, words in said)


def _written_by(variable: Mapping[str, Any]) -> str:
    """Return how a variable is called that one step alone writes; "" for others."""
    alone = len(variable["from"]) == 1 and not variable["more"]
    return f"kết quả của bước “{variable['from'][0]}”" if alone else ""
