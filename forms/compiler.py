"""Turns form-js JSON into a form; refuses what it cannot honour and says everything that is wrong at once."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshmallow import Schema, fields

import feel
from forms.components import Check, Component, Field, Fieldset, Note, Outcome, Page, Placed, RowList, placed
from forms.errors import FormRejected, Problem
from forms.form import Form
from forms.kinds import check_kinds
from forms.questions import KEYS, question
from forms.source import Notes, Source

MAX_COMPONENTS, MAX_DEPTH = 400, 5
ALWAYS = {"type", "id", "properties", "conditional"}
EXPORTER = {"schemaVersion", "exporter", "executionPlatform", "executionPlatformVersion", "versionTag", "$schema"}
TOP = {"type", "id", "components", "properties"} | EXPORTER
STYLES = {"primary", "secondary", "warning"}
RESERVED = {"outcome", "row", "csrf_token", "revision", "add_row", "remove_row"}
NOT_OURS = {
    "filepicker": "tệp đính kèm nộp ở mục Tài liệu, không nằm trong biểu mẫu",
    "table": "bảng chưa dùng được; dùng danh sách (dynamiclist)",
    "image": "ảnh không dùng được trong biểu mẫu",
    "html": "mã HTML không dùng được; dùng “text”",
    "iframe": "khung nhúng không dùng được",
    "taglist": "danh sách thẻ không dùng được; dùng “checklist”",
}
_PUT_IN = re.compile(r"\{\{(.*?)\}\}")


def compile_form(source: Mapping[str, Any], *, is_new: bool = True) -> Form:
    """Return the form. Raises FormRejected with everything that is wrong.

    Of a form that is deployed already (not `is_new`) expressions that cannot work are not held against it: it was
    accepted by an earlier version, and dossiers run on it.
    """
    if not isinstance(source, Mapping):
        raise FormRejected([Problem("", "Tệp biểu mẫu phải là một đối tượng JSON")])
    notes = Notes()
    top = Source(notes, "", source)
    top.only(TOP)
    top.word("type", {"default"}, "default")
    properties = top.inner("properties")
    properties.only({"title", "values", "checks"})
    key = top.key("id")
    children, buttons = _children(top, depth=0)
    pages = _pages(children, key, properties.text("title", needed=True))
    outcomes, submit = _finish(notes, buttons)
    checks = _checks(properties)
    form = Form(
        key=key,
        title=properties.text("title"),
        pages=pages,
        outcomes=outcomes,
        checks=checks,
        schema=_schema(key, {each.item.key: each.item for page in pages for each in placed(page.children, page.key)}),
        submit_label=submit,
        values_read=properties.names("values"),
    )
    _check_names(notes, form)
    if is_new:
        check_kinds(notes, form)
    if notes.problems:
        raise FormRejected(notes.problems)
    return form


def _children(parent: Source, depth: int) -> tuple[list[tuple[Source, Component]], list[Source]]:
    """Return the components below `parent` with their sources, and its buttons."""
    children: list[tuple[Source, Component]] = []
    buttons: list[Source] = []
    for number, each in enumerate(parent.items("components"), start=1):
        parent.notes.count += 1
        if parent.notes.count > MAX_COMPONENTS:
            parent.notes.say("", f"biểu mẫu có quá {MAX_COMPONENTS} thành phần; chia thành nhiều biểu mẫu")
            return [], []
        source = replace(each, place=_place(parent.place, each, number))
        kind = source.data.get("type")
        _note_id(source)
        if kind == "button":
            buttons.append(source)
        elif kind in ("separator", "spacer"):
            source.only(ALWAYS | {"height"})
        elif component := _component(source, kind, depth):
            children.append((source, component))
    if depth and buttons:
        parent.notes.say(parent.place, "nút bấm phải đặt ở ngoài cùng, không nằm trong nhóm hay danh sách")
    return children, buttons


def _place(parent: str, source: Source, number: int) -> str:
    named = next((source.data[key] for key in ("key", "path", "id") if isinstance(source.data.get(key), str)), "")
    return f"{parent} › {named or f'thành phần {number}'}".removeprefix(" › ")


def _note_id(source: Source) -> None:
    found = source.data.get("id")
    if isinstance(found, str) and found in source.notes.ids:
        source.notes.say(source.place, f"mã “{found}” đã dùng ở thành phần khác")
    source.notes.ids.add(str(found or source.place))


def _component(source: Source, kind: Any, depth: int) -> Component | None:
    kind = kind if isinstance(kind, str) else str(kind)
    if kind in KEYS:
        found = question(source)
        _claim(source, found.key)
        return found
    if kind == "text":
        source.only(ALWAYS | {"text"})
        return Note(_parts(source, source.text("text", longest=5_000)), source.hide())
    if kind in ("group", "dynamiclist"):
        if depth >= MAX_DEPTH:
            source.notes.say(source.place, "các nhóm lồng nhau quá sâu")
            return None
        return _fieldset(source, depth) if kind == "group" else _row_list(source)
    reason = NOT_OURS.get(kind, "") if isinstance(kind, str) else ""
    source.notes.say(
        source.place, f"loại thành phần “{str(kind)[:40]}” không dùng được" + (f": {reason}" if reason else "")
    )
    return None


def _claim(source: Source, key: str) -> None:
    """Note the key as used; within a list keys are compared with their neighbours by the list itself."""
    if key in RESERVED:
        source.notes.say(source.place, f"“{key}” là tên dành riêng; đặt tên khác")
    if source.row_keys:
        return
    if key in source.notes.keys:
        source.notes.say(source.place, f"khóa “{key}” đã dùng ở thành phần khác; mỗi khóa chỉ dùng một lần")
    source.notes.keys.add(key)


def _parts(source: Source, text: str) -> tuple[str | feel.Expression, ...]:
    parts: list[str | feel.Expression] = []
    for number, part in enumerate(_PUT_IN.split(text)):
        found = part if number % 2 == 0 else source.parsed(part)
        parts.append("" if found is None else found)
    return tuple(parts)


def _fieldset(source: Source, depth: int) -> Fieldset:
    source.only(ALWAYS | {"label", "description", "components", "path"})
    source.inner("properties").only(set())
    if source.data.get("path"):
        source.notes.say(source.place, "nhóm không có “path”; câu trả lời nằm cùng một cấp")
    children, _ = _children(source, depth + 1)
    return Fieldset(
        source.text("label"), source.text("description"), tuple(child for _, child in children), source.hide()
    )


def _row_list(source: Source) -> RowList | None:
    source.only(ALWAYS | {"path", "key", "label", "description", "components", "allowAddRemove", "defaultRepetitions"})
    key = source.key("path")
    if source.row_keys:
        source.notes.say(source.place, "danh sách không được nằm trong danh sách khác")
        return None
    _claim(source, key)
    row_values = source.inner("properties").names("rowValues")
    row_keys = frozenset(_keys_below(source)) | row_values | {"row"}
    inside = replace(source, row_keys=row_keys, rows_of=key)
    properties = inside.inner("properties")
    properties.only({"rowsFrom", "rowLabel", "addLabel", "minRows", "maxRows", "checks", "rowValues"})
    children = tuple(child for _, child in _children(inside, depth=1)[0])
    rows_from, checks, cells = properties.text("rowsFrom"), _checks(properties), _cells(source, children)
    for check in checks:
        if check.field not in cells:
            source.notes.say(source.place, f"quy tắc chỉ vào “{check.field}”, không có trong danh sách")
    return RowList(
        key=key,
        label=source.text("label", needed=True),
        hint=source.text("description"),
        children=children,
        cells=cells,
        row_schema=_row_schema(key, cells),
        rows_from=rows_from,
        row_values=row_values,
        row_label=properties.text("rowLabel") or "Mục",
        add_label=properties.text("addLabel") or "Thêm mục",
        adjustable=not rows_from and source.flag("allowAddRemove", default=True),
        start_rows=source.whole("defaultRepetitions", 1, highest=20),
        minimum=properties.whole("minRows", 0, highest=200),
        maximum=properties.whole("maxRows", 200, highest=1_000),
        checks=checks,
        hide=source.hide(),
    )


def _cells(source: Source, children: tuple[Component, ...]) -> dict[str, Placed]:
    cells: dict[str, Placed] = {}
    for each in placed(children, ""):
        if each.item.key in cells:
            source.notes.say(source.place, f"khóa “{each.item.key}” dùng hai lần trong danh sách")
        cells[each.item.key] = each
    return cells


def _row_schema(key: str, cells: dict[str, Placed]) -> type[Schema]:
    loaders = {name: each.item.loader for name, each in cells.items() if isinstance(each.item, Field)}
    return Schema.from_dict({"row": fields.String(), **loaders}, name=f"{key}_row")


def _keys_below(source: Source) -> set[str]:
    """Return the keys of questions below a list, so that expressions within may read them."""
    found: set[str] = set()
    for each in source.items("components"):
        found |= {each.data["key"]} if isinstance(each.data.get("key"), str) else set()
        found |= _keys_below(each) if each.data.get("type") == "group" else set()
    return found


def _pages(children: list[tuple[Source, Component]], key: str, title: str) -> tuple[Page, ...]:
    """Return one page for each group at the top; without groups, one page."""
    loose = tuple(child for _, child in children if not isinstance(child, Fieldset))
    pages = [
        Page(source.key("id"), child.label or title, child.hint, child.children, child.hide)
        for source, child in children
        if isinstance(child, Fieldset)
    ]
    if loose and pages:
        children[0][0].notes.say("", "câu hỏi ở ngoài cùng phải nằm trong một nhóm, vì mỗi nhóm là một trang")
    return tuple(pages) or (Page(key, title, "", loose),)


def _finish(notes: Notes, buttons: list[Source]) -> tuple[tuple[Outcome, ...], str]:
    """Return the outcomes and the label of the plain button."""
    outcomes: list[Outcome] = []
    plain: list[str] = []
    for source in buttons:
        source.only(ALWAYS | {"label", "action", "key"})
        if source.word("action", {"submit"}, "submit") != source.data.get("action", "submit"):
            continue
        properties = source.inner("properties")
        properties.only({"outcome", "style", "partial"})
        label, hide = source.text("label", needed=True), source.hide()
        if not properties.data.get("outcome"):
            plain.append(label)
            continue
        style = properties.word("style", STYLES, "secondary" if outcomes else "primary")
        outcomes.append(Outcome(properties.key("outcome"), label, style, properties.flag("partial"), hide))
    if len({outcome.key for outcome in outcomes}) != len(outcomes):
        notes.say("", "có hai nút cùng một “outcome”")
    if len(plain) + bool(outcomes) > 1:
        notes.say("", "dùng các nút có “outcome”, hoặc đúng một nút không có “outcome”")
    return tuple(outcomes), plain[0] if plain else "Lưu"


def _checks(properties: Source) -> tuple[Check, ...]:
    found = []
    for each in properties.items("checks"):
        each.only({"when", "message", "field"})
        when, message, field = (
            each.condition("when"),
            each.text("message", needed=True),
            each.text("field", needed=True),
        )
        if when is None:
            each.notes.say(each.place, "quy tắc thiếu “when” đọc được")
        else:
            found.append(Check(when, message, field))
    return tuple(found)


def _schema(key: str, items: dict[str, Field | RowList]) -> type[Schema]:
    """Return the marshmallow schema of the whole form; required answers are judged beside it, by condition."""
    loaders = {
        name: item.loader
        if isinstance(item, Field)
        else fields.List(fields.Nested(item.row_schema), metadata={"title": item.label})
        for name, item in items.items()
    }
    return Schema.from_dict(loaders, name=f"{key}_form")


def _check_names(notes: Notes, form: Form) -> None:
    """Note names that nothing in the form or its declared values answers: a slip would silently read as null."""
    known = set(form.items) | form.values_read | {"outcome"}
    for read in notes.reads:
        for error in read.expression.unknown_names(known | read.row_keys):
            advice = error.hint or "Khai báo ở “values” nếu do hồ sơ cung cấp."
            notes.say(read.place, f"biểu thức “{read.expression.text[:80]}”: {error} {advice}")
    for each in form.placed:
        cells = [cell.item for cell in each.item.cells.values()] if isinstance(each.item, RowList) else []
        given = each.item.row_values if isinstance(each.item, RowList) else frozenset()
        for item in [each.item, *cells]:
            if isinstance(item, Field) and item.default_from and item.default_from not in form.values_read | given:
                notes.say(
                    item.key, f"“defaultFrom” đọc “{item.default_from}”, chưa khai báo ở “values” hay “rowValues”"
                )
    for check in form.checks:
        if check.field not in form.items:
            notes.say("", f"quy tắc chỉ vào “{check.field}”, không có trong biểu mẫu")
