"""Small forms for the tests: each test states only the components that matter."""

from typing import Any

from forms import Form, compile_form


def source(*components: dict[str, Any], title: str = "Biểu mẫu", **properties: Any) -> dict[str, Any]:
    """Return the JSON of a form with these components."""
    return {
        "type": "default",
        "id": "example",
        "properties": {"title": title, **properties},
        "components": list(components),
    }


def form(*components: dict[str, Any], **properties: Any) -> Form:
    """Return the compiled form."""
    return compile_form(source(*components, **properties))


def text(key: str = "name", **more: Any) -> dict[str, Any]:
    """Return a line of text."""
    return {"type": "textfield", "id": f"id_{key}", "key": key, "label": "Tên", **more}


def radio(key: str, *values: str, **more: Any) -> dict[str, Any]:
    """Return radios with these values."""
    options = [{"value": value, "label": value.upper()} for value in values]
    return {"type": "radio", "id": f"id_{key}", "key": key, "label": "Chọn", "values": options, **more}


def number(key: str, **more: Any) -> dict[str, Any]:
    """Return a number; whole unless `decimalDigits` says otherwise."""
    return {"type": "number", "id": f"id_{key}", "key": key, "label": "Số", "decimalDigits": 0, **more}


def day(key: str, subtype: str = "date", **more: Any) -> dict[str, Any]:
    """Return a date, time or both."""
    return {"type": "datetime", "id": f"id_{key}", "key": key, "label": "Ngày", "subtype": subtype, **more}


def rows(path: str, *components: dict[str, Any], rows_from: str = "", **properties: Any) -> dict[str, Any]:
    """Return a list with the rows of the case, or with free rows."""
    given = {"rowsFrom": rows_from, **properties} if rows_from else properties
    return {
        "type": "dynamiclist",
        "id": f"id_{path}",
        "path": path,
        "label": "Danh sách",
        "properties": given,
        "components": list(components),
    }


def group(key: str, *components: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a group: a page at the top, a fieldset below."""
    return {"type": "group", "id": key, "label": f"Trang {key}", "components": list(components), **more}


def button(outcome: str, label: str = "Xong", **properties: Any) -> dict[str, Any]:
    """Return a button with an outcome."""
    return {
        "type": "button",
        "id": f"id_button_{outcome}",
        "label": label,
        "action": "submit",
        "properties": {"outcome": outcome, **properties},
    }
