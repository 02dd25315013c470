"""What was asked for on the pages of an outline: each posted form becomes one edit of a diagram."""

import re
from collections.abc import Callable, Mapping

from werkzeug.datastructures import MultiDict

from workflows import outlining
from workflows.errors import Invalid
from workflows.outlining import PARAMETER, Document, Place

Given = MultiDict[str, str]
USUAL, OTHER, BRANCH = "mac-dinh", "khac", "nhanh"
"""Ways of saying when a way is taken, and where a new step goes."""
NOT_VALUES = {"csrf_token", "revision", "lam", "buoc", "operation-cu", "formKey-cu", "outcomes-cu"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FIELD_WORDS = {
    "ten": "Tên",
    "loai": "Loại bước",
    "cach": "Đặt ở đâu",
    "toi": "Dẫn đến",
    "lan": "Làn",
    "khi": "Khi nào đi đường này",
    "dieu-kien": "Điều kiện khác",
    "duong": "Đường",
}
"""What the fields of the small forms are called."""


def edit_of(given: Given, step: str) -> Callable[[Document], str]:
    """Return the edit that a form asks for. Raises Invalid for a form that no page has, and what XML cannot hold."""
    build = _EDITS.get(given.get("lam", ""))
    if build is None:
        raise Invalid({"sua": ["Yêu cầu không rõ. Tải lại trang rồi làm lại."]})
    if any(_NOT_IN_XML.search(value) for _, value in given.items(multi=True)):
        raise Invalid({"sua": ["Có ký tự ẩn không ghi vào sơ đồ được. Xóa ký tự đó, hoặc gõ lại thay vì dán."]})
    return lambda document: build(document, given, step)


def own_changes(sent: list[tuple[str, str]], before: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """Return of a form of a step what its sender changed, so that it can be laid over what another one did.

    `before`: what the step said when the form was opened; None where nobody knows any more: then all of it.
    """
    if before is None:
        return sent
    said: dict[str, list[str]] = {}
    for key, value in sent:
        said.setdefault(key, []).extend(filter(None, [_lines(value)]))
    same = {
        key
        for key, each in said.items()
        if key not in NOT_VALUES and set(",".join(each).split(",")) == set(before.get(key, "").split(","))
    }
    return [(key, value) for key, value in sent if key not in same]


def _describe(document: Document, given: Given, step: str) -> str:
    wanted = {key: _lines(",".join(filter(None, given.getlist(key)))) for key in given if key not in NOT_VALUES}
    if wanted.get("operation") is not None and wanted["operation"] != outlining.values(document, step).get("operation"):
        # What the old operation was told means nothing to the new one.
        wanted = {key: value for key, value in wanted.items() if not key.startswith(PARAMETER)}
    return outlining.set_values(document, step, wanted)


def _lines(text: str) -> str:
    """Browsers end lines in their own way."""
    return text.replace("\r\n", "\n").strip()


def _add(document: Document, given: Given, step: str) -> str:
    how = given.get("cach", "")
    place = Place(
        after=step,
        flow="" if how == BRANCH else how,
        is_branch=how == BRANCH,
        lane=given.get("lan", ""),
        to=given.get("toi", ""),
    )
    return outlining.add(document, given.get("loai", ""), given.get("ten", ""), place)


def _connect(document: Document, given: Given, step: str) -> str:
    if not given.get("toi"):
        raise Invalid({"noi-toi": ["Chọn bước để nối đến."]})
    outlining.connect(document, step, given["toi"])
    return step


def _set_way(document: Document, given: Given, step: str) -> str:
    flow, when = given.get("duong", ""), given.get("khi", "")
    condition = given.get("dieu-kien", "") if when == OTHER else "" if when == USUAL else when
    if when == OTHER and not condition.strip():
        raise Invalid({f"dieu-kien-{flow}": ["Viết điều kiện, hoặc chọn một điều kiện có sẵn."]})
    try:
        outlining.set_flow(document, flow, given.get("ten", ""), condition, usual=when == USUAL)
    except Invalid as invalid:
        raise Invalid({f"khi-{flow}": [str(invalid)]}) from invalid
    if given.get("toi") and given["toi"] != given.get("toi-cu"):
        outlining.reconnect(document, flow, given["toi"])
    return step


def _drop_way(document: Document, given: Given, _step: str) -> str:
    return outlining.disconnect(document, given.get("duong", ""))


def _move(document: Document, given: Given, step: str) -> str:
    if not given.get("duong"):
        raise Invalid({"doi-cho": ["Chọn chỗ mới cho bước."]})
    return outlining.move(document, step, given["duong"])


def _put_into_lane(document: Document, given: Given, step: str) -> str:
    return outlining.put_into_lane(document, step, given.get("lan", ""))


def _remove(document: Document, _given: Given, step: str) -> str:
    return outlining.remove(document, step)


def _add_lane(document: Document, given: Given, step: str) -> str:
    return outlining.add_lane(document, step, given.get("ten", ""))


def _remove_lane(document: Document, _given: Given, step: str) -> str:
    return outlining.remove_lane(document, step)


def _rename(document: Document, given: Given, step: str) -> str:
    try:
        return outlining.rename(document, step, given.get("ten", ""))
    except Invalid as invalid:
        raise Invalid({f"ten-{step}": [str(invalid)]}) from invalid


_EDITS: dict[str, Callable[..., str]] = {
    "ghi": _describe,
    "them": _add,
    "noi": _connect,
    "duong": _set_way,
    "bo-duong": _drop_way,
    "doi-cho": _move,
    "doi-lan": _put_into_lane,
    "bo": _remove,
    "lan-moi": _add_lane,
    "bo-lan": _remove_lane,
    "ten": _rename,
}
