"""Reads form-js JSON with suspicion: every value is looked at once, and whatever is wrong is noted, not raised."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import feel
from forms import conditions
from forms.errors import Problem

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
COSMETIC = frozenset(
    {"layout", "showOutline", "verticalAlignment", "disableCollapse", "nonCollapsedItems", "isRepeating", "searchable"}
)
"""Keys of form-js that change only how its own viewer draws."""

ONLY_OFF = frozenset({"readonly", "serializeToString", "disallowPassedDates", "valuesExpression", "increment"})
"""Keys of form-js that are not honoured, and harmless while they are off."""


@dataclass
class Notes:
    """What has been found so far: problems, keys and ids in use, and the names that expressions read."""

    problems: list[Problem] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    reads: list["Read"] = field(default_factory=list)
    count: int = 0

    def say(self, place: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, message))


@dataclass(frozen=True)
class Read:
    """An expression and where it stands: below which list, if any, and whether it decides something."""

    place: str
    expression: feel.Expression
    row_keys: frozenset[str]
    rows_of: str
    decides: bool


@dataclass(frozen=True)
class Source:
    """One JSON object of the source: a component, its validation or its properties."""

    notes: Notes
    place: str
    data: Mapping[str, Any]
    row_keys: frozenset[str] = frozenset()
    rows_of: str = ""
    """The list that it stands in."""

    def only(self, allowed: Collection[str]) -> None:
        """Note every key that cannot be honoured."""
        for key, value in self.data.items():
            if key in ONLY_OFF and value in (False, None, ""):
                continue
            if key not in allowed and key not in COSMETIC:
                self.notes.say(self.place, f"không dùng được thuộc tính “{key}”; bỏ thuộc tính này")

    def text(self, key: str, *, needed: bool = False, longest: int = 2_000) -> str:
        """Return a text, "" when absent."""
        value = self.data.get(key, "")
        if not isinstance(value, str) or len(value) > longest:
            self.notes.say(self.place, f"“{key}” phải là chữ, nhiều nhất {longest} ký tự")
            return ""
        if needed and not value.strip():
            self.notes.say(self.place, f"thiếu “{key}”")
        return value.strip()

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a boolean; the editor's property panel writes it as a text."""
        value = self.data.get(key, default)
        if value in (True, "true"):
            return True
        if value not in (False, "false", ""):
            self.notes.say(self.place, f"“{key}” phải là true hoặc false")
        return False

    def whole(self, key: str, default: int, *, highest: int) -> int:
        """Return a whole number from 0 on; the property panel writes it as a text."""
        value = self.data.get(key, default)
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}", value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= highest:
            self.notes.say(self.place, f"“{key}” phải là số nguyên từ 0 đến {highest}")
            return default
        return value

    def number(self, key: str) -> float | None:
        """Return a number or None; the editor writes it as number or text."""
        value = self.data.get(key)
        if value in (None, ""):
            return None
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value):
            value = float(value) if "." in value else int(value)
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            self.notes.say(self.place, f"“{key}” phải là số")
            return None
        return value

    def word(self, key: str, allowed: Collection[str], default: str) -> str:
        """Return one of the allowed words."""
        value = self.data.get(key, default) or default
        if not isinstance(value, str) or value not in allowed:
            self.notes.say(self.place, f"“{key}” phải là một trong: {', '.join(sorted(allowed))}")
            return default
        return value

    def names(self, key: str) -> frozenset[str]:
        """Return a list of names; the property panel writes it as a text with commas."""
        value = self.data.get(key, [])
        if isinstance(value, str):
            value = [name.strip() for name in value.split(",") if name.strip()]
        if not isinstance(value, list) or not all(isinstance(name, str) and KEY.fullmatch(name) for name in value):
            self.notes.say(self.place, f"“{key}” phải là danh sách tên, cách nhau bằng dấu phẩy")
            return frozenset()
        return frozenset(value)

    def key(self, name: str) -> str:
        """Return a key for answers, checked for its form and used once among its neighbours."""
        value = self.data.get(name)
        if not isinstance(value, str) or not KEY.fullmatch(value):
            self.notes.say(self.place, f"“{name}” phải có dạng chu_thuong_khong_dau, bắt đầu bằng chữ cái")
            return f"unnamed_{self.notes.count}"
        return value

    def expression(self, key: str) -> feel.Expression | None:
        """Return a FEEL expression, or None when absent."""
        return self.parsed(self.text(key)) if self.data.get(key) not in (None, "") else None

    def condition(self, key: str) -> feel.Expression | None:
        """Return a FEEL expression that decides something, or None when absent."""
        return self.parsed(self.text(key), decides=True) if self.data.get(key) not in (None, "") else None

    def parsed(self, text: str, *, decides: bool = False) -> feel.Expression | None:
        """Return the parsed text, noted for the check against what the form has."""
        try:
            found = conditions.parse(text)
        except feel.FeelError as error:
            self.notes.say(self.place, f"biểu thức “{text[:80]}” không đọc được: {error} {error.hint}".rstrip())
            return None
        self.notes.reads.append(Read(self.place, found, self.row_keys, self.rows_of, decides))
        return found

    def inner(self, key: str) -> "Source":
        """Return a nested object; an absent one is empty."""
        value = self.data.get(key) or {}
        if not isinstance(value, Mapping):
            self.notes.say(self.place, f"“{key}” phải là một nhóm thuộc tính")
            value = {}
        return replace(self, data=value)

    def items(self, key: str) -> list["Source"]:
        """Return the objects of a list."""
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            self.notes.say(self.place, f"“{key}” phải là một danh sách")
            return []
        return [replace(self, data=each) for each in value]

    def hide(self) -> feel.Expression | None:
        """Return the condition under which the component is hidden."""
        conditional = self.inner("conditional")
        conditional.only({"hide"})
        return conditional.condition("hide")
