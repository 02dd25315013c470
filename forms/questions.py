"""Turns one form-js field into a question: its control, and the marshmallow field that says what a valid answer is."""

import math
from collections.abc import Callable
from typing import Any

from marshmallow.fields import Raw

from forms import fields
from forms.components import Field
from forms.context import Choice
from forms.source import Source

ANY = {"type", "id", "key", "label", "description", "properties", "conditional", "validate", "defaultValue", "disabled"}
CHOOSING = {"values", "valuesKey"}
KEYS: dict[str, set[str]] = {
    "textfield": ANY | {"appearance"},
    "textarea": ANY,
    "number": ANY | {"appearance", "decimalDigits"},
    "datetime": ANY | {"subtype", "dateLabel", "timeLabel", "use24h", "timeInterval", "timeSerializingFormat"},
    "select": ANY | CHOOSING,
    "radio": ANY | CHOOSING,
    "checklist": ANY | CHOOSING,
    "checkbox": ANY,
    "expression": {"type", "id", "key", "properties", "conditional", "expression", "computeOn"},
}
PROPERTIES = {
    *("requiredWhen", "requiredMessage", "validWhen", "validMessage"),
    *("defaultFrom", "width", "format", "lines"),
}
OF_RESULT = {"label", "description", "suffix", "decimalDigits"}
VALIDATION = {
    "textfield": {"required", "minLength", "maxLength", "validationType"},
    "textarea": {"required", "minLength", "maxLength"},
    "number": {"required", "min", "max"},
}
FORMATS = {"textfield": {"text", "document_number", "tax_code"}, "number": {"number", "money", "year"}}
WIDTHS = {"", "2", "3", "4", "5", "10", "20", "30"}
LONGEST_LINE, LONGEST_TEXT = 250, 5_000


def question(source: Source) -> Field:
    """Return the question; what cannot be honoured is noted."""
    kind = str(source.data["type"])
    source.only(KEYS[kind])
    if kind == "expression":
        return _result(source)
    properties, validation = source.inner("properties"), source.inner("validate")
    properties.only(PROPERTIES)
    validation.only(VALIDATION.get(kind, {"required"}))
    validation.word("validationType", {"custom"}, "custom")
    form = properties.word("format", FORMATS.get(kind, {"text"}), "number" if kind == "number" else "text")
    values = _choices(source) if kind in ("select", "radio", "checklist") else ()
    common: dict[str, Any] = {
        "key": source.key("key"),
        "label": _label(source, kind),
        "hint": source.text("description"),
        "required": validation.flag("required"),
        "required_when": properties.condition("requiredWhen"),
        "valid_when": properties.condition("validWhen"),
        "valid_message": properties.text("validMessage", needed=bool(properties.data.get("validWhen"))),
        "disabled": source.flag("disabled"),
        "required_message": properties.text("requiredMessage"),
        "hide": source.hide(),
        "choices": values,
        "choices_from": source.text("valuesKey"),
        "default": _default(source),
        "default_from": properties.text("defaultFrom"),
        "width": properties.word("width", WIDTHS, ""),
        "lines": properties.whole("lines", 4, highest=30),
    }
    return _MAKERS[kind](source, validation, form, common)


def _result(source: Source) -> Field:
    """Return a calculated value. Without a label it is not shown, only stored and read by others."""
    properties = source.inner("properties")
    properties.only(OF_RESULT)
    source.word("computeOn", {"change", "presubmit"}, "change")
    expression = source.expression("expression")
    if expression is None and not source.data.get("expression"):
        source.notes.say(source.place, "ô tính thiếu phép tính (“expression”)")
    label = properties.text("label")
    return Field(
        key=source.key("key"),
        kind="result",
        label=label,
        loader=Raw(metadata={"title": label, "readOnly": True}),
        hint=properties.text("description"),
        hide=source.hide(),
        suffix=properties.text("suffix"),
        calculated=expression,
        digits=properties.whole("decimalDigits", 0, highest=6),
    )


def _label(source: Source, kind: str) -> str:
    if kind == "datetime" and "label" not in source.data:
        return source.text("timeLabel" if source.data.get("subtype") == "time" else "dateLabel", needed=True)
    return source.text("label", needed=True)


def _default(source: Source) -> Any:
    value = source.data.get("defaultValue")
    if value is not None and not isinstance(value, (str, int, float, bool)):
        source.notes.say(source.place, "“defaultValue” phải là chữ, số hoặc true, false")
        return None
    return value


def _choices(source: Source) -> tuple[Choice, ...]:
    choices = []
    for each in source.items("values"):
        each.only({"value", "label", "hint"})
        choices.append(Choice(each.text("value", needed=True), each.text("label", needed=True), each.text("hint")))
    if len({choice.value for choice in choices}) != len(choices):
        source.notes.say(source.place, "có hai lựa chọn cùng giá trị")
    if bool(choices) == bool(source.data.get("valuesKey")):
        source.notes.say(source.place, "cần đúng một trong hai: “values” hoặc “valuesKey”")
    return tuple(choices)


def _text(source: Source, validation: Source, form: str, common: dict[str, Any]) -> Field:
    appearance = source.inner("appearance")
    appearance.only({"prefixAdorner", "suffixAdorner"})
    loaders: dict[str, type[fields.Text]] = {"document_number": fields.DocumentNumber, "tax_code": fields.TaxCode}
    maximum = validation.whole("maxLength", LONGEST_LINE, highest=1_000)
    loader = loaders.get(form, fields.Text)(
        minimum=validation.whole("minLength", 0, highest=maximum), maximum=maximum, metadata=_described(common)
    )
    if form != "text":
        common["width"] = common["width"] or "20"
    return Field(
        kind="text",
        loader=loader,
        maximum_length=maximum,
        prefix=appearance.text("prefixAdorner"),
        suffix=appearance.text("suffixAdorner"),
        **common,
    )


def _long_text(_source: Source, validation: Source, _form: str, common: dict[str, Any]) -> Field:
    maximum = validation.whole("maxLength", LONGEST_TEXT, highest=20_000)
    minimum = validation.whole("minLength", 0, highest=maximum)
    loader = fields.LongText(minimum=minimum, maximum=maximum, metadata=_described(common))
    return Field(kind="long_text", loader=loader, maximum_length=maximum, **common)


def _number(source: Source, validation: Source, form: str, common: dict[str, Any]) -> Field:
    appearance = source.inner("appearance")
    appearance.only({"prefixAdorner", "suffixAdorner"})
    suffix = appearance.text("suffixAdorner") or ("đ" if form == "money" else "")
    limits: dict[str, Any] = {"minimum": validation.number("min"), "maximum": validation.number("max")}
    if not all(math.isfinite(limit) for limit in limits.values() if limit is not None):
        source.notes.say(source.place, "giới hạn phải là số hữu hạn")
    common["width"] = common["width"] or {"year": "4", "money": "10"}.get(form, "5")
    described = _described(common)
    if form == "year":
        return Field(kind="year", loader=fields.Year(**limits, metadata=described), suffix=suffix, **common)
    if form == "money":
        limits["minimum"] = limits["minimum"] or 0
        return Field(
            kind="money", loader=fields.WholeNumber(**limits, unit=suffix, metadata=described), suffix=suffix, **common
        )
    prefix = appearance.text("prefixAdorner")
    digits = source.whole("decimalDigits", 4, highest=6)
    kind = "decimal" if digits else "integer"
    loader = (
        fields.Number(**limits, digits=digits, unit=suffix, metadata=described)
        if digits
        else fields.WholeNumber(**limits, unit=suffix, metadata=described)
    )
    return Field(kind=kind, loader=loader, prefix=prefix, suffix=suffix, **common)


def _datetime(source: Source, _validation: Source, _form: str, common: dict[str, Any]) -> Field:
    subtype = source.word("subtype", {"date", "time", "datetime"}, "date")
    if not source.flag("use24h", default=True):
        source.notes.say(source.place, "giờ luôn ghi theo 24 giờ; đặt “use24h” là true")
    loaders = {"date": fields.Date, "time": fields.Time, "datetime": fields.DateTime}
    return Field(kind=subtype, loader=loaders[subtype](metadata=_described(common)), **common)


def _one(source: Source, _validation: Source, _form: str, common: dict[str, Any]) -> Field:
    values = tuple(choice.value for choice in common["choices"]) or None
    return Field(
        kind=str(source.data["type"]), loader=fields.OneOf(values=values, metadata=_described(common)), **common
    )


def _some(_source: Source, _validation: Source, _form: str, common: dict[str, Any]) -> Field:
    values = tuple(choice.value for choice in common["choices"]) or None
    return Field(kind="checklist", loader=fields.SomeOf(values=values, metadata=_described(common)), **common)


def _tick(_source: Source, _validation: Source, _form: str, common: dict[str, Any]) -> Field:
    return Field(kind="checkbox", loader=fields.Tick(metadata=_described(common)), **common)


def _described(common: dict[str, Any]) -> dict[str, Any]:
    """Return what the API's description says about the question."""
    described: dict[str, Any] = {"title": common["label"]}
    if common["hint"]:
        described["description"] = common["hint"]
    if common["choices"]:
        described["enum"] = [choice.value for choice in common["choices"]]
    return described


_MAKERS: dict[str, Callable[[Source, Source, str, dict[str, Any]], Field]] = {
    "textfield": _text,
    "textarea": _long_text,
    "number": _number,
    "datetime": _datetime,
    "select": _one,
    "radio": _one,
    "checklist": _some,
    "checkbox": _tick,
}
